import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EncodeError } from '../../../src/core/bytes/encode-error.ts';
import { INT64_MAX, INT64_MIN, readInt64, writeInt64 } from '../../../src/core/bytes/int64.ts';

const view = new DataView(new ArrayBuffer(24));

describe('int64 as a number', () => {
  test('every safe integer has the bytes that bigint gives it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), (value) => {
        writeInt64(view, 3, value);
        expect(view.getBigInt64(3)).toBe(BigInt(value));
        expect(readInt64(view, 3)).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  test('the sentinels at both ends survive', () => {
    writeInt64(view, 0, INT64_MAX);
    expect(view.getBigInt64(0)).toBe(2n ** 63n - 1n);
    expect(readInt64(view, 0)).toBe(INT64_MAX);
    writeInt64(view, 0, INT64_MIN);
    expect(view.getBigInt64(0)).toBe(-(2n ** 63n));
    expect(readInt64(view, 0)).toBe(INT64_MIN);
  });

  test('any 64 bits read as the nearest double and can be written again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        view.setBigInt64(0, value);
        const read = readInt64(view, 0);
        expect(read).toBe(Number(value));
        writeInt64(view, 8, read);
        expect(readInt64(view, 8)).toBe(read);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 64, -(2 ** 63) - 2048])('%d is refused', (value) => {
    expect(() => writeInt64(view, 0, value)).toThrow(EncodeError);
  });
});
