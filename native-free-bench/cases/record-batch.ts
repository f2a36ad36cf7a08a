/** Record batches: building, walking, and the checks that a produced one passes. */
import type { Case } from '../corpus.ts';
import { events } from '../fixtures.ts';
import { room } from '../room.ts';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { BatchBuilder } = await room<typeof import('../../src/core/records/batch-builder.ts')>(
    'core/records/batch-builder.ts',
  );
  const { RecordReader } = await room<typeof import('../../src/core/records/record-reader.ts')>(
    'core/records/record-reader.ts',
  );
  const found: Case[] = [];
  for (const [count, size] of tiny
    ? [[3, 50]]
    : ([
        [1, 1_000],
        [16, 1_000],
        [640, 100],
      ] as const)) {
    const values = Array.from({ length: count! }, (_, n) => events(size!, n));
    const key = new Uint8Array(Buffer.from('user-1234'));
    const build = (): Uint8Array => {
      const builder = new BatchBuilder();
      for (let n = 0; n < count!; n++) builder.append(1_700_000_000_000 + n, key, values[n]!);
      return builder.build()!;
    };
    const batch = build();
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    const reader = new RecordReader();
    found.push({
      name: `record batch: build ${count} x ${size} bytes`,
      bytes: batch.length,
      batch: 1,
      columns: { js: () => build().length },
    });
    found.push({
      name: `record batch: walk ${count} x ${size} bytes`,
      bytes: batch.length,
      batch: 1,
      columns: {
        js: () => {
          reader.wrap(batch, 61, batch.length, view.getInt32(57), 0, 0);
          let sum = 0;
          while (reader.next()) sum += reader.valueLength;
          return sum;
        },
      },
    });
  }
  return found;
}
