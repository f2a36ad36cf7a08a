/** The histogram against sorted arrays of the same values, and against itself when it is put together from parts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram, LARGEST_VALUE } from '../../../src/core/bench/histogram.ts';

const PERCENTS = [0, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

/** Nearest rank. */
function fromSorted(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length - 1e-9) - 1)]!;
}

const values = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 10_000_000 }), fc.nat(LARGEST_VALUE)),
  { minLength: 1, maxLength: 400 },
);

describe('histogram', () => {
  test('every percentile is that of the sorted values, at most a thousandth above', () => {
    fc.assert(
      fc.property(values, (all) => {
        const histogram = new Histogram();
        for (const value of all) histogram.record(value);
        const sorted = [...all].sort((a, b) => a - b);
        for (const percent of PERCENTS) {
          const exact = fromSorted(sorted, percent);
          const found = histogram.percentile(percent);
          expect(found).toBeGreaterThanOrEqual(exact);
          expect(found - exact).toBeLessThanOrEqual(exact / 1_000);
        }
        expect(histogram.max).toBe(sorted.at(-1));
        expect(histogram.min).toBe(sorted[0]);
        expect(histogram.percentile(100)).toBe(sorted.at(-1));
        expect(histogram.mean).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 3);
      }),
    );
  });

  test('is exact below 2048, and at every power of two', () => {
    for (const value of [0, 1, 2047, 2048, 2049, 4095, 4096, 2 ** 20, 2 ** 30, LARGEST_VALUE]) {
      const histogram = new Histogram();
      histogram.record(value);
      expect(histogram.percentile(50)).toBe(value);
    }
  });

  test('parts add up to the whole', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [a, b, whole] = [new Histogram(), new Histogram(), new Histogram()];
        for (const value of left) a.record(value);
        for (const value of right) b.record(value);
        for (const value of [...left, ...right]) whole.record(value);
        a.add(b);
        expect(a.count).toBe(whole.count);
        for (const percent of PERCENTS) expect(a.percentile(percent)).toBe(whole.percentile(percent));
      }),
    );
  });

  test('a value may count several times, and what lies outside counts at the edge', () => {
    const histogram = new Histogram();
    histogram.record(7, 99);
    histogram.record(Number.POSITIVE_INFINITY);
    histogram.record(-3);
    expect(histogram.count).toBe(101);
    expect(histogram.percentile(98)).toBe(7);
    expect(histogram.max).toBe(LARGEST_VALUE);
    expect(histogram.min).toBe(0);
    histogram.clear();
    expect([histogram.count, histogram.max, histogram.min, histogram.mean, histogram.percentile(99)]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});
