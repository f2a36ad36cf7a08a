// Generated from alter-client-quotas.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterClientQuotasResponse {
  throttleTimeMs: number;
  entries: AlterClientQuotasResponseEntryData[];
}

export interface AlterClientQuotasResponseEntryData {
  errorCode: number;
  errorMessage: string | null;
  entity: AlterClientQuotasResponseEntityData[];
}

export interface AlterClientQuotasResponseEntityData {
  entityType: string;
  entityName: string | null;
}

export function newAlterClientQuotasResponse(fields?: Partial<AlterClientQuotasResponse>): AlterClientQuotasResponse {
  const m: AlterClientQuotasResponse = { throttleTimeMs: 0, entries: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterClientQuotasResponseEntryData(fields?: Partial<AlterClientQuotasResponseEntryData>): AlterClientQuotasResponseEntryData {
  const m: AlterClientQuotasResponseEntryData = { errorCode: 0, errorMessage: '', entity: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterClientQuotasResponseEntityData(fields?: Partial<AlterClientQuotasResponseEntityData>): AlterClientQuotasResponseEntityData {
  const m: AlterClientQuotasResponseEntityData = { entityType: '', entityName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterClientQuotasResponse(r: ByteReader, v: number): AlterClientQuotasResponse {
  if (v < 0 || v > 1) throw unreadableVersion('AlterClientQuotasResponse', v);
  const f = v === 1;
  const m: AlterClientQuotasResponse = {
    throttleTimeMs: r.int32(),
    entries: readAlterClientQuotasResponseEntryDataArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterClientQuotasResponse(w: ByteWriter, m: AlterClientQuotasResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AlterClientQuotasResponse', v);
  const f = v === 1;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.entries.length); else w.arrayLength(m.entries.length); for (const e of m.entries) writeAlterClientQuotasResponseEntryData(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasResponseEntryData(r: ByteReader, v: number): AlterClientQuotasResponseEntryData {
  const f = v === 1;
  const m: AlterClientQuotasResponseEntryData = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    entity: readAlterClientQuotasResponseEntityDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterClientQuotasResponseEntryData(w: ByteWriter, m: AlterClientQuotasResponseEntryData, v: number): void {
  const f = v === 1;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.compactArrayLength(m.entity.length); else w.arrayLength(m.entity.length); for (const e of m.entity) writeAlterClientQuotasResponseEntityData(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasResponseEntityData(r: ByteReader, v: number): AlterClientQuotasResponseEntityData {
  const f = v === 1;
  const m: AlterClientQuotasResponseEntityData = {
    entityType: (f ? r.compactString() : r.string()),
    entityName: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterClientQuotasResponseEntityData(w: ByteWriter, m: AlterClientQuotasResponseEntityData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.entityType); else w.string(m.entityType);
  if (f) w.compactNullableString(m.entityName); else w.nullableString(m.entityName);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasResponseEntryDataArray(r: ByteReader, v: number, n: number): AlterClientQuotasResponseEntryData[] {
  const a: AlterClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterClientQuotasResponseEntryData(r, v));
  return a;
}

function readAlterClientQuotasResponseEntityDataArray(r: ByteReader, v: number, n: number): AlterClientQuotasResponseEntityData[] {
  const a: AlterClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterClientQuotasResponseEntityData(r, v));
  return a;
}
