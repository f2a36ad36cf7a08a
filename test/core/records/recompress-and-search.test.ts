import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Compression, TimestampType } from '../../../src/core/records/batch-format.ts';
import { buildEndTxnBatch } from '../../../src/core/records/control-record.ts';
import { recompress } from '../../../src/core/records/recompress.ts';
import { firstRecordAtOrAfter, recordOfMaxTimestamp } from '../../../src/core/records/record-search.ts';
import { type Codecs, createCodecs } from '../../../src/runtime/compression/codecs.ts';
import { anyRecord, batchViewOf, build, readAll } from './batches.ts';

const LIMIT = 1 << 24;
let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs(true);
});
const someRecords = fc.array(anyRecord, { minLength: 1, maxLength: 8 });
const anyCodec = fc.constantFrom(0, 1, 2, 3, 4);

describe('recompression', () => {
  test('changes the codec and nothing else, over any chain of codecs', () => {
    fc.assert(
      fc.property(someRecords, fc.array(anyCodec, { minLength: 1, maxLength: 4 }), (records, chain) => {
        const original = build(records, {
          baseOffset: 77,
          partitionLeaderEpoch: 3,
          producerId: 9,
          producerEpoch: 1,
          baseSequence: 4,
          isTransactional: true,
        });
        let bytes = original;
        for (const codec of chain) {
          bytes = recompress(batchViewOf(bytes), codec, null, codecs, LIMIT) as Uint8Array;
          const batch = batchViewOf(bytes);
          expect(batch.isValid).toBe(true);
          expect(batch.compression).toBe(codec);
          expect(batch.partitionLeaderEpoch).toBe(3);
          expect(batch.isTransactional).toBe(true);
        }
        expect(recompress(batchViewOf(bytes), Compression.None, null, codecs, LIMIT)).toEqual(original);
      }),
      { numRuns: 50 },
    );
  });

  test('takes a level', () => {
    const value = new Uint8Array(20_000).map((_, i) => (i * i) % 251);
    const batch = batchViewOf(build([{ value }]));
    const size = (level: number) => (recompress(batch, Compression.Gzip, level, codecs, LIMIT) as Uint8Array).length;
    expect(size(9)).toBeLessThan(size(1));
  });

  test('leaves control batches alone, and tells what it cannot read or would unfold too far', () => {
    const marker = buildEndTxnBatch({ producerId: 1, producerEpoch: 0, coordinatorEpoch: 0, commits: true }, 5);
    expect(recompress(batchViewOf(marker), Compression.Zstd, null, codecs, LIMIT)).toEqual(marker);
    const packed = recompress(
      batchViewOf(build([{ value: new Uint8Array(5000) }])),
      3,
      null,
      codecs,
      LIMIT,
    ) as Uint8Array;
    expect(recompress(batchViewOf(packed), 1, null, codecs, 1000)).toBe('too large');
    packed[64] = 0;
    expect(recompress(batchViewOf(packed), 1, null, codecs, LIMIT)).toBe('corrupt');
  });
});

describe('search by time', () => {
  test('is what a look at every record finds', () => {
    fc.assert(
      fc.property(
        someRecords,
        anyCodec,
        fc.integer({ min: -1, max: 100 }),
        fc.integer({ min: 0, max: 20 }),
        (records, codec, target, min) => {
          for (const record of records) record.timestamp %= 90;
          const plain = batchViewOf(build(records, { baseOffset: 10 }));
          const batch = batchViewOf(recompress(plain, codec, null, codecs, LIMIT) as Uint8Array);
          const all = readAll(plain);
          const expected = all.find((r) => r.timestamp >= target && r.offset >= min);
          const found = firstRecordAtOrAfter(batch, target, min, codecs, LIMIT);
          expect(found).toEqual(
            expected === undefined ? null : { offset: expected.offset, timestamp: expected.timestamp },
          );
          const latest = Math.max(...all.map((r) => r.timestamp));
          const first = all.find((r) => r.timestamp === latest)!;
          expect(recordOfMaxTimestamp(batch, codecs, LIMIT)).toEqual(
            latest === -1 ? null : { offset: first.offset, timestamp: latest },
          );
        },
      ),
    );
  });

  test('under log append time every record is as late as the batch', () => {
    const batch = batchViewOf(
      build([{}, {}], { baseOffset: 5, timestampType: TimestampType.LogAppendTime, logAppendTime: 99 }),
    );
    expect(recordOfMaxTimestamp(batch, codecs, LIMIT)).toEqual({ offset: 5, timestamp: 99 });
    expect(firstRecordAtOrAfter(batch, 99, 6, codecs, LIMIT)).toEqual({ offset: 6, timestamp: 99 });
    expect(firstRecordAtOrAfter(batch, 100, 0, codecs, LIMIT)).toBeNull();
  });

  test('what cannot be read is told', () => {
    const bytes = recompress(batchViewOf(build([{}])), 4, null, codecs, LIMIT) as Uint8Array;
    bytes[63] = 0;
    expect(firstRecordAtOrAfter(batchViewOf(bytes), 0, 0, codecs, LIMIT)).toMatch(/offset 0 are corrupt/);
  });
});
