import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { EncodeError } from '../../../src/core/bytes/encode-error.ts';

type Verb = Exclude<
  {
    [K in keyof ByteWriter]: ByteWriter[K] extends (value: never) => void
      ? K extends keyof ByteReader
        ? K
        : never
      : never;
  }[keyof ByteWriter],
  'arrayLength' | 'compactArrayLength'
>;

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 4090, max: 5000 }).map((n) => new Uint8Array(n).fill(n)),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ maxLength: 80 }),
  fc.string({ minLength: 55, maxLength: 300, unit: 'grapheme-ascii' }),
);
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b) => Buffer.from(b).toString('base64url'));
const values: Partial<Record<string, fc.Arbitrary<unknown>>> = {
  int8: fc.integer({ min: -128, max: 127 }),
  uint8: fc.nat(255),
  int16: fc.integer({ min: -32768, max: 32767 }),
  uint16: fc.nat(65535),
  int32: fc.integer(),
  uint32: fc.nat(0xffff_ffff),
  int64: fc.maxSafeInteger(),
  float64: fc.double(),
  bool: fc.boolean(),
  uvarint: fc.nat(0xffff_ffff),
  varint: fc.integer(),
  varlong: fc.maxSafeInteger(),
  uuid,
  string: text,
  nullableString: fc.option(text),
  compactString: text,
  compactNullableString: fc.option(text),
  bytes,
  nullableBytes: fc.option(bytes),
  compactBytes: bytes,
  compactNullableBytes: fc.option(bytes),
};
const field = fc.oneof(
  ...Object.entries(values).map(([verb, value]) => fc.tuple(fc.constant(verb as Verb), value!)),
) as fc.Arbitrary<[Verb, never]>;

