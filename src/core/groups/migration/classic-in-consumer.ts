/**
 * Members of a consumer group that speak the classic protocol, while the group is being migrated. A generation is their
 * member epoch, JoinGroup is their heartbeat, SyncGroup hands out what they own; there is no leader among them.
 */

import { ErrorCode } from '../../protocol/error-codes.ts';
import type { HeartbeatRequest } from '../../protocol/generated/heartbeat-request.ts';
import { newJoinGroupResponse } from '../../protocol/generated/join-group-response.ts';
import type { LeaveGroupRequest } from '../../protocol/generated/leave-group-request.ts';
import type { LeaveGroupResponse } from '../../protocol/generated/leave-group-response.ts';
import type { SyncGroupRequest } from '../../protocol/generated/sync-group-request.ts';
import { newSyncGroupResponse, type SyncGroupResponse } from '../../protocol/generated/sync-group-response.ts';
import { CONSUMER_PROTOCOL_TYPE } from '../classic/classic-group.ts';
import { copyProtocols } from '../classic/classic-member.ts';
import type { Join } from '../classic/membership.ts';
import { prepareRebalance } from '../classic/rebalance.ts';
import { fromTopicPartitions, partitionsOf, toTopicPartitions } from '../consumer/assignment.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import { type ConsumerMember, MemberState, sortedNames } from '../consumer/consumer-member.ts';
import { fenceMembers } from '../consumer/fence-members.ts';
import { abandon, describeMember, reconcile, updateMember } from '../consumer/heartbeat.ts';
import { renewSession } from '../consumer/member-timers.ts';
import { checkCapacity, checkInstance, claimMember, unknownMember } from '../consumer/members.ts';
import { readSubscription, subscriptionVersion } from '../consumer-protocol.ts';
import type { GroupStore } from '../group-store.ts';
import { Refusal } from '../refusal.ts';
import { downgrade, encodeTarget, mayDowngrade } from './downgrade.ts';

export function joinConsumerGroup(store: GroupStore, group: ConsumerGroup, join: Join): void {
  const refused = tryJoin(store, group, join);
  if (refused === null) return;
  abandon(store, group.groupId);
  store.complete(
    join.ticket,
    newJoinGroupResponse({ memberId: refused.message ?? join.request.memberId, errorCode: refused.errorCode }),
  );
}

/** A Refusal's message is here the member id to answer with, where it is not the request's. */
function tryJoin(store: GroupStore, group: ConsumerGroup, { ticket, request, context }: Join): Refusal | null {
  const { groupInstanceId } = request;
  const isUnknown = request.memberId === '';
  const memberId = isUnknown ? store.ports.randomUuid() : request.memberId;
  const subscription = readSubscription(request.protocols[0]?.metadata ?? new Uint8Array(0));
  const isSupported = group.supportsClassicProtocols(
    request.protocolType,
    request.protocols.map(({ name }) => name),
  );
  if (store.config['group.consumer.migration.policy'] === 'disabled' || !isSupported || subscription === null) {
    return new Refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }
  const isFull = checkCapacity(store, group, memberId, groupInstanceId);
  if (isFull !== null) return new Refusal(isFull.errorCode);
  if (isUnknown && groupInstanceId === null && context.apiVersion >= 4)
    return new Refusal(ErrorCode.MEMBER_ID_REQUIRED, memberId);

  const predecessor = group.staticMember(groupInstanceId);
  const isJoining = groupInstanceId === null || isUnknown;
  const member = claimMember(store, group, {
    memberId,
    instanceId: groupInstanceId,
    memberEpoch: -1,
    owned: [],
    isJoining,
    isClassic: true,
  });
  if (member instanceof Refusal) return new Refusal(member.errorCode);
  const owned = toTopicPartitions(
    fromTopicPartitions(
      subscription.ownedPartitions.flatMap(({ topic, partitions }) => {
        const topicId = store.ports.topics.topicId(topic);
        return topicId === null ? [] : [{ topicId, partitions }];
      }),
    ),
  );
  const updated: ConsumerMember = {
    ...member,
    instanceId: groupInstanceId ?? member.instanceId,
    rackId: subscription.rackId ?? member.rackId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    subscribedTopicNames: sortedNames(subscription.topics),
    subscribedTopicRegex: '',
    clientId: context.clientId,
    clientHost: context.clientHost,
    classic: { sessionTimeoutMs: request.sessionTimeoutMs, supportedProtocols: copyProtocols(request.protocols) },
  };
  // The last consumer-protocol member came back as a classic one: so is the group.
  const others = [...group.members.values()].filter(
    (one) => one.memberId !== updated.memberId && one.memberId !== predecessor?.memberId,
  );
  const isLastToReturn =
    predecessor !== null && predecessor.classic === null && mayDowngrade(store, [...others, updated]);
  const reconciled = isLastToReturn
    ? returnAsClassic(store, group, member, updated, owned, { ticket, request, context })
    : updateMember(store, group, member, updated, owned, context);
  if (reconciled instanceof Refusal) return new Refusal(reconciled.errorCode);
  if (!isLastToReturn) {
    const timers = group.timersOf(reconciled.memberId);
    store.cancel(timers.join);
    renewSession(store, group, reconciled);
    store.schedule(timers.sync, updated.rebalanceTimeoutMs);
  }
  store.complete(
    ticket,
    newJoinGroupResponse({
      memberId: reconciled.memberId,
      generationId: reconciled.memberEpoch,
      protocolType: CONSUMER_PROTOCOL_TYPE,
      protocolName: updated.classic!.supportedProtocols[0]!.name,
    }),
  );
  return null;
}

