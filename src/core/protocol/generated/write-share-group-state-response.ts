// Generated from write-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface WriteShareGroupStateResponse {
  results: WriteShareGroupStateResponseWriteStateResult[];
}

export interface WriteShareGroupStateResponseWriteStateResult {
  topicId: string;
  partitions: WriteShareGroupStateResponsePartitionResult[];
}

export interface WriteShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newWriteShareGroupStateResponse(fields?: Partial<WriteShareGroupStateResponse>): WriteShareGroupStateResponse {
  const m: WriteShareGroupStateResponse = { results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteShareGroupStateResponseWriteStateResult(fields?: Partial<WriteShareGroupStateResponseWriteStateResult>): WriteShareGroupStateResponseWriteStateResult {
  const m: WriteShareGroupStateResponseWriteStateResult = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteShareGroupStateResponsePartitionResult(fields?: Partial<WriteShareGroupStateResponsePartitionResult>): WriteShareGroupStateResponsePartitionResult {
  const m: WriteShareGroupStateResponsePartitionResult = { partition: 0, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readWriteShareGroupStateResponse(r: ByteReader, v: number): WriteShareGroupStateResponse {
  if (v < 0 || v > 1) throw unreadableVersion('WriteShareGroupStateResponse', v);
  const m: WriteShareGroupStateResponse = {
    results: readWriteShareGroupStateResponseWriteStateResultArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeWriteShareGroupStateResponse(w: ByteWriter, m: WriteShareGroupStateResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('WriteShareGroupStateResponse', v);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeWriteShareGroupStateResponseWriteStateResult(w, e, v);
  w.uvarint(0);
}

function readWriteShareGroupStateResponseWriteStateResult(r: ByteReader, v: number): WriteShareGroupStateResponseWriteStateResult {
  const m: WriteShareGroupStateResponseWriteStateResult = {
    topicId: r.uuid(),
    partitions: readWriteShareGroupStateResponsePartitionResultArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeWriteShareGroupStateResponseWriteStateResult(w: ByteWriter, m: WriteShareGroupStateResponseWriteStateResult, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeWriteShareGroupStateResponsePartitionResult(w, e, v);
  w.uvarint(0);
}

function readWriteShareGroupStateResponsePartitionResult(r: ByteReader, v: number): WriteShareGroupStateResponsePartitionResult {
  const m: WriteShareGroupStateResponsePartitionResult = { partition: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeWriteShareGroupStateResponsePartitionResult(w: ByteWriter, m: WriteShareGroupStateResponsePartitionResult, v: number): void {
  w.int32(m.partition);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readWriteShareGroupStateResponseWriteStateResultArray(r: ByteReader, v: number, n: number): WriteShareGroupStateResponseWriteStateResult[] {
  const a: WriteShareGroupStateResponseWriteStateResult[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteShareGroupStateResponseWriteStateResult(r, v));
  return a;
}

function readWriteShareGroupStateResponsePartitionResultArray(r: ByteReader, v: number, n: number): WriteShareGroupStateResponsePartitionResult[] {
  const a: WriteShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteShareGroupStateResponsePartitionResult(r, v));
  return a;
}
