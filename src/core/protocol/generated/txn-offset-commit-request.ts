// Generated from txn-offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface TxnOffsetCommitRequest {
  transactionalId: string;
  groupId: string;
  producerId: number;
  producerEpoch: number;
  generationIdOrMemberEpoch: number;
  memberId: string;
  groupInstanceId: string | null;
  topics: TxnOffsetCommitRequestTopic[];
}

export interface TxnOffsetCommitRequestTopic {
  name: string;
  topicId: string;
  partitions: TxnOffsetCommitRequestPartition[];
}

export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  committedMetadata: string | null;
}

export function newTxnOffsetCommitRequest(fields?: Partial<TxnOffsetCommitRequest>): TxnOffsetCommitRequest {
  const m: TxnOffsetCommitRequest = {
    transactionalId: '',
    groupId: '',
    producerId: 0,
    producerEpoch: 0,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newTxnOffsetCommitRequestTopic(fields?: Partial<TxnOffsetCommitRequestTopic>): TxnOffsetCommitRequestTopic {
  const m: TxnOffsetCommitRequestTopic = { name: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newTxnOffsetCommitRequestPartition(fields?: Partial<TxnOffsetCommitRequestPartition>): TxnOffsetCommitRequestPartition {
  const m: TxnOffsetCommitRequestPartition = { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readTxnOffsetCommitRequest(r: ByteReader, v: number): TxnOffsetCommitRequest {
  if (v < 0 || v > 6) throw unreadableVersion('TxnOffsetCommitRequest', v);
  const f = v >= 3;
  const m: TxnOffsetCommitRequest = {
    transactionalId: (f ? r.compactString() : r.string()),
    groupId: (f ? r.compactString() : r.string()),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    generationIdOrMemberEpoch: v >= 3 ? r.int32() : -1,
    memberId: v >= 3 ? r.compactString() : '',
    groupInstanceId: v >= 3 ? r.compactNullableString() : null,
    topics: readTxnOffsetCommitRequestTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeTxnOffsetCommitRequest(w: ByteWriter, m: TxnOffsetCommitRequest, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('TxnOffsetCommitRequest', v);
  const f = v >= 3;
  if (f) w.compactString(m.transactionalId); else w.string(m.transactionalId);
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (v >= 3) w.int32(m.generationIdOrMemberEpoch); else { if (m.generationIdOrMemberEpoch !== -1) throw unsupportedField('TxnOffsetCommitRequest.generationIdOrMemberEpoch', v); }
  if (v >= 3) w.compactString(m.memberId); else { if (m.memberId !== '') throw unsupportedField('TxnOffsetCommitRequest.memberId', v); }
  if (v >= 3) w.compactNullableString(m.groupInstanceId); else { if (m.groupInstanceId !== null) throw unsupportedField('TxnOffsetCommitRequest.groupInstanceId', v); }
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeTxnOffsetCommitRequestTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitRequestTopic(r: ByteReader, v: number): TxnOffsetCommitRequestTopic {
  const f = v >= 3;
  const m: TxnOffsetCommitRequestTopic = {
    name: v <= 5 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 6 ? r.uuid() : ZERO_UUID,
    partitions: readTxnOffsetCommitRequestPartitionArray(r, v, f ? r.compactArrayLength(18) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeTxnOffsetCommitRequestTopic(w: ByteWriter, m: TxnOffsetCommitRequestTopic, v: number): void {
  const f = v >= 3;
  if (v <= 5) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 6) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeTxnOffsetCommitRequestPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitRequestPartition(r: ByteReader, v: number): TxnOffsetCommitRequestPartition {
  const f = v >= 3;
  const m: TxnOffsetCommitRequestPartition = {
    partitionIndex: r.int32(),
    committedOffset: r.int64(),
    committedLeaderEpoch: v >= 2 ? r.int32() : -1,
    committedMetadata: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeTxnOffsetCommitRequestPartition(w: ByteWriter, m: TxnOffsetCommitRequestPartition, v: number): void {
  const f = v >= 3;
  w.int32(m.partitionIndex);
  w.int64(m.committedOffset);
  if (v >= 2) w.int32(m.committedLeaderEpoch);
  if (f) w.compactNullableString(m.committedMetadata); else w.nullableString(m.committedMetadata);
  if (f) w.uvarint(0);
}

function readTxnOffsetCommitRequestTopicArray(r: ByteReader, v: number, n: number): TxnOffsetCommitRequestTopic[] {
  const a: TxnOffsetCommitRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readTxnOffsetCommitRequestTopic(r, v));
  return a;
}

function readTxnOffsetCommitRequestPartitionArray(r: ByteReader, v: number, n: number): TxnOffsetCommitRequestPartition[] {
  const a: TxnOffsetCommitRequestPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readTxnOffsetCommitRequestPartition(r, v));
  return a;
}
