import { describe, expect, test } from 'vitest';
import { BUCKETS, bucketOf, bucketTop, summarize } from '../../../src/runtime/counters/histogram-buckets.ts';

describe('buckets', () => {
  test('follow each other without a gap, and hold what they say', () => {
    for (let bucket = 1; bucket < BUCKETS; bucket++) {
      const first = bucketTop(bucket - 1) + 1;
      expect(bucketOf(first), `first of ${bucket}`).toBe(bucket);
      expect(bucketOf(bucketTop(bucket)), `last of ${bucket}`).toBe(bucket);
      expect(bucketTop(bucket) - first).toBeLessThanOrEqual(first / 8);
    }
    expect(bucketOf(0)).toBe(0);
    expect(bucketOf(bucketTop(BUCKETS - 1) + 1)).toBe(BUCKETS - 1);
    expect(bucketOf(2 ** 31 - 1)).toBe(BUCKETS - 1);
  });
});

describe('percentiles', () => {
  /** Against the values themselves, sorted. */
  test('are those of the values, to within an eighth', () => {
    const values = Array.from({ length: 5_000 }, (_, n) => Math.round(20 * 1.0025 ** n));
    const counts = new Uint32Array(BUCKETS);
    for (const value of values) counts[bucketOf(value)]!++;
    const max = values.at(-1)!;
    const summary = summarize(counts, max);
    expect(summary.count).toBe(values.length);
    for (const [share, ms] of [
      [0.5, summary.p50Ms],
      [0.99, summary.p99Ms],
      [0.999, summary.p999Ms],
    ] as const) {
      const exact = values[Math.ceil(values.length * share) - 1]! / 1_000;
      expect(ms).toBeGreaterThanOrEqual(exact);
      expect(ms).toBeLessThanOrEqual(exact * 1.126);
    }
    expect(summary.maxMs).toBe(max / 1_000);
  });

  test('of a window without a maximum of its own end where its highest bucket ends', () => {
    const counts = new Uint32Array(BUCKETS);
    counts[bucketOf(1_000)] = 3;
    expect(summarize(counts, null).maxMs).toBe(bucketTop(bucketOf(1_000)) / 1_000);
    // A larger one was seen, but before the window began.
    expect(summarize(counts, 50_000).maxMs).toBe(bucketTop(bucketOf(1_000)) / 1_000);
    expect(summarize(new Uint32Array(BUCKETS), 7)).toEqual({ count: 0, p50Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 });
  });
});
