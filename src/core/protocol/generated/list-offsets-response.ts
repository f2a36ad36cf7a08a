// Generated from list-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ListOffsetsResponse {
  throttleTimeMs: number;
  topics: ListOffsetsResponseListOffsetsTopicResponse[];
}

export interface ListOffsetsResponseListOffsetsTopicResponse {
  name: string;
  partitions: ListOffsetsResponseListOffsetsPartitionResponse[];
}

export interface ListOffsetsResponseListOffsetsPartitionResponse {
  partitionIndex: number;
  errorCode: number;
  timestamp: number;
  offset: number;
  leaderEpoch: number;
}

export function newListOffsetsResponse(fields?: Partial<ListOffsetsResponse>): ListOffsetsResponse {
  const m: ListOffsetsResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListOffsetsResponseListOffsetsTopicResponse(fields?: Partial<ListOffsetsResponseListOffsetsTopicResponse>): ListOffsetsResponseListOffsetsTopicResponse {
  const m: ListOffsetsResponseListOffsetsTopicResponse = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListOffsetsResponseListOffsetsPartitionResponse(fields?: Partial<ListOffsetsResponseListOffsetsPartitionResponse>): ListOffsetsResponseListOffsetsPartitionResponse {
  const m: ListOffsetsResponseListOffsetsPartitionResponse = { partitionIndex: 0, errorCode: 0, timestamp: -1, offset: -1, leaderEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListOffsetsResponse(r: ByteReader, v: number): ListOffsetsResponse {
  if (v < 1 || v > 11) throw unreadableVersion('ListOffsetsResponse', v);
  const f = v >= 6;
  const m: ListOffsetsResponse = {
    throttleTimeMs: v >= 2 ? r.int32() : 0,
    topics: readListOffsetsResponseListOffsetsTopicResponseArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeListOffsetsResponse(w: ByteWriter, m: ListOffsetsResponse, v: number): void {
  if (v < 1 || v > 11) throw unwritableVersion('ListOffsetsResponse', v);
  const f = v >= 6;
  if (v >= 2) w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeListOffsetsResponseListOffsetsTopicResponse(w, e, v);
  if (f) w.uvarint(0);
}

function readListOffsetsResponseListOffsetsTopicResponse(r: ByteReader, v: number): ListOffsetsResponseListOffsetsTopicResponse {
  const f = v >= 6;
  const m: ListOffsetsResponseListOffsetsTopicResponse = {
    name: (f ? r.compactString() : r.string()),
    partitions: readListOffsetsResponseListOffsetsPartitionResponseArray(r, v, f ? r.compactArrayLength(27) : r.arrayLength(22)),
  };
  if (f) r.skipTags();
  return m;
}

function writeListOffsetsResponseListOffsetsTopicResponse(w: ByteWriter, m: ListOffsetsResponseListOffsetsTopicResponse, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeListOffsetsResponseListOffsetsPartitionResponse(w, e, v);
  if (f) w.uvarint(0);
}

function readListOffsetsResponseListOffsetsPartitionResponse(r: ByteReader, v: number): ListOffsetsResponseListOffsetsPartitionResponse {
  const f = v >= 6;
  const m: ListOffsetsResponseListOffsetsPartitionResponse = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    timestamp: r.int64(),
    offset: r.int64(),
    leaderEpoch: v >= 4 ? r.int32() : -1,
  };
  if (f) r.skipTags();
  return m;
}

function writeListOffsetsResponseListOffsetsPartitionResponse(w: ByteWriter, m: ListOffsetsResponseListOffsetsPartitionResponse, v: number): void {
  const f = v >= 6;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int64(m.timestamp);
  w.int64(m.offset);
  if (v >= 4) w.int32(m.leaderEpoch); else { if (m.leaderEpoch !== -1) throw unsupportedField('ListOffsetsResponseListOffsetsPartitionResponse.leaderEpoch', v); }
  if (f) w.uvarint(0);
}

function readListOffsetsResponseListOffsetsTopicResponseArray(r: ByteReader, v: number, n: number): ListOffsetsResponseListOffsetsTopicResponse[] {
  const a: ListOffsetsResponseListOffsetsTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readListOffsetsResponseListOffsetsTopicResponse(r, v));
  return a;
}

function readListOffsetsResponseListOffsetsPartitionResponseArray(r: ByteReader, v: number, n: number): ListOffsetsResponseListOffsetsPartitionResponse[] {
  const a: ListOffsetsResponseListOffsetsPartitionResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readListOffsetsResponseListOffsetsPartitionResponse(r, v));
  return a;
}
