// The server-side assignors: each partition exactly once, balance, stickiness.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssignorInput, AssignorMember } from '../../../src/core/groups/assignors/assignor.ts';
import { rangeAssignor } from '../../../src/core/groups/assignors/range-assignor.ts';
import { uniformAssignor } from '../../../src/core/groups/assignors/uniform-assignor.ts';
import type { Assignment } from '../../../src/core/groups/consumer/assignment.ts';

const TOPICS = ['t1', 't2', 't3', 't4', 't5'];

/** Members with arbitrary (also contradictory and outdated) current assignments. */
const input = (isHomogeneous: boolean): fc.Arbitrary<AssignorInput> =>
  fc
    .record({
      counts: fc.array(fc.nat(12), { minLength: TOPICS.length, maxLength: TOPICS.length }),
      common: fc.subarray(TOPICS, { minLength: 1 }),
      members: fc.array(
        fc.record({
          topics: fc.subarray(TOPICS),
          isStatic: fc.boolean(),
          wishes: fc.array(fc.tuple(fc.constantFrom(...TOPICS), fc.nat(15)), { maxLength: 10 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
    })
    .map(({ counts, common, members }) => {
      const taken = new Set<string>();
      const built: AssignorMember[] = members.map(({ topics, isStatic, wishes }, i) => {
        const current = new Map<string, number[]>();
        for (const [topic, partition] of wishes) {
          if (taken.has(`${topic}-${partition}`)) continue;
          taken.add(`${topic}-${partition}`);
          current.set(
            topic,
            [...(current.get(topic) ?? []), partition].sort((a, b) => a - b),
          );
        }
        return {
          memberId: `m${i}`,
          instanceId: isStatic ? `i${9 - i}` : null,
          topicIds: new Set(isHomogeneous ? common : topics),
          current,
        };
      });
      const subscribed = new Set(built.flatMap((member) => [...member.topicIds]));
      return {
        members: built,
        partitionCounts: new Map(
          TOPICS.flatMap((topic, i) => (subscribed.has(topic) ? [[topic, counts[i]!] as const] : [])),
        ),
      };
    });

const load = (assignment: Assignment): number =>
  [...assignment.values()].reduce((sum, partitions) => sum + partitions.length, 0);

function checkOwnership({ members, partitionCounts }: AssignorInput, result: Map<string, Assignment>): void {
  expect([...result.keys()].sort()).toEqual(members.map((member) => member.memberId).sort());
  const owners = new Map<string, string>();
  for (const { memberId, topicIds } of members) {
    for (const [topic, partitions] of result.get(memberId)!) {
      expect(topicIds.has(topic), `${memberId} gets ${topic} without subscribing`).toBe(true);
      expect([...partitions]).toEqual([...partitions].sort((a, b) => a - b));
      for (const partition of partitions) {
        expect(owners.has(`${topic}-${partition}`), `${topic}-${partition} twice`).toBe(false);
        owners.set(`${topic}-${partition}`, memberId);
      }
    }
  }
  let total = 0;
  for (const count of partitionCounts.values()) total += count;
  expect(owners.size).toBe(total);
}

const again = (
  given: AssignorInput,
  result: Map<string, Assignment>,
  change: (members: AssignorMember[]) => AssignorMember[] = (members) => members,
): AssignorInput => ({
  members: change(given.members.map((member) => ({ ...member, current: result.get(member.memberId)! }))),
  partitionCounts: given.partitionCounts,
});

const kept = (before: Map<string, Assignment>, after: Map<string, Assignment>): number => {
  let same = 0;
  for (const [memberId, assignment] of before) {
    for (const [topic, partitions] of assignment)
      for (const partition of partitions) if (after.get(memberId)?.get(topic)?.includes(partition)) same++;
  }
  return same;
};

describe('uniform', () => {
  test('same subscriptions: every partition once, nobody has two more than another', () => {
    fc.assert(
      fc.property(input(true), (given) => {
        const result = uniformAssignor(given);
        checkOwnership(given, result);
        const loads = [...result.values()].map(load);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test('same subscriptions: nothing moves without need', () => {
    fc.assert(
      fc.property(input(true), (given) => {
        const first = uniformAssignor(given);
        expect(uniformAssignor(again(given, first))).toEqual(first);
        // One leaves: the others keep all they had.
        if (given.members.length > 1) {
          const left = again(given, first, (members) => members.slice(1));
          const after = uniformAssignor(left);
          for (const { memberId, current } of left.members) {
            for (const [topic, partitions] of current)
              for (const partition of partitions) expect(after.get(memberId)!.get(topic)).toContain(partition);
          }
        }
        // One comes: only its own share moves.
        const grown = again(given, first, (members) => [
          ...members,
          { memberId: 'new', instanceId: null, topicIds: members[0]!.topicIds, current: new Map() },
        ]);
        const after = uniformAssignor(grown);
        const total = [...first.values()].reduce((sum, assignment) => sum + load(assignment), 0);
        expect(kept(first, after)).toBe(total - load(after.get('new')!));
      }),
      { numRuns: 500 },
    );
  });

  test('different subscriptions: every partition once, and no single move would balance better', () => {
    fc.assert(
      fc.property(input(false), (given) => {
        const result = uniformAssignor(given);
        checkOwnership(given, result);
        for (const { memberId } of given.members) {
          for (const topic of result.get(memberId)!.keys()) {
            for (const other of given.members) {
              if (other.topicIds.has(topic))
                expect(load(result.get(memberId)!) - load(result.get(other.memberId)!)).toBeLessThan(2);
            }
          }
        }
        expect(uniformAssignor(again(given, result))).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });

  test('1,000 members and 5,000 partitions take moments', () => {
    const members = Array.from({ length: 1000 }, (_, i) => ({
      memberId: `m${i}`,
      instanceId: null,
      topicIds: new Set(i % 2 ? ['a'] : ['a', 'b']),
      current: new Map(),
    }));
    const started = performance.now();
    uniformAssignor({
      members,
      partitionCounts: new Map([
        ['a', 2500],
        ['b', 2500],
      ]),
    });
    uniformAssignor({
      members: members.map((member) => ({ ...member, topicIds: new Set(['a', 'b']) })),
      partitionCounts: new Map([
        ['a', 2500],
        ['b', 2500],
      ]),
    });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('range', () => {
  test('every partition once, in contiguous ranges that differ by one at most', () => {
    fc.assert(
      fc.property(input(false), (given) => {
        const result = rangeAssignor(given);
        checkOwnership(given, result);
        for (const topic of given.partitionCounts.keys()) {
          const lengths = given.members
            .filter((member) => member.topicIds.has(topic))
            .map((member) => result.get(member.memberId)!.get(topic)?.length ?? 0);
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
          for (const assignment of result.values()) {
            const partitions = assignment.get(topic) ?? [];
            expect(partitions.length === 0 || partitions.at(-1)! - partitions[0]! === partitions.length - 1).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('topics with as many partitions are cut alike, static members first', () => {
    const member = (memberId: string, instanceId: string | null): AssignorMember => ({
      memberId,
      instanceId,
      topicIds: new Set(['a', 'b']),
      current: new Map(),
    });
    const result = rangeAssignor({
      members: [member('x', null), member('y', 'two'), member('z', 'one')],
      partitionCounts: new Map([
        ['a', 7],
        ['b', 7],
      ]),
    });
    expect(result.get('z')).toEqual(
      new Map([
        ['a', [0, 1, 2]],
        ['b', [0, 1, 2]],
      ]),
    );
    expect(result.get('y')).toEqual(
      new Map([
        ['a', [3, 4]],
        ['b', [3, 4]],
      ]),
    );
    expect(result.get('x')).toEqual(
      new Map([
        ['a', [5, 6]],
        ['b', [5, 6]],
      ]),
    );
  });
});
