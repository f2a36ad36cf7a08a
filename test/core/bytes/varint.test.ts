import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { sizeOfUvarint, sizeOfVarint, sizeOfVarlong } from '../../../src/core/bytes/varint.ts';

/** An independent reading of the zig-zag LEB128 definition, in bigint. */
function zigzagBytes(value: bigint): number[] {
  return lebBytes(value >= 0n ? value << 1n : (-value << 1n) - 1n);
}

function lebBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(1);
  write(writer);
  return writer.toBytes();
}

const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 63, 64, -64, -65, 0x7fff_ffff, -0x8000_0000));
const uint32 = fc.oneof(
  fc.nat(0xffff_ffff),
  fc.constantFrom(0, 127, 128, 16383, 16384, 0x0fff_ffff, 0x1000_0000, 0xffff_ffff),
);
const int64 = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .tuple(fc.integer({ min: 0, max: 53 }), fc.constantFrom(-1, 0, 1), fc.constantFrom(1, -1))
    .map(([bits, delta, sign]) => {
      const value = sign * (2 ** bits + delta);
      return Number.isSafeInteger(value) ? value + 0 : 0;
    }),
);

describe('variable-length integers', () => {
  test('uvarint is LEB128 and reads back', () => {
    fc.assert(
      fc.property(uint32, (value) => {
        const bytes = written((w) => w.uvarint(value));
        expect([...bytes]).toEqual(lebBytes(BigInt(value)));
        expect(sizeOfUvarint(value)).toBe(bytes.length);
        expect(new ByteReader(bytes).uvarint()).toBe(value);
      }),
    );
  });

  test('varint is zig-zag and reads back', () => {
    fc.assert(
      fc.property(int32, (value) => {
        const bytes = written((w) => w.varint(value));
        expect([...bytes]).toEqual(zigzagBytes(BigInt(value)));
        expect(sizeOfVarint(value)).toBe(bytes.length);
        expect(new ByteReader(bytes).varint()).toBe(value);
      }),
    );
  });

  test('varlong is zig-zag, as long as announced, and reads back', () => {
    fc.assert(
      fc.property(int64, (value) => {
        const bytes = written((w) => w.varlong(value));
        expect([...bytes]).toEqual(zigzagBytes(BigInt(value)));
        expect(sizeOfVarlong(value)).toBe(bytes.length);
        expect(new ByteReader(bytes).varlong()).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  test('varlong carries both ends of int64', () => {
    const most = written((w) => w.varlong(2 ** 63));
    expect([...most]).toEqual(zigzagBytes(2n ** 63n - 1n));
    expect(new ByteReader(most).varlong()).toBe(2 ** 63);
    const least = written((w) => w.varlong(-(2 ** 63)));
    expect([...least]).toEqual(zigzagBytes(-(2n ** 63n)));
    expect(new ByteReader(least).varlong()).toBe(-(2 ** 63));
    expect(sizeOfVarlong(-(2 ** 63))).toBe(10);
  });

  test('overlong and cut forms are refused', () => {
    expect(() => new ByteReader(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x10)).uvarint()).toThrow('longer than 32 bits');
    expect(() => new ByteReader(new Uint8Array(11).fill(0xff)).varlong()).toThrow('longer than 64 bits');
    expect(() => new ByteReader(Uint8Array.of(0x80, 0x80)).uvarint()).toThrow('remain');
    expect(() => new ByteReader(Uint8Array.of(0x80, 0x80)).varlong()).toThrow('remain');
  });
});
