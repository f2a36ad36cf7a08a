import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeUtf8, installUtf8, plainUtf8, utf8Length } from '../../../src/core/bytes/utf8.ts';

const strict = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }),
);
const brokenText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));
/** Bytes near the edges of UTF-8's ranges, so that overlong forms and cut sequences are frequent. */
const edgeByte = fc.constantFrom(
  0x00,
  0x41,
  0x7f,
  0x80,
  0x8f,
  0x90,
  0x9f,
  0xa0,
  0xbf,
  0xc0,
  0xc1,
  0xc2,
  0xdf,
  0xe0,
  0xe1,
  0xed,
  0xef,
  0xf0,
  0xf1,
  0xf4,
  0xf5,
  0xff,
);

const mostlyAscii = fc.array(fc.oneof({ weight: 20, arbitrary: fc.nat(127) }, edgeByte), { maxLength: 60 });

afterEach(() => installUtf8(plainUtf8));

describe('UTF-8 without TextDecoder', () => {
  test('encodes as TextEncoder does, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, brokenText), (text) => {
        const expected = encoder.encode(text);
        expect(utf8Length(text)).toBe(expected.length);
        const bytes = new Uint8Array(expected.length + 2);
        expect(plainUtf8.encodeInto(text, bytes, 1)).toBe(expected.length);
        expect(bytes.subarray(1, -1)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('decodes as TextDecoder does, malformed bytes included', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(edgeByte, { maxLength: 40 }), fc.array(fc.nat(255), { maxLength: 40 }), mostlyAscii),
        (numbers) => {
          const bytes = Uint8Array.from([0x20, ...numbers, 0x20]);
          expect(decodeUtf8(bytes, 1, bytes.length - 1)).toBe(strict.decode(Uint8Array.from(numbers)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('an installed port is asked for long text and for text beyond ASCII only', () => {
    const asked: string[] = [];
    installUtf8({
      ...plainUtf8,
      decode: (bytes, start, end) => {
        asked.push(strict.decode(bytes.subarray(start, end)));
        return 'native';
      },
    });
    const bytes = encoder.encode('orders-héllo-a-long-long-name-of-a-topic');
    expect(decodeUtf8(bytes, 0, 6)).toBe('orders');
    expect(decodeUtf8(bytes, 13, 37)).toBe('-a-long-long-name-of-a-t');
    expect(decodeUtf8(bytes, 7, 13)).toBe('native');
    expect(decodeUtf8(bytes, 0, 16)).toBe('native');
    expect(decodeUtf8(bytes, 13, 38)).toBe('native');
    expect(asked).toEqual(['héllo', 'orders-héllo-a-', '-a-long-long-name-of-a-to']);
  });
});
