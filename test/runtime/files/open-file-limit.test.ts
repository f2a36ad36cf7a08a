import { expect, test } from 'vitest';
import { openFileLimit, parseOpenFileLimit } from '../../../src/runtime/files/open-file-limit.ts';

test.each([
  [
    'Max processes  100  200  processes\nMax open files            20000                30000                files',
    20_000,
  ],
  ['Max open files            unlimited            unlimited            files', Number.POSITIVE_INFINITY],
  ['Max open files            soft                 hard                 files', 4096],
  ['', 4096],
])('the soft limit is what counts: %j', (text, limit) => {
  expect(parseOpenFileLimit(text)).toBe(limit);
});

test('this process has one', () => {
  expect(openFileLimit()).toBeGreaterThan(100);
});
