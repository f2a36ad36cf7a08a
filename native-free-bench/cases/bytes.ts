/** Reading and writing of primitive fields. */
import type { Case } from '../corpus.ts';
import { seeded } from '../fixtures.ts';
import { room } from '../room.ts';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { ByteWriter } = await room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts');
  const count = tiny ? 10 : 1_000;
  const next = seeded(3);
  const numbers = Array.from({ length: count }, (_, n) => (n % 4 === 0 ? next() % 2 ** 28 : next() % 200));
  const names = Array.from({ length: count }, (_, n) => `topic-${next() % 1_000}-${n % 7}`);

  const fixed = new ByteWriter();
  const variable = new ByteWriter();
  const strings = new ByteWriter();
  for (const number of numbers) {
    fixed.int32(number);
    fixed.int64(number * 1_000);
    variable.varint(number);
  }
  for (const name of names) strings.compactString(name);
  const fixedBytes = fixed.toBytes();
  const variableBytes = variable.toBytes();
  const stringBytes = strings.toBytes();
  const reader = new ByteReader(fixedBytes);
  const writer = new ByteWriter(1 << 16);

  return [
    {
      name: 'bytes: read int32 and int64',
      bytes: 0,
      batch: count,
      columns: {
        js: () => {
          reader.reset(fixedBytes);
          let sum = 0;
          for (let n = 0; n < count; n++) sum += reader.int32() + reader.int64();
          return sum;
        },
      },
    },
    {
      name: 'bytes: write int32 and int64',
      bytes: 0,
      batch: count,
      columns: {
        js: () => {
          writer.clear();
          for (let n = 0; n < count; n++) {
            writer.int32(numbers[n]!);
            writer.int64(numbers[n]! * 1_000);
          }
          return writer.length;
        },
      },
    },
    {
      name: 'bytes: read varint',
      bytes: 0,
      batch: count,
      columns: {
        js: () => {
          reader.reset(variableBytes);
          let sum = 0;
          for (let n = 0; n < count; n++) sum += reader.varint();
          return sum;
        },
      },
    },
    {
      name: 'bytes: write varint',
      bytes: 0,
      batch: count,
      columns: {
        js: () => {
          writer.clear();
          for (let n = 0; n < count; n++) writer.varint(numbers[n]!);
          return writer.length;
        },
      },
    },
    {
      name: 'bytes: read compact string',
      bytes: 0,
      batch: count,
      columns: {
        js: () => {
          reader.reset(stringBytes);
          let sum = 0;
          for (let n = 0; n < count; n++) sum += reader.compactString().length;
          return sum;
        },
      },
    },
  ];
}
