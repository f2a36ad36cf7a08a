// Generated from delete-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteShareGroupStateResponse {
  results: DeleteShareGroupStateResponseDeleteStateResult[];
}

export interface DeleteShareGroupStateResponseDeleteStateResult {
  topicId: string;
  partitions: DeleteShareGroupStateResponsePartitionResult[];
}

export interface DeleteShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteShareGroupStateResponse(fields?: Partial<DeleteShareGroupStateResponse>): DeleteShareGroupStateResponse {
  const m: DeleteShareGroupStateResponse = { results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupStateResponseDeleteStateResult(fields?: Partial<DeleteShareGroupStateResponseDeleteStateResult>): DeleteShareGroupStateResponseDeleteStateResult {
  const m: DeleteShareGroupStateResponseDeleteStateResult = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupStateResponsePartitionResult(fields?: Partial<DeleteShareGroupStateResponsePartitionResult>): DeleteShareGroupStateResponsePartitionResult {
  const m: DeleteShareGroupStateResponsePartitionResult = { partition: 0, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteShareGroupStateResponse(r: ByteReader, v: number): DeleteShareGroupStateResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DeleteShareGroupStateResponse', v);
  const m: DeleteShareGroupStateResponse = {
    results: readDeleteShareGroupStateResponseDeleteStateResultArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeDeleteShareGroupStateResponse(w: ByteWriter, m: DeleteShareGroupStateResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DeleteShareGroupStateResponse', v);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeDeleteShareGroupStateResponseDeleteStateResult(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupStateResponseDeleteStateResult(r: ByteReader, v: number): DeleteShareGroupStateResponseDeleteStateResult {
  const m: DeleteShareGroupStateResponseDeleteStateResult = {
    topicId: r.uuid(),
    partitions: readDeleteShareGroupStateResponsePartitionResultArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupStateResponseDeleteStateResult(w: ByteWriter, m: DeleteShareGroupStateResponseDeleteStateResult, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDeleteShareGroupStateResponsePartitionResult(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupStateResponsePartitionResult(r: ByteReader, v: number): DeleteShareGroupStateResponsePartitionResult {
  const m: DeleteShareGroupStateResponsePartitionResult = { partition: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupStateResponsePartitionResult(w: ByteWriter, m: DeleteShareGroupStateResponsePartitionResult, v: number): void {
  w.int32(m.partition);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readDeleteShareGroupStateResponseDeleteStateResultArray(r: ByteReader, v: number, n: number): DeleteShareGroupStateResponseDeleteStateResult[] {
  const a: DeleteShareGroupStateResponseDeleteStateResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupStateResponseDeleteStateResult(r, v));
  return a;
}

function readDeleteShareGroupStateResponsePartitionResultArray(r: ByteReader, v: number, n: number): DeleteShareGroupStateResponsePartitionResult[] {
  const a: DeleteShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupStateResponsePartitionResult(r, v));
  return a;
}
