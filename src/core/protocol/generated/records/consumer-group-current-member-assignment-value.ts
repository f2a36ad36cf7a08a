// Generated from consumer-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { int32s, int32sOrNull, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export function newConsumerGroupCurrentMemberAssignmentValue(fields?: Partial<ConsumerGroupCurrentMemberAssignmentValue>): ConsumerGroupCurrentMemberAssignmentValue {
  const m: ConsumerGroupCurrentMemberAssignmentValue = {
    memberEpoch: 0,
    previousMemberEpoch: 0,
    state: 0,
    assignedPartitions: [],
    partitionsPendingRevocation: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupCurrentMemberAssignmentValueTopicPartitions(fields?: Partial<ConsumerGroupCurrentMemberAssignmentValueTopicPartitions>): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  const m: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions = { topicId: ZERO_UUID, partitions: [], assignmentEpochs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupCurrentMemberAssignmentValue(r: ByteReader, v: number): ConsumerGroupCurrentMemberAssignmentValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupCurrentMemberAssignmentValue', v);
  const m: ConsumerGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    assignedPartitions: readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray(r, v, r.compactArrayLength(18)),
    partitionsPendingRevocation: readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupCurrentMemberAssignmentValue(w: ByteWriter, m: ConsumerGroupCurrentMemberAssignmentValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupCurrentMemberAssignmentValue', v);
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  w.compactArrayLength(m.assignedPartitions.length); for (const e of m.assignedPartitions) writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, e, v);
  w.compactArrayLength(m.partitionsPendingRevocation.length); for (const e of m.partitionsPendingRevocation) writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r: ByteReader, v: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  const m: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)), assignmentEpochs: [] };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.assignmentEpochs = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(w: ByteWriter, m: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  const hasAssignmentEpochs = (m.assignmentEpochs === null || m.assignmentEpochs.length !== 0);
  w.uvarint((hasAssignmentEpochs ? 1 : 0));
  if (hasAssignmentEpochs) { const t = new ByteWriter(64); if (m.assignmentEpochs === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.assignmentEpochs.length); for (const e of m.assignmentEpochs) t.int32(e); } w.taggedField(0, t); }
}

function readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray(r: ByteReader, v: number, n: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] {
  const a: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupCurrentMemberAssignmentValueTopicPartitions(r, v));
  return a;
}
