/** A consumer group becomes a classic one: its last member of the consumer protocol has left, or came back as a classic one. */
import { ClassicGroup, CONSUMER_PROTOCOL_TYPE } from '../classic/classic-group.ts';
import { ClassicMember, NO_BYTES } from '../classic/classic-member.ts';
import { computeSubscribedTopics, prepareRebalance } from '../classic/rebalance.ts';
import type { Assignment } from '../consumer/assignment.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import type { ConsumerMember } from '../consumer/consumer-member.ts';
import { subscriptionVersion, writeAssignment } from '../consumer-protocol.ts';
import { deleteConsumerGroupRecords } from '../delete-groups.ts';
import { allowsDowngrade } from '../group-config.ts';
import type { GroupStore } from '../group-store.ts';

/** True if the group, without these members, went on as a classic one. */
export function downgradeWithout(store: GroupStore, group: ConsumerGroup, leaving: readonly ConsumerMember[]): boolean {
  const leavingIds = new Set(leaving.map((member) => member.memberId));
  const remaining = [...group.members.values()].filter((member) => !leavingIds.has(member.memberId));
  if (remaining.length === 0 || !mayDowngrade(store, remaining)) return false;
  const classic = downgrade(store, group, remaining);
  prepareRebalance(store, classic, 'the last member of the consumer protocol left');
  return true;
}

export function mayDowngrade(store: GroupStore, members: readonly ConsumerMember[]): boolean {
  if (members.some((member) => member.classic === null)) return false;
  return (
    allowsDowngrade(store.config['group.consumer.migration.policy']) && members.length <= store.config['group.max.size']
  );
}

/** Replaces the group; each member is left with what the consumer group aimed at for it. */
export function downgrade(store: GroupStore, group: ConsumerGroup, members: readonly ConsumerMember[]): ClassicGroup {
  const { groupId } = group;
  store.ports.event('consumer group becomes a classic group', groupId, { members: members.length });
  const classic = new ClassicGroup(groupId, store.now);
  classic.generationId = group.groupEpoch;
  classic.state = 'Stable';
  for (const member of members) classic.add(convertMember(groupId, member));
  classic.protocolName = classic.selectProtocol();
  classic.subscribedTopics = computeSubscribedTopics(classic);
  for (const member of classic.members.values()) {
    member.assignment = encodeTarget(
      store,
      group.target(member.memberId),
      subscriptionVersion(member.metadata(classic.protocolName)),
    );
  }
  deleteConsumerGroupRecords(store, group);
  store.groups.set(groupId, classic);
  store.emitGroupMetadata(classic);
  for (const member of classic.members.values()) store.renewSession(member);
  store.onRejected((errorCode) => store.dissolve(classic, errorCode));
  return classic;
}

function convertMember(groupId: string, member: ConsumerMember): ClassicMember {
  return new ClassicMember(groupId, {
    memberId: member.memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    sessionTimeoutMs: member.classic!.sessionTimeoutMs,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocols: member.classic!.supportedProtocols,
    assignment: NO_BYTES,
  });
}

/** An assignment in the words of the classic protocol: topics by name. */
export function encodeTarget(store: GroupStore, assignment: Assignment, version: number): Uint8Array {
  const partitions = [...assignment].flatMap(([topicId, numbers]) => {
    const topic = store.ports.topics.topicName(topicId);
    return topic === null ? [] : [{ topic, partitions: numbers }];
  });
  return writeAssignment(version, partitions);
}
