// Generated from offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface OffsetCommitRequest {
  groupId: string;
  generationIdOrMemberEpoch: number;
  memberId: string;
  groupInstanceId: string | null;
  retentionTimeMs: number;
  topics: OffsetCommitRequestTopic[];
}

export interface OffsetCommitRequestTopic {
  name: string;
  topicId: string;
  partitions: OffsetCommitRequestPartition[];
}

export interface OffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  committedMetadata: string | null;
}

export function newOffsetCommitRequest(fields?: Partial<OffsetCommitRequest>): OffsetCommitRequest {
  const m: OffsetCommitRequest = {
    groupId: '',
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    retentionTimeMs: -1,
    topics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetCommitRequestTopic(fields?: Partial<OffsetCommitRequestTopic>): OffsetCommitRequestTopic {
  const m: OffsetCommitRequestTopic = { name: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetCommitRequestPartition(fields?: Partial<OffsetCommitRequestPartition>): OffsetCommitRequestPartition {
  const m: OffsetCommitRequestPartition = { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetCommitRequest(r: ByteReader, v: number): OffsetCommitRequest {
  if (v < 2 || v > 10) throw unreadableVersion('OffsetCommitRequest', v);
  const f = v >= 8;
  const m: OffsetCommitRequest = {
    groupId: (f ? r.compactString() : r.string()),
    generationIdOrMemberEpoch: r.int32(),
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 7 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    retentionTimeMs: v <= 4 ? r.int64() : -1,
    topics: readOffsetCommitRequestTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetCommitRequest(w: ByteWriter, m: OffsetCommitRequest, v: number): void {
  if (v < 2 || v > 10) throw unwritableVersion('OffsetCommitRequest', v);
  const f = v >= 8;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 7) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); } else { if (m.groupInstanceId !== null) throw unsupportedField('OffsetCommitRequest.groupInstanceId', v); }
  if (v <= 4) w.int64(m.retentionTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetCommitRequestTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetCommitRequestTopic(r: ByteReader, v: number): OffsetCommitRequestTopic {
  const f = v >= 8;
  const m: OffsetCommitRequestTopic = {
    name: v <= 9 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 10 ? r.uuid() : ZERO_UUID,
    partitions: readOffsetCommitRequestPartitionArray(r, v, f ? r.compactArrayLength(18) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetCommitRequestTopic(w: ByteWriter, m: OffsetCommitRequestTopic, v: number): void {
  const f = v >= 8;
  if (v <= 9) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 10) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetCommitRequestPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetCommitRequestPartition(r: ByteReader, v: number): OffsetCommitRequestPartition {
  const f = v >= 8;
  const m: OffsetCommitRequestPartition = {
    partitionIndex: r.int32(),
    committedOffset: r.int64(),
    committedLeaderEpoch: v >= 6 ? r.int32() : -1,
    committedMetadata: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetCommitRequestPartition(w: ByteWriter, m: OffsetCommitRequestPartition, v: number): void {
  const f = v >= 8;
  w.int32(m.partitionIndex);
  w.int64(m.committedOffset);
  if (v >= 6) w.int32(m.committedLeaderEpoch);
  if (f) w.compactNullableString(m.committedMetadata); else w.nullableString(m.committedMetadata);
  if (f) w.uvarint(0);
}

function readOffsetCommitRequestTopicArray(r: ByteReader, v: number, n: number): OffsetCommitRequestTopic[] {
  const a: OffsetCommitRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetCommitRequestTopic(r, v));
  return a;
}

function readOffsetCommitRequestPartitionArray(r: ByteReader, v: number, n: number): OffsetCommitRequestPartition[] {
  const a: OffsetCommitRequestPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetCommitRequestPartition(r, v));
  return a;
}
