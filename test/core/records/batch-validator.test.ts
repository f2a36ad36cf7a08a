import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import type { BatchSettings } from '../../../src/core/records/batch-builder.ts';
import { Compression, TimestampType } from '../../../src/core/records/batch-format.ts';
import { type AppendRules, BatchValidator, type ProduceOrigin } from '../../../src/core/records/batch-validator.ts';
import type { Decompressor } from '../../../src/core/records/decompressor.ts';
import { anyRecord, batchViewOf, build, concat, type PlainRecord, text, viewOf } from './batches.ts';

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const rules: AppendRules = {
  maxMessageBytes: 1_048_588,
  segmentBytes: 1 << 30,
  isCompacted: false,
  timestampType: TimestampType.CreateTime,
  timestampBeforeMaxMs: 2 ** 63,
  timestampAfterMaxMs: HOUR,
  maxDecompressedBytes: 10_000,
};
const origin: ProduceOrigin = { topic: 'orders', partition: 3, apiVersion: 9, now: NOW };

/** Stands for every codec: the payload is stored, behind one byte that must be 7. */
const stored: Decompressor = {
  decompress(_codec, bytes, start, end, maxOutputBytes) {
    if (bytes[start] !== 7) return 'corrupt';
    if (end - start - 1 > maxOutputBytes) return 'too large';
    return bytes.slice(start + 1, end);
  },
};

function compressed(records: readonly Partial<PlainRecord>[], settings: BatchSettings = {}): Uint8Array {
  const bytes = concat(
    build(records, { ...settings, compression: Compression.None }).slice(0, 61),
    new Uint8Array([7]),
    build(records).slice(61),
  );
  const view = viewOf(bytes);
  view.setInt32(8, bytes.length - 12);
  view.setInt16(21, view.getInt16(21) | (settings.compression ?? Compression.Lz4));
  batchViewOf(bytes).stampCrc();
  return bytes;
}

/** A good batch of two records with one field overwritten and, unless told otherwise, its checksum made to fit. */
function damaged(change: (view: DataView) => void, fixCrc = true): Uint8Array {
  const bytes = build([
    { timestamp: NOW, key: text('k1'), value: text('v1') },
    { timestamp: NOW, key: text('k2'), value: text('v2') },
  ]);
  change(viewOf(bytes));
  if (fixCrc) viewOf(bytes).setUint32(17, batchViewOf(bytes).computeCrc());
  return bytes;
}

/** Count and last offset delta that agree with each other. */
function setCount(view: DataView, count: number): void {
  view.setInt32(57, count);
  view.setInt32(23, count - 1);
}

const validator = new BatchValidator(stored);
function judge(bytes: Uint8Array, r: Partial<AppendRules> = {}, o: Partial<ProduceOrigin> = {}): number {
  const code = validator.validate(bytes, viewOf(bytes), 0, bytes.length, { ...rules, ...r }, { ...origin, ...o });
  expect(validator.errorMessage === null).toBe(code === ErrorCode.NONE);
  return code;
}

const { NONE, INVALID_RECORD, CORRUPT_MESSAGE, MESSAGE_TOO_LARGE, UNSUPPORTED_COMPRESSION_TYPE, INVALID_TIMESTAMP } =
  ErrorCode;

describe('accepted', () => {
  test('any batch the builder makes, compressed or not', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 10 }), (records) => {
        const latest = Math.max(...records.map((r) => r.timestamp));
        for (const bytes of [build(records), compressed(records)]) {
          expect(judge(bytes, { timestampAfterMaxMs: 2 ** 63 })).toBe(NONE);
          expect(validator.maxTimestamp).toBe(latest);
          expect(validator.maxTimestampDelta).toBe(records.findIndex((r) => r.timestamp === latest));
        }
      }),
    );
  });

  test('what kafkajs sends without idempotence: producer id -1, epoch 0, sequence 0', () => {
    expect(judge(build([{ timestamp: NOW }], { producerId: -1, producerEpoch: 0, baseSequence: 0 }))).toBe(NONE);
  });

  test('a trailing piece that is no whole batch', () => {
    const one = build([{ timestamp: NOW }]);
    expect(judge(concat(one, new Uint8Array(5)))).toBe(NONE);
    expect(judge(concat(one, one.slice(0, one.length - 1)))).toBe(NONE);
    expect(validator.batch.end).toBe(one.length);
  });

  test('a max timestamp that the header states wrongly is found from the records', () => {
    const bytes = damaged((view) => view.setUint32(39, 12345));
    expect(judge(bytes)).toBe(NONE);
    expect(validator.maxTimestamp).toBe(NOW);
    expect(validator.batch.stampTimestamps(TimestampType.CreateTime, validator.maxTimestamp)).toBe(true);
    expect(validator.batch.isValid).toBe(true);
  });

  test('under LogAppendTime the clock is the timestamp, whatever the producer said', () => {
    const bytes = build([{ timestamp: NOW + 50 * HOUR }, { timestamp: 1 }]);
    expect(judge(bytes, { timestampType: TimestampType.LogAppendTime })).toBe(NONE);
    expect(validator.maxTimestamp).toBe(NOW);
  });

  test('a batch at a position inside a larger frame', () => {
    const one = build([{ timestamp: NOW, value: text('x') }]);
    const frame = concat(new Uint8Array(100).fill(1), one, new Uint8Array(50).fill(2));
    expect(validator.validate(frame, viewOf(frame), 100, 100 + one.length, rules, origin)).toBe(NONE);
    expect(validator.batch.start).toBe(100);
  });
});

