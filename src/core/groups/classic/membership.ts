/** What a join says of a member, and whether a caller is the member it says it is. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { JoinGroupRequest } from '../../protocol/generated/join-group-request.ts';
import { newJoinGroupResponse } from '../../protocol/generated/join-group-response.ts';
import type { GroupRequestContext } from '../coordinator-contract.ts';
import type { GroupStore } from '../group-store.ts';
import type { ClassicGroup } from './classic-group.ts';
import { type ClassicMember, copyProtocols } from './classic-member.ts';

export interface Join {
  readonly ticket: number;
  readonly request: JoinGroupRequest;
  readonly context: GroupRequestContext;
}

/** Takes over what the member now offers, and parks its join. */
export function updateMember(store: GroupStore, group: ClassicGroup, join: Join, member: ClassicMember): void {
  group.setProtocols(member, copyProtocols(join.request.protocols));
  member.rebalanceTimeoutMs = rebalanceTimeoutOf(join.request);
  member.sessionTimeoutMs = join.request.sessionTimeoutMs;
  store.parkJoin(group, member, join.ticket);
}

/** Before version 1 there was no rebalance timeout: the session timeout served for both. */
export function rebalanceTimeoutOf(request: JoinGroupRequest): number {
  return request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
}

/** Whether the caller is the member it says it is. */
export function validateMember(group: ClassicGroup, memberId: string, groupInstanceId: string | null): number {
  if (groupInstanceId !== null) {
    const owner = group.staticMembers.get(groupInstanceId);
    if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
    if (owner !== memberId) return ErrorCode.FENCED_INSTANCE_ID;
  }
  return group.members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
}

export function refuse(store: GroupStore, join: Join, errorCode: number, memberId = join.request.memberId): void {
  store.complete(join.ticket, newJoinGroupResponse({ memberId, errorCode }));
}
