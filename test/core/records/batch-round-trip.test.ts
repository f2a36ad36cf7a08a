import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchBuilder, buildEmptyBatch } from '../../../src/core/records/batch-builder.ts';
import {
  Compression,
  decrementSequence,
  incrementSequence,
  TimestampType,
} from '../../../src/core/records/batch-format.ts';
import {
  buildEndTxnBatch,
  buildLeaderChangeBatch,
  ControlRecordType,
  readControlRecord,
} from '../../../src/core/records/control-record.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { anyRecord, batchViewOf, build, concat, readAll, text, viewOf } from './batches.ts';

const require = createRequire(import.meta.url);
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0');
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder');
const KafkaJsRecord = require('kafkajs/src/protocol/recordBatch/record/v0');
const KafkaJsDecoder = require('kafkajs/src/protocol/decoder');
const Long = require('kafkajs/src/utils/long');

const someRecords = fc.array(anyRecord, { minLength: 1, maxLength: 12 });

describe('what is built is read back', () => {
  test('records, offsets and timestamps', () => {
    fc.assert(
      fc.property(someRecords, fc.integer({ min: 0, max: 2 ** 45 }), (records, baseOffset) => {
        const batch = batchViewOf(build(records, { baseOffset }));
        expect(batch.isValid).toBe(true);
        expect(batch.recordCount).toBe(records.length);
        expect(batch.lastOffset).toBe(baseOffset + records.length - 1);
        expect(batch.maxTimestamp).toBe(Math.max(-1, ...records.map((r) => r.timestamp)));
        expect(readAll(batch)).toEqual(records.map((record, index) => ({ offset: baseOffset + index, ...record })));
      }),
    );
  });

  test('copying records one by one keeps them, at other deltas', () => {
    fc.assert(
      fc.property(someRecords, (records) => {
        const original = batchViewOf(build(records, { baseOffset: 100 }));
        const kept = new BatchBuilder({ baseOffset: 90, deleteHorizonMs: 5_000 });
        const reader = new RecordReader().wrapBatch(original);
        let index = 0;
        while (reader.next()) {
          if (index++ % 2 === 0) kept.appendFrom(reader);
        }
        const copy = batchViewOf(kept.build(null, 120)!);
        expect(copy.isValid).toBe(true);
        expect(copy.lastOffset).toBe(120);
        expect(copy.deleteHorizonMs).toBe(5_000);
        expect(readAll(copy)).toEqual(readAll(original).filter((_, at) => at % 2 === 0));
      }),
    );
  });
});

describe('against kafkajs', () => {
  test('its encoder makes the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            timestamp: fc.integer({ min: 0, max: 2 ** 42 }),
            key: fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null }),
            value: fc.option(fc.uint8Array({ maxLength: 400 }), { nil: null }),
            header: fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== '__proto__'),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (records) => {
          const first = records[0]!.timestamp;
          const theirs = await RecordBatch({
            firstTimestamp: Long.fromValue(first),
            maxTimestamp: Long.fromValue(Math.max(...records.map((r) => r.timestamp))),
            partitionLeaderEpoch: 7,
            lastOffsetDelta: records.length - 1,
            producerId: Long.fromValue(4_000_000_123),
            producerEpoch: 3,
            firstSequence: 11,
            transactional: true,
            records: records.map((record, index) =>
              KafkaJsRecord({
                offsetDelta: index,
                timestampDelta: Long.fromValue(record.timestamp - first),
                key: record.key === null ? null : Buffer.from(record.key),
                value: record.value === null ? null : Buffer.from(record.value),
                headers: { [record.header]: Buffer.from('v') },
              }),
            ),
          });
          const ours = build(
            records.map((r) => ({ ...r, headers: [{ key: text(r.header), value: text('v') }] })),
            {
              partitionLeaderEpoch: 7,
              producerId: 4_000_000_123,
              producerEpoch: 3,
              baseSequence: 11,
              isTransactional: true,
            },
          );
          expect(Buffer.from(ours).toString('hex')).toBe(theirs.buffer.toString('hex'));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('its decoder reads ours', async () => {
    const bytes = build([{ timestamp: 1_700_000_000_000, key: text('k'), value: text('v') }], { baseOffset: 42 });
    const decoded = await decodeBatch(new KafkaJsDecoder(Buffer.from(bytes)));
    expect(decoded).toMatchObject({ firstOffset: '42', lastOffsetDelta: 0, maxTimestamp: '1700000000000' });
    expect(decoded.records[0].value.toString()).toBe('v');
  });
});

