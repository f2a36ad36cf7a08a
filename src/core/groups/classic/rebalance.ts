/** How a classic group moves from one generation to the next. Functions over the group store, within one call. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { JoinGroupResponse } from '../../protocol/generated/join-group-response.ts';
import { readSubscription } from '../consumer-protocol.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicMember } from './classic-member.ts';

/** Starts a rebalance where the state allows one, else looks whether the running one is complete. */
export function rebalanceOrCompleteJoin(store: GroupStore, group: ClassicGroup, reason: string): void {
  if (group.isIn('Empty', 'CompletingRebalance', 'Stable')) prepareRebalance(store, group, reason);
  else completeJoinIfReady(store, group);
}

export function prepareRebalance(store: GroupStore, group: ClassicGroup, reason: string): void {
  if (group.state === 'CompletingRebalance') failParkedSyncs(store, group, ErrorCode.REBALANCE_IN_PROGRESS);
  group.pendingSyncMembers.clear();
  store.cancel(group.syncTimer);

  const isInitial = group.state === 'Empty';
  group.transitionTo('PreparingRebalance', store.now);
  store.ports.event('classic group prepares a rebalance', group.groupId, { generation: group.generationId, reason });
  if (isInitial) {
    group.isInitialDelayRunning = true;
    group.newMemberAdded = false;
    group.initialDelayMs = store.config['group.initial.rebalance.delay.ms'];
    group.initialRemainingMs = Math.max(group.rebalanceTimeoutMs - group.initialDelayMs, 0);
    if (group.initialDelayMs > 0) store.schedule(group.joinTimer, group.initialDelayMs);
    // Without a delay there is nothing to wait for: not even one turn of the timer wheel.
    else completeJoinPhase(store, group);
  } else if (group.hasAllMembersJoined) completeJoinPhase(store, group);
  else store.schedule(group.joinTimer, group.rebalanceTimeoutMs);
}

/** All known members have rejoined, outside the initial delay. */
export function completeJoinIfReady(store: GroupStore, group: ClassicGroup): void {
  if (group.state !== 'PreparingRebalance' || group.isInitialDelayRunning || !group.hasAllMembersJoined) return;
  completeJoinPhase(store, group);
}

/** The join timer fell due: the initial delay is extended while members keep coming, then the phase ends. */
export function joinTimerExpired(store: GroupStore, group: ClassicGroup): void {
  if (group.state !== 'PreparingRebalance') return;
  if (group.isInitialDelayRunning && group.newMemberAdded && group.initialRemainingMs > 0) {
    group.newMemberAdded = false;
    const delay = Math.min(store.config['group.initial.rebalance.delay.ms'], group.initialRemainingMs);
    group.initialRemainingMs = Math.max(group.initialRemainingMs - group.initialDelayMs, 0);
    group.initialDelayMs = delay;
    store.schedule(group.joinTimer, delay);
  } else completeJoinPhase(store, group);
}

/** Ends the join phase: who has not come is out (static members stay), the rest form the next generation. */
function completeJoinPhase(store: GroupStore, group: ClassicGroup): void {
  store.cancel(group.joinTimer);
  group.isInitialDelayRunning = false;
  for (const member of [...group.members.values()]) {
    if (member.isAwaitingJoin || member.groupInstanceId !== null) continue;
    store.cancel(member.sessionTimer);
    group.remove(member.memberId);
  }
  if (!group.electJoinedLeader() && group.members.size > 0) {
    // Only static members that are away are left: the group waits for one of them.
    store.schedule(group.joinTimer, group.rebalanceTimeoutMs);
    return;
  }
  startGeneration(store, group);
  if (group.state === 'Empty') {
    store.ports.event('classic group is empty', group.groupId, { generation: group.generationId });
    store.emitGroupMetadata(group);
    return;
  }
  store.ports.event('classic group has a generation', group.groupId, {
    generation: group.generationId,
    members: group.members.size,
  });
  for (const member of group.members.values()) {
    store.completeJoin(group, member, generationResponse(group, member));
    store.renewSession(member);
    member.isNew = false;
    group.pendingSyncMembers.add(member.memberId);
  }
  store.schedule(group.syncTimer, group.rebalanceTimeoutMs);
}

