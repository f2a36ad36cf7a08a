import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jointIndex, jointVote, majorityIndex, majorityVote } from '../../../src/core/raft/quorum.ts';

const voters = fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { maxLength: 7 });
const positions = fc.dictionary(fc.integer({ min: 0, max: 8 }).map(String), fc.integer({ min: 0, max: 20 }));
const ballots = fc.dictionary(fc.integer({ min: 0, max: 8 }).map(String), fc.boolean());

test('a majority index is the highest that more than half have reached', () => {
  fc.assert(
    fc.property(voters, positions, (ids, reached) => {
      const index = majorityIndex(ids, (id) => reached[id]);
      const count = (at: number) => ids.filter((id) => (reached[id] ?? 0) >= at).length;
      if (ids.length === 0) return index === Number.POSITIVE_INFINITY;
      return count(index) * 2 > ids.length && count(index + 1) * 2 <= ids.length;
    }),
  );
});

test('a vote is won by more than half, lost when that can no longer be, pending between', () => {
  fc.assert(
    fc.property(voters, ballots, (ids, ballot) => {
      const yes = ids.filter((id) => ballot[id] === true).length;
      const no = ids.filter((id) => ballot[id] === false).length;
      const expected =
        ids.length === 0 || yes * 2 > ids.length ? 'won' : (ids.length - no) * 2 <= ids.length ? 'lost' : 'pending';
      return majorityVote(ids, (id) => ballot[id]) === expected;
    }),
  );
});

test('two halves agree only on what each of them does, in either order', () => {
  fc.assert(
    fc.property(voters, voters, positions, ballots, (first, second, reached, ballot) => {
      const at = (id: number) => reached[id];
      const vote = (id: number) => ballot[id];
      expect(jointIndex(first, second, at)).toBe(Math.min(majorityIndex(first, at), majorityIndex(second, at)));
      expect(jointIndex(second, first, at)).toBe(jointIndex(first, second, at));
      const halves = [majorityVote(first, vote), majorityVote(second, vote)];
      const both = jointVote(first, second, vote);
      expect(both === 'won').toBe(halves.every((half) => half === 'won'));
      expect(both === 'lost').toBe(halves.includes('lost'));
      expect(jointVote(second, first, vote)).toBe(both);
    }),
  );
});
