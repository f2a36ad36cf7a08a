/**
 * `range`: each topic is cut into contiguous ranges, one per subscriber in order of instance or member id, the first
 * ones longer by one where it does not come out even. Topics with as many partitions are cut alike (co-partitioning).
 */
import type { Assignment } from '../consumer/assignment.ts';
import type { AssignorInput, AssignorMember } from './assignor.ts';

export function rangeAssignor({ members, partitionCounts }: AssignorInput): Map<string, Assignment> {
  const sorted = [...members].sort(compareMembers);
  const assignments = new Map<string, Map<string, number[]>>(sorted.map(({ memberId }) => [memberId, new Map()]));
  for (const [topicId, count] of partitionCounts) {
    const subscribers = sorted.filter((member) => member.topicIds.has(topicId));
    const base = Math.floor(count / Math.max(subscribers.length, 1));
    const longer = count % Math.max(subscribers.length, 1);
    let start = 0;
    subscribers.forEach(({ memberId }, at) => {
      const length = base + (at < longer ? 1 : 0);
      const from = start;
      if (length > 0)
        assignments.get(memberId)!.set(
          topicId,
          Array.from({ length }, (_, i) => from + i),
        );
      start += length;
    });
  }
  return assignments;
}

/** Static members first, by instance id: a restart does not change their range. */
function compareMembers(a: AssignorMember, b: AssignorMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return a.instanceId < b.instanceId ? -1 : 1;
  if (a.instanceId !== null) return -1;
  if (b.instanceId !== null) return 1;
  return a.memberId < b.memberId ? -1 : 1;
}
