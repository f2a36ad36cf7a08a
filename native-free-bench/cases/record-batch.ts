/** Record batches: building, walking, and the checks that a produced one passes before it is appended. */
import type { Case, Columns } from '../corpus.ts';
import { events } from '../fixtures.ts';
import { addon } from '../native.ts';
import { room } from '../room.ts';

const SHAPES = [
  [1, 1_000],
  [16, 1_000],
  [640, 100],
] as const;

interface Crc32Addon {
  crc32c(bytes: Uint8Array, seed: number): number;
}

export async function cases(tiny: boolean): Promise<Case[]> {
  const { BatchBuilder } = await room<typeof import('../../src/core/records/batch-builder.ts')>(
    'core/records/batch-builder.ts',
  );
  const { RecordReader } = await room<typeof import('../../src/core/records/record-reader.ts')>(
    'core/records/record-reader.ts',
  );
  const { BatchValidator } = await room<typeof import('../../src/core/records/batch-validator.ts')>(
    'core/records/batch-validator.ts',
  );
  const { installCrc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  const { createCodecs } = await room<typeof import('../../src/runtime/compression/codecs.ts')>(
    'runtime/compression/codecs.ts',
  );
  const rules = {
    maxMessageBytes: 1 << 20,
    segmentBytes: 1 << 30,
    isCompacted: false,
    timestampType: 0,
    timestampBeforeMaxMs: Number.MAX_SAFE_INTEGER,
    timestampAfterMaxMs: Number.MAX_SAFE_INTEGER,
    maxDecompressedBytes: 1 << 24,
  } as const;
  const origin = { topic: 'bench', partition: 0, apiVersion: 9, now: 1_700_000_000_000 };
  const codecs = await createCodecs(true);
  const key = new Uint8Array(Buffer.from('user-1234'));

  return (tiny ? [[3, 50] as const] : SHAPES).flatMap(([count, size]) => {
    const values = Array.from({ length: count }, (_, n) => events(size, n));
    const build = (): Uint8Array => {
      const builder = new BatchBuilder();
      for (let n = 0; n < count; n++) builder.append(1_700_000_000_000 + n, key, values[n]!);
      return builder.build()!;
    };
    const batch = build();
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    const reader = new RecordReader();
    const validator = new BatchValidator(codecs);
    const validate = (): number => {
      const code = validator.validate(batch, view, 0, batch.length, rules, origin);
      if (code !== 0) throw new Error(`the batch is refused with ${code}: ${validator.errorMessage}`);
      return validator.maxTimestamp;
    };
    /** The checksum is the greater part of both: each column has the one it would have in its broker. */
    const withChecksums = (run: () => number, result: (() => Uint8Array) | null): Columns => {
      const native = addon<Crc32Addon>('@node-rs/crc32');
      const wrap = (install: () => void) => {
        const wrapped = (): number => {
          install();
          return run();
        };
        return result === null ? wrapped : { run: wrapped, result };
      };
      const port = (bytes: Uint8Array, start: number, end: number, seed: number): number =>
        native!.crc32c(bytes.subarray(start, end), seed);
      return {
        ...(native === null ? {} : { native: wrap(() => installCrc32c(port)) }),
        js: wrap(() => installCrc32c(null)),
      };
    };
    const what = `${count} x ${size} bytes`;
    const sizes = { bytes: batch.length, batch: 1 };
    return [
      {
        name: `record batch: build ${what}`,
        ...sizes,
        columns: async () => withChecksums(() => build().length, build),
      },
      {
        name: `record batch: walk ${what}`,
        ...sizes,
        columns: {
          js: () => {
            reader.wrap(batch, 61, batch.length, view.getInt32(57), 0, 0);
            let sum = 0;
            while (reader.next()) sum += reader.valueLength;
            return sum;
          },
        },
      },
      { name: `record batch: validate ${what}`, ...sizes, columns: async () => withChecksums(validate, null) },
    ];
  });
}