describe('refused for the header, in this order', () => {
  const two = build([{ timestamp: NOW }, { timestamp: NOW }]);
  test.each<[string, Uint8Array, number, RegExp]>([
    ['no bytes', new Uint8Array(0), INVALID_RECORD, /must have at least one record batch/],
    ['half a batch', two.slice(0, 40), INVALID_RECORD, /must have at least one record batch/],
    ['a length beyond the field', damaged((v) => v.setInt32(8, 1 << 30), false), INVALID_RECORD, /at least one/],
    ['a length of -1', damaged((v) => v.setInt32(8, -1), false), CORRUPT_MESSAGE, /Record size -1 is less/],
    ['a length of 2^31-1', damaged((v) => v.setInt32(8, 2 ** 31 - 1), false), INVALID_RECORD, /at least one/],
    [
      'a length inside the header',
      damaged((v) => v.setInt32(8, 30), false),
      CORRUPT_MESSAGE,
      /smaller than its header/,
    ],
    ['magic 1', damaged((v) => v.setInt8(16, 1), false), INVALID_RECORD, /magic version 2/],
    ['magic 0', damaged((v) => v.setInt8(16, 0), false), INVALID_RECORD, /magic version 2/],
    ['magic 3', damaged((v) => v.setInt8(16, 3), false), CORRUPT_MESSAGE, /Invalid magic/],
    ['codec 5', damaged((v) => v.setInt16(21, 5)), UNSUPPORTED_COMPRESSION_TYPE, /Unknown compression type id: 5/],
    ['two batches', concat(two, two), INVALID_RECORD, /exactly one record batch/],
    ['base offset 5', damaged((v) => v.setInt32(4, 5)), INVALID_RECORD, /baseOffset .* should be 0, but it is 5/],
    ['a flipped bit', damaged((v) => v.setInt8(70, 99), false), CORRUPT_MESSAGE, /Record is corrupt/],
    ['a flipped crc', damaged((v) => v.setInt8(17, v.getInt8(17) ^ 1), false), CORRUPT_MESSAGE, /Record is corrupt/],
    ['last offset -1', damaged((v) => v.setInt32(23, -1)), INVALID_RECORD, /invalid offset range/],
    ['count 0', damaged((v) => v.setInt32(57, 0)), INVALID_RECORD, /Invalid reported count for record batch: 0/],
    ['count -1', damaged((v) => v.setInt32(57, -1)), INVALID_RECORD, /Invalid reported count/],
    ['count 2^31-1', damaged((v) => v.setInt32(57, 2 ** 31 - 1)), INVALID_RECORD, /Inconsistent batch offset range/],
    ['last offset delta 5', damaged((v) => v.setInt32(23, 5)), INVALID_RECORD, /range \[0, 5\] and count of records 2/],
    ['a control batch', build([{}], { isControl: true }), INVALID_RECORD, /not allowed to write control records/],
    [
      'a producer id without sequence',
      build([{ timestamp: NOW }], { producerId: 4, producerEpoch: 0 }),
      INVALID_RECORD,
      /Invalid sequence number -1/,
    ],
    [
      'a transaction without producer id',
      build([{ timestamp: NOW }], { isTransactional: true }),
      INVALID_RECORD,
      /without a producerId/,
    ],
  ])('%s', (_name, bytes, code, message) => {
    expect(judge(bytes)).toBe(code);
    expect(validator.errorMessage).toMatch(message);
    expect(validator.recordErrors).toEqual([]);
  });

  test('zstd below Produce v7, and not from there on', () => {
    const bytes = compressed([{ timestamp: NOW }], { compression: Compression.Zstd });
    expect(judge(bytes, {}, { apiVersion: 6 })).toBe(UNSUPPORTED_COMPRESSION_TYPE);
    expect(judge(bytes, {}, { apiVersion: 7 })).toBe(NONE);
  });

  test('sizes: max.message.bytes counts the log overhead; a batch must fit a segment', () => {
    expect(judge(two, { maxMessageBytes: two.length })).toBe(NONE);
    expect(judge(two, { maxMessageBytes: two.length - 1 })).toBe(MESSAGE_TOO_LARGE);
    expect(judge(two, { segmentBytes: two.length - 1 })).toBe(ErrorCode.RECORD_LIST_TOO_LARGE);
  });
});