function startGeneration(store: GroupStore, group: ClassicGroup): void {
  group.generationId++;
  group.protocolName = group.members.size === 0 ? null : group.selectProtocol();
  group.subscribedTopics = computeSubscribedTopics(group);
  group.transitionTo(group.members.size === 0 ? 'Empty' : 'CompletingRebalance', store.now);
  group.pendingSyncMembers.clear();
}

/** What the members' metadata says they subscribe to; null where it is not a consumers' group or cannot be read. */
export function computeSubscribedTopics(group: ClassicGroup): ReadonlySet<string> | null {
  if (!group.usesConsumerProtocol) return null;
  const topics = new Set<string>();
  for (const member of group.members.values()) {
    const subscription = readSubscription(member.metadata(group.protocolName));
    if (subscription === null) return null;
    for (const topic of subscription.topics) topics.add(topic);
  }
  return topics;
}

/** The join response of the current generation; only the leader's lists the members. */
export function generationResponse(group: ClassicGroup, member: ClassicMember): Partial<JoinGroupResponse> {
  return {
    generationId: group.generationId,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leaderId ?? '',
    memberId: member.memberId,
    members: group.leaderId === member.memberId ? memberList(group) : [],
  };
}

export function memberList(group: ClassicGroup): JoinGroupResponse['members'] {
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: member.metadata(group.protocolName),
  }));
}

/** Every member's session is counted from its answer on. */
export function propagateAssignments(store: GroupStore, group: ClassicGroup): void {
  for (const member of group.members.values()) {
    const { protocolType, protocolName } = group;
    if (store.completeSync(member, { protocolType, protocolName, assignment: member.assignment }))
      store.renewSession(member);
  }
}

function failParkedSyncs(store: GroupStore, group: ClassicGroup, errorCode: number): void {
  group.resetAssignments();
  for (const member of group.members.values()) {
    if (store.completeSync(member, { errorCode })) store.renewSession(member);
  }
}

/** The member is gone for good; the others have to share its part. */
export function removeMember(store: GroupStore, group: ClassicGroup, member: ClassicMember, reason: string): void {
  forgetMember(store, group, member);
  if (group.isIn('Stable', 'CompletingRebalance')) rebalanceOrCompleteJoin(store, group, reason);
  else if (group.state === 'PreparingRebalance') completeRemainder(store, group);
}

/** Answers what the member has parked and removes it, without a rebalance. */
export function forgetMember(store: GroupStore, group: ClassicGroup, member: ClassicMember): void {
  store.completeJoin(group, member, { errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
  store.completeSync(member, { errorCode: ErrorCode.UNKNOWN_MEMBER_ID });
  store.cancel(member.sessionTimer);
  group.remove(member.memberId);
}

export function removePendingMember(store: GroupStore, group: ClassicGroup, memberId: string): void {
  const timer = group.pendingMembers.get(memberId);
  if (timer !== undefined) store.cancel(timer);
  group.remove(memberId);
  if (group.state === 'PreparingRebalance') completeRemainder(store, group);
}

/** Somebody left during the join phase: perhaps only those who have joined remain. */
function completeRemainder(store: GroupStore, group: ClassicGroup): void {
  if (group.hasAllMembersJoined) completeJoinPhase(store, group);
}

export function sessionExpired(store: GroupStore, group: ClassicGroup, memberId: string): void {
  if (group.pendingMembers.has(memberId)) {
    removePendingMember(store, group, memberId);
    return;
  }
  const member = group.members.get(memberId);
  if (member === undefined) return;
  if (member.hasSatisfiedHeartbeat) return;
  store.ports.event('classic member expired', group.groupId, { memberId });
  removeMember(store, group, member, `removing member ${memberId} on heartbeat expiration`);
}

export function syncTimerExpired(store: GroupStore, group: ClassicGroup): void {
  if (!group.isIn('CompletingRebalance', 'Stable') || group.hasReceivedAllSyncs) return;
  const missing = [...group.pendingSyncMembers];
  for (const memberId of missing) {
    const member = group.members.get(memberId);
    if (member !== undefined) forgetMember(store, group, member);
  }
  prepareRebalance(store, group, `removing ${missing.join(', ')} on pending sync request expiration`);
}
