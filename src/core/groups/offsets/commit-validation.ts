/** Who may commit offsets for a group, by the group's kind and state. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { ClassicGroup } from '../classic/classic-group.ts';
import { validateMember } from '../classic/membership.ts';
import type { ConsumerGroup } from '../consumer/consumer-group.ts';
import type { ConsumerMember } from '../consumer/consumer-member.ts';
import type { GroupStore } from '../group-store.ts';

export interface Committer {
  readonly groupId: string;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly generationIdOrMemberEpoch: number;
  readonly isTransactional: boolean;
  /** The version of the request knows GROUP_ID_NOT_FOUND and STALE_MEMBER_EPOCH, and may come from a consumer-protocol member. */
  readonly knowsMemberEpochs: boolean;
}

/** Either an error for the whole request, or a check of each partition (null where all may be committed). */
export type CommitVerdict = {
  readonly errorCode: number;
  readonly mayCommit: ((topicId: string, partition: number) => boolean) | null;
};

const ALLOWED: CommitVerdict = { errorCode: ErrorCode.NONE, mayCommit: null };
const refused = (errorCode: number): CommitVerdict => ({ errorCode, mayCommit: null });

export function validateCommit(store: GroupStore, committer: Committer): CommitVerdict {
  const group = store.groups.get(committer.groupId);
  if (group === undefined) {
    // Without a group there are no members to be fenced by: a "simple" consumer manages its own assignment.
    if (committer.generationIdOrMemberEpoch < 0) return ALLOWED;
    return refused(committer.knowsMemberEpochs ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION);
  }
  if (group.type === 'classic') return refused(validateClassic(store, group, committer));
  const verdict = validateConsumer(group, committer);
  if (verdict.errorCode !== ErrorCode.STALE_MEMBER_EPOCH || committer.knowsMemberEpochs) return verdict;
  return refused(ErrorCode.ILLEGAL_GENERATION);
}

function validateClassic(store: GroupStore, group: ClassicGroup, committer: Committer): number {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: generation, isTransactional } = committer;
  if (generation < 0 && group.state === 'Empty') return ErrorCode.NONE;
  if (generation >= 0 || memberId !== '' || groupInstanceId !== null) {
    const error = validateMember(group, memberId, groupInstanceId);
    if (error !== ErrorCode.NONE) return error;
    if (generation !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  } else if (!isTransactional && group.state !== 'Empty') return ErrorCode.UNKNOWN_MEMBER_ID;
  if (isTransactional) return ErrorCode.NONE;
  if (group.state === 'CompletingRebalance') return ErrorCode.REBALANCE_IN_PROGRESS;
  const member = group.members.get(memberId);
  if (member !== undefined) store.renewSession(member);
  return ErrorCode.NONE;
}

function validateConsumer(group: ConsumerGroup, committer: Committer): CommitVerdict {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: epoch, isTransactional } = committer;
  if (epoch < 0 && group.members.size === 0) return ALLOWED;
  // A transactional producer need not say which member it commits for.
  if (isTransactional && epoch === -1 && memberId === '' && groupInstanceId === null) return ALLOWED;
  const member = group.members.get(memberId);
  if (member === undefined) return refused(ErrorCode.UNKNOWN_MEMBER_ID);
  if (!isTransactional && member.classic === null && !committer.knowsMemberEpochs)
    return refused(ErrorCode.UNSUPPORTED_VERSION);
  const stale = member.classic === null ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.ILLEGAL_GENERATION;
  if (epoch === member.memberEpoch) return ALLOWED;
  if (epoch > member.memberEpoch) return refused(stale);
  // KIP-1251: an older epoch is good enough for a partition that the member has owned since then.
  return { errorCode: stale, mayCommit: (topicId, partition) => ownedSince(member, topicId, partition, epoch) };
}

function ownedSince(member: ConsumerMember, topicId: string, partition: number, epoch: number): boolean {
  const assignedAt =
    member.assigned.get(topicId)?.get(partition) ?? member.pendingRevocation.get(topicId)?.get(partition);
  return assignedAt !== undefined && epoch >= assignedAt;
}
