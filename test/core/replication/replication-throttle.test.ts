/** The replication quota: never more than its rate over its window, and nothing wasted of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isThrottledReplica, ReplicationThrottle } from '../../../src/core/replication/replication-throttle.ts';

const TERMS = { samples: 11, sampleMs: 1000 };

/** Moves whenever it may, in chunks of any size up to what is allowed; returns what was moved when. */
function run(
  throttle: ReplicationThrottle,
  chunks: readonly number[],
  untilMs: number,
): { at: number; bytes: number }[] {
  const moved: { at: number; bytes: number }[] = [];
  for (let now = 0, i = 0; now <= untilMs; ) {
    const allowed = throttle.allowance(now);
    if (allowed < throttle.worthwhile) {
      now += throttle.waitMs(throttle.worthwhile, now);
      continue;
    }
    const bytes = Math.min(allowed, chunks[i++ % chunks.length]!);
    throttle.record(bytes, now);
    moved.push({ at: now, bytes });
  }
  return moved;
}

function movedIn(moved: { at: number; bytes: number }[], from: number, to: number): number {
  return moved.reduce((sum, { at, bytes }) => (at >= from && at < to ? sum + bytes : sum), 0);
}

describe('a replication throttle', () => {
  test('keeps to its rate and uses it, whatever is moved at a time', () => {
    const chunk = fc.integer({ min: 1000, max: 1_000_000 });
    const rate = fc.integer({ min: 50_000, max: 20_000_000 });
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 20 }), rate, (chunks, bytesPerSecond) => {
        const throttle = new ReplicationThrottle({ ...TERMS, rate: bytesPerSecond });
        const moved = run(throttle, chunks, 60_000);
        // Beyond the rate, only what one sample may begin with.
        for (const [from, to] of [
          [0, 60_000],
          [7_000, 31_000],
          [12_500, 58_000],
        ] as const) {
          const share = movedIn(moved, from, to) / ((bytesPerSecond * (to - from)) / 1000);
          expect(share).toBeLessThan(1.12);
          expect(share).toBeGreaterThan(0.9);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('makes up for what was moved beyond it', () => {
    const throttle = new ReplicationThrottle({ ...TERMS, rate: 1000 });
    throttle.record(5000, 0);
    expect(throttle.allowance(0)).toBe(-4000);
    expect(throttle.allowance(5000)).toBe(0);
    expect(throttle.waitMs(500, 3000)).toBe(2500);
  });

  test('takes another rate at once', () => {
    const throttle = new ReplicationThrottle({ ...TERMS, rate: 1 });
    throttle.record(100_000, 0);
    expect(throttle.allowance(10)).toBeLessThan(0);
    throttle.use({ ...TERMS, rate: 1_000_000 });
    expect(throttle.allowance(10)).toBe(900_000);
  });

  test('of nothing per second lets nothing through, and says so without an end', () => {
    const throttle = new ReplicationThrottle({ ...TERMS, rate: 0 });
    expect(throttle.allowance(0)).toBeLessThan(throttle.worthwhile);
    expect(throttle.waitMs(throttle.worthwhile, 0)).toBe(11_000);
  });
});

test('throttled replicas are named one by one, or all', () => {
  expect(isThrottledReplica([], 0, 1)).toBe(false);
  expect(isThrottledReplica(['*'], 7, 3)).toBe(true);
  expect(isThrottledReplica(['0:1', '1:12'], 1, 12)).toBe(true);
  expect(isThrottledReplica(['0:1', '1:12'], 1, 1)).toBe(false);
  expect(isThrottledReplica(['0:1', '1:12'], 0, 12)).toBe(false);
});
