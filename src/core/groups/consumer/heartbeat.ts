/** ConsumerGroupHeartbeat (KIP-848): joining, leaving, and the dialogue that moves a member to its target. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/generated/consumer-group-heartbeat-request.ts';
import {
  type ConsumerGroupHeartbeatResponse,
  newConsumerGroupHeartbeatResponse,
} from '../../protocol/generated/consumer-group-heartbeat-response.ts';
import type { GroupRequestContext } from '../coordinator-contract.ts';
import { deleteGroupRecords } from '../delete-groups.ts';
import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { upgrade } from '../migration/upgrade.ts';
import { Refusal } from '../refusal.ts';
import { EMPTY_EPOCHS, partitionsOf, sameAssignment, type TopicPartitions, toTopicPartitions } from './assignment.ts';
import { ConsumerGroup } from './consumer-group.ts';
import {
  type ConsumerMember,
  currentAssignmentValue,
  isReconciledTo,
  JOIN_EPOCH,
  LEAVE_EPOCH,
  LEAVE_STATIC_EPOCH,
  metadataValue,
  sameCurrentAssignment,
  sameMetadata,
  sameNames,
  sortedNames,
} from './consumer-member.ts';
import { fenceMembers } from './fence-members.ts';
import { armMemberTimers, heartbeatIntervalMs, renewSession, watchRevocation } from './member-timers.ts';
import { checkCapacity, checkInstance, claimMember, unknownMember } from './members.ts';
import { nextStep } from './reconcile.ts';
import { refreshRegexes, validateRegex } from './regex-subscriptions.ts';
import { bumpEpochIfNeeded, updateTargetAssignment } from './target-assignment.ts';
import { validateHeartbeat } from './validate-heartbeat.ts';

export function consumerGroupHeartbeat(
  store: GroupStore,
  request: ConsumerGroupHeartbeatRequest,
  context: GroupRequestContext,
): ConsumerGroupHeartbeatResponse {
  const invalid = validateHeartbeat(request, context.apiVersion, store.config['group.consumer.assignors']);
  const isLeaving = request.memberEpoch === LEAVE_EPOCH || request.memberEpoch === LEAVE_STATIC_EPOCH;
  const outcome = invalid ?? (isLeaving ? leave(store, request) : heartbeat(store, request, context));
  if (!(outcome instanceof Refusal)) return outcome;
  abandon(store, request.groupId);
  return newConsumerGroupHeartbeatResponse({ errorCode: outcome.errorCode, errorMessage: outcome.message });
}

/** Nothing of the request counts: neither its records, nor a group made for it, nor timers disarmed on the way. */
export function abandon(store: GroupStore, groupId: string): void {
  store.rollback();
  const group = store.consumerGroup(groupId);
  if (group === null) return;
  if (group.groupEpoch > 0) {
    armMemberTimers(store, group);
    return;
  }
  store.groups.delete(groupId);
  if (store.offsets.has(groupId)) store.createClassicGroup(groupId);
}

function heartbeat(
  store: GroupStore,
  request: ConsumerGroupHeartbeatRequest,
  context: GroupRequestContext,
): ConsumerGroupHeartbeatResponse | Refusal {
  const isJoining = request.memberEpoch === JOIN_EPOCH;
  const group = findGroup(store, request.groupId, isJoining);
  if (group instanceof Refusal) return group;
  const memberId = request.memberId === '' ? store.ports.randomUuid() : request.memberId;
  const { instanceId, topicPartitions: owned } = request;
  const refused = checkCapacity(store, group, memberId, instanceId);
  if (refused !== null) return refused;
  const member = claimMember(store, group, {
    memberId,
    instanceId,
    memberEpoch: request.memberEpoch,
    owned,
    isJoining,
    isClassic: false,
  });
  if (member instanceof Refusal) return member;

  const updated: ConsumerMember = {
    ...member,
    instanceId: instanceId ?? member.instanceId,
    rackId: request.rackId ?? member.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? member.serverAssignor,
    subscribedTopicNames:
      request.subscribedTopicNames === null ? member.subscribedTopicNames : sortedNames(request.subscribedTopicNames),
    subscribedTopicRegex: request.subscribedTopicRegex ?? member.subscribedTopicRegex,
    clientId: context.clientId,
    clientHost: context.clientHost,
    classic: null,
  };
  const reconciled = updateMember(store, group, member, updated, owned, context);
  if (reconciled instanceof Refusal) return reconciled;
  renewSession(store, group, reconciled);
  return newConsumerGroupHeartbeatResponse({
    memberId,
    memberEpoch: reconciled.memberEpoch,
    heartbeatIntervalMs: heartbeatIntervalMs(store, request.groupId),
    assignment: mustTellAssignment(request, member, reconciled)
      ? { topicPartitions: toTopicPartitions(partitionsOf(reconciled.assigned)) }
      : null,
  });
}

/** A member that says everything (as after an error) is told everything. */
function mustTellAssignment(
  request: ConsumerGroupHeartbeatRequest,
  before: ConsumerMember,
  after: ConsumerMember,
): boolean {
  if (request.memberEpoch === JOIN_EPOCH) return true;
  const saysAll =
    request.rebalanceTimeoutMs !== -1 &&
    (request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null) &&
    request.topicPartitions !== null;
  if (saysAll) return true;
  return (
    before.assigned !== after.assigned && !sameAssignment(partitionsOf(before.assigned), partitionsOf(after.assigned))
  );
}

