/**
 * The only way durable state changes: one record at a time, when it is written as when it is loaded. State is a function
 * of the newest value of every key, which is what a compacted topic keeps; that is also why a record can be taken back
 * by replaying the value before it.
 */
import type { UndoStep } from './change.ts';
import { ClassicGroup } from './classic/classic-group.ts';
import { computeSubscribedTopics } from './classic/rebalance.ts';
import { fromTopicPartitions, toTopicPartitions } from './consumer/assignment.ts';
import { ConsumerGroup } from './consumer/consumer-group.ts';
import {
  currentAssignmentValue,
  LEAVE_EPOCH,
  metadataValue,
  newMember,
  withCurrentAssignment,
  withMetadata,
  withoutCurrentAssignment,
} from './consumer/consumer-member.ts';
import type * as records from './group-records.ts';
import { type DecodedRecord, RecordType } from './group-records.ts';
import type { GroupStore } from './group-store.ts';
import { NO_PRODUCER_ID, type ReplacedOffset } from './offsets/offset-store.ts';

/** Returns what the record replaced: see UndoStep. */
export function replayRecord(store: GroupStore, record: DecodedRecord, producerId: number): UndoStep['previous'] {
  switch (record.type) {
    case RecordType.OffsetCommit: {
      const { group, topic, partition } = record.key;
      // A group that only ever commits has no record of its own.
      if (record.value !== null && !store.groups.has(group)) store.createClassicGroup(group);
      return store.offsets.replay(group, topic, partition, record.value, producerId);
    }
    case RecordType.GroupMetadata:
      return replayGroupMetadata(store, record);
    case RecordType.ConsumerGroupMetadata:
      return replayConsumerGroupMetadata(store, record);
    case RecordType.ConsumerGroupPartitionMetadata: {
      const group = consumerGroup(store, record.key.groupId, record.value !== null);
      if (group === null) return null;
      const had = group.hasSubscriptionMetadataRecord;
      group.hasSubscriptionMetadataRecord = record.value !== null;
      return had ? { topics: [] } : null;
    }
    case RecordType.ConsumerGroupMemberMetadata:
      return replayMemberMetadata(store, record);
    case RecordType.ConsumerGroupTargetAssignmentMetadata: {
      const group = consumerGroup(store, record.key.groupId, record.value !== null);
      if (group === null) return null;
      const { assignmentEpoch, assignmentTimestamp } = group;
      group.assignmentEpoch = record.value?.assignmentEpoch ?? -1;
      group.assignmentTimestamp = record.value?.assignmentTimestamp ?? 0;
      return assignmentEpoch === -1 ? null : { assignmentEpoch, assignmentTimestamp };
    }
    case RecordType.ConsumerGroupTargetAssignmentMember: {
      const { groupId, memberId } = record.key;
      const group = consumerGroup(store, groupId, record.value !== null);
      if (group === null) return null;
      const previous = group.targetAssignment.get(memberId);
      if (record.value === null) group.targetAssignment.delete(memberId);
      else group.targetAssignment.set(memberId, fromTopicPartitions(record.value.topicPartitions));
      return previous === undefined ? null : { topicPartitions: toTopicPartitions(previous) };
    }
    case RecordType.ConsumerGroupCurrentMemberAssignment: {
      const { groupId, memberId } = record.key;
      const group = consumerGroup(store, groupId, record.value !== null);
      if (group === null) return null;
      const previous = group.members.get(memberId);
      if (record.value !== null) group.setMember(withCurrentAssignment(previous ?? newMember(memberId), record.value));
      else if (previous !== undefined) group.setMember(withoutCurrentAssignment(previous));
      return previous === undefined || previous.memberEpoch === LEAVE_EPOCH ? null : currentAssignmentValue(previous);
    }
    case RecordType.ConsumerGroupRegularExpression: {
      const { groupId, regularExpression } = record.key;
      const group = consumerGroup(store, groupId, record.value !== null);
      if (group === null) return null;
      const previous = group.regexes.get(regularExpression);
      if (record.value === null) group.regexes.delete(regularExpression);
      else
        group.regexes.set(regularExpression, {
          topics: [...record.value.topics].sort(),
          version: record.value.version,
          timestamp: record.value.timestamp,
        });
      return previous === undefined ? null : { ...previous, topics: [...previous.topics] };
    }
  }
}

