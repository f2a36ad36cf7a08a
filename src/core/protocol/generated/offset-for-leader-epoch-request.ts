// Generated from offset-for-leader-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface OffsetForLeaderEpochRequest {
  replicaId: number;
  topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  topic: string;
  partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  partition: number;
  currentLeaderEpoch: number;
  leaderEpoch: number;
}

export function newOffsetForLeaderEpochRequest(fields?: Partial<OffsetForLeaderEpochRequest>): OffsetForLeaderEpochRequest {
  const m: OffsetForLeaderEpochRequest = { replicaId: -2, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetForLeaderEpochRequestOffsetForLeaderTopic(fields?: Partial<OffsetForLeaderEpochRequestOffsetForLeaderTopic>): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  const m: OffsetForLeaderEpochRequestOffsetForLeaderTopic = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetForLeaderEpochRequestOffsetForLeaderPartition(fields?: Partial<OffsetForLeaderEpochRequestOffsetForLeaderPartition>): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  const m: OffsetForLeaderEpochRequestOffsetForLeaderPartition = { partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetForLeaderEpochRequest(r: ByteReader, v: number): OffsetForLeaderEpochRequest {
  if (v < 2 || v > 4) throw unreadableVersion('OffsetForLeaderEpochRequest', v);
  const f = v === 4;
  const m: OffsetForLeaderEpochRequest = {
    replicaId: v >= 3 ? r.int32() : -2,
    topics: readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetForLeaderEpochRequest(w: ByteWriter, m: OffsetForLeaderEpochRequest, v: number): void {
  if (v < 2 || v > 4) throw unwritableVersion('OffsetForLeaderEpochRequest', v);
  const f = v === 4;
  if (v >= 3) w.int32(m.replicaId);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetForLeaderEpochRequestOffsetForLeaderTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochRequestOffsetForLeaderTopic(r: ByteReader, v: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  const f = v === 4;
  const m: OffsetForLeaderEpochRequestOffsetForLeaderTopic = {
    topic: (f ? r.compactString() : r.string()),
    partitions: readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray(r, v, f ? r.compactArrayLength(13) : r.arrayLength(12)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderTopic(w: ByteWriter, m: OffsetForLeaderEpochRequestOffsetForLeaderTopic, v: number): void {
  const f = v === 4;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetForLeaderEpochRequestOffsetForLeaderPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochRequestOffsetForLeaderPartition(r: ByteReader, v: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  const f = v === 4;
  const m: OffsetForLeaderEpochRequestOffsetForLeaderPartition = { partition: r.int32(), currentLeaderEpoch: r.int32(), leaderEpoch: r.int32() };
  if (f) r.skipTags();
  return m;
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderPartition(w: ByteWriter, m: OffsetForLeaderEpochRequestOffsetForLeaderPartition, v: number): void {
  const f = v === 4;
  w.int32(m.partition);
  w.int32(m.currentLeaderEpoch);
  w.int32(m.leaderEpoch);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray(r: ByteReader, v: number, n: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic[] {
  const a: OffsetForLeaderEpochRequestOffsetForLeaderTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetForLeaderEpochRequestOffsetForLeaderTopic(r, v));
  return a;
}

function readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray(r: ByteReader, v: number, n: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition[] {
  const a: OffsetForLeaderEpochRequestOffsetForLeaderPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetForLeaderEpochRequestOffsetForLeaderPartition(r, v));
  return a;
}