/** Takes over what the member says of itself, and moves group and member on. Returns the member as it is now. */
export function updateMember(
  store: GroupStore,
  group: ConsumerGroup,
  before: ConsumerMember,
  updated: ConsumerMember,
  owned: readonly TopicPartitions[] | null,
  context: GroupRequestContext,
): ConsumerMember | Refusal {
  const subscriptionChanged = describeMember(store, group, before, updated, context);
  if (subscriptionChanged instanceof Refusal) return subscriptionChanged;
  updateTargetAssignment(store, group);
  return reconcile(store, group, updated.memberId, owned, subscriptionChanged);
}

/** The first half of `updateMember`: up to the group's epoch. True if the member's subscription changed. */
export function describeMember(
  store: GroupStore,
  group: ConsumerGroup,
  before: ConsumerMember,
  updated: ConsumerMember,
  context: GroupRequestContext,
): boolean | Refusal {
  const regexChanged = before.subscribedTopicRegex !== updated.subscribedTopicRegex;
  if (regexChanged && updated.subscribedTopicRegex !== '') {
    const refused = validateRegex(updated.subscribedTopicRegex);
    if (refused !== null) return refused;
  }
  const isNew = !group.members.has(updated.memberId);
  const isChanged = isNew || !sameMetadata(before, updated);
  const assignorBefore = isChanged ? assignorOf(store, group) : undefined;
  if (isChanged) {
    store.emit({
      type: RecordType.ConsumerGroupMemberMetadata,
      key: { groupId: group.groupId, memberId: updated.memberId },
      value: metadataValue(updated),
    });
  }
  const namesChanged = isChanged && !sameNames(before.subscribedTopicNames, updated.subscribedTopicNames);
  const resolvedChanged = refreshRegexes(store, group, context.mayDescribeTopic);
  const subscriptionChanged = namesChanged || regexChanged || resolvedChanged;
  const assignorChanged = isChanged && assignorBefore !== assignorOf(store, group);
  bumpEpochIfNeeded(store, group, isNew || subscriptionChanged || assignorChanged);
  return subscriptionChanged;
}

const assignorOf = (store: GroupStore, group: ConsumerGroup): string | undefined =>
  group.preferredAssignor() ?? store.config['group.consumer.assignors'][0];

/** The second half: the member's own next step. */
export function reconcile(
  store: GroupStore,
  group: ConsumerGroup,
  memberId: string,
  owned: readonly TopicPartitions[] | null,
  hasSubscriptionChanged: boolean,
): ConsumerMember | Refusal {
  const member = group.members.get(memberId)!;
  if (!hasSubscriptionChanged && isReconciledTo(member, group.assignmentEpoch)) return member;
  const next = nextStep({
    group,
    member,
    topics: store.ports.topics,
    targetEpoch: group.assignmentEpoch,
    target: group.target(memberId),
    hasSubscriptionChanged,
    owned,
  });
  if (next === null) {
    return new Refusal(
      ErrorCode.FENCED_MEMBER_EPOCH,
      'The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin.',
    );
  }
  if (!sameCurrentAssignment(member, next)) {
    store.emit({
      type: RecordType.ConsumerGroupCurrentMemberAssignment,
      key: { groupId: group.groupId, memberId },
      value: currentAssignmentValue(next),
    });
  }
  watchRevocation(store, group, next);
  return next;
}

/** The group the member speaks of; one that joins makes it, or turns a classic one into it. */
function findGroup(store: GroupStore, groupId: string, isJoining: boolean): ConsumerGroup | Refusal {
  const group = store.groups.get(groupId);
  if (group?.type === 'consumer') return group;
  if (!isJoining) {
    const message =
      group === undefined ? `Consumer group ${groupId} not found.` : `Group ${groupId} is not a consumer group.`;
    return new Refusal(ErrorCode.GROUP_ID_NOT_FOUND, message);
  }
  if (group !== undefined && group.state !== 'Empty') return upgrade(store, group);
  if (group !== undefined) deleteGroupRecords(store, group);
  // It becomes part of the store with its first record.
  const created = new ConsumerGroup(groupId);
  store.groups.set(groupId, created);
  return created;
}

function leave(store: GroupStore, request: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse | Refusal {
  const { groupId, memberId, memberEpoch, instanceId } = request;
  const group = store.consumerGroup(groupId);
  if (group === null) {
    return new Refusal(
      ErrorCode.GROUP_ID_NOT_FOUND,
      store.groups.has(groupId) ? `Group ${groupId} is not a consumer group.` : `Group ${groupId} not found.`,
    );
  }
  const member = instanceId === null ? (group.members.get(memberId) ?? null) : group.staticMember(instanceId);
  if (member === null) {
    return instanceId === null
      ? unknownMember(group, memberId)
      : new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
  }
  const fenced = instanceId === null ? null : checkInstance(member, memberId, instanceId);
  if (fenced !== null) return fenced;
  if (memberEpoch === LEAVE_STATIC_EPOCH) pause(store, group, member);
  else fenceMembers(store, group, [member]);
  return newConsumerGroupHeartbeatResponse({ memberId, memberEpoch });
}

/** A static member stops for a while: its partitions stay its own, so that its return moves nothing. */
function pause(store: GroupStore, group: ConsumerGroup, member: ConsumerMember): void {
  const assigned = new Map(
    [...member.assigned].map(([topicId, partitions]) => [
      topicId,
      new Map([...partitions.keys()].map((partition) => [partition, 0])),
    ]),
  );
  const paused: ConsumerMember = {
    ...member,
    memberEpoch: LEAVE_STATIC_EPOCH,
    assigned,
    pendingRevocation: EMPTY_EPOCHS,
  };
  store.emit({
    type: RecordType.ConsumerGroupCurrentMemberAssignment,
    key: { groupId: group.groupId, memberId: member.memberId },
    value: currentAssignmentValue(paused),
  });
}
