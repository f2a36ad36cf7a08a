import { expect, test } from 'vitest';
import { copyBytes } from '../../../src/runtime/rings/copy-bytes.ts';

test.each([
  ['into shared memory', new Uint8Array(2_000), new Uint8Array(new SharedArrayBuffer(2_100))],
  ['out of shared memory', new Uint8Array(new SharedArrayBuffer(2_000)), Buffer.alloc(2_100)],
  ['within plain memory', new Uint8Array(2_000), new Uint8Array(2_100)],
])('%s: exactly those bytes, at every alignment', (_, source, target) => {
  for (let i = 0; i < source.length; i++) source[i] = (i * 7 + 1) & 0xff;
  for (const length of [0, 1, 7, 255, 256, 257, 1_000, 1_990]) {
    for (const [start, at] of [
      [0, 0],
      [3, 0],
      [0, 5],
      [9, 13],
    ] as const) {
      target.fill(0xee);
      copyBytes(source, start, start + length, target, at);
      expect([...target.subarray(at, at + length)]).toEqual([...source.subarray(start, start + length)]);
      expect(target.subarray(0, at).every((byte) => byte === 0xee)).toBe(true);
      expect(target.subarray(at + length).every((byte) => byte === 0xee)).toBe(true);
    }
  }
});

test('beyond the end is refused, and nothing is written', () => {
  const target = new Uint8Array(new SharedArrayBuffer(1_000));
  expect(() => copyBytes(new Uint8Array(600).fill(1), 0, 600, target, 500)).toThrow(RangeError);
  expect(target.every((byte) => byte === 0)).toBe(true);
});
