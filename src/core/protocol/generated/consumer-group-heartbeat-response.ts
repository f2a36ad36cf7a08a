// Generated from consumer-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ConsumerGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string | null;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  assignment: ConsumerGroupHeartbeatResponseAssignment | null;
}

export interface ConsumerGroupHeartbeatResponseAssignment {
  topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[];
}

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupHeartbeatResponse(fields?: Partial<ConsumerGroupHeartbeatResponse>): ConsumerGroupHeartbeatResponse {
  const m: ConsumerGroupHeartbeatResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    memberId: null,
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    assignment: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupHeartbeatResponseAssignment(fields?: Partial<ConsumerGroupHeartbeatResponseAssignment>): ConsumerGroupHeartbeatResponseAssignment {
  const m: ConsumerGroupHeartbeatResponseAssignment = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupHeartbeatResponseTopicPartitions(fields?: Partial<ConsumerGroupHeartbeatResponseTopicPartitions>): ConsumerGroupHeartbeatResponseTopicPartitions {
  const m: ConsumerGroupHeartbeatResponseTopicPartitions = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupHeartbeatResponse(r: ByteReader, v: number): ConsumerGroupHeartbeatResponse {
  if (v < 0 || v > 1) throw unreadableVersion('ConsumerGroupHeartbeatResponse', v);
  const m: ConsumerGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    memberId: r.compactNullableString(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    assignment: (r.int8() < 0 ? null : readConsumerGroupHeartbeatResponseAssignment(r, v)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupHeartbeatResponse(w: ByteWriter, m: ConsumerGroupHeartbeatResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ConsumerGroupHeartbeatResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactNullableString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  if (m.assignment === null) w.int8(-1); else { w.int8(1); writeConsumerGroupHeartbeatResponseAssignment(w, m.assignment, v); }
  w.uvarint(0);
}

function readConsumerGroupHeartbeatResponseAssignment(r: ByteReader, v: number): ConsumerGroupHeartbeatResponseAssignment {
  const m: ConsumerGroupHeartbeatResponseAssignment = {
    topicPartitions: readConsumerGroupHeartbeatResponseTopicPartitionsArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupHeartbeatResponseAssignment(w: ByteWriter, m: ConsumerGroupHeartbeatResponseAssignment, v: number): void {
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeConsumerGroupHeartbeatResponseTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupHeartbeatResponseTopicPartitions(r: ByteReader, v: number): ConsumerGroupHeartbeatResponseTopicPartitions {
  const m: ConsumerGroupHeartbeatResponseTopicPartitions = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeConsumerGroupHeartbeatResponseTopicPartitions(w: ByteWriter, m: ConsumerGroupHeartbeatResponseTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readConsumerGroupHeartbeatResponseTopicPartitionsArray(r: ByteReader, v: number, n: number): ConsumerGroupHeartbeatResponseTopicPartitions[] {
  const a: ConsumerGroupHeartbeatResponseTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupHeartbeatResponseTopicPartitions(r, v));
  return a;
}
