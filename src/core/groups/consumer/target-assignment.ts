/** When a consumer group's epoch grows, and what it aims at then. */
import { ASSIGNORS } from '../assignors/assignors.ts';
import { uniformAssignor } from '../assignors/uniform-assignor.ts';
import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { EMPTY_ASSIGNMENT, sameAssignment, toTopicPartitions } from './assignment.ts';
import type { ConsumerGroup } from './consumer-group.ts';

/** Emits a new group epoch where the membership changed, or the topics behind the subscriptions did. */
export function bumpEpochIfNeeded(store: GroupStore, group: ConsumerGroup, hasChanged: boolean): void {
  const { version } = store.ports.topics;
  if (!hasChanged && group.checkedVersion === version) return;
  group.checkedVersion = version;
  const metadataHash = hashTopics(store, group);
  if (!hasChanged && metadataHash === group.metadataHash) return;
  emitEpoch(store, group, group.groupEpoch + 1, metadataHash);
}

export function emitEpoch(store: GroupStore, group: ConsumerGroup, epoch: number, metadataHash: number): void {
  store.ports.event('consumer group has a new epoch', group.groupId, { epoch });
  store.emit({
    type: RecordType.ConsumerGroupMetadata,
    key: { groupId: group.groupId },
    value: { epoch, metadataHash },
  });
  if (group.hasSubscriptionMetadataRecord) {
    store.emit({ type: RecordType.ConsumerGroupPartitionMetadata, key: { groupId: group.groupId }, value: null });
  }
}

/** Computes the assignment of the group's epoch, unless that was done or the last one is too young. */
export function updateTargetAssignment(store: GroupStore, group: ConsumerGroup): void {
  if (group.assignmentEpoch >= group.groupEpoch) return;
  const { groupId } = group;
  const intervalMs =
    store.ports.groupOverrides(groupId)['consumer.assignment.interval.ms'] ??
    store.config['group.consumer.assignment.interval.ms'];
  if (group.assignmentTimestamp !== 0 && store.now < group.assignmentTimestamp + intervalMs) return;

  const partitionCounts = new Map<string, number>();
  const idOf = new Map<string, string>();
  for (const name of [...group.subscribedTopics()].sort()) {
    const topicId = store.ports.topics.topicId(name);
    if (topicId === null) continue;
    idOf.set(name, topicId);
    partitionCounts.set(topicId, store.ports.topics.partitionCount(name));
  }
  const members = [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    instanceId: member.instanceId,
    topicIds: new Set([...group.topicsOf(member)].flatMap((name) => idOf.get(name) ?? [])),
    current: group.target(member.memberId),
  }));
  const assignor =
    ASSIGNORS.get(group.preferredAssignor() ?? store.config['group.consumer.assignors'][0] ?? 'uniform') ??
    uniformAssignor;
  const target = assignor({ members, partitionCounts });
  for (const { memberId } of members) {
    const next = target.get(memberId) ?? EMPTY_ASSIGNMENT;
    const before = group.targetAssignment.get(memberId);
    if (before !== undefined && sameAssignment(before, next)) continue;
    store.emit({
      type: RecordType.ConsumerGroupTargetAssignmentMember,
      key: { groupId, memberId },
      value: { topicPartitions: toTopicPartitions(next) },
    });
  }
  store.emit({
    type: RecordType.ConsumerGroupTargetAssignmentMetadata,
    key: { groupId },
    value: { assignmentEpoch: group.groupEpoch, assignmentTimestamp: store.now },
  });
}

/** A number below 2^53 that changes when a subscribed topic appears, disappears, is replaced or grows. 0 for none. */
export function hashTopics(store: GroupStore, group: ConsumerGroup): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  let isEmpty = true;
  for (const name of [...group.subscribedTopics()].sort()) {
    const topicId = store.ports.topics.topicId(name);
    if (topicId === null) continue;
    isEmpty = false;
    const text = `${topicId}:${store.ports.topics.partitionCount(name)};`;
    for (let i = 0; i < text.length; i++) {
      high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
      low = Math.imul(low ^ text.charCodeAt(i), 0x85ebca6b) ^ (high >>> 15);
    }
  }
  return isEmpty ? 0 : (high >>> 11) * 4_294_967_296 + (low >>> 0);
}
