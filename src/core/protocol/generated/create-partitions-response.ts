// Generated from create-partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreatePartitionsResponse {
  throttleTimeMs: number;
  results: CreatePartitionsResponseCreatePartitionsTopicResult[];
}

export interface CreatePartitionsResponseCreatePartitionsTopicResult {
  name: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newCreatePartitionsResponse(fields?: Partial<CreatePartitionsResponse>): CreatePartitionsResponse {
  const m: CreatePartitionsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreatePartitionsResponseCreatePartitionsTopicResult(fields?: Partial<CreatePartitionsResponseCreatePartitionsTopicResult>): CreatePartitionsResponseCreatePartitionsTopicResult {
  const m: CreatePartitionsResponseCreatePartitionsTopicResult = { name: '', errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreatePartitionsResponse(r: ByteReader, v: number): CreatePartitionsResponse {
  if (v < 0 || v > 3) throw unreadableVersion('CreatePartitionsResponse', v);
  const f = v >= 2;
  const m: CreatePartitionsResponse = {
    throttleTimeMs: r.int32(),
    results: readCreatePartitionsResponseCreatePartitionsTopicResultArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreatePartitionsResponse(w: ByteWriter, m: CreatePartitionsResponse, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('CreatePartitionsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeCreatePartitionsResponseCreatePartitionsTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readCreatePartitionsResponseCreatePartitionsTopicResult(r: ByteReader, v: number): CreatePartitionsResponseCreatePartitionsTopicResult {
  const f = v >= 2;
  const m: CreatePartitionsResponseCreatePartitionsTopicResult = {
    name: (f ? r.compactString() : r.string()),
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreatePartitionsResponseCreatePartitionsTopicResult(w: ByteWriter, m: CreatePartitionsResponseCreatePartitionsTopicResult, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.uvarint(0);
}

function readCreatePartitionsResponseCreatePartitionsTopicResultArray(r: ByteReader, v: number, n: number): CreatePartitionsResponseCreatePartitionsTopicResult[] {
  const a: CreatePartitionsResponseCreatePartitionsTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readCreatePartitionsResponseCreatePartitionsTopicResult(r, v));
  return a;
}
