/**
 * A classic group of consumers becomes a consumer group while its members live (KIP-848): a member that speaks the new
 * protocol joined. The others go on with the classic protocol, inside the new group, until they are restarted.
 */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { ClassicGroup } from '../classic/classic-group.ts';
import type { ClassicMember } from '../classic/classic-member.ts';
import { fromTopicPartitions, toTopicPartitions, withEpoch } from '../consumer/assignment.ts';
import { ConsumerGroup } from '../consumer/consumer-group.ts';
import {
  type ConsumerMember,
  currentAssignmentValue,
  metadataValue,
  newMember,
  sortedNames,
} from '../consumer/consumer-member.ts';
import { renewSession } from '../consumer/member-timers.ts';
import { emitEpoch, hashTopics } from '../consumer/target-assignment.ts';
import { readAssignment, readSubscription } from '../consumer-protocol.ts';
import { allowsUpgrade } from '../group-config.ts';
import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { Refusal } from '../refusal.ts';

export function upgrade(store: GroupStore, classic: ClassicGroup): ConsumerGroup | Refusal {
  const { groupId } = classic;
  const refuse = (why: string): Refusal =>
    new Refusal(
      ErrorCode.GROUP_ID_NOT_FOUND,
      `Cannot upgrade classic group ${groupId} to consumer group because ${why}.`,
    );
  if (!allowsUpgrade(store.config['group.consumer.migration.policy'])) return refuse('online upgrade is disabled');
  if (!classic.usesConsumerProtocol) return refuse('the group does not use the consumer embedded protocol');
  if (classic.members.size > store.config['group.consumer.max.size'])
    return refuse('the group size exceeds the consumer group maximum size');
  const members: ConsumerMember[] = [];
  for (const member of classic.members.values()) {
    const converted = convertMember(store, classic, member);
    if (typeof converted === 'string') return refuse(converted);
    members.push(converted);
  }

  store.ports.event('classic group becomes a consumer group', groupId, { members: members.length });
  store.dissolve(classic, ErrorCode.REBALANCE_IN_PROGRESS);
  store.emit({ type: RecordType.GroupMetadata, key: { group: groupId }, value: null });
  const group = new ConsumerGroup(groupId);
  store.groups.set(groupId, group);
  for (const member of members)
    store.emit({
      type: RecordType.ConsumerGroupMemberMetadata,
      key: { groupId, memberId: member.memberId },
      value: metadataValue(member),
    });
  const epoch = Math.max(classic.generationId, 1);
  emitEpoch(store, group, epoch, hashTopics(store, group));
  for (const { memberId, assigned } of members) {
    const topicPartitions = toTopicPartitions(
      new Map([...assigned].map(([topicId, partitions]) => [topicId, [...partitions.keys()]])),
    );
    store.emit({
      type: RecordType.ConsumerGroupTargetAssignmentMember,
      key: { groupId, memberId },
      value: { topicPartitions },
    });
  }
  store.emit({
    type: RecordType.ConsumerGroupTargetAssignmentMetadata,
    key: { groupId },
    value: { assignmentEpoch: epoch, assignmentTimestamp: 0 },
  });
  for (const member of members) {
    store.emit({
      type: RecordType.ConsumerGroupCurrentMemberAssignment,
      key: { groupId, memberId: member.memberId },
      value: currentAssignmentValue(member),
    });
    renewSession(store, group, member);
  }
  return group;
}

/** A string says why it cannot be. */
function convertMember(store: GroupStore, group: ClassicGroup, member: ClassicMember): ConsumerMember | string {
  const assignment = readAssignment(member.assignment);
  // During the first join phase there is no protocol yet: the member's favourite stands for it.
  const subscription = readSubscription(member.metadata(group.protocolName ?? member.protocols[0]?.name ?? null));
  if (assignment === null || subscription === null) return 'the embedded consumer protocol is malformed';
  if (assignment.userData !== null && assignment.userData.length > 0) {
    return 'an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade';
  }
  const partitions = assignment.partitions.flatMap(({ topic, partitions }) => {
    const topicId = store.ports.topics.topicId(topic);
    return topicId === null ? [] : [{ topicId, partitions }];
  });
  const epoch = Math.max(group.generationId, 1);
  return {
    ...newMember(member.memberId),
    memberEpoch: epoch,
    previousMemberEpoch: epoch,
    instanceId: member.groupInstanceId,
    rackId: subscription.rackId,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: sortedNames(subscription.topics),
    classic: {
      sessionTimeoutMs: member.sessionTimeoutMs,
      supportedProtocols: member.protocols.map(({ name, metadata }) => ({ name, metadata })),
    },
    assigned: withEpoch(fromTopicPartitions(partitions), epoch),
  };
}