describe('what a broker stamps', () => {
  test('base offset and leader epoch leave the checksum valid', () => {
    const batch = batchViewOf(build([{ value: text('a') }]));
    const crc = batch.crc;
    batch.stampBaseOffset(2 ** 40 + 5);
    batch.stampPartitionLeaderEpoch(9);
    expect(batch.baseOffset).toBe(2 ** 40 + 5);
    expect(batch.partitionLeaderEpoch).toBe(9);
    expect(batch.crc).toBe(crc);
    expect(batch.isValid).toBe(true);
  });

  test('log append time is the time of every record, under a new checksum', () => {
    const batch = batchViewOf(build([{ timestamp: 5 }, { timestamp: 9 }]));
    const crc = batch.crc;
    expect(batch.stampTimestamps(TimestampType.LogAppendTime, 777)).toBe(true);
    expect(batch.timestampType).toBe(TimestampType.LogAppendTime);
    expect(batch.crc).not.toBe(crc);
    expect(batch.isValid).toBe(true);
    expect(readAll(batch).map((r) => r.timestamp)).toEqual([777, 777]);
  });

  test('timestamps that already hold are not written again', () => {
    const batch = batchViewOf(build([{ timestamp: 5 }, { timestamp: 9 }]));
    expect(batch.stampTimestamps(TimestampType.CreateTime, 9)).toBe(false);
  });

  test('a batch is found at any position, and not taken for valid when cut short', () => {
    const one = build([{ value: text('one') }]);
    const two = build([{ value: text('two') }], { baseOffset: 1 });
    const log = concat(one, two);
    const batch = batchViewOf(log);
    expect(batch.end).toBe(one.length);
    batch.wrap(log, viewOf(log), batch.end);
    expect(batch.baseOffset).toBe(1);
    expect(batch.isValid).toBe(true);
    batch.wrap(log, viewOf(log), one.length, log.length - 1);
    expect(batch.isValid).toBe(false);
  });
});

describe('sequences', () => {
  test.each([
    [0, 5, 5],
    [2 ** 31 - 1, 1, 0],
    [2 ** 31 - 3, 10, 7],
  ])('%i + %i = %i', (sequence, by, expected) => {
    expect(incrementSequence(sequence, by)).toBe(expected);
    expect(decrementSequence(expected, by)).toBe(sequence);
  });

  test('the last sequence of a batch wraps', () => {
    const batch = batchViewOf(build([{}, {}, {}], { producerId: 1, producerEpoch: 0, baseSequence: 2 ** 31 - 2 }));
    expect(batch.lastSequence).toBe(0);
  });
});

test('an empty batch keeps range, producer and times of the batch it replaces', () => {
  const full = batchViewOf(
    build([{ timestamp: 5 }, { timestamp: 8 }], {
      baseOffset: 10,
      partitionLeaderEpoch: 3,
      producerId: 77,
      producerEpoch: 2,
      baseSequence: 40,
      isTransactional: true,
      compression: Compression.None,
    }),
  );
  const empty = batchViewOf(buildEmptyBatch(full));
  expect(empty.isValid).toBe(true);
  expect(empty.sizeInBytes).toBe(61);
  expect(empty.recordCount).toBe(0);
  expect(empty.lastOffset).toBe(11);
  expect(empty.lastSequence).toBe(41);
  expect(empty.producerId).toBe(77);
  expect(empty.producerEpoch).toBe(2);
  expect(empty.partitionLeaderEpoch).toBe(3);
  expect(empty.maxTimestamp).toBe(8);
  expect(empty.isTransactional).toBe(true);
  expect(readAll(empty)).toEqual([]);
});

