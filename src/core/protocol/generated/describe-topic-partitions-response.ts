// Generated from describe-topic-partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, int32sOrNull, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeTopicPartitionsResponse {
  throttleTimeMs: number;
  topics: DescribeTopicPartitionsResponseTopic[];
  nextCursor: DescribeTopicPartitionsResponseCursor | null;
}

export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number;
  name: string | null;
  topicId: string;
  isInternal: boolean;
  partitions: DescribeTopicPartitionsResponsePartition[];
  topicAuthorizedOperations: number;
}

export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  eligibleLeaderReplicas: number[] | null;
  lastKnownElr: number[] | null;
  offlineReplicas: number[];
}

export interface DescribeTopicPartitionsResponseCursor {
  topicName: string;
  partitionIndex: number;
}

export function newDescribeTopicPartitionsResponse(fields?: Partial<DescribeTopicPartitionsResponse>): DescribeTopicPartitionsResponse {
  const m: DescribeTopicPartitionsResponse = { throttleTimeMs: 0, topics: [], nextCursor: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTopicPartitionsResponseTopic(fields?: Partial<DescribeTopicPartitionsResponseTopic>): DescribeTopicPartitionsResponseTopic {
  const m: DescribeTopicPartitionsResponseTopic = {
    errorCode: 0,
    name: '',
    topicId: ZERO_UUID,
    isInternal: false,
    partitions: [],
    topicAuthorizedOperations: -2147483648,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTopicPartitionsResponsePartition(fields?: Partial<DescribeTopicPartitionsResponsePartition>): DescribeTopicPartitionsResponsePartition {
  const m: DescribeTopicPartitionsResponsePartition = {
    errorCode: 0,
    partitionIndex: 0,
    leaderId: 0,
    leaderEpoch: -1,
    replicaNodes: [],
    isrNodes: [],
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
    offlineReplicas: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTopicPartitionsResponseCursor(fields?: Partial<DescribeTopicPartitionsResponseCursor>): DescribeTopicPartitionsResponseCursor {
  const m: DescribeTopicPartitionsResponseCursor = { topicName: '', partitionIndex: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeTopicPartitionsResponse(r: ByteReader, v: number): DescribeTopicPartitionsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeTopicPartitionsResponse', v);
  const m: DescribeTopicPartitionsResponse = {
    throttleTimeMs: r.int32(),
    topics: readDescribeTopicPartitionsResponseTopicArray(r, v, r.compactArrayLength(26)),
    nextCursor: (r.int8() < 0 ? null : readDescribeTopicPartitionsResponseCursor(r, v)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeTopicPartitionsResponse(w: ByteWriter, m: DescribeTopicPartitionsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeTopicPartitionsResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeTopicPartitionsResponseTopic(w, e, v);
  if (m.nextCursor === null) w.int8(-1); else { w.int8(1); writeDescribeTopicPartitionsResponseCursor(w, m.nextCursor, v); }
  w.uvarint(0);
}

function readDescribeTopicPartitionsResponseTopic(r: ByteReader, v: number): DescribeTopicPartitionsResponseTopic {
  const m: DescribeTopicPartitionsResponseTopic = {
    errorCode: r.int16(),
    name: r.compactNullableString(),
    topicId: r.uuid(),
    isInternal: r.bool(),
    partitions: readDescribeTopicPartitionsResponsePartitionArray(r, v, r.compactArrayLength(20)),
    topicAuthorizedOperations: r.int32(),
  };
  r.skipTags();
  return m;
}

function writeDescribeTopicPartitionsResponseTopic(w: ByteWriter, m: DescribeTopicPartitionsResponseTopic, v: number): void {
  w.int16(m.errorCode);
  w.compactNullableString(m.name);
  w.uuid(m.topicId);
  w.bool(m.isInternal);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeTopicPartitionsResponsePartition(w, e, v);
  w.int32(m.topicAuthorizedOperations);
  w.uvarint(0);
}

function readDescribeTopicPartitionsResponsePartition(r: ByteReader, v: number): DescribeTopicPartitionsResponsePartition {
  const m: DescribeTopicPartitionsResponsePartition = {
    errorCode: r.int16(),
    partitionIndex: r.int32(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    replicaNodes: int32s(r, r.compactArrayLength(4)),
    isrNodes: int32s(r, r.compactArrayLength(4)),
    eligibleLeaderReplicas: int32sOrNull(r, r.compactNullableArrayLength(4)),
    lastKnownElr: int32sOrNull(r, r.compactNullableArrayLength(4)),
    offlineReplicas: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeDescribeTopicPartitionsResponsePartition(w: ByteWriter, m: DescribeTopicPartitionsResponsePartition, v: number): void {
  w.int16(m.errorCode);
  w.int32(m.partitionIndex);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.compactArrayLength(m.replicaNodes.length); for (const e of m.replicaNodes) w.int32(e);
  w.compactArrayLength(m.isrNodes.length); for (const e of m.isrNodes) w.int32(e);
  if (m.eligibleLeaderReplicas === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.eligibleLeaderReplicas.length); for (const e of m.eligibleLeaderReplicas) w.int32(e); }
  if (m.lastKnownElr === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.lastKnownElr.length); for (const e of m.lastKnownElr) w.int32(e); }
  w.compactArrayLength(m.offlineReplicas.length); for (const e of m.offlineReplicas) w.int32(e);
  w.uvarint(0);
}

function readDescribeTopicPartitionsResponseCursor(r: ByteReader, v: number): DescribeTopicPartitionsResponseCursor {
  const m: DescribeTopicPartitionsResponseCursor = { topicName: r.compactString(), partitionIndex: r.int32() };
  r.skipTags();
  return m;
}

function writeDescribeTopicPartitionsResponseCursor(w: ByteWriter, m: DescribeTopicPartitionsResponseCursor, v: number): void {
  w.compactString(m.topicName);
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function readDescribeTopicPartitionsResponseTopicArray(r: ByteReader, v: number, n: number): DescribeTopicPartitionsResponseTopic[] {
  const a: DescribeTopicPartitionsResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeTopicPartitionsResponseTopic(r, v));
  return a;
}

function readDescribeTopicPartitionsResponsePartitionArray(r: ByteReader, v: number, n: number): DescribeTopicPartitionsResponsePartition[] {
  const a: DescribeTopicPartitionsResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeTopicPartitionsResponsePartition(r, v));
  return a;
}
