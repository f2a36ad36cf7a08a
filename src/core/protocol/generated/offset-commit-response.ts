// Generated from offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface OffsetCommitResponse {
  throttleTimeMs: number;
  topics: OffsetCommitResponseTopic[];
}

export interface OffsetCommitResponseTopic {
  name: string;
  topicId: string;
  partitions: OffsetCommitResponsePartition[];
}

export interface OffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newOffsetCommitResponse(fields?: Partial<OffsetCommitResponse>): OffsetCommitResponse {
  const m: OffsetCommitResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetCommitResponseTopic(fields?: Partial<OffsetCommitResponseTopic>): OffsetCommitResponseTopic {
  const m: OffsetCommitResponseTopic = { name: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetCommitResponsePartition(fields?: Partial<OffsetCommitResponsePartition>): OffsetCommitResponsePartition {
  const m: OffsetCommitResponsePartition = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetCommitResponse(r: ByteReader, v: number): OffsetCommitResponse {
  if (v < 2 || v > 10) throw unreadableVersion('OffsetCommitResponse', v);
  const f = v >= 8;
  const m: OffsetCommitResponse = {
    throttleTimeMs: v >= 3 ? r.int32() : 0,
    topics: readOffsetCommitResponseTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetCommitResponse(w: ByteWriter, m: OffsetCommitResponse, v: number): void {
  if (v < 2 || v > 10) throw unwritableVersion('OffsetCommitResponse', v);
  const f = v >= 8;
  if (v >= 3) w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetCommitResponseTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetCommitResponseTopic(r: ByteReader, v: number): OffsetCommitResponseTopic {
  const f = v >= 8;
  const m: OffsetCommitResponseTopic = {
    name: v <= 9 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 10 ? r.uuid() : ZERO_UUID,
    partitions: readOffsetCommitResponsePartitionArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetCommitResponseTopic(w: ByteWriter, m: OffsetCommitResponseTopic, v: number): void {
  const f = v >= 8;
  if (v <= 9) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 10) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetCommitResponsePartition(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetCommitResponsePartition(r: ByteReader, v: number): OffsetCommitResponsePartition {
  const f = v >= 8;
  const m: OffsetCommitResponsePartition = { partitionIndex: r.int32(), errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeOffsetCommitResponsePartition(w: ByteWriter, m: OffsetCommitResponsePartition, v: number): void {
  const f = v >= 8;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readOffsetCommitResponseTopicArray(r: ByteReader, v: number, n: number): OffsetCommitResponseTopic[] {
  const a: OffsetCommitResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetCommitResponseTopic(r, v));
  return a;
}

function readOffsetCommitResponsePartitionArray(r: ByteReader, v: number, n: number): OffsetCommitResponsePartition[] {
  const a: OffsetCommitResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetCommitResponsePartition(r, v));
  return a;
}
