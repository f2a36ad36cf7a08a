import { describe, expect, test } from 'vitest';
import { Sightings } from './sightings.ts';

const there = (...values: number[]) => values.map((value, offset) => ({ offset, value }));

function sightings(mayRepeat: boolean, ...seen: [offset: number, value: number][]): Sightings<number> {
  const all = new Sightings<number>('t-0', mayRepeat);
  for (const [offset, value] of seen) all.see(offset, value);
  return all;
}

describe('what was read along', () => {
  test('is what is there in the end', () => {
    expect(sightings(false, [0, 7], [1, 8]).judge(there(7, 8))).toEqual([]);
    expect(sightings(true, [0, 7], [1, 8], [0, 7], [1, 8], [2, 9]).judge(there(7, 8, 9))).toEqual([]);
  });

  const cases: [string, Sightings<number>, string][] = [
    ['what nobody has any more', sightings(false, [0, 7], [1, 8]), 't-0: 8 was read at 1, where nothing is'],
    ['what has been replaced', sightings(false, [0, 6]), 't-0: 6 was read at 0, where 7 is'],
    ['what was left out', sightings(false), 't-0: 7 at 0 was never read'],
    ['an offset that changes', sightings(true, [0, 6], [0, 7]), 't-0: offset 0 was 6, and then 7'],
    ['a stream that goes back', sightings(false, [0, 7], [0, 7]), 't-0: offset 0 was read after 0'],
  ];
  test.each(cases)('shows %s', (_name, seen, problem) => {
    expect(seen.judge(there(7))).toContain(problem);
  });
});
