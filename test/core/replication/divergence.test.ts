/** Where logs part (KIP-101, KIP-279): a follower ends with a prefix of its leader's log, and loses nothing that both have. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LeaderEpochs } from '../../../src/core/log/leader-epochs.ts';
import { judgeFollower, truncationTarget } from '../../../src/core/replication/divergence.ts';
import { FollowerStream } from '../../../src/core/replication/follower-stream.ts';

function epochsOf(log: readonly number[]): LeaderEpochs {
  const epochs = new LeaderEpochs();
  log.forEach((epoch, at) => {
    if (epoch !== epochs.latestEpoch) epochs.assign(epoch, at);
  });
  return epochs;
}

/**
 * Two logs that leaders of one history left: they share a prefix, and what each has of an epoch that both know is, beyond
 * that prefix, of epochs that the other has not.
 */
const logs = fc
  .record({
    shared: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }).map((epochs) => epochs.sort((a, b) => a - b)),
    leader: fc.array(fc.constantFrom(4, 6, 8), { maxLength: 8 }).map((epochs) => epochs.sort((a, b) => a - b)),
    follower: fc.array(fc.constantFrom(5, 7, 9), { maxLength: 8 }).map((epochs) => epochs.sort((a, b) => a - b)),
    sharedTail: fc.integer({ min: 0, max: 4 }),
    longer: fc.constantFrom('leader', 'follower'),
  })
  .map(({ shared, leader, follower, sharedTail, longer }) => {
    // Of the last epoch that both know, one of them may have more than the other.
    const last = shared.at(-1) ?? 0;
    const more = new Array<number>(sharedTail).fill(last);
    return {
      leader: [...shared, ...(longer === 'leader' ? more : []), ...leader],
      follower: [...shared, ...(longer === 'follower' ? more : []), ...follower],
      common: shared.length,
    };
  });

test('asking and cutting ends, with everything common kept', () => {
  fc.assert(
    fc.property(logs, fc.integer({ min: 10, max: 12 }), ({ leader, follower, common }, leaderEpoch) => {
      const epochs = epochsOf(leader);
      epochs.assign(leaderEpoch, leader.length);
      let log = [...follower];
      for (let round = 0; ; round++) {
        expect(round).toBeLessThan(20);
        const own = epochsOf(log);
        const verdict = judgeFollower(epochs, 0, leader.length, log.at(-1) ?? -1, log.length);
        if (verdict.kind === 'go') break;
        if (verdict.kind !== 'diverge') throw new Error('nothing was removed from the start');
        const target = truncationTarget(own, log.length, verdict.epoch, verdict.endOffset);
        expect(target).toBeLessThan(log.length);
        log = log.slice(0, target);
      }
      expect(log.length).toBeGreaterThanOrEqual(common);
      expect(leader.slice(0, log.length)).toEqual(log);
    }),
    { numRuns: 2_000 },
  );
});

test('a follower whose next offset is gone begins anew at the leader’s start', () => {
  expect(judgeFollower(epochsOf([1, 1, 1, 1]), 3, 4, 1, 2)).toEqual({ kind: 'reset', startOffset: 3 });
});

test('an answer to an earlier subscription of the same leader epoch cuts nothing', () => {
  const stream = new FollowerStream(5);
  expect(stream.subscribe(1, 10, 10, 4)).toMatchObject({ streamId: 1, durableEnd: 10 });
  expect(stream.onDiverge(1, 5)).toBe(true);
  stream.onCutBegun();
  stream.onTruncated();
  expect(stream.subscribe(2, 8, 8, 4)).not.toBeNull();
  expect(stream.onGo(2, 5, 8, 8)).toBe(true);
  expect(stream.onPush(2, 5, 8, 8)).toBe('append');
  // The first answer comes again: it would cut what has been acknowledged since.
  expect(stream.onDiverge(1, 5)).toBe(false);
  expect(stream.onPush(1, 5, 9, 9)).toBe('stale');
  expect(stream.onPush(2, 4, 9, 9)).toBe('stale');
  expect(stream.onPush(2, 5, 12, 9)).toBe('gap');
});

test('an end that is not durable is not told, and a cut that has not begun is void under the next leader', () => {
  const stream = new FollowerStream(1);
  expect(stream.subscribe(1, 10, 9, 1)).toBeNull();
  expect(stream.subscribe(1, 10, 10, 1)).not.toBeNull();
  expect(stream.onDiverge(1, 1)).toBe(true);
  expect(stream.phase).toBe('diverged');
  stream.restart(2);
  expect(stream.phase).toBe('idle');
  expect(stream.subscribe(2, 10, 10, 1)).not.toBeNull();
  expect(stream.onDiverge(2, 2)).toBe(true);
  stream.onCutBegun();
  stream.restart(3);
  // The cut goes on, and nothing is asked before it is through.
  expect(stream.subscribe(3, 8, 8, 1)).toBeNull();
  stream.onTruncated();
  expect(stream.subscribe(3, 8, 8, 1)).not.toBeNull();
});
