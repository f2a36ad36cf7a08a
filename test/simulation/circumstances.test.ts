/** What a report says about a seed is what shows it again. */
import { expect, test } from 'vitest';
import { MUTATIONS } from './mutations.ts';
import { parseOptions } from './options.ts';
import { formatCircumstances } from './world/circumstances.ts';

test('circumstances come back from the command line as they were told', () => {
  const all = MUTATIONS.flatMap(({ under }) => (under === undefined || Object.keys(under).length === 0 ? [] : [under]));
  expect(all.length).toBeGreaterThan(5);
  for (const under of all) {
    expect(parseOptions(['--seed', '7', '--under', formatCircumstances(under)])).toMatchObject({
      seed: 7,
      circumstances: under,
    });
  }
});

test('what is not known is refused, by name', () => {
  expect(parseOptions(['--under', 'faults=kill+flood'])).toBe('--under does not know faults=kill+flood');
  expect(parseOptions(['--under', 'paceMs=0'])).toBe('--under does not know paceMs=0');
  expect(parseOptions(['--under', 'weather=bad'])).toBe('--under does not know weather=bad');
  expect(parseOptions(['--under'])).toMatch(/does not know/);
});