describe('ByteWriter and ByteReader', () => {
  test('any sequence of fields reads back, from chunks or one array, inside any surroundings', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 30 }), fc.nat(20), fc.nat(9), (fields, before, capacity) => {
        const writer = new ByteWriter(capacity);
        let length = 0;
        for (const [verb, value] of fields) {
          writer[verb](value);
          expect(writer.length).toBeGreaterThan(length);
          length = writer.length;
        }
        const joined = Buffer.concat(writer.finish());
        expect(joined.length).toBe(length);
        expect(Buffer.compare(writer.toBytes(), joined)).toBe(0);
        const surrounded = new Uint8Array(before + length + 3).fill(0x55);
        surrounded.set(joined, before);
        const reader = new ByteReader(surrounded, before, before + length);
        for (const [verb, value] of fields) expect(reader[verb]()).toEqual(value);
        expect(reader.remaining).toBe(0);
        expect(() => reader.int8()).toThrow(DecodeError);
      }),
      { numRuns: 400 },
    );
  });

  test('a prefix of the fields never reads past its end', () => {
    fc.assert(
      fc.property(
        fc.array(field, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (fields, share) => {
          const writer = new ByteWriter();
          for (const [verb, value] of fields) writer[verb](value);
          const all = writer.toBytes();
          const reader = new ByteReader(all, 0, Math.floor(all.length * share));
          expect(() => {
            for (const [verb] of fields) reader[verb]();
          }).toThrow(DecodeError);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('large byte fields are handed on by reference, small ones are copied', () => {
    const large = new Uint8Array(4096);
    const small = new Uint8Array(4095);
    const writer = new ByteWriter();
    writer.bytes(small);
    writer.bytes(large);
    writer.int8(1);
    small.fill(1);
    const chunks = writer.finish();
    expect(chunks.includes(large)).toBe(true);
    expect(chunks[0]!.subarray(4, 10)).toEqual(new Uint8Array(6));
    expect(chunks.map((c) => c.length)).toEqual([4 + 4095 + 4, 4096, 1]);
  });

  test('a length written first is patched last, wherever it ended up', () => {
    const writer = new ByteWriter(8);
    writer.int32(0);
    writer.raw(new Uint8Array(5000));
    const second = writer.length;
    writer.int32(0);
    writer.string('x'.repeat(200));
    writer.patchInt32(0, 0x0102_0304);
    writer.patchInt32(second, 0x0506_0708);
    const out = writer.toBytes();
    expect([...out.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
    expect([...out.subarray(5004, 5008)]).toEqual([5, 6, 7, 8]);
    writer.clear();
    writer.int8(9);
    expect([...writer.toBytes()]).toEqual([9]);
  });

  test('null is not empty', () => {
    const writer = new ByteWriter();
    writer.nullableString(null);
    writer.nullableString('');
    writer.compactNullableString(null);
    writer.compactNullableString('');
    writer.compactNullableBytes(null);
    writer.compactNullableBytes(new Uint8Array(0));
    const out = writer.toBytes();
    expect([...out]).toEqual([0xff, 0xff, 0, 0, 0, 1, 0, 1]);
    const reader = new ByteReader(out);
    expect([
      reader.nullableString(),
      reader.nullableString(),
      reader.compactNullableString(),
      reader.compactNullableString(),
    ]).toEqual([null, '', null, '']);
    expect([reader.compactNullableBytes(), reader.compactNullableBytes()]).toEqual([null, new Uint8Array(0)]);
  });

  test.each([
    ['int8', 128],
    ['int16', 32768],
    ['uint16', -1],
    ['int32', 2 ** 31],
    ['uint32', -1],
    ['int32', 0.5],
    ['uvarint', 2 ** 32],
    ['varlong', Number.NaN],
    ['int64', Number.NaN],
  ] as const)('%s refuses %d', (verb, value) => {
    expect(() => new ByteWriter()[verb](value)).toThrow(EncodeError);
  });

  test('strings stop at 32767 bytes in both forms', () => {
    const writer = new ByteWriter();
    writer.compactString('é'.repeat(16383));
    expect(() => writer.compactString('é'.repeat(16384))).toThrow(EncodeError);
    expect(() => writer.string('a'.repeat(32768))).toThrow(EncodeError);
    const long = new ByteWriter();
    long.uvarint(32769);
    long.raw(new Uint8Array(40000));
    expect(() => new ByteReader(long.toBytes()).compactString()).toThrow('exceeds 32767');
  });

  test('hostile lengths are refused before anything is allocated', () => {
    const huge = Uint8Array.of(0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    const negative = Uint8Array.of(0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 0);
    const hugeCompact = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0);
    for (const read of [
      (r: ByteReader) => r.bytes(),
      (r: ByteReader) => r.nullableBytes(),
      (r: ByteReader) => r.arrayLength(1),
      (r: ByteReader) => r.nullableArrayLength(1),
    ]) {
      expect(() => read(new ByteReader(huge))).toThrow(DecodeError);
      expect(() => read(new ByteReader(negative))).toThrow(DecodeError);
    }
    for (const read of [
      (r: ByteReader) => r.compactBytes(),
      (r: ByteReader) => r.compactArrayLength(1),
      (r: ByteReader) => r.compactNullableArrayLength(1),
      (r: ByteReader) => r.compactString(),
      (r: ByteReader) => r.skipTags(),
    ]) {
      expect(() => read(new ByteReader(hugeCompact))).toThrow(DecodeError);
    }
    expect(() => new ByteReader(negative).string()).toThrow(DecodeError);
    expect(() => new ByteReader(negative.subarray(2)).nullableString()).toThrow(DecodeError);
  });

  test('an array count is bounded by what its smallest elements would need', () => {
    const bytesOf = Uint8Array.of(0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(new ByteReader(bytesOf).arrayLength(2)).toBe(3);
    expect(() => new ByteReader(bytesOf).arrayLength(3)).toThrow('3 elements cannot fit in 8 bytes');
    const none = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
    expect(new ByteReader(none).nullableArrayLength(4)).toBe(-1);
    expect(() => new ByteReader(none).arrayLength(4)).toThrow('null');
    expect(new ByteReader(Uint8Array.of(0)).compactNullableArrayLength(4)).toBe(-1);
    expect(() => new ByteReader(Uint8Array.of(0)).compactArrayLength(4)).toThrow('null');
  });

  test('no array has more than a million elements, however many would fit', () => {
    const frame = new Uint8Array(1_100_010);
    new DataView(frame.buffer).setInt32(0, 1_000_000);
    expect(new ByteReader(frame).arrayLength(1)).toBe(1_000_000);
    new DataView(frame.buffer).setInt32(0, 1_000_001);
    expect(() => new ByteReader(frame).arrayLength(1)).toThrow('1000001 elements exceeds 1000000');
    frame.set([0xc2, 0x84, 0x3d]);
    expect(() => new ByteReader(frame).compactNullableArrayLength(1)).toThrow('exceeds 1000000');
  });

  test('tagged sections are skipped whole', () => {
    const reader = new ByteReader(Uint8Array.of(2, 0, 1, 0xaa, 5, 2, 0xbb, 0xcc, 0x11));
    reader.skipTags();
    expect(reader.int8()).toBe(0x11);
  });

  test('views of byte fields share memory with the frame', () => {
    const frame = Buffer.from([9, 0, 0, 0, 2, 5, 6]);
    const reader = new ByteReader(frame, 1);
    const view = reader.bytes();
    frame[5] = 77;
    expect([...view]).toEqual([77, 6]);
  });

  test('repeated texts and ids are decoded once, and never mistaken for one another', () => {
    const seen = fc.array(fc.oneof(fc.stringMatching(/^[a-c]{1,3}$/), fc.string({ unit: 'grapheme', maxLength: 4 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(seen, (texts) => {
        const writer = new ByteWriter();
        for (const t of texts) writer.string(t);
        const reader = new ByteReader(writer.toBytes());
        for (const t of texts) expect(reader.string()).toBe(Buffer.from(t).toString());
      }),
    );
  });

  test('bytes that are no UTF-8 are never taken for the remembered text whose characters have their numbers', () => {
    const remembered = new ByteWriter();
    const malformed = new ByteWriter();
    for (let first = 0xa0; first <= 0xff; first++) {
      for (let second = 0xa0; second <= 0xff; second++) {
        remembered.string(String.fromCharCode(first, second));
        malformed.int16(2);
        malformed.raw(Uint8Array.of(first, second));
      }
    }
    const texts = new ByteReader(remembered.toBytes());
    const garbage = new ByteReader(malformed.toBytes());
    while (garbage.remaining > 0) {
      const text = texts.string();
      expect(garbage.string()).not.toBe(text);
    }
  });

  test('writers that are used at the same time never touch each other, started over or not', () => {
    const step = fc.tuple(fc.nat(3), fc.nat(255), fc.integer({ min: 1, max: 700 }), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.nat(600), { minLength: 4, maxLength: 4 }),
        (steps, sizes) => {
          const writers = sizes.map((size) => new ByteWriter(size));
          const expected: number[][] = [[], [], [], []];
          for (const [index, value, count, startsOver] of steps) {
            if (startsOver && count % 10 === 0) {
              writers[index]!.clear();
              expected[index] = [];
            }
            for (let i = 0; i < count; i++) writers[index]!.uint8(value);
            for (let i = 0; i < count; i++) expected[index]!.push(value);
          }
          expect(writers.map((writer) => [...writer.toBytes()])).toEqual(expected);
        },
      ),
    );
  });
});
