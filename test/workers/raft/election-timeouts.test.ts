import fc from 'fast-check';
import { expect, test } from 'vitest';
import { electionTimeout, rankOf, timeoutAfterLoss } from '../../../src/workers/raft/election-timeouts.ts';

const voters = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });

test('every voter but the leader has a rank of its own, whatever order the leader gave', () => {
  fc.assert(
    fc.property(voters, fc.array(fc.integer({ min: 0, max: 9 })), fc.nat(), (ids, order, pick) => {
      const leader = ids[pick % ids.length]!;
      const others = ids.filter((id) => id !== leader);
      const ranks = others.map((id) => rankOf(id, ids, leader, [...new Set(order)]));
      expect([...ranks].sort()).toEqual(others.map((_, at) => at));
      const named = [...new Set(order)].find((id) => others.includes(id));
      if (named !== undefined) expect(rankOf(named, ids, leader, [...new Set(order)])).toBe(0);
    }),
  );
});

test('the timeouts of two ranks never meet, and the first is 350 to 400 ms', () => {
  const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
  fc.assert(
    fc.property(fc.nat(3), unit, unit, (rank, a, b) => {
      expect(electionTimeout(rank, 35, () => a)).toBeLessThan(electionTimeout(rank + 1, 35, () => b));
      expect(timeoutAfterLoss(rank, () => a)).toBeLessThan(timeoutAfterLoss(rank + 1, () => b));
      expect(electionTimeout(0, 35, () => a)).toBeGreaterThanOrEqual(35);
      expect(electionTimeout(0, 35, () => a)).toBeLessThan(40);
      expect(timeoutAfterLoss(0, () => a)).toBeLessThanOrEqual(5);
    }),
  );
});
