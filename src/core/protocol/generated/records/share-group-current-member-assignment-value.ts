// Generated from share-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newShareGroupCurrentMemberAssignmentValue(fields?: Partial<ShareGroupCurrentMemberAssignmentValue>): ShareGroupCurrentMemberAssignmentValue {
  const m: ShareGroupCurrentMemberAssignmentValue = { memberEpoch: 0, previousMemberEpoch: 0, state: 0, assignedPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupCurrentMemberAssignmentValueTopicPartitions(fields?: Partial<ShareGroupCurrentMemberAssignmentValueTopicPartitions>): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  const m: ShareGroupCurrentMemberAssignmentValueTopicPartitions = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupCurrentMemberAssignmentValue(r: ByteReader, v: number): ShareGroupCurrentMemberAssignmentValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupCurrentMemberAssignmentValue', v);
  const m: ShareGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    assignedPartitions: readShareGroupCurrentMemberAssignmentValueTopicPartitionsArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupCurrentMemberAssignmentValue(w: ByteWriter, m: ShareGroupCurrentMemberAssignmentValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupCurrentMemberAssignmentValue', v);
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  w.compactArrayLength(m.assignedPartitions.length); for (const e of m.assignedPartitions) writeShareGroupCurrentMemberAssignmentValueTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readShareGroupCurrentMemberAssignmentValueTopicPartitions(r: ByteReader, v: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  const m: ShareGroupCurrentMemberAssignmentValueTopicPartitions = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeShareGroupCurrentMemberAssignmentValueTopicPartitions(w: ByteWriter, m: ShareGroupCurrentMemberAssignmentValueTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareGroupCurrentMemberAssignmentValueTopicPartitionsArray(r: ByteReader, v: number, n: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions[] {
  const a: ShareGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupCurrentMemberAssignmentValueTopicPartitions(r, v));
  return a;
}
