/** Which member a request speaks for, and whether it may. Shared by the consumer protocol and classic members of a consumer group. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { GroupStore } from '../group-store.ts';
import { Refusal } from '../refusal.ts';
import { contains, type TopicPartitions } from './assignment.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, JOIN_EPOCH, LEAVE_STATIC_EPOCH, newMember } from './consumer-member.ts';
import { replaceMember } from './fence-members.ts';

export interface Claim {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** -1 for a classic member, which is checked by generation elsewhere. */
  readonly memberEpoch: number;
  readonly owned: readonly TopicPartitions[] | null;
  readonly isJoining: boolean;
  readonly isClassic: boolean;
}

/** The member as it is before the request; a new one is not in the group yet. */
export function claimMember(store: GroupStore, group: ConsumerGroup, claim: Claim): ConsumerMember | Refusal {
  return claim.instanceId === null ? claimDynamic(group, claim) : claimStatic(store, group, claim, claim.instanceId);
}

export function checkCapacity(
  store: GroupStore,
  group: ConsumerGroup,
  memberId: string,
  instanceId: string | null,
): Refusal | null {
  const limit = store.config['group.consumer.max.size'];
  if (group.members.size < limit || group.members.has(memberId)) return null;
  if (instanceId !== null && group.staticMembers.has(instanceId)) return null;
  return new Refusal(
    ErrorCode.GROUP_MAX_SIZE_REACHED,
    `The consumer group has reached its maximum capacity of ${limit} members.`,
  );
}

function claimDynamic(group: ConsumerGroup, claim: Claim): ConsumerMember | Refusal {
  const member = group.members.get(claim.memberId);
  if (member === undefined) return claim.isJoining ? newMember(claim.memberId) : unknownMember(group, claim.memberId);
  return claim.isClassic ? member : (checkEpoch(member, claim) ?? member);
}

function claimStatic(
  store: GroupStore,
  group: ConsumerGroup,
  claim: Claim,
  instanceId: string,
): ConsumerMember | Refusal {
  const existing = group.staticMember(instanceId);
  if (!claim.isJoining) {
    if (existing === null) return new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
    return (
      checkInstance(existing, claim.memberId, instanceId) ??
      (claim.isClassic ? null : checkEpoch(existing, claim)) ??
      existing
    );
  }
  if (existing === null) return group.members.get(claim.memberId) ?? newMember(claim.memberId);
  if (existing.memberId === claim.memberId && existing.memberEpoch !== LEAVE_STATIC_EPOCH && !claim.isClassic)
    return existing;
  // Two consumers of one instance id: the first keeps it until it leaves. A classic one is replaced, as ever.
  if (!claim.isClassic && existing.classic === null && existing.memberEpoch !== LEAVE_STATIC_EPOCH) {
    const message = `Static member ${claim.memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ${existing.memberId} member.`;
    return new Refusal(ErrorCode.UNRELEASED_INSTANCE_ID, message);
  }
  const successor: ConsumerMember = {
    ...existing,
    memberId: claim.memberId,
    memberEpoch: JOIN_EPOCH,
    previousMemberEpoch: JOIN_EPOCH,
  };
  replaceMember(store, group, existing, successor);
  return successor;
}

export function unknownMember(group: ConsumerGroup, memberId: string): Refusal {
  return new Refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${group.groupId}.`);
}

export function checkInstance(member: ConsumerMember, memberId: string, instanceId: string): Refusal | null {
  if (member.memberId === memberId) return null;
  return new Refusal(
    ErrorCode.FENCED_INSTANCE_ID,
    `Static member ${memberId} with instance id ${instanceId} was fenced by member ${member.memberId}.`,
  );
}

/** A lost response leaves the member one epoch behind: that is forgiven while it owns nothing it should not. */
function checkEpoch(member: ConsumerMember, { memberEpoch, owned }: Claim): Refusal | null {
  if (memberEpoch === JOIN_EPOCH || memberEpoch === member.memberEpoch) return null;
  const isOneBehind = memberEpoch < member.memberEpoch && memberEpoch === member.previousMemberEpoch;
  if (isOneBehind && owned !== null && contains(member.assigned, owned)) return null;
  const relation = memberEpoch > member.memberEpoch ? 'greater' : 'smaller';
  const message =
    `The consumer group member has a ${relation} member epoch (${memberEpoch}) than the one known by the group coordinator (${member.memberEpoch}). ` +
    'The member must abandon all its partitions and rejoin.';
  return new Refusal(ErrorCode.FENCED_MEMBER_EPOCH, message);
}
