/** SyncGroup of a classic group: the leader brings the assignment, everybody else waits for it. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { SyncGroupRequest } from '../../protocol/generated/sync-group-request.ts';
import { newSyncGroupResponse } from '../../protocol/generated/sync-group-response.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import { NO_BYTES } from './classic-member.ts';
import { validateMember } from './membership.ts';
import { prepareRebalance, propagateAssignments } from './rebalance.ts';

export function syncClassicGroup(
  store: GroupStore,
  group: ClassicGroup,
  ticket: number,
  request: SyncGroupRequest,
): void {
  const error = validateSync(group, request);
  if (error !== ErrorCode.NONE) {
    store.complete(ticket, newSyncGroupResponse({ errorCode: error }));
    return;
  }
  const member = group.members.get(request.memberId)!;
  group.pendingSyncMembers.delete(member.memberId);
  if (group.hasReceivedAllSyncs) store.cancel(group.syncTimer);
  if (group.state === 'Stable') {
    store.renewSession(member);
    store.complete(
      ticket,
      newSyncGroupResponse({
        protocolType: group.protocolType,
        protocolName: group.protocolName,
        assignment: member.assignment,
      }),
    );
    return;
  }
  store.completeSync(member, { errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
  member.syncTicket = ticket;
  if (group.leaderId === member.memberId) acceptAssignment(store, group, request);
}

function validateSync(group: ClassicGroup, request: SyncGroupRequest): number {
  const error = validateMember(group, request.memberId, request.groupInstanceId);
  if (error !== ErrorCode.NONE) return error;
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  if (differs(request.protocolType, group.protocolType) || differs(request.protocolName, group.protocolName)) {
    return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }
  return group.state === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
}

const differs = (given: string | null, own: string | null): boolean => given !== null && own !== null && given !== own;

/** The answers leave when the assignment is durable: it would be lost with the coordinator otherwise. */
function acceptAssignment(store: GroupStore, group: ClassicGroup, request: SyncGroupRequest): void {
  const assignments = new Map(request.assignments.map((one) => [one.memberId, one.assignment.slice()]));
  for (const member of group.members.values()) member.assignment = assignments.get(member.memberId) ?? NO_BYTES;
  group.transitionTo('Stable', store.now);
  store.emitGroupMetadata(group);
  propagateAssignments(store, group);
  const { generationId } = group;
  store.onRejected((errorCode) => {
    if (group.generationId !== generationId || group.state !== 'Stable') return;
    group.resetAssignments();
    prepareRebalance(store, group, `error ${errorCode} when storing the assignment`);
  });
}
