import { expect, test } from 'vitest';
import { decodeRecords } from '../../src/client/decode-records.ts';
import { BatchBuilder, type BatchSettings } from '../../src/core/records/batch-builder.ts';
import { Compression } from '../../src/core/records/batch-format.ts';
import { BatchView } from '../../src/core/records/batch-view.ts';
import { buildEndTxnBatch } from '../../src/core/records/control-record.ts';
import { loadCodecs } from '../../src/runtime/compression/codecs.ts';

const codecs = await loadCodecs();
const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());

function batch(baseOffset: number, values: string[], settings: BatchSettings = {}): Uint8Array {
  const builder = new BatchBuilder({ baseOffset, ...settings });
  for (const value of values) builder.append(1000, null, Buffer.from(value));
  return builder.build(codecs)!;
}

function marker(baseOffset: number, producerId: number, commits: boolean): Uint8Array {
  const bytes = buildEndTxnBatch({ producerId, producerEpoch: 0, coordinatorEpoch: 0, commits }, 1000);
  const view = new BatchView().wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  view.stampBaseOffset(baseOffset);
  return bytes;
}

function values(bytes: Uint8Array, from: number, aborted: { producerId: number; firstOffset: number }[] | null = null) {
  const { records, nextOffset } = decodeRecords(bytes, from, aborted, codecs, 'here');
  return [records.map(({ offset, value }) => `${offset}=${text(value)}`), nextOffset];
}

test.each(Object.entries(Compression))(
  '%s batches, from the middle, with the last one cut off',
  (_name, compression) => {
    const bytes = Buffer.concat([
      batch(10, ['a', 'b', 'c'], { compression }),
      batch(13, ['d'], { compression }),
      batch(14, ['e']),
    ]);
    expect(values(bytes.subarray(0, bytes.length - 1), 11)).toEqual([['11=b', '12=c', '13=d'], 14]);
  },
);

test('values of one response stay what they were while the next batch is unpacked', () => {
  const settings = { compression: Compression.Zstd };
  const bytes = Buffer.concat([batch(0, ['x'.repeat(100)], settings), batch(1, ['y'.repeat(100)], settings)]);
  const { records } = decodeRecords(bytes, 0, null, codecs, 'here');
  expect(records.map(({ value }) => text(value)![0])).toEqual(['x', 'y']);
});

test('an aborted transaction is left out up to its marker, and no further', () => {
  const of = (producerId: number): BatchSettings => ({
    producerId,
    producerEpoch: 0,
    baseSequence: 0,
    isTransactional: true,
  });
  const bytes = Buffer.concat([
    batch(0, ['a1'], of(1)),
    batch(1, ['b1'], of(2)),
    batch(2, ['plain']),
    marker(3, 1, false),
    marker(4, 2, true),
    batch(5, ['a2'], of(1)),
    marker(6, 1, true),
  ]);
  expect(values(bytes, 0, [{ producerId: 1, firstOffset: 0 }])).toEqual([['1=b1', '2=plain', '5=a2'], 7]);
  // Without isolation nothing is left out but the markers.
  expect(values(bytes, 0, null)).toEqual([['0=a1', '1=b1', '2=plain', '5=a2'], 7]);
});

test('a flipped bit anywhere after the epoch is found', () => {
  const whole = batch(0, ['value']);
  for (let at = 17; at < whole.length; at += 1) {
    const damaged = Uint8Array.from(whole);
    damaged[at]! ^= 4;
    if (at === 16) continue;
    expect(() => values(damaged, 0), `byte ${at}`).toThrow(/CORRUPT_MESSAGE/);
  }
});

test.each([
  ['of an old format', (bytes: Uint8Array) => bytes.fill(1, 16, 17), 'format 1'],
  ['too short to be one', (bytes: Uint8Array) => new DataView(bytes.buffer).setInt32(8, 20), 'a batch of 32 bytes'],
])('a batch %s', (_name, damage, message) => {
  const bytes = batch(0, ['value']);
  damage(bytes);
  expect(() => values(bytes, 0)).toThrow(message);
});
