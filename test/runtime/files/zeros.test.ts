import { expect, test } from 'vitest';
import { contentEnd } from '../../../src/runtime/files/zeros.ts';

test.each([0, 1, 100, 65_535, 65_536, 65_537, 200_000])('%i bytes: every place of the last byte is found', (size) => {
  expect(contentEnd(new Uint8Array(size), 0)).toBe(0);
  for (const at of [0, 1, 65_535, 65_536, 131_072, size - 1]) {
    if (at < 0 || at >= size) continue;
    const bytes = new Uint8Array(size + 16).subarray(8, 8 + size);
    bytes[at] = 1;
    expect(contentEnd(bytes, 0)).toBe(at + 1);
    expect(contentEnd(bytes, at + 1)).toBe(at + 1);
    expect(contentEnd(bytes, at)).toBe(at + 1);
  }
});

test('bytes before and behind the view do not count', () => {
  const all = new Uint8Array(1_000).fill(1);
  const view = all.subarray(100, 900).fill(0);
  expect(contentEnd(view, 10)).toBe(10);
});
