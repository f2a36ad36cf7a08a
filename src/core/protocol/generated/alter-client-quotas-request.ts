// Generated from alter-client-quotas.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterClientQuotasRequest {
  entries: AlterClientQuotasRequestEntryData[];
  validateOnly: boolean;
}

export interface AlterClientQuotasRequestEntryData {
  entity: AlterClientQuotasRequestEntityData[];
  ops: AlterClientQuotasRequestOpData[];
}

export interface AlterClientQuotasRequestEntityData {
  entityType: string;
  entityName: string | null;
}

export interface AlterClientQuotasRequestOpData {
  key: string;
  value: number;
  remove: boolean;
}

export function newAlterClientQuotasRequest(fields?: Partial<AlterClientQuotasRequest>): AlterClientQuotasRequest {
  const m: AlterClientQuotasRequest = { entries: [], validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterClientQuotasRequestEntryData(fields?: Partial<AlterClientQuotasRequestEntryData>): AlterClientQuotasRequestEntryData {
  const m: AlterClientQuotasRequestEntryData = { entity: [], ops: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterClientQuotasRequestEntityData(fields?: Partial<AlterClientQuotasRequestEntityData>): AlterClientQuotasRequestEntityData {
  const m: AlterClientQuotasRequestEntityData = { entityType: '', entityName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterClientQuotasRequestOpData(fields?: Partial<AlterClientQuotasRequestOpData>): AlterClientQuotasRequestOpData {
  const m: AlterClientQuotasRequestOpData = { key: '', value: 0, remove: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterClientQuotasRequest(r: ByteReader, v: number): AlterClientQuotasRequest {
  if (v < 0 || v > 1) throw unreadableVersion('AlterClientQuotasRequest', v);
  const f = v === 1;
  const m: AlterClientQuotasRequest = {
    entries: readAlterClientQuotasRequestEntryDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(8)),
    validateOnly: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterClientQuotasRequest(w: ByteWriter, m: AlterClientQuotasRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AlterClientQuotasRequest', v);
  const f = v === 1;
  if (f) w.compactArrayLength(m.entries.length); else w.arrayLength(m.entries.length); for (const e of m.entries) writeAlterClientQuotasRequestEntryData(w, e, v);
  w.bool(m.validateOnly);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasRequestEntryData(r: ByteReader, v: number): AlterClientQuotasRequestEntryData {
  const f = v === 1;
  const m: AlterClientQuotasRequestEntryData = {
    entity: readAlterClientQuotasRequestEntityDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
    ops: readAlterClientQuotasRequestOpDataArray(r, v, f ? r.compactArrayLength(11) : r.arrayLength(11)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterClientQuotasRequestEntryData(w: ByteWriter, m: AlterClientQuotasRequestEntryData, v: number): void {
  const f = v === 1;
  if (f) w.compactArrayLength(m.entity.length); else w.arrayLength(m.entity.length); for (const e of m.entity) writeAlterClientQuotasRequestEntityData(w, e, v);
  if (f) w.compactArrayLength(m.ops.length); else w.arrayLength(m.ops.length); for (const e of m.ops) writeAlterClientQuotasRequestOpData(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasRequestEntityData(r: ByteReader, v: number): AlterClientQuotasRequestEntityData {
  const f = v === 1;
  const m: AlterClientQuotasRequestEntityData = {
    entityType: (f ? r.compactString() : r.string()),
    entityName: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterClientQuotasRequestEntityData(w: ByteWriter, m: AlterClientQuotasRequestEntityData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.entityType); else w.string(m.entityType);
  if (f) w.compactNullableString(m.entityName); else w.nullableString(m.entityName);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasRequestOpData(r: ByteReader, v: number): AlterClientQuotasRequestOpData {
  const f = v === 1;
  const m: AlterClientQuotasRequestOpData = { key: (f ? r.compactString() : r.string()), value: r.float64(), remove: r.bool() };
  if (f) r.skipTags();
  return m;
}

function writeAlterClientQuotasRequestOpData(w: ByteWriter, m: AlterClientQuotasRequestOpData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.key); else w.string(m.key);
  w.float64(m.value);
  w.bool(m.remove);
  if (f) w.uvarint(0);
}

function readAlterClientQuotasRequestEntryDataArray(r: ByteReader, v: number, n: number): AlterClientQuotasRequestEntryData[] {
  const a: AlterClientQuotasRequestEntryData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterClientQuotasRequestEntryData(r, v));
  return a;
}

function readAlterClientQuotasRequestEntityDataArray(r: ByteReader, v: number, n: number): AlterClientQuotasRequestEntityData[] {
  const a: AlterClientQuotasRequestEntityData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterClientQuotasRequestEntityData(r, v));
  return a;
}

function readAlterClientQuotasRequestOpDataArray(r: ByteReader, v: number, n: number): AlterClientQuotasRequestOpData[] {
  const a: AlterClientQuotasRequestOpData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterClientQuotasRequestOpData(r, v));
  return a;
}
