// Generated from consumer-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupTargetAssignmentMemberValue(fields?: Partial<ConsumerGroupTargetAssignmentMemberValue>): ConsumerGroupTargetAssignmentMemberValue {
  const m: ConsumerGroupTargetAssignmentMemberValue = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupTargetAssignmentMemberValueTopicPartition(fields?: Partial<ConsumerGroupTargetAssignmentMemberValueTopicPartition>): ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  const m: ConsumerGroupTargetAssignmentMemberValueTopicPartition = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupTargetAssignmentMemberValue(r: ByteReader, v: number): ConsumerGroupTargetAssignmentMemberValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupTargetAssignmentMemberValue', v);
  const m: ConsumerGroupTargetAssignmentMemberValue = {
    topicPartitions: readConsumerGroupTargetAssignmentMemberValueTopicPartitionArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupTargetAssignmentMemberValue(w: ByteWriter, m: ConsumerGroupTargetAssignmentMemberValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupTargetAssignmentMemberValue', v);
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeConsumerGroupTargetAssignmentMemberValueTopicPartition(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupTargetAssignmentMemberValueTopicPartition(r: ByteReader, v: number): ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  const m: ConsumerGroupTargetAssignmentMemberValueTopicPartition = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeConsumerGroupTargetAssignmentMemberValueTopicPartition(w: ByteWriter, m: ConsumerGroupTargetAssignmentMemberValueTopicPartition, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readConsumerGroupTargetAssignmentMemberValueTopicPartitionArray(r: ByteReader, v: number, n: number): ConsumerGroupTargetAssignmentMemberValueTopicPartition[] {
  const a: ConsumerGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupTargetAssignmentMemberValueTopicPartition(r, v));
  return a;
}
