/** Heartbeat of a classic group. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { HeartbeatRequest } from '../../protocol/generated/heartbeat-request.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import { validateMember } from './membership.ts';

/** Returns the error code to answer. */
export function heartbeatClassicGroup(store: GroupStore, group: ClassicGroup, request: HeartbeatRequest): number {
  const error = validateMember(group, request.memberId, request.groupInstanceId);
  if (error !== ErrorCode.NONE) return error;
  if (request.generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  store.renewSession(group.members.get(request.memberId)!);
  return group.state === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
}
