// Generated from describe-client-quotas.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeClientQuotasResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  entries: DescribeClientQuotasResponseEntryData[] | null;
}

export interface DescribeClientQuotasResponseEntryData {
  entity: DescribeClientQuotasResponseEntityData[];
  values: DescribeClientQuotasResponseValueData[];
}

export interface DescribeClientQuotasResponseEntityData {
  entityType: string;
  entityName: string | null;
}

export interface DescribeClientQuotasResponseValueData {
  key: string;
  value: number;
}

export function newDescribeClientQuotasResponse(fields?: Partial<DescribeClientQuotasResponse>): DescribeClientQuotasResponse {
  const m: DescribeClientQuotasResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '', entries: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeClientQuotasResponseEntryData(fields?: Partial<DescribeClientQuotasResponseEntryData>): DescribeClientQuotasResponseEntryData {
  const m: DescribeClientQuotasResponseEntryData = { entity: [], values: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeClientQuotasResponseEntityData(fields?: Partial<DescribeClientQuotasResponseEntityData>): DescribeClientQuotasResponseEntityData {
  const m: DescribeClientQuotasResponseEntityData = { entityType: '', entityName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeClientQuotasResponseValueData(fields?: Partial<DescribeClientQuotasResponseValueData>): DescribeClientQuotasResponseValueData {
  const m: DescribeClientQuotasResponseValueData = { key: '', value: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeClientQuotasResponse(r: ByteReader, v: number): DescribeClientQuotasResponse {
  if (v < 0 || v > 1) throw unreadableVersion('DescribeClientQuotasResponse', v);
  const f = v === 1;
  const m: DescribeClientQuotasResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    entries: readDescribeClientQuotasResponseEntryDataArrayOrNull(r, v, f ? r.compactNullableArrayLength(3) : r.nullableArrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeClientQuotasResponse(w: ByteWriter, m: DescribeClientQuotasResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('DescribeClientQuotasResponse', v);
  const f = v === 1;
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (m.entries === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.entries.length); else w.arrayLength(m.entries.length); for (const e of m.entries) writeDescribeClientQuotasResponseEntryData(w, e, v); }
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasResponseEntryData(r: ByteReader, v: number): DescribeClientQuotasResponseEntryData {
  const f = v === 1;
  const m: DescribeClientQuotasResponseEntryData = {
    entity: readDescribeClientQuotasResponseEntityDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
    values: readDescribeClientQuotasResponseValueDataArray(r, v, f ? r.compactArrayLength(10) : r.arrayLength(10)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeClientQuotasResponseEntryData(w: ByteWriter, m: DescribeClientQuotasResponseEntryData, v: number): void {
  const f = v === 1;
  if (f) w.compactArrayLength(m.entity.length); else w.arrayLength(m.entity.length); for (const e of m.entity) writeDescribeClientQuotasResponseEntityData(w, e, v);
  if (f) w.compactArrayLength(m.values.length); else w.arrayLength(m.values.length); for (const e of m.values) writeDescribeClientQuotasResponseValueData(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasResponseEntityData(r: ByteReader, v: number): DescribeClientQuotasResponseEntityData {
  const f = v === 1;
  const m: DescribeClientQuotasResponseEntityData = {
    entityType: (f ? r.compactString() : r.string()),
    entityName: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeClientQuotasResponseEntityData(w: ByteWriter, m: DescribeClientQuotasResponseEntityData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.entityType); else w.string(m.entityType);
  if (f) w.compactNullableString(m.entityName); else w.nullableString(m.entityName);
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasResponseValueData(r: ByteReader, v: number): DescribeClientQuotasResponseValueData {
  const f = v === 1;
  const m: DescribeClientQuotasResponseValueData = { key: (f ? r.compactString() : r.string()), value: r.float64() };
  if (f) r.skipTags();
  return m;
}

function writeDescribeClientQuotasResponseValueData(w: ByteWriter, m: DescribeClientQuotasResponseValueData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.key); else w.string(m.key);
  w.float64(m.value);
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasResponseEntryDataArrayOrNull(r: ByteReader, v: number, n: number): DescribeClientQuotasResponseEntryData[] | null {
  return n < 0 ? null : readDescribeClientQuotasResponseEntryDataArray(r, v, n);
}

function readDescribeClientQuotasResponseEntryDataArray(r: ByteReader, v: number, n: number): DescribeClientQuotasResponseEntryData[] {
  const a: DescribeClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeClientQuotasResponseEntryData(r, v));
  return a;
}

function readDescribeClientQuotasResponseEntityDataArray(r: ByteReader, v: number, n: number): DescribeClientQuotasResponseEntityData[] {
  const a: DescribeClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeClientQuotasResponseEntityData(r, v));
  return a;
}

function readDescribeClientQuotasResponseValueDataArray(r: ByteReader, v: number, n: number): DescribeClientQuotasResponseValueData[] {
  const a: DescribeClientQuotasResponseValueData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeClientQuotasResponseValueData(r, v));
  return a;
}
