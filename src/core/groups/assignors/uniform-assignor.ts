/**
 * `uniform`, the default: as even as possible over all topics together, and within that as little movement as possible.
 * Where all members subscribe to the same topics nobody has more than one partition more than another; where they do
 * not, no single partition could move to a subscriber that has two fewer than its owner.
 */
import type { Assignment } from '../consumer/assignment.ts';
import type { AssignorInput, AssignorMember } from './assignor.ts';

type Partition = readonly [topicId: string, partition: number];

/** Each pass of the balancing only improves it; a group this tangled is even enough after so many. */
const MAX_BALANCING_PASSES = 64;

export function uniformAssignor(input: AssignorInput): Map<string, Assignment> {
  const { members } = input;
  const first = members[0];
  if (first === undefined) return new Map();
  const isHomogeneous = members.every(
    ({ topicIds }) =>
      topicIds.size === first.topicIds.size && [...topicIds].every((topicId) => first.topicIds.has(topicId)),
  );
  return isHomogeneous ? assignHomogeneous(input) : assignHeterogeneous(input);
}

function assignHomogeneous({ members, partitionCounts }: AssignorInput): Map<string, Assignment> {
  const held = members.map((member) => stillValid(member, partitionCounts));
  let total = 0;
  for (const count of partitionCounts.values()) total += count;
  const base = Math.floor(total / members.length);
  let extras = total % members.length;
  // Whoever has more than the base already is the first to keep one more.
  const quotas = held.map((partitions) => {
    if (partitions.length <= base || extras === 0) return base;
    extras--;
    return base + 1;
  });
  for (let i = 0; i < quotas.length && extras > 0; i++) {
    if (quotas[i] !== base) continue;
    quotas[i] = base + 1;
    extras--;
  }
  const kept = held.map((partitions, i) => partitions.slice(0, quotas[i]));
  const free = unowned(kept, partitionCounts);
  let next = 0;
  kept.forEach((partitions, i) => {
    while (partitions.length < quotas[i]!) partitions.push(free[next++]!);
  });
  return collect(members, kept);
}

function assignHeterogeneous({ members, partitionCounts }: AssignorInput): Map<string, Assignment> {
  const owned = members.map((member) => stillValid(member, partitionCounts));
  const loads = owned.map((partitions) => partitions.length);
  const owners = new Map<string, number[]>(
    [...partitionCounts].map(([topicId, count]) => [topicId, new Array<number>(count).fill(-1)]),
  );
  owned.forEach((partitions, member) => {
    for (const [topicId, partition] of partitions) owners.get(topicId)![partition] = member;
  });
  const subscribers = new Map<string, number[]>();
  for (const topicId of partitionCounts.keys())
    subscribers.set(
      topicId,
      members.flatMap((member, i) => (member.topicIds.has(topicId) ? [i] : [])),
    );
  // The topics with the least choice first.
  const topics = [...partitionCounts.keys()].sort((a, b) => {
    const perSubscriber = (topicId: string): number =>
      partitionCounts.get(topicId)! / Math.max(subscribers.get(topicId)!.length, 1);
    return (
      perSubscriber(b) - perSubscriber(a) || subscribers.get(a)!.length - subscribers.get(b)!.length || (a < b ? -1 : 1)
    );
  });
  for (const topicId of topics) {
    const owner = owners.get(topicId)!;
    for (let partition = 0; partition < owner.length; partition++) {
      if (owner[partition] !== -1 || subscribers.get(topicId)!.length === 0) continue;
      const taker = leastLoaded(subscribers.get(topicId)!, loads);
      owner[partition] = taker;
      loads[taker]!++;
    }
  }
  balance(topics, owners, subscribers, loads);
  const assigned: Partition[][] = members.map(() => []);
  for (const topicId of topics) {
    owners.get(topicId)!.forEach((member, partition) => {
      if (member !== -1) assigned[member]!.push([topicId, partition]);
    });
  }
  return collect(members, assigned);
}

/** Moves partitions to subscribers with two fewer than the owner, until there are none. */
function balance(
  topics: readonly string[],
  owners: Map<string, number[]>,
  subscribers: Map<string, number[]>,
  loads: number[],
): void {
  for (let pass = 0, moved = true; moved && pass < MAX_BALANCING_PASSES; pass++) {
    moved = false;
    for (const topicId of topics) {
      const owner = owners.get(topicId)!;
      const candidates = subscribers.get(topicId)!;
      if (candidates.length < 2) continue;
      let taker = leastLoaded(candidates, loads);
      for (let partition = 0; partition < owner.length; partition++) {
        const from = owner[partition]!;
        if (from === -1 || loads[from]! - loads[taker]! < 2) continue;
        owner[partition] = taker;
        loads[from]!--;
        loads[taker]!++;
        moved = true;
        taker = leastLoaded(candidates, loads);
      }
    }
  }
}

function leastLoaded(candidates: readonly number[], loads: readonly number[]): number {
  let least = candidates[0]!;
  for (const candidate of candidates) if (loads[candidate]! < loads[least]!) least = candidate;
  return least;
}

/** What the member was aimed at and may still have: subscribed topics, existing partitions. */
function stillValid(member: AssignorMember, partitionCounts: ReadonlyMap<string, number>): Partition[] {
  const valid: Partition[] = [];
  for (const [topicId, partitions] of member.current) {
    const count = member.topicIds.has(topicId) ? (partitionCounts.get(topicId) ?? 0) : 0;
    for (const partition of partitions) if (partition < count) valid.push([topicId, partition]);
  }
  return valid;
}

function unowned(kept: readonly (readonly Partition[])[], partitionCounts: ReadonlyMap<string, number>): Partition[] {
  const taken = new Map<string, Set<number>>([...partitionCounts.keys()].map((topicId) => [topicId, new Set()]));
  for (const partitions of kept) for (const [topicId, partition] of partitions) taken.get(topicId)!.add(partition);
  const free: Partition[] = [];
  for (const [topicId, count] of partitionCounts) {
    for (let partition = 0; partition < count; partition++)
      if (!taken.get(topicId)!.has(partition)) free.push([topicId, partition]);
  }
  return free;
}

function collect(
  members: readonly AssignorMember[],
  assigned: readonly (readonly Partition[])[],
): Map<string, Assignment> {
  return new Map(
    members.map(({ memberId }, i) => {
      const byTopic = new Map<string, number[]>();
      for (const [topicId, partition] of assigned[i]!) {
        const partitions = byTopic.get(topicId);
        if (partitions === undefined) byTopic.set(topicId, [partition]);
        else partitions.push(partition);
      }
      for (const partitions of byTopic.values()) partitions.sort((a, b) => a - b);
      return [memberId, byTopic];
    }),
  );
}