export function undoRecord(store: GroupStore, { record, previous, producerId }: UndoStep): void {
  if (record.type === RecordType.OffsetCommit) {
    const { group, topic, partition } = record.key;
    store.offsets.undo(group, topic, partition, previous as ReplacedOffset, producerId);
  } else if (record.type === RecordType.GroupMetadata && previous === null) undoFirstMetadata(store, record);
  else replayRecord(store, { ...record, value: previous } as DecodedRecord, NO_PRODUCER_ID);
}

/** Before the record the group had none: it was there for its offsets or its members alone, or not at all. */
function undoFirstMetadata(store: GroupStore, record: records.GroupMetadataRecord): void {
  const groupId = record.key.group;
  const group = store.groups.get(groupId);
  if (record.value === null) {
    if (group === undefined) store.createClassicGroup(groupId);
    return;
  }
  if (group?.type !== 'classic') return;
  group.persisted = null;
  const isNeeded = group.members.size > 0 || group.pendingMembers.size > 0 || store.offsets.has(groupId);
  if (!isNeeded) store.groups.delete(groupId);
}

/**
 * While the coordinator is loaded a classic group leads its own life, and a record of it is only remembered; the group
 * is built from the record where it is not there, or when loading.
 */
function replayGroupMetadata(store: GroupStore, record: records.GroupMetadataRecord): UndoStep['previous'] {
  const groupId = record.key.group;
  const group = store.classicGroup(groupId);
  const previous = group?.persisted ?? null;
  if (record.value === null) {
    if (group !== null) store.groups.delete(groupId);
  } else if (
    group === null ||
    !store.isLoaded ||
    (group.persisted === null && group.members.size === 0 && record.value.members.length > 0)
  ) {
    const built = ClassicGroup.fromValue(groupId, record.value, store.now);
    built.subscribedTopics = computeSubscribedTopics(built);
    store.groups.set(groupId, built);
  } else group.persisted = record.value;
  return previous;
}

function replayConsumerGroupMetadata(
  store: GroupStore,
  record: records.ConsumerGroupMetadataRecord,
): UndoStep['previous'] {
  const { groupId } = record.key;
  const group = consumerGroup(store, groupId, record.value !== null);
  if (group === null) return null;
  const previous = group.groupEpoch === 0 ? null : { epoch: group.groupEpoch, metadataHash: group.metadataHash };
  if (record.value === null) {
    store.groups.delete(groupId);
    if (store.offsets.has(groupId)) store.createClassicGroup(groupId);
  } else {
    group.groupEpoch = record.value.epoch;
    group.metadataHash = record.value.metadataHash;
  }
  return previous;
}

function replayMemberMetadata(
  store: GroupStore,
  record: records.ConsumerGroupMemberMetadataRecord,
): UndoStep['previous'] {
  const { groupId, memberId } = record.key;
  const group = consumerGroup(store, groupId, record.value !== null);
  const previous = group?.members.get(memberId);
  if (group === null) return null;
  if (record.value !== null) group.setMember(withMetadata(previous ?? newMember(memberId), record.value));
  else group.deleteMember(memberId);
  return previous === undefined ? null : metadataValue(previous);
}

/** A group of offsets alone, which has no record, becomes what its first record says. */
function consumerGroup(store: GroupStore, groupId: string, create: boolean): ConsumerGroup | null {
  const group = store.groups.get(groupId);
  if (group?.type === 'consumer') return group;
  if (!create || (group !== undefined && group.persisted !== null)) return null;
  const created = new ConsumerGroup(groupId);
  store.groups.set(groupId, created);
  return created;
}
