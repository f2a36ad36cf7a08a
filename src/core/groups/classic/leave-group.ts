/** LeaveGroup of a classic group: each member of the batch with an answer of its own, one rebalance for all. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { LeaveGroupRequest } from '../../protocol/generated/leave-group-request.ts';
import type { LeaveGroupResponse } from '../../protocol/generated/leave-group-response.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import { validateMember } from './membership.ts';
import { completeJoinIfReady, forgetMember, rebalanceOrCompleteJoin } from './rebalance.ts';

type Leaver = LeaveGroupRequest['members'][number];

export function leaveClassicGroup(
  store: GroupStore,
  group: ClassicGroup,
  leavers: readonly Leaver[],
): LeaveGroupResponse['members'] {
  const answers = leavers.map((leaver) => ({
    memberId: leaver.memberId,
    groupInstanceId: leaver.groupInstanceId,
    errorCode: leave(store, group, leaver),
  }));
  if (answers.some((answer) => answer.errorCode === ErrorCode.NONE)) {
    if (group.isIn('Stable', 'CompletingRebalance')) rebalanceOrCompleteJoin(store, group, 'members left');
    else completeJoinIfReady(store, group);
  }
  return answers;
}

function leave(store: GroupStore, group: ClassicGroup, leaver: Leaver): number {
  const { groupInstanceId } = leaver;
  const pending = group.pendingMembers.get(leaver.memberId);
  if (pending !== undefined) {
    store.cancel(pending);
    group.remove(leaver.memberId);
    return ErrorCode.NONE;
  }
  // An administrator removes a static member by its instance id alone.
  const memberId =
    leaver.memberId === '' && groupInstanceId !== null
      ? (group.staticMembers.get(groupInstanceId) ?? '')
      : leaver.memberId;
  const error = validateMember(group, memberId, groupInstanceId);
  if (error !== ErrorCode.NONE) return error;
  store.ports.event('classic member left', group.groupId, { memberId, reason: leaver.reason });
  forgetMember(store, group, group.members.get(memberId)!);
  return ErrorCode.NONE;
}