describe('control records', () => {
  test.each([true, false])('a marker (commits: %s) says what it ends', (commits) => {
    const batch = batchViewOf(
      buildEndTxnBatch({ producerId: 5, producerEpoch: 1, coordinatorEpoch: 12, commits }, 333),
    );
    expect(batch.isValid && batch.isControl && batch.isTransactional).toBe(true);
    expect(batch.baseSequence).toBe(-1);
    expect(readControlRecord(batch)).toEqual({
      type: commits ? ControlRecordType.Commit : ControlRecordType.Abort,
      coordinatorEpoch: 12,
      timestamp: 333,
    });
    // As Kafka writes it: key (version 0, type), value (version 0, coordinator epoch).
    const [record] = readAll(batch);
    expect(Buffer.from(record!.key!).toString('hex')).toBe(commits ? '00000001' : '00000000');
    expect(Buffer.from(record!.value!).toString('hex')).toBe('00000000000c');
  });

  test('leader change and emptied markers', () => {
    expect(readControlRecord(batchViewOf(buildLeaderChangeBatch(text('x'), 1)))?.type).toBe(
      ControlRecordType.LeaderChange,
    );
    const marker = buildEndTxnBatch({ producerId: 5, producerEpoch: 1, coordinatorEpoch: 0, commits: true }, 1);
    expect(readControlRecord(batchViewOf(buildEmptyBatch(batchViewOf(marker))))).toBeNull();
  });

  test('malformed markers are unknown, not a crash', () => {
    for (const key of [null, text(''), text('abc'), new Uint8Array([0, 0, 0, 99]), new Uint8Array([255, 255, 0, 1])]) {
      const batch = batchViewOf(build([{ key, value: new Uint8Array(6) }], { isControl: true }));
      expect(readControlRecord(batch)?.type).toBe(ControlRecordType.Unknown);
    }
    const short = batchViewOf(build([{ key: new Uint8Array(4), value: new Uint8Array(3) }], { isControl: true }));
    expect(readControlRecord(short)?.type).toBe(ControlRecordType.Unknown);
  });
});

describe('malformed records', () => {
  test('no bytes make the reader fail otherwise than by its error', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
        someRecords,
        (junk, count, flips, records) => {
          const sections = [junk, build(records).slice(61)];
          for (const [at, value] of flips) {
            if (at < sections[1]!.length) sections[1]![at] = value;
          }
          for (const section of sections) {
            const reader = new RecordReader().wrap(section, 0, section.length, count, 0, 0);
            let seen = 0;
            while (reader.next()) {
              seen++;
              expect(reader.recordEnd).toBeLessThanOrEqual(section.length);
              if (reader.keyLength > 0)
                expect(reader.keyStart + reader.keyLength).toBeLessThanOrEqual(reader.recordEnd);
              while (reader.nextHeader()) expect(reader.headerValueStart).toBeLessThanOrEqual(reader.recordEnd);
            }
            expect(reader.error === null ? seen : count).toBe(count);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['bytes after the last field', '0e00000001010000', /fields of 6 bytes/],
    ['a header key of length -1', '1000000001010201 00'.replace(' ', ''), /header length/],
    ['a negative number of headers', '0c000000010101', /header count/],
    ['more headers than bytes', '0c00000001010a', /header count/],
    ['a record of no length', '00', /not a positive/],
  ])('%s', (_name, hex, message) => {
    const section = new Uint8Array(Buffer.from(hex, 'hex'));
    const reader = new RecordReader().wrap(section, 0, section.length, 1, 0, 0);
    expect(reader.next()).toBe(false);
    expect(reader.error).toMatch(message);
  });

  test('every cut of a section is noticed', () => {
    const section = build([
      { key: text('key'), value: text('value'), headers: [{ key: text('h'), value: null }] },
      {},
    ]).slice(61);
    for (let end = 0; end < section.length; end++) {
      const reader = new RecordReader().wrap(section, 0, end, 2, 0, 0);
      while (reader.next());
      expect(reader.error).not.toBeNull();
    }
  });
});
