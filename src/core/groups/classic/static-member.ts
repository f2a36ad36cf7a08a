/** A static member comes back under a new member id (KIP-345): it takes its predecessor's place, without a rebalance where nothing changed. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicMember } from './classic-member.ts';
import { type Join, updateMember } from './membership.ts';
import {
  completeJoinIfReady,
  generationResponse,
  memberList,
  prepareRebalance,
  rebalanceOrCompleteJoin,
} from './rebalance.ts';

/** KIP-814: since version 9 a leader that comes back is told not to compute an assignment. */
const SKIP_ASSIGNMENT_VERSION = 9;

export function replaceStaticMember(
  store: GroupStore,
  group: ClassicGroup,
  join: Join,
  oldMemberId: string,
  newMemberId: string,
): void {
  const old = group.members.get(oldMemberId)!;
  const leaderBefore = group.leaderId;
  const member = succeed(store, group, old, newMemberId);
  updateMember(store, group, join, member);
  store.renewSession(member);

  if (group.state === 'CompletingRebalance') {
    prepareRebalance(store, group, `static member ${newMemberId} replaces ${oldMemberId}`);
  } else if (group.state === 'Stable') {
    if (group.selectProtocol() !== group.protocolName) {
      rebalanceOrCompleteJoin(store, group, `static member ${newMemberId} joined with a change of protocol`);
    } else resumeStable(store, group, join, old, member, leaderBefore);
  } else completeJoinIfReady(store, group);
}

/** The group stays stable; only the new member id has to be durable before the member may use it. */
function resumeStable(
  store: GroupStore,
  group: ClassicGroup,
  join: Join,
  old: ClassicMember,
  member: ClassicMember,
  leaderBefore: string | null,
): void {
  store.emitGroupMetadata(group);
  const isLeader = group.leaderId === member.memberId;
  const canSkip = join.context.apiVersion >= SKIP_ASSIGNMENT_VERSION;
  store.completeJoin(group, member, {
    ...generationResponse(group, member),
    // An older leader must not compute an assignment: it is told that its former self leads.
    leader: (canSkip ? group.leaderId : leaderBefore) ?? '',
    members: canSkip && isLeader ? memberList(group) : [],
    skipAssignment: canSkip && isLeader,
  });
  store.onRejected(() => {
    if (group.members.get(member.memberId) !== member) return;
    const restored = succeed(store, group, member, old.memberId);
    group.setProtocols(restored, old.protocols);
    restored.rebalanceTimeoutMs = old.rebalanceTimeoutMs;
    restored.sessionTimeoutMs = old.sessionTimeoutMs;
    store.renewSession(restored);
  });
}

/** Fences the member and puts a copy of it with another id in its place. */
function succeed(store: GroupStore, group: ClassicGroup, old: ClassicMember, memberId: string): ClassicMember {
  store.completeJoin(group, old, { memberId: old.memberId, errorCode: ErrorCode.FENCED_INSTANCE_ID });
  store.completeSync(old, { errorCode: ErrorCode.FENCED_INSTANCE_ID });
  store.cancel(old.sessionTimer);
  const member = new ClassicMember(group.groupId, { ...fieldsOf(old), memberId });
  group.replace(old.memberId, member);
  return member;
}

function fieldsOf(member: ClassicMember) {
  const {
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    sessionTimeoutMs,
    protocolType,
    protocols,
    assignment,
  } = member;
  return {
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    rebalanceTimeoutMs,
    sessionTimeoutMs,
    protocolType,
    protocols,
    assignment,
  };
}
