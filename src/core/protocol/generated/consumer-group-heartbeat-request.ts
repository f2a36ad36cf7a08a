// Generated from consumer-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { compactStringsOrNull, int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ConsumerGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  rebalanceTimeoutMs: number;
  subscribedTopicNames: string[] | null;
  subscribedTopicRegex: string | null;
  serverAssignor: string | null;
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null;
}

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupHeartbeatRequest(fields?: Partial<ConsumerGroupHeartbeatRequest>): ConsumerGroupHeartbeatRequest {
  const m: ConsumerGroupHeartbeatRequest = {
    groupId: '',
    memberId: '',
    memberEpoch: 0,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    subscribedTopicRegex: null,
    serverAssignor: null,
    topicPartitions: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupHeartbeatRequestTopicPartitions(fields?: Partial<ConsumerGroupHeartbeatRequestTopicPartitions>): ConsumerGroupHeartbeatRequestTopicPartitions {
  const m: ConsumerGroupHeartbeatRequestTopicPartitions = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupHeartbeatRequest(r: ByteReader, v: number): ConsumerGroupHeartbeatRequest {
  if (v < 0 || v > 1) throw unreadableVersion('ConsumerGroupHeartbeatRequest', v);
  const m: ConsumerGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    rebalanceTimeoutMs: r.int32(),
    subscribedTopicNames: compactStringsOrNull(r, r.compactNullableArrayLength(1)),
    subscribedTopicRegex: v === 1 ? r.compactNullableString() : null,
    serverAssignor: r.compactNullableString(),
    topicPartitions: readConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull(r, v, r.compactNullableArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupHeartbeatRequest(w: ByteWriter, m: ConsumerGroupHeartbeatRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ConsumerGroupHeartbeatRequest', v);
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.int32(m.rebalanceTimeoutMs);
  if (m.subscribedTopicNames === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e); }
  if (v === 1) w.compactNullableString(m.subscribedTopicRegex); else { if (m.subscribedTopicRegex !== null) throw unsupportedField('ConsumerGroupHeartbeatRequest.subscribedTopicRegex', v); }
  w.compactNullableString(m.serverAssignor);
  if (m.topicPartitions === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeConsumerGroupHeartbeatRequestTopicPartitions(w, e, v); }
  w.uvarint(0);
}

function readConsumerGroupHeartbeatRequestTopicPartitions(r: ByteReader, v: number): ConsumerGroupHeartbeatRequestTopicPartitions {
  const m: ConsumerGroupHeartbeatRequestTopicPartitions = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeConsumerGroupHeartbeatRequestTopicPartitions(w: ByteWriter, m: ConsumerGroupHeartbeatRequestTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull(r: ByteReader, v: number, n: number): ConsumerGroupHeartbeatRequestTopicPartitions[] | null {
  return n < 0 ? null : readConsumerGroupHeartbeatRequestTopicPartitionsArray(r, v, n);
}

function readConsumerGroupHeartbeatRequestTopicPartitionsArray(r: ByteReader, v: number, n: number): ConsumerGroupHeartbeatRequestTopicPartitions[] {
  const a: ConsumerGroupHeartbeatRequestTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupHeartbeatRequestTopicPartitions(r, v));
  return a;
}
