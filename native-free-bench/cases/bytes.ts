/** Reading and writing of fixed-size fields and strings. */
import type { Case, Implementation } from '../corpus.ts';
import { seeded } from '../fixtures.ts';
import { room } from '../room.ts';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { ByteWriter } = await room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts');
  const count = tiny ? 10 : 1_000;
  const next = seeded(3);
  const numbers = Array.from({ length: count }, (_, n) => (n % 4 === 0 ? next() % 2 ** 28 : next() % 200));
  const names = Array.from({ length: count }, (_, n) => `topic-${next() % 1_000}-${n % 7}`);
  const reader = new ByteReader(new Uint8Array(0));
  const writer = new ByteWriter(1 << 16);

  /** Both directions of one encoding; a reader has done its work when it tells what the writer was given. */
  const pair = (what: string, write: () => void, read: (start: number) => number, expected: number): Case[] => {
    writer.clear();
    write();
    const encoded = writer.toBytes().slice();
    const writing: Implementation = {
      run: () => {
        writer.clear();
        write();
        return writer.length;
      },
      result: () => {
        writer.clear();
        write();
        return writer.toBytes();
      },
    };
    const reading = (): number => {
      reader.reset(encoded);
      const sum = read(0);
      if (sum !== expected) throw new Error(`read ${sum} where ${expected} was written`);
      return sum;
    };
    return [
      { name: `bytes: read ${what}`, bytes: encoded.length, batch: count, columns: { js: reading } },
      { name: `bytes: write ${what}`, bytes: encoded.length, batch: count, columns: { js: writing } },
    ];
  };

  const sum = numbers.reduce((total, number) => total + number, 0);
  return [
    ...pair(
      'int32',
      () => {
        for (let n = 0; n < count; n++) writer.int32(numbers[n]!);
      },
      (start) => {
        let total = start;
        for (let n = 0; n < count; n++) total += reader.int32();
        return total;
      },
      sum,
    ),
    ...pair(
      'int64',
      () => {
        for (let n = 0; n < count; n++) writer.int64(numbers[n]! * 1_000);
      },
      (start) => {
        let total = start;
        for (let n = 0; n < count; n++) total += reader.int64();
        return total;
      },
      sum * 1_000,
    ),
    ...pair(
      'compact string',
      () => {
        for (let n = 0; n < count; n++) writer.compactString(names[n]!);
      },
      (start) => {
        let total = start;
        for (let n = 0; n < count; n++) total += reader.compactString().length;
        return total;
      },
      names.reduce((total, name) => total + name.length, 0),
    ),
  ];
}
