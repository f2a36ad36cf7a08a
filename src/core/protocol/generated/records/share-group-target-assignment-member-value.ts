// Generated from share-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export function newShareGroupTargetAssignmentMemberValue(fields?: Partial<ShareGroupTargetAssignmentMemberValue>): ShareGroupTargetAssignmentMemberValue {
  const m: ShareGroupTargetAssignmentMemberValue = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupTargetAssignmentMemberValueTopicPartition(fields?: Partial<ShareGroupTargetAssignmentMemberValueTopicPartition>): ShareGroupTargetAssignmentMemberValueTopicPartition {
  const m: ShareGroupTargetAssignmentMemberValueTopicPartition = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupTargetAssignmentMemberValue(r: ByteReader, v: number): ShareGroupTargetAssignmentMemberValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupTargetAssignmentMemberValue', v);
  const m: ShareGroupTargetAssignmentMemberValue = {
    topicPartitions: readShareGroupTargetAssignmentMemberValueTopicPartitionArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupTargetAssignmentMemberValue(w: ByteWriter, m: ShareGroupTargetAssignmentMemberValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupTargetAssignmentMemberValue', v);
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeShareGroupTargetAssignmentMemberValueTopicPartition(w, e, v);
  w.uvarint(0);
}

function readShareGroupTargetAssignmentMemberValueTopicPartition(r: ByteReader, v: number): ShareGroupTargetAssignmentMemberValueTopicPartition {
  const m: ShareGroupTargetAssignmentMemberValueTopicPartition = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeShareGroupTargetAssignmentMemberValueTopicPartition(w: ByteWriter, m: ShareGroupTargetAssignmentMemberValueTopicPartition, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareGroupTargetAssignmentMemberValueTopicPartitionArray(r: ByteReader, v: number, n: number): ShareGroupTargetAssignmentMemberValueTopicPartition[] {
  const a: ShareGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupTargetAssignmentMemberValueTopicPartition(r, v));
  return a;
}
