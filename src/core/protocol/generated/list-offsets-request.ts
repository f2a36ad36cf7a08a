// Generated from list-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ListOffsetsRequest {
  replicaId: number;
  isolationLevel: number;
  topics: ListOffsetsRequestListOffsetsTopic[];
  timeoutMs: number;
}

export interface ListOffsetsRequestListOffsetsTopic {
  name: string;
  partitions: ListOffsetsRequestListOffsetsPartition[];
}

export interface ListOffsetsRequestListOffsetsPartition {
  partitionIndex: number;
  currentLeaderEpoch: number;
  timestamp: number;
}

export function newListOffsetsRequest(fields?: Partial<ListOffsetsRequest>): ListOffsetsRequest {
  const m: ListOffsetsRequest = { replicaId: 0, isolationLevel: 0, topics: [], timeoutMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListOffsetsRequestListOffsetsTopic(fields?: Partial<ListOffsetsRequestListOffsetsTopic>): ListOffsetsRequestListOffsetsTopic {
  const m: ListOffsetsRequestListOffsetsTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListOffsetsRequestListOffsetsPartition(fields?: Partial<ListOffsetsRequestListOffsetsPartition>): ListOffsetsRequestListOffsetsPartition {
  const m: ListOffsetsRequestListOffsetsPartition = { partitionIndex: 0, currentLeaderEpoch: -1, timestamp: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListOffsetsRequest(r: ByteReader, v: number): ListOffsetsRequest {
  if (v < 1 || v > 11) throw unreadableVersion('ListOffsetsRequest', v);
  const f = v >= 6;
  const m: ListOffsetsRequest = {
    replicaId: r.int32(),
    isolationLevel: v >= 2 ? r.int8() : 0,
    topics: readListOffsetsRequestListOffsetsTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    timeoutMs: v >= 10 ? r.int32() : 0,
  };
  if (f) r.skipTags();
  return m;
}

export function writeListOffsetsRequest(w: ByteWriter, m: ListOffsetsRequest, v: number): void {
  if (v < 1 || v > 11) throw unwritableVersion('ListOffsetsRequest', v);
  const f = v >= 6;
  w.int32(m.replicaId);
  if (v >= 2) w.int8(m.isolationLevel); else { if (m.isolationLevel !== 0) throw unsupportedField('ListOffsetsRequest.isolationLevel', v); }
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeListOffsetsRequestListOffsetsTopic(w, e, v);
  if (v >= 10) w.int32(m.timeoutMs);
  if (f) w.uvarint(0);
}

function readListOffsetsRequestListOffsetsTopic(r: ByteReader, v: number): ListOffsetsRequestListOffsetsTopic {
  const f = v >= 6;
  const m: ListOffsetsRequestListOffsetsTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: readListOffsetsRequestListOffsetsPartitionArray(r, v, f ? r.compactArrayLength(17) : r.arrayLength(12)),
  };
  if (f) r.skipTags();
  return m;
}

function writeListOffsetsRequestListOffsetsTopic(w: ByteWriter, m: ListOffsetsRequestListOffsetsTopic, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeListOffsetsRequestListOffsetsPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readListOffsetsRequestListOffsetsPartition(r: ByteReader, v: number): ListOffsetsRequestListOffsetsPartition {
  const f = v >= 6;
  const m: ListOffsetsRequestListOffsetsPartition = {
    partitionIndex: r.int32(),
    currentLeaderEpoch: v >= 4 ? r.int32() : -1,
    timestamp: r.int64(),
  };
  if (f) r.skipTags();
  return m;
}

function writeListOffsetsRequestListOffsetsPartition(w: ByteWriter, m: ListOffsetsRequestListOffsetsPartition, v: number): void {
  const f = v >= 6;
  w.int32(m.partitionIndex);
  if (v >= 4) w.int32(m.currentLeaderEpoch);
  w.int64(m.timestamp);
  if (f) w.uvarint(0);
}

function readListOffsetsRequestListOffsetsTopicArray(r: ByteReader, v: number, n: number): ListOffsetsRequestListOffsetsTopic[] {
  const a: ListOffsetsRequestListOffsetsTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readListOffsetsRequestListOffsetsTopic(r, v));
  return a;
}

function readListOffsetsRequestListOffsetsPartitionArray(r: ByteReader, v: number, n: number): ListOffsetsRequestListOffsetsPartition[] {
  const a: ListOffsetsRequestListOffsetsPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readListOffsetsRequestListOffsetsPartition(r, v));
  return a;
}
