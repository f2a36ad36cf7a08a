// Generated from delete-records.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteRecordsResponse {
  throttleTimeMs: number;
  topics: DeleteRecordsResponseDeleteRecordsTopicResult[];
}

export interface DeleteRecordsResponseDeleteRecordsTopicResult {
  name: string;
  partitions: DeleteRecordsResponseDeleteRecordsPartitionResult[];
}

export interface DeleteRecordsResponseDeleteRecordsPartitionResult {
  partitionIndex: number;
  lowWatermark: number;
  errorCode: number;
}

export function newDeleteRecordsResponse(fields?: Partial<DeleteRecordsResponse>): DeleteRecordsResponse {
  const m: DeleteRecordsResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteRecordsResponseDeleteRecordsTopicResult(fields?: Partial<DeleteRecordsResponseDeleteRecordsTopicResult>): DeleteRecordsResponseDeleteRecordsTopicResult {
  const m: DeleteRecordsResponseDeleteRecordsTopicResult = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteRecordsResponseDeleteRecordsPartitionResult(fields?: Partial<DeleteRecordsResponseDeleteRecordsPartitionResult>): DeleteRecordsResponseDeleteRecordsPartitionResult {
  const m: DeleteRecordsResponseDeleteRecordsPartitionResult = { partitionIndex: 0, lowWatermark: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteRecordsResponse(r: ByteReader, v: number): DeleteRecordsResponse {
  if (v < 0 || v > 2) throw unreadableVersion('DeleteRecordsResponse', v);
  const f = v === 2;
  const m: DeleteRecordsResponse = {
    throttleTimeMs: r.int32(),
    topics: readDeleteRecordsResponseDeleteRecordsTopicResultArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteRecordsResponse(w: ByteWriter, m: DeleteRecordsResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DeleteRecordsResponse', v);
  const f = v === 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeDeleteRecordsResponseDeleteRecordsTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteRecordsResponseDeleteRecordsTopicResult(r: ByteReader, v: number): DeleteRecordsResponseDeleteRecordsTopicResult {
  const f = v === 2;
  const m: DeleteRecordsResponseDeleteRecordsTopicResult = {
    name: (f ? r.compactString() : r.string()),
    partitions: readDeleteRecordsResponseDeleteRecordsPartitionResultArray(r, v, f ? r.compactArrayLength(15) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteRecordsResponseDeleteRecordsTopicResult(w: ByteWriter, m: DeleteRecordsResponseDeleteRecordsTopicResult, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeDeleteRecordsResponseDeleteRecordsPartitionResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteRecordsResponseDeleteRecordsPartitionResult(r: ByteReader, v: number): DeleteRecordsResponseDeleteRecordsPartitionResult {
  const f = v === 2;
  const m: DeleteRecordsResponseDeleteRecordsPartitionResult = { partitionIndex: r.int32(), lowWatermark: r.int64(), errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeDeleteRecordsResponseDeleteRecordsPartitionResult(w: ByteWriter, m: DeleteRecordsResponseDeleteRecordsPartitionResult, v: number): void {
  const f = v === 2;
  w.int32(m.partitionIndex);
  w.int64(m.lowWatermark);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readDeleteRecordsResponseDeleteRecordsTopicResultArray(r: ByteReader, v: number, n: number): DeleteRecordsResponseDeleteRecordsTopicResult[] {
  const a: DeleteRecordsResponseDeleteRecordsTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteRecordsResponseDeleteRecordsTopicResult(r, v));
  return a;
}

function readDeleteRecordsResponseDeleteRecordsPartitionResultArray(r: ByteReader, v: number, n: number): DeleteRecordsResponseDeleteRecordsPartitionResult[] {
  const a: DeleteRecordsResponseDeleteRecordsPartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteRecordsResponseDeleteRecordsPartitionResult(r, v));
  return a;
}
