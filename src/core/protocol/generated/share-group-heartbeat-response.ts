// Generated from share-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string | null;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  assignment: ShareGroupHeartbeatResponseAssignment | null;
}

export interface ShareGroupHeartbeatResponseAssignment {
  topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[];
}

export interface ShareGroupHeartbeatResponseTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newShareGroupHeartbeatResponse(fields?: Partial<ShareGroupHeartbeatResponse>): ShareGroupHeartbeatResponse {
  const m: ShareGroupHeartbeatResponse = {
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

export function newShareGroupHeartbeatResponseAssignment(fields?: Partial<ShareGroupHeartbeatResponseAssignment>): ShareGroupHeartbeatResponseAssignment {
  const m: ShareGroupHeartbeatResponseAssignment = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupHeartbeatResponseTopicPartitions(fields?: Partial<ShareGroupHeartbeatResponseTopicPartitions>): ShareGroupHeartbeatResponseTopicPartitions {
  const m: ShareGroupHeartbeatResponseTopicPartitions = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupHeartbeatResponse(r: ByteReader, v: number): ShareGroupHeartbeatResponse {
  if (v < 1 || v > 1) throw unreadableVersion('ShareGroupHeartbeatResponse', v);
  const m: ShareGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    memberId: r.compactNullableString(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    assignment: (r.int8() < 0 ? null : readShareGroupHeartbeatResponseAssignment(r, v)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupHeartbeatResponse(w: ByteWriter, m: ShareGroupHeartbeatResponse, v: number): void {
  if (v < 1 || v > 1) throw unwritableVersion('ShareGroupHeartbeatResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactNullableString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  if (m.assignment === null) w.int8(-1); else { w.int8(1); writeShareGroupHeartbeatResponseAssignment(w, m.assignment, v); }
  w.uvarint(0);
}

function readShareGroupHeartbeatResponseAssignment(r: ByteReader, v: number): ShareGroupHeartbeatResponseAssignment {
  const m: ShareGroupHeartbeatResponseAssignment = {
    topicPartitions: readShareGroupHeartbeatResponseTopicPartitionsArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeShareGroupHeartbeatResponseAssignment(w: ByteWriter, m: ShareGroupHeartbeatResponseAssignment, v: number): void {
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeShareGroupHeartbeatResponseTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readShareGroupHeartbeatResponseTopicPartitions(r: ByteReader, v: number): ShareGroupHeartbeatResponseTopicPartitions {
  const m: ShareGroupHeartbeatResponseTopicPartitions = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeShareGroupHeartbeatResponseTopicPartitions(w: ByteWriter, m: ShareGroupHeartbeatResponseTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareGroupHeartbeatResponseTopicPartitionsArray(r: ByteReader, v: number, n: number): ShareGroupHeartbeatResponseTopicPartitions[] {
  const a: ShareGroupHeartbeatResponseTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupHeartbeatResponseTopicPartitions(r, v));
  return a;
}
