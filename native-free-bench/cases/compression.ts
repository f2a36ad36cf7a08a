/** Each codec at 64 KiB of event data, native where an addon is there, and what the native-free broker would use. */
import type { Case, Column } from '../corpus.ts';
import { events } from '../fixtures.ts';
import { room } from '../room.ts';

const NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const LIMIT = 4 << 20;

function columnOf(backend: string): Column {
  if (/wasm/i.test(backend)) return 'wasm';
  return /plain|typescript/i.test(backend) ? 'js' : 'native';
}

export async function cases(tiny: boolean): Promise<Case[]> {
  const { createCodecs } = await room<typeof import('../../src/runtime/compression/codecs.ts')>(
    'runtime/compression/codecs.ts',
  );
  const plain = events(tiny ? 2_000 : 65_536);
  const found = new Map<string, Case>();
  /** Columns of one name share a case; a later one does not displace an earlier of the same column. */
  const add = (name: string, column: Column, run: () => number): void => {
    const columns = { [column]: run, ...found.get(name)?.columns };
    found.set(name, { name, bytes: plain.length, batch: 1, columns });
  };
  for (const withNatives of [true, false]) {
    const codecs = await createCodecs(withNatives);
    for (const report of codecs.report) {
      const codec = NAMES.indexOf(report.codec as (typeof NAMES)[number]);
      const packed = codecs.compress(codec, plain, 0, plain.length);
      if (packed === null) continue;
      const unpack = (): Uint8Array => codecs.decompress(codec, packed, 0, packed.length, LIMIT) as Uint8Array;
      if (Buffer.compare(unpack(), plain) !== 0)
        throw new Error(`${report.codec} by ${report.backend} does not give back what it was given`);
      const column = columnOf(report.backend);
      // Packed sizes differ between implementations, all of them right: the checksum is of what they stand for.
      add(`${report.codec}: compress ${plain.length} bytes`, column, () =>
        codecs.compress(codec, plain, 0, plain.length)!.length > 0 ? plain.length : 0,
      );
      add(`${report.codec}: decompress to ${plain.length} bytes`, column, () => unpack().length);
    }
  }
  return [...found.values()];
}
