/** DeleteGroups, and how a group's records go. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import { RecordType } from './group-records.ts';
import type { Group, GroupStore } from './group-store.ts';
import { deleteAllOffsets } from './offsets/offset-removal.ts';

export interface DeletedGroup {
  readonly groupId: string;
  readonly errorCode: number;
}

export function deleteGroups(store: GroupStore, groupIds: readonly string[]): DeletedGroup[] {
  return groupIds.map((groupId) => {
    const group = store.groups.get(groupId);
    if (group === undefined) return { groupId, errorCode: ErrorCode.GROUP_ID_NOT_FOUND };
    if (group.state !== 'Empty') return { groupId, errorCode: ErrorCode.NON_EMPTY_GROUP };
    deleteAllOffsets(store, groupId);
    deleteGroupRecords(store, group);
    return { groupId, errorCode: ErrorCode.NONE };
  });
}

/** Tombstones for all records of the group itself; its offsets stay. */
export function deleteGroupRecords(store: GroupStore, group: Group): void {
  if (group.type === 'consumer') {
    deleteConsumerGroupRecords(store, group);
    return;
  }
  store.dissolve(group, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  // A group that never wrote a record needs no tombstone, but Kafka writes one: it also ends a group of offsets alone.
  store.emit({ type: RecordType.GroupMetadata, key: { group: group.groupId }, value: null });
}

export function deleteConsumerGroupRecords(store: GroupStore, group: ConsumerGroup): void {
  const { groupId } = group;
  for (const { session, rebalance, join, sync } of group.allTimers())
    for (const timer of [session, rebalance, join, sync]) store.cancel(timer);
  const memberIds = [...group.members.keys()];
  for (const memberId of memberIds)
    store.emit({ type: RecordType.ConsumerGroupCurrentMemberAssignment, key: { groupId, memberId }, value: null });
  for (const memberId of [...group.targetAssignment.keys()])
    store.emit({ type: RecordType.ConsumerGroupTargetAssignmentMember, key: { groupId, memberId }, value: null });
  store.emit({ type: RecordType.ConsumerGroupTargetAssignmentMetadata, key: { groupId }, value: null });
  for (const memberId of memberIds)
    store.emit({ type: RecordType.ConsumerGroupMemberMetadata, key: { groupId, memberId }, value: null });
  for (const regularExpression of [...group.regexes.keys()])
    store.emit({ type: RecordType.ConsumerGroupRegularExpression, key: { groupId, regularExpression }, value: null });
  if (group.hasSubscriptionMetadataRecord)
    store.emit({ type: RecordType.ConsumerGroupPartitionMetadata, key: { groupId }, value: null });
  store.emit({ type: RecordType.ConsumerGroupMetadata, key: { groupId }, value: null });
}
