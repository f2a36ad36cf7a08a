import { expect, test } from 'vitest';
import { nearestWord } from '../../../src/core/base/nearest-word.ts';

const NAMES = ['topic create', 'topic list', 'log dump', 'num.partitions', 'num.io.threads', 'top', 'dev'];

test.each([
  ['topic craete', 'topic create'],
  ['topic creat', 'topic create'],
  ['num.partitons', 'num.partitions'],
  ['num.partition', 'num.partitions'],
  ['tpo', 'top'],
  ['tops', 'top'],
  ['top', 'top'],
])('%s is %s', (word, meant) => {
  expect(nearestWord(word, NAMES)).toBe(meant);
});

test.each(['', 'x', 'bogus', 'log verify', 'retention.ms'])('%s is nothing that there is', (word) => {
  expect(nearestWord(word, NAMES)).toBeNull();
});

test('of two that are as near neither is guessed', () => {
  expect(nearestWord('cat', ['bat', 'hat'])).toBeNull();
  expect(nearestWord('cat', ['bat', 'cats', 'cat'])).toBe('cat');
});