describe('refused for its records', () => {
  test('null keys on a compacted topic, each named', () => {
    const bytes = build([
      { timestamp: NOW, key: text('k') },
      { timestamp: NOW },
      { timestamp: NOW, key: text('') },
      { timestamp: NOW },
    ]);
    expect(judge(bytes, { isCompacted: true })).toBe(INVALID_RECORD);
    expect(validator.recordErrors.map((e) => e.batchIndex)).toEqual([1, 3]);
    expect(validator.recordErrors[0]!.batchIndexErrorMessage).toMatch(/without key in topic partition orders-3/);
    expect(judge(bytes)).toBe(NONE);
  });

  test('timestamps outside the bounds; -1 is no timestamp', () => {
    const bytes = build([{ timestamp: NOW + HOUR }, { timestamp: NOW + HOUR + 1 }, { timestamp: -1 }]);
    expect(judge(bytes)).toBe(INVALID_TIMESTAMP);
    expect(validator.recordErrors.map((e) => e.batchIndex)).toEqual([1]);
    const old = build([{ timestamp: NOW - 11 }, { timestamp: NOW - 10 }]);
    expect(judge(old, { timestampBeforeMaxMs: 10 })).toBe(INVALID_TIMESTAMP);
    expect(validator.recordErrors.map((e) => e.batchIndex)).toEqual([0]);
    expect(judge(old, { timestampBeforeMaxMs: 11 })).toBe(NONE);
  });

  test('one bad timestamp among null keys makes the whole INVALID_TIMESTAMP', () => {
    const late = { timestamp: NOW + 2 * HOUR, key: text('k') };
    for (const records of [
      [late, { timestamp: NOW }],
      [{ timestamp: NOW }, late],
    ]) {
      expect(judge(build(records), { isCompacted: true })).toBe(INVALID_TIMESTAMP);
      expect(validator.recordErrors).toHaveLength(2);
    }
  });

  test('a producer may not claim LogAppendTime', () => {
    const bytes = build([{ timestamp: NOW }], { timestampType: TimestampType.LogAppendTime, logAppendTime: NOW });
    expect(judge(bytes)).toBe(INVALID_TIMESTAMP);
    expect(judge(bytes, { timestampType: TimestampType.LogAppendTime })).toBe(NONE);
  });

  test('a million bad records do not make a million errors', () => {
    const bytes = build(Array.from({ length: 5_000 }, () => ({ timestamp: NOW })));
    expect(judge(bytes, { isCompacted: true })).toBe(INVALID_RECORD);
    expect(validator.recordErrors).toHaveLength(1000);
  });

  test.each<[string, (view: DataView) => void]>([
    ['more records than declared', (v) => setCount(v, 1)],
    ['fewer records than declared', (v) => setCount(v, 3)],
    ['an offset delta out of order', (v) => v.setInt8(64, 2)],
    ['a record length beyond the batch', (v) => v.setInt8(61, 100)],
    ['a negative record length', (v) => v.setInt8(61, 1)],
    ['a negative key length', (v) => v.setInt8(65, 3)],
    ['a varint that never ends', (v) => new Uint8Array(v.buffer).fill(0xff, 61, 67)],
  ])('%s', (_name, change) => {
    const bytes = damaged(change);
    expect(judge(bytes)).toBe(INVALID_RECORD);
    const packed = concat(bytes.slice(0, 61), new Uint8Array([7]), bytes.slice(61));
    viewOf(packed).setInt32(8, packed.length - 12);
    viewOf(packed).setInt16(21, Compression.Gzip);
    batchViewOf(packed).stampCrc();
    expect(judge(packed)).toBe(INVALID_RECORD);
  });

  test('a payload that does not decompress, or unfolds too far', () => {
    const bytes = compressed([{ timestamp: NOW, value: new Uint8Array(300) }]);
    expect(judge(bytes, { maxDecompressedBytes: 100 })).toBe(MESSAGE_TOO_LARGE);
    viewOf(bytes).setInt8(61, 8);
    batchViewOf(bytes).stampCrc();
    expect(judge(bytes)).toBe(INVALID_RECORD);
    expect(validator.errorMessage).toMatch(/decompress the lz4/);
    const none = new BatchValidator({ decompress: () => 'unsupported' });
    expect(none.validate(bytes, viewOf(bytes), 0, bytes.length, rules, origin)).toBe(UNSUPPORTED_COMPRESSION_TYPE);
  });
});

test('no bytes make the validator throw, and nothing but the original is accepted after a flip', () => {
  const good = build([
    { timestamp: NOW, key: text('key'), value: text('value'), headers: [{ key: text('h'), value: text('1') }] },
    { timestamp: NOW },
  ]);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 150 }),
      fc.nat(good.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (junk, at, xor) => {
        judge(junk);
        const flipped = good.slice();
        flipped[at] = flipped[at]! ^ xor;
        // Leader epoch is the broker's to set; all else is checked.
        if (at >= 12 && at < 16) expect(judge(flipped)).toBe(NONE);
        else expect(judge(flipped)).not.toBe(NONE);
        // With a fitting checksum the records themselves are what is judged: any verdict, no throw.
        if (at >= 21) {
          batchViewOf(flipped).stampCrc();
          judge(flipped);
        }
      },
    ),
    { numRuns: 500 },
  );
});
