/** JoinGroup of a classic group: who may be a member, and whether the join starts a rebalance. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import { newJoinGroupResponse } from '../../protocol/generated/join-group-response.ts';
import { NEW_MEMBER_JOIN_TIMEOUT_MS } from '../group-config.ts';
import type { GroupStore } from '../group-store.ts';
import { TimerKind } from '../group-timer.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicMember, copyProtocols, NO_BYTES } from './classic-member.ts';
import { type Join, rebalanceTimeoutOf, refuse, updateMember, validateMember } from './membership.ts';
import { generationResponse, rebalanceOrCompleteJoin } from './rebalance.ts';
import { replaceStaticMember } from './static-member.ts';

export function joinClassicGroup(store: GroupStore, join: Join): void {
  const { request } = join;
  const existing = store.classicGroup(request.groupId);
  if (existing === null && (request.memberId !== '' || store.groups.has(request.groupId))) {
    refuse(store, join, ErrorCode.UNKNOWN_MEMBER_ID);
    return;
  }
  const group = existing ?? store.createClassicGroup(request.groupId);
  joinGroup(store, group, join);
  // A group is on disk before anybody hears of it: this also finds out whether the partition can be written.
  if (existing === null && group.persisted === null) persistNewGroup(store, group);
}

function persistNewGroup(store: GroupStore, group: ClassicGroup): void {
  const empty = {
    protocolType: '',
    generation: 0,
    protocol: null,
    leader: null,
    currentStateTimestamp: store.now,
    members: [],
  };
  store.emit({ type: 2, key: { group: group.groupId }, value: empty });
  store.onRejected((errorCode) => {
    store.dissolve(group, errorCode);
    if (store.groups.get(group.groupId) === group) store.groups.delete(group.groupId);
  });
}

function joinGroup(store: GroupStore, group: ClassicGroup, join: Join): void {
  const { request } = join;
  if (!accepts(store, group, request.memberId)) {
    const member = group.members.get(request.memberId);
    if (member !== undefined) store.cancel(member.sessionTimer);
    const pending = group.pendingMembers.get(request.memberId);
    if (pending !== undefined) store.cancel(pending);
    group.remove(request.memberId);
    refuse(store, join, ErrorCode.GROUP_MAX_SIZE_REACHED, '');
  } else if (!group.supports(request.protocolType, request.protocols)) {
    refuse(store, join, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  } else if (request.memberId === '') joinUnknown(store, group, join);
  else joinKnown(store, group, join);
}

/** `group.max.size` counts members, and during a rebalance those who have rejoined. */
function accepts(store: GroupStore, group: ClassicGroup, memberId: string): boolean {
  const limit = store.config['group.max.size'];
  const member = group.members.get(memberId);
  switch (group.state) {
    case 'PreparingRebalance':
      return member?.isAwaitingJoin === true || group.awaitingJoinCount < limit;
    case 'CompletingRebalance':
    case 'Stable':
      return member !== undefined || group.members.size < limit;
    default:
      return true;
  }
}

function joinUnknown(store: GroupStore, group: ClassicGroup, join: Join): void {
  const { request, context } = join;
  const { groupInstanceId } = request;
  const memberId = `${groupInstanceId ?? context.clientId}-${store.ports.randomUuid()}`;
  const oldMemberId = groupInstanceId === null ? undefined : group.staticMembers.get(groupInstanceId);
  if (oldMemberId !== undefined) replaceStaticMember(store, group, join, oldMemberId, memberId);
  else if (groupInstanceId === null && context.apiVersion >= 4) {
    // KIP-394: a client that crashes between join and answer leaves an id behind, not a member.
    const timer = { kind: TimerKind.ClassicSession, groupId: group.groupId, memberId };
    group.pendingMembers.set(memberId, timer);
    store.schedule(timer, request.sessionTimeoutMs);
    refuse(store, join, ErrorCode.MEMBER_ID_REQUIRED, memberId);
  } else addMember(store, group, join, memberId);
}

function joinKnown(store: GroupStore, group: ClassicGroup, join: Join): void {
  const { request } = join;
  if (group.pendingMembers.has(request.memberId) && request.groupInstanceId === null) {
    addMember(store, group, join, request.memberId);
    return;
  }
  const error = validateMember(group, request.memberId, request.groupInstanceId);
  if (error !== ErrorCode.NONE) {
    refuse(store, join, error);
    return;
  }
  const member = group.members.get(request.memberId)!;
  const isUnchanged = member.offers(request.protocols);
  const isLeader = group.leaderId === member.memberId;
  if (group.state === 'CompletingRebalance' ? isUnchanged : group.state === 'Stable' && isUnchanged && !isLeader) {
    store.complete(join.ticket, newJoinGroupResponse(generationResponse(group, member)));
  } else if (group.state === 'Empty' || group.state === 'Dead') {
    refuse(store, join, ErrorCode.UNKNOWN_MEMBER_ID);
  } else {
    updateMember(store, group, join, member);
    rebalanceOrCompleteJoin(
      store,
      group,
      `${isLeader ? 'leader' : 'member'} ${member.memberId} rejoins; client reason: ${request.reason ?? 'not provided'}`,
    );
  }
}

function addMember(store: GroupStore, group: ClassicGroup, join: Join, memberId: string): void {
  const { request, context } = join;
  const pending = group.pendingMembers.get(memberId);
  if (pending !== undefined) store.cancel(pending);
  const member = new ClassicMember(group.groupId, {
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId: context.clientId,
    clientHost: context.clientHost,
    rebalanceTimeoutMs: rebalanceTimeoutOf(request),
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocolType: request.protocolType,
    protocols: copyProtocols(request.protocols),
    assignment: NO_BYTES,
  });
  member.isNew = true;
  if (group.isInitialDelayRunning) group.newMemberAdded = true;
  group.add(member);
  store.parkJoin(group, member, join.ticket);
  store.renewSession(member, NEW_MEMBER_JOIN_TIMEOUT_MS);
  rebalanceOrCompleteJoin(
    store,
    group,
    `adding new member ${memberId}; client reason: ${request.reason ?? 'not provided'}`,
  );
}