function returnAsClassic(
  store: GroupStore,
  group: ConsumerGroup,
  member: ConsumerMember,
  updated: ConsumerMember,
  owned: readonly { topicId: string; partitions: number[] }[],
  { context }: Join,
): ConsumerMember | Refusal {
  const subscriptionChanged = describeMember(store, group, member, updated, context);
  if (subscriptionChanged instanceof Refusal) return subscriptionChanged;
  const mustRebalance = group.assignmentEpoch < group.groupEpoch;
  const reconciled = mustRebalance
    ? group.members.get(updated.memberId)!
    : reconcile(store, group, updated.memberId, owned, subscriptionChanged);
  if (reconciled instanceof Refusal) return reconciled;
  const classic = downgrade(store, group, [...group.members.values()]);
  if (mustRebalance) prepareRebalance(store, classic, 'downgraded with a stale assignment');
  return mustRebalance ? reconciled : { ...reconciled, memberEpoch: classic.generationId };
}

export function syncConsumerGroup(
  store: GroupStore,
  group: ConsumerGroup,
  request: SyncGroupRequest,
): SyncGroupResponse {
  const member = findClassicMember(group, request.memberId, request.groupInstanceId);
  if (typeof member === 'number') return newSyncGroupResponse({ errorCode: member });
  if (member.memberEpoch !== request.generationId)
    return newSyncGroupResponse({ errorCode: ErrorCode.ILLEGAL_GENERATION });
  const protocol = member.classic!.supportedProtocols[0];
  if (
    (request.protocolType ?? CONSUMER_PROTOCOL_TYPE) !== CONSUMER_PROTOCOL_TYPE ||
    (request.protocolName ?? protocol?.name) !== protocol?.name
  ) {
    return newSyncGroupResponse({ errorCode: ErrorCode.INCONSISTENT_GROUP_PROTOCOL });
  }
  if (group.assignmentEpoch > member.memberEpoch && member.state !== MemberState.UnrevokedPartitions) {
    expectJoin(store, group, member);
    return newSyncGroupResponse({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
  }
  store.cancel(group.timersOf(member.memberId).sync);
  renewSession(store, group, member);
  const assignment = encodeTarget(
    store,
    partitionsOf(member.assigned),
    subscriptionVersion(protocol?.metadata ?? new Uint8Array(0)),
  );
  return newSyncGroupResponse({ protocolType: request.protocolType, protocolName: request.protocolName, assignment });
}

/** Returns the error code to answer: REBALANCE_IN_PROGRESS makes the member join again, and so take its next step. */
export function heartbeatConsumerGroup(store: GroupStore, group: ConsumerGroup, request: HeartbeatRequest): number {
  const member = findClassicMember(group, request.memberId, request.groupInstanceId);
  if (typeof member === 'number') return member;
  if (member.memberEpoch !== request.generationId) return ErrorCode.ILLEGAL_GENERATION;
  renewSession(store, group, member);
  const mustRejoin =
    member.memberEpoch < group.assignmentEpoch ||
    member.state === MemberState.UnrevokedPartitions ||
    (member.state === MemberState.UnreleasedPartitions && !group.isWaitingForRelease(member));
  if (!mustRejoin) return ErrorCode.NONE;
  expectJoin(store, group, member);
  return ErrorCode.REBALANCE_IN_PROGRESS;
}

export function leaveConsumerGroup(
  store: GroupStore,
  group: ConsumerGroup,
  leavers: LeaveGroupRequest['members'],
): LeaveGroupResponse['members'] {
  const leaving = new Set<ConsumerMember>();
  const answers = leavers.map(({ memberId, groupInstanceId }) => {
    const member =
      groupInstanceId === null ? (group.members.get(memberId) ?? null) : group.staticMember(groupInstanceId);
    if (member === null) return { memberId, groupInstanceId, errorCode: ErrorCode.UNKNOWN_MEMBER_ID };
    const isFenced =
      groupInstanceId !== null && memberId !== '' && checkInstance(member, memberId, groupInstanceId) !== null;
    if (isFenced) return { memberId, groupInstanceId, errorCode: ErrorCode.FENCED_INSTANCE_ID };
    leaving.add(member);
    return { memberId, groupInstanceId, errorCode: ErrorCode.NONE };
  });
  fenceMembers(store, group, [...leaving]);
  return answers;
}

function findClassicMember(group: ConsumerGroup, memberId: string, instanceId: string | null): ConsumerMember | number {
  const member = instanceId === null ? (group.members.get(memberId) ?? null) : group.staticMember(instanceId);
  if (member === null) return unknownMember(group, memberId).errorCode;
  if (instanceId !== null && member.memberId !== memberId) return ErrorCode.FENCED_INSTANCE_ID;
  return member.classic === null ? ErrorCode.UNKNOWN_MEMBER_ID : member;
}

/** A member told to rejoin has its rebalance timeout for it. */
function expectJoin(store: GroupStore, group: ConsumerGroup, member: ConsumerMember): void {
  const { join } = group.timersOf(member.memberId);
  if (!store.timers.isScheduled(join)) store.schedule(join, member.rebalanceTimeoutMs);
}
