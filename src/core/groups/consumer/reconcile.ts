/**
 * The next step of one member towards the target assignment. A partition changes hands in this order: its old owner is
 * told to give it up, says that it has, and only then may the new owner have it; so it never has two.
 *
 *   Stable ──target changed, something to give up──► UnrevokedPartitions ──member no longer reports it──┐
 *     │                                                                                                  ▼
 *     └──nothing to give up──► the new epoch: Stable, or UnreleasedPartitions while others still own some of it
 */
import type { TopicMetadataPort } from '../coordinator-contract.ts';
import { type Assignment, EMPTY_EPOCHS, type EpochAssignment, overlaps, type TopicPartitions } from './assignment.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, MemberState } from './consumer-member.ts';

export interface Step {
  readonly group: ConsumerGroup;
  readonly member: ConsumerMember;
  readonly topics: TopicMetadataPort;
  readonly targetEpoch: number;
  readonly target: Assignment;
  readonly hasSubscriptionChanged: boolean;
  /** What the member says it owns; null where it did not say, which is "as you know". */
  readonly owned: readonly TopicPartitions[] | null;
}

/** null where the member is in a state that only a newer version understands, and has to start over. */
export function nextStep(step: Step): ConsumerMember | null {
  const { member, targetEpoch, hasSubscriptionChanged, owned } = step;
  switch (member.state) {
    case MemberState.Stable:
      if (member.memberEpoch !== targetEpoch) return towardsTarget(step, member.memberEpoch);
      return hasSubscriptionChanged ? dropUnsubscribed(step) : member;
    case MemberState.UnrevokedPartitions:
      if (owned === null || overlaps(member.pendingRevocation, owned))
        return hasSubscriptionChanged ? dropUnsubscribed(step) : member;
      return towardsTarget(step, member.memberEpoch);
    case MemberState.UnreleasedPartitions:
      return towardsTarget(step, member.memberEpoch);
    default:
      return owned === null || owned.length > 0 ? null : towardsTarget(step, targetEpoch);
  }
}

/** Within the epoch: topics that the member no longer wants are taken from it at once. */
function dropUnsubscribed(step: Step): ConsumerMember {
  const { member } = step;
  const wanted = subscribedTopicIds(step);
  const kept = new Map<string, ReadonlyMap<number, number>>();
  const revoked = new Map(member.pendingRevocation);
  for (const [topicId, partitions] of member.assigned) {
    if (wanted.has(topicId)) kept.set(topicId, partitions);
    else revoked.set(topicId, new Map([...(revoked.get(topicId) ?? []), ...partitions]));
  }
  if (kept.size === member.assigned.size) return member;
  if (stillOwns(step, revoked))
    return { ...member, state: MemberState.UnrevokedPartitions, assigned: kept, pendingRevocation: revoked };
  return { ...member, assigned: kept };
}

function towardsTarget(step: Step, memberEpoch: number): ConsumerMember {
  const { group, member, target, targetEpoch } = step;
  const wanted = subscribedTopicIds(step);
  const kept = new Map<string, Map<number, number>>();
  const revoked = new Map<string, Map<number, number>>();
  const gained = new Map<string, number[]>();
  let hasUnreleased = false;
  for (const topicId of new Set([...target.keys(), ...member.assigned.keys()])) {
    const current = member.assigned.get(topicId) ?? new Map<number, number>();
    const aimed = new Set(wanted.has(topicId) ? (target.get(topicId) ?? []) : []);
    for (const [partition, epoch] of current) put(aimed.has(partition) ? kept : revoked, topicId, partition, epoch);
    for (const partition of aimed) {
      if (current.has(partition)) continue;
      const owner = group.owner(topicId, partition);
      if (owner !== null && owner !== member.memberId) hasUnreleased = true;
      else gained.set(topicId, [...(gained.get(topicId) ?? []), partition]);
    }
  }
  if (revoked.size > 0 && stillOwns(step, revoked)) {
    return advance(member, memberEpoch, MemberState.UnrevokedPartitions, kept, revoked);
  }
  for (const [topicId, partitions] of gained)
    for (const partition of partitions) put(kept, topicId, partition, targetEpoch);
  return advance(
    member,
    targetEpoch,
    hasUnreleased ? MemberState.UnreleasedPartitions : MemberState.Stable,
    kept,
    EMPTY_EPOCHS,
  );
}

function advance(
  member: ConsumerMember,
  memberEpoch: number,
  state: MemberState,
  assigned: EpochAssignment,
  pendingRevocation: EpochAssignment,
): ConsumerMember {
  // Where the epoch stays the member's last one may have been lost with a response: the pair moves only together.
  const previousMemberEpoch = memberEpoch === member.memberEpoch ? member.previousMemberEpoch : member.memberEpoch;
  return { ...member, memberEpoch, previousMemberEpoch, state, assigned, pendingRevocation };
}

function put(assignment: Map<string, Map<number, number>>, topicId: string, partition: number, epoch: number): void {
  const partitions = assignment.get(topicId);
  if (partitions === undefined) assignment.set(topicId, new Map([[partition, epoch]]));
  else partitions.set(partition, epoch);
}

const stillOwns = (step: Step, revoked: EpochAssignment): boolean =>
  step.owned === null || overlaps(revoked, step.owned);

function subscribedTopicIds({ group, member, topics }: Step): Set<string> {
  const ids = new Set<string>();
  for (const name of group.topicsOf(member)) {
    const id = topics.topicId(name);
    if (id !== null) ids.add(id);
  }
  return ids;
}
