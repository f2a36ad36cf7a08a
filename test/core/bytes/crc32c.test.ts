import { crc32c as nodeRsCrc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { crc32c, installCrc32c } from '../../../src/core/bytes/crc32c.ts';

/** The definition, a bit at a time. */
function bitwise(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

afterEach(() => installCrc32c(null));

describe('crc32c', () => {
  // Test vectors of RFC 3720, appendix B.4.
  test.each([
    ['32 zeros', new Uint8Array(32), 0x8a91_36aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8_ab43],
    ['ascending', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd_794e],
    ['descending', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113f_db5c],
    ['123456789', new TextEncoder().encode('123456789'), 0xe306_9283],
    ['nothing', new Uint8Array(0), 0],
  ])('%s', (_, bytes, expected) => {
    expect(crc32c(bytes, 0, bytes.length)).toBe(expected);
  });

  test('equals the definition and the native library over any range, and chains', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), fc.nat(600), (bytes, a, b) => {
        const start = Math.min(a, b, bytes.length);
        const end = Math.min(Math.max(a, b), bytes.length);
        const middle = (start + end) >> 1;
        const expected = bitwise(bytes.subarray(start, end));
        expect(crc32c(bytes, start, end)).toBe(expected);
        expect(nodeRsCrc32c(Buffer.from(bytes.subarray(start, end)))).toBe(expected);
        expect(crc32c(bytes, middle, end, crc32c(bytes, start, middle))).toBe(expected);
      }),
    );
  });

  test('an installed port gets long ranges only, with the seed', () => {
    const asked: number[][] = [];
    installCrc32c((_, start, end, seed) => {
      asked.push([start, end, seed]);
      return 42;
    });
    const bytes = new Uint8Array(1000);
    expect(crc32c(bytes, 0, 255)).not.toBe(42);
    expect(crc32c(bytes, 100, 900, 7)).toBe(42);
    expect(asked).toEqual([[100, 900, 7]]);
  });
});
