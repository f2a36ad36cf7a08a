// Generated from txn-offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface TxnOffsetCommitResponse {
  throttleTimeMs: number;
  topics: TxnOffsetCommitResponseTopic[];
}

export interface TxnOffsetCommitResponseTopic {
  name: string;
  topicId: string;
  partitions: TxnOffsetCommitResponsePartition[];
}

export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newTxnOffsetCommitResponse(fields?: Partial<TxnOffsetCommitResponse>): TxnOffsetCommitResponse {
  const m: TxnOffsetCommitResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newTxnOffsetCommitResponseTopic(fields?: Partial<TxnOffsetCommitResponseTopic>): TxnOffsetCommitResponseTopic {
  const m: TxnOffsetCommitResponseTopic = { name: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newTxnOffsetCommitResponsePartition(fields?: Partial<TxnOffsetCommitResponsePartition>): TxnOffsetCommitResponsePartition {
  const m: TxnOffsetCommitResponsePartition = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readTxnOffsetCommitResponse(r: ByteReader, v: number): TxnOffsetCommitResponse {
  if (v < 0 || v > 6) throw unreadableVersion('TxnOffsetCommitResponse', v);
  const f = v >= 3;
  const m: TxnOffsetCommitResponse = {
    throttleTimeMs: r.int32(),
    topics: readTxnOffsetCommitResponseTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeTxnOffsetCommitResponse(w: ByteWriter, m: TxnOffsetCommitResponse, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('TxnOffsetCommitResponse', v);
  const f = v >= 3;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeTxnOffsetCommitResponseTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitResponseTopic(r: ByteReader, v: number): TxnOffsetCommitResponseTopic {
  const f = v >= 3;
  const m: TxnOffsetCommitResponseTopic = {
    name: v <= 5 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 6 ? r.uuid() : ZERO_UUID,
    partitions: readTxnOffsetCommitResponsePartitionArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeTxnOffsetCommitResponseTopic(w: ByteWriter, m: TxnOffsetCommitResponseTopic, v: number): void {
  const f = v >= 3;
  if (v <= 5) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 6) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeTxnOffsetCommitResponsePartition(w, e, v);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitResponsePartition(r: ByteReader, v: number): TxnOffsetCommitResponsePartition {
  const f = v >= 3;
  const m: TxnOffsetCommitResponsePartition = { partitionIndex: r.int32(), errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeTxnOffsetCommitResponsePartition(w: ByteWriter, m: TxnOffsetCommitResponsePartition, v: number): void {
  const f = v >= 3;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitResponseTopicArray(r: ByteReader, v: number, n: number): TxnOffsetCommitResponseTopic[] {
  const a: TxnOffsetCommitResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readTxnOffsetCommitResponseTopic(r, v));
  return a;
}

function readTxnOffsetCommitResponsePartitionArray(r: ByteReader, v: number, n: number): TxnOffsetCommitResponsePartition[] {
  const a: TxnOffsetCommitResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readTxnOffsetCommitResponsePartition(r, v));
  return a;
}
