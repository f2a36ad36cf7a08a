/** Axes: everything lies on them, in order, and the lines are round numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleOf } from '../../../src/core/report/scale.ts';
import {
  formatBytesPerSecond,
  formatCount,
  formatMilliseconds,
  formatNanoseconds,
  formatNumber,
} from '../../../src/core/report/units.ts';

describe('an axis', () => {
  test('has round lines', () => {
    expect(scaleOf('linear', 0, 97).ticks).toEqual([0, 50, 100]);
    expect(scaleOf('linear', 0, 0.9).ticks).toEqual([0, 0.5, 1]);
    expect(scaleOf('linear', 0, 7).ticks).toEqual([0, 2, 4, 6, 8]);
    expect(scaleOf('log', 3, 4_000).ticks).toEqual([1, 10, 100, 1_000, 10_000]);
    expect(scaleOf('log', 30, 90).ticks).toEqual([20, 50, 100]);
    expect(scaleOf('linear', 3, 10, false).ticks).toEqual([4, 6, 8, 10]);
  });

  test('places its ends, and clips what lies beyond', () => {
    const axis = scaleOf('log', 10, 1_000);
    expect([axis.place(10), axis.place(100), axis.place(1_000), axis.place(5_000), axis.place(0)]).toEqual([
      0, 50, 100, 100, 0,
    ]);
    expect(scaleOf('linear', 0, 8).place(2)).toBe(25);
  });

  test('holds every value in order, whatever the values are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear', 'log'),
        fc.array(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.boolean(),
        (kind, values, roundsOut) => {
          const sorted = values.toSorted((a, b) => a - b);
          const axis = scaleOf(kind, sorted[0]!, sorted.at(-1)!, roundsOut);
          const places = sorted.map(axis.place);
          expect(places.every((place) => place >= 0 && place <= 100)).toBe(true);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(axis.ticks.length).toBeLessThanOrEqual(10);
          if (roundsOut) expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
          // Labels do not lie on each other.
          const lines = axis.ticks.map(axis.place);
          for (let n = 1; n < lines.length; n++) expect(lines[n]! - lines[n - 1]!).toBeGreaterThan(5);
          // Rounding out wastes less than it shows.
          if (sorted.at(-1)! > sorted[0]! * 10) expect(places.at(-1)! - places[0]!).toBeGreaterThan(30);
        },
      ),
    );
  });
});

test('figures have three digits and the unit that fits', () => {
  expect([0.4, 35, 999.7, 15_540, 5_400_000, 2.5e9].map(formatNanoseconds)).toEqual([
    '0.4 ns',
    '35 ns',
    '1 µs',
    '15.5 µs',
    '5.4 ms',
    '2.5 s',
  ]);
  expect([0.0423, 12].map(formatMilliseconds)).toEqual(['42.3 µs', '12 ms']);
  expect(formatBytesPerSecond(1.2572e10)).toBe('12.6 GB/s');
  expect([12, 45_200, 2e6].map(formatCount)).toEqual(['12', '45.2k', '2M']);
  expect([1_234_567, 0, Number.NaN].map(formatNumber)).toEqual(['1\u202f234\u202f567', '0', '–']);
});
