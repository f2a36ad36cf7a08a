import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { BatchCleaner, KeyCollector, lastRecordsOf } from '../../../src/core/log/cleaner.ts';
import { CompactionKeys } from '../../../src/core/log/compaction-keys.ts';
import { CompactionTransactions } from '../../../src/core/log/compaction-transactions.ts';
import { ProducerState } from '../../../src/core/log/producer-state.ts';
import type { AbortedTxn } from '../../../src/core/log/transaction-index.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import { Compression, TimestampType } from '../../../src/core/records/batch-format.ts';
import { buildEndTxnBatch, ControlRecordType, readControlRecord } from '../../../src/core/records/control-record.ts';
import { type Codecs, createCodecs } from '../../../src/runtime/compression/codecs.ts';
import { batchViewOf, build, readAll, text } from '../records/batches.ts';

let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs(true);
});

const DAY = 86_400_000;

/** Batches with offsets and what a partition knows of them: producers, aborted transactions. */
class Log {
  batches: Uint8Array[] = [];
  state = new ProducerState();
  aborted: AbortedTxn[] = [];

  add(
    records: [string | null, string | null][],
    settings: { pid?: number; seq?: number; txn?: boolean; codec?: number } = {},
  ): void {
    const builder = new BatchBuilder({
      baseOffset: this.state.endOffset,
      compression: settings.codec ?? Compression.None,
      ...(settings.pid === undefined
        ? {}
        : {
            producerId: settings.pid,
            producerEpoch: 0,
            baseSequence: settings.seq ?? 0,
            isTransactional: settings.txn ?? false,
          }),
    });
    for (const [key, value] of records) {
      builder.append(1000, key === null ? null : text(key), value === null ? null : text(value), [
        { key: text('h'), value: text('x') },
      ]);
    }
    this.push(builder.build(codecs)!);
  }
  end(pid: number, commits: boolean): void {
    const batch = buildEndTxnBatch({ producerId: pid, producerEpoch: 0, coordinatorEpoch: 0, commits }, 1000);
    batchViewOf(batch).stampBaseOffset(this.state.endOffset);
    this.push(batch);
  }
  push(batch: Uint8Array): void {
    this.batches.push(batch);
    const completed = this.state.replay(batchViewOf(batch));
    if (completed?.isAborted) this.aborted.push(completed);
  }

  /** Cleans everything below `until` in place, as one segment. Returns the offset up to which it did. */
  clean(
    now: number,
    options: { until?: number; firstDirty?: number; memory?: number; deleteRetentionMs?: number } = {},
  ): number {
    const until = options.until ?? this.state.endOffset;
    const firstDirty = options.firstDirty ?? 0;
    const views = this.batches.map((bytes) => batchViewOf(bytes)).filter((batch) => batch.baseOffset < until);
    const overlapping = (from: number) =>
      this.aborted.filter((txn) => txn.lastOffset >= from && txn.firstOffset < until);
    const keys = new CompactionKeys(options.memory ?? 1 << 20, 42);
    const ahead = new CompactionTransactions();
    ahead.addAborted(overlapping(firstDirty));
    const collector = new KeyCollector(keys, ahead, firstDirty, codecs, 1 << 24);
    for (const batch of views) {
      if (batch.lastOffset < firstDirty) continue;
      const result = collector.add(batch);
      if (result === 'full') break;
      expect(result).toBe('added');
    }
    const transactions = new CompactionTransactions();
    transactions.addAborted(overlapping(0));
    const cleaner = new BatchCleaner(
      keys,
      transactions,
      {
        now,
        deleteRetentionMs: options.deleteRetentionMs ?? DAY,
        firstUncleanableOffset: until,
        lastRecords: lastRecordsOf(this.state.producers),
        maxDecompressedBytes: 1 << 24,
      },
      codecs,
    );
    const cleaned = views.map((batch) => cleaner.clean(batch)).filter((bytes) => bytes !== null);
    expect(cleaner.failure).toBeNull();
    expect(cleaner.counts.bytesRetained).toBe(cleaned.reduce((sum, bytes) => sum + bytes.length, 0));
    this.batches = [...cleaned.map((bytes) => bytes.slice()), ...this.batches.slice(views.length)];
    this.aborted = [...transactions.takeRetained(), ...this.aborted.filter((txn) => txn.lastOffset >= until)];
    for (const bytes of this.batches) expect(batchViewOf(bytes).isValid).toBe(true);
    return keys.latestOffset + 1;
  }

  records() {
    return this.batches.flatMap((bytes) => {
      const batch = batchViewOf(bytes);
      if (batch.recordCount === 0) return [];
      const section =
        batch.compression === Compression.None
          ? null
          : (codecs.decompress(batch.compression, bytes, batch.recordsStart, batch.end, 1 << 24) as Uint8Array);
      return readAll(batch, section).map((record) => ({
        offset: record.offset,
        control: batch.isControl,
        pid: batch.isTransactional ? batch.producerId : -1,
        key: record.key === null ? null : Buffer.from(record.key).toString(),
        value: record.value === null ? null : Buffer.from(record.value).toString(),
        headers: record.headers.length,
      }));
    });
  }

  /** What a read_committed consumer makes of it: value per key, null where it was deleted. */
  table(): Map<string, string | null> {
    const table = new Map<string, string | null>();
    for (const record of this.records()) {
      const isAborted = this.aborted.some(
        (txn) => txn.producerId === record.pid && record.offset >= txn.firstOffset && record.offset <= txn.lastOffset,
      );
      if (record.control || isAborted || record.key === null) continue;
      table.delete(record.key);
      table.set(record.key, record.value);
    }
    return table;
  }
  /** Without deleted keys, whose tombstones may or may not be there still. */
  live(): Map<string, string | null> {
    return new Map([...this.table()].filter(([, value]) => value !== null));
  }
  offsets(): number[] {
    return this.records().map((record) => record.offset);
  }
}

describe('records', () => {
  test('the last value of every key stays, at its offset, with its headers', () => {
    const log = new Log();
    log.add([
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ]);
    log.add([
      ['c', '1'],
      ['b', '2'],
    ]);
    log.add([['d', '1']]);
    expect(log.clean(5000)).toBe(6);
    expect(log.records().map((r) => `${r.offset} ${r.key}=${r.value} ${r.headers}`)).toEqual([
      '2 a=2 1',
      '3 c=1 1',
      '4 b=2 1',
      '5 d=1 1',
    ]);
    const first = batchViewOf(log.batches[0]!);
    expect([first.baseOffset, first.lastOffset, first.recordCount]).toEqual([0, 2, 1]);
  });

  test('untouched batches are kept as they are, byte for byte', () => {
    const log = new Log();
    log.add(
      [
        ['a', '1'],
        ['b', '1'],
      ],
      { codec: Compression.Lz4 },
    );
    log.add([['c', '1']]);
    const before = log.batches.map((bytes) => Buffer.from(bytes).toString('hex'));
    log.clean(5000);
    expect(log.batches.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(before);
  });

  test.each([Compression.Gzip, Compression.Snappy, Compression.Lz4, Compression.Zstd])(
    'a batch under codec %i shrinks under the same codec',
    (codec) => {
      const log = new Log();
      log.add(
        [
          ['a', '1'],
          ['b', '1'],
        ],
        { codec },
      );
      log.add([['a', '2']]);
      log.clean(5000);
      expect(batchViewOf(log.batches[0]!).compression).toBe(codec);
      expect(log.records().map((r) => r.key)).toEqual(['b', 'a']);
    },
  );

  test('records without a key go; those past the map stay', () => {
    const log = new Log();
    log.add([
      [null, 'x'],
      ['a', '1'],
    ]);
    log.add([
      ['a', '2'],
      [null, 'y'],
    ]);
    log.clean(5000, { until: 2 });
    expect(log.records().map((r) => r.value)).toEqual(['1', '2', 'y']);
  });

  test('beyond what the map speaks for, everything stays', () => {
    const log = new Log();
    log.add([
      ['a', '1'],
      [null, 'x'],
      [null, 'y'],
    ]);
    const keys = new CompactionKeys(1 << 16, 1);
    keys.latestOffset = 1;
    const terms = {
      now: 0,
      deleteRetentionMs: 0,
      firstUncleanableOffset: 9,
      lastRecords: new Map(),
      maxDecompressedBytes: 1000,
    };
    const cleaner = new BatchCleaner(keys, new CompactionTransactions(), terms, codecs);
    const kept = readAll(batchViewOf(cleaner.clean(batchViewOf(log.batches[0]!))!));
    expect(kept.map((record) => record.offset)).toEqual([0, 2]);
    expect(cleaner.counts).toMatchObject({ recordsRead: 3, recordsRetained: 2, invalidRecords: 1 });
  });

  test('log append time is kept', () => {
    const log = new Log();
    const bytes = build(
      [
        { key: text('a'), value: text('1') },
        { key: text('b'), value: text('1') },
      ],
      {
        timestampType: TimestampType.LogAppendTime,
        logAppendTime: 777,
      },
    );
    log.push(bytes);
    log.add([['a', '2']]);
    log.clean(5000);
    const first = batchViewOf(log.batches[0]!);
    expect([first.timestampType, first.maxTimestamp]).toEqual([TimestampType.LogAppendTime, 777]);
    expect(readAll(first)[0]!.timestamp).toBe(777);
  });

  test('what cannot be read fails the cleaning instead of losing it', () => {
    const log = new Log();
    log.add([['a', '1']], { codec: Compression.Lz4 });
    const bytes = log.batches[0]!;
    bytes[70]! ^= 0xff;
    const transactions = new CompactionTransactions();
    const keys = new CompactionKeys(1 << 16, 1);
    expect(new KeyCollector(keys, transactions, 0, codecs, 1000).add(batchViewOf(bytes))).toMatchObject({
      failure: expect.stringMatching(/batch at offset 0/),
    });
    const terms = {
      now: 0,
      deleteRetentionMs: 0,
      firstUncleanableOffset: 9,
      lastRecords: new Map(),
      maxDecompressedBytes: 1000,
    };
    const cleaner = new BatchCleaner(keys, transactions, terms, codecs);
    expect(cleaner.clean(batchViewOf(bytes))).toBeNull();
    expect(cleaner.failure).toMatch(/batch at offset 0/);
  });
});

describe('tombstones', () => {
  test('get a horizon at the first cleaning and go at the first one after it', () => {
    const log = new Log();
    log.add([
      ['a', '1'],
      ['b', '1'],
    ]);
    log.add([
      ['a', null],
      ['c', '1'],
    ]);
    log.add([['z', '1']]);
    log.clean(5000);
    expect(log.records().map((r) => `${r.key}=${r.value}`)).toEqual(['b=1', 'a=null', 'c=1', 'z=1']);
    const withTombstone = batchViewOf(log.batches[1]!);
    expect(withTombstone.deleteHorizonMs).toBe(5000 + DAY);
    expect(readAll(withTombstone).map((r) => r.timestamp)).toEqual([1000, 1000]);
    log.clean(5000 + DAY - 1);
    expect(log.table().get('a')).toBeNull();
    expect(batchViewOf(log.batches[1]!).deleteHorizonMs).toBe(5000 + DAY);
    log.clean(5000 + DAY);
    expect(log.records().map((r) => `${r.key}=${r.value}`)).toEqual(['b=1', 'c=1', 'z=1']);
  });
});

describe('what must survive an emptied batch', () => {
  test('the end of the cleaned range', () => {
    const log = new Log();
    log.add([['a', '1']]);
    log.add([['a', '2']]);
    log.add([['a', '3']]);
    log.clean(5000, { until: 2, memory: 1 << 20 });
    // Offset 1 ends the range: its key is superseded only by a record outside it.
    expect(log.offsets()).toEqual([1, 2]);
    const other = new Log();
    other.add([['a', '1']]);
    other.add([[null, 'x']]);
    other.add([['b', '1']]);
    other.clean(5000, { until: 2 });
    expect(other.batches.map((b) => [batchViewOf(b).lastOffset, batchViewOf(b).recordCount])).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
    ]);
  });

  test('the last sequence of a producer', () => {
    const log = new Log();
    log.add(
      [
        ['a', '1'],
        ['b', '1'],
      ],
      { pid: 5, seq: 0 },
    );
    log.add([['a', '2']], { pid: 5, seq: 2 });
    log.add([['a', '3']]);
    log.add([['b', '3']]);
    log.clean(5000);
    const replayed = new ProducerState();
    for (const bytes of log.batches) replayed.replay(batchViewOf(bytes));
    expect(replayed.producers.get(5)!.lastSequence).toBe(2);
    expect(log.batches.map((b) => batchViewOf(b).recordCount)).toEqual([0, 1, 1]);
    // Once the producer has expired its empty batch goes too.
    log.state.removeExpired(1e12, 1);
    log.clean(5000);
    expect(log.batches).toHaveLength(2);
  });
});

describe('transactions', () => {
  test('aborted data goes at once, its marker only after a horizon of its own', () => {
    const log = new Log();
    log.add([['a', '1']]);
    log.add(
      [
        ['a', 'aborted'],
        ['x', 'aborted'],
      ],
      { pid: 1, txn: true },
    );
    log.end(1, false);
    log.add([['b', '1']]);
    log.state.removeExpired(1e12, 1);
    log.clean(5000);
    // a=1 was superseded by nothing that counts.
    expect(
      log
        .records()
        .filter((r) => !r.control)
        .map((r) => `${r.key}=${r.value}`),
    ).toEqual(['a=1', 'b=1']);
    expect(log.records().filter((r) => r.control)).toHaveLength(1);
    expect(log.aborted).toHaveLength(1);
    // The data is gone: from now on the marker's own horizon counts.
    log.clean(6000);
    expect(log.records().filter((r) => r.control)).toHaveLength(1);
    expect(log.aborted).toHaveLength(0);
    log.clean(6000 + DAY - 1);
    expect(log.records().filter((r) => r.control)).toHaveLength(1);
    log.clean(6000 + DAY);
    expect(log.records().filter((r) => r.control)).toHaveLength(0);
  });

  test('a commit marker stays as long as any data of its transaction', () => {
    const log = new Log();
    log.add([['a', '1']], { pid: 1, txn: true });
    log.end(1, true);
    log.add([['b', '1']]);
    log.state.removeExpired(1e12, 1);
    for (const now of [5000, 5000 + DAY, 5000 + 2 * DAY]) log.clean(now);
    expect(log.records().map((r) => r.control)).toEqual([false, true, false]);
    log.add([['a', '2']]);
    log.clean(5000 + 3 * DAY);
    log.clean(5000 + 3 * DAY);
    log.clean(5000 + 4 * DAY);
    expect(log.records().map((r) => `${r.key}=${r.value}`)).toEqual(['b=1', 'a=2']);
  });

  test("an active producer's last marker stays for its epoch", () => {
    const log = new Log();
    log.end(1, true);
    log.add([['b', '1']]);
    for (const now of [5000, 5000 + DAY, 5000 + 2 * DAY]) log.clean(now);
    expect(log.batches).toHaveLength(2);
    expect(batchViewOf(log.batches[0]!).producerId).toBe(1);
  });
});

const anyKey = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'a-much-longer-key-than-the-others');
const anyAction = fc.oneof(
  fc.record({
    kind: fc.constant('plain' as const),
    records: fc.array(fc.tuple(anyKey, fc.option(fc.constantFrom('v', 'w', 'longer value'), { nil: null })), {
      minLength: 1,
      maxLength: 4,
    }),
    codec: fc.constantFrom(0, 0, 1, 2, 3, 4),
    pid: fc.constantFrom(undefined, undefined, 10, 11),
  }),
  fc.record({
    kind: fc.constant('transact' as const),
    records: fc.array(fc.tuple(anyKey, fc.option(fc.constantFrom('tv', 'tw'), { nil: null })), {
      minLength: 1,
      maxLength: 3,
    }),
    pid: fc.constantFrom(20, 21, 22),
  }),
  fc.record({ kind: fc.constant('end' as const), pid: fc.constantFrom(20, 21, 22), commits: fc.boolean() }),
);

test('cleaning, in any order and with any memory, never changes what a consumer ends up with', () => {
  fc.assert(
    fc.property(
      fc.array(anyAction, { minLength: 1, maxLength: 25 }),
      fc.array(fc.tuple(fc.nat(40), fc.constantFrom(1 << 20, 50_000), fc.constantFrom(0, 1, DAY)), {
        minLength: 1,
        maxLength: 4,
      }),
      (actions, cleanings) => {
        const log = new Log();
        const sequences = new Map<number, number>();
        const open = new Set<number>();
        for (const action of actions) {
          if (action.kind === 'end') {
            log.end(action.pid, action.commits);
            open.delete(action.pid);
            continue;
          }
          const { pid } = action;
          const seq = pid === undefined ? 0 : (sequences.get(pid) ?? 0);
          if (pid !== undefined) sequences.set(pid, seq + action.records.length);
          if (action.kind === 'transact') open.add(action.pid);
          log.add(action.records, {
            ...(pid === undefined ? {} : { pid, seq, txn: action.kind === 'transact' }),
            codec: action.kind === 'plain' ? action.codec : 0,
          });
        }
        for (const pid of open) log.end(pid, true);
        log.add([['end', 'of log']]);

        const table = log.table();
        const live = log.live();
        const before = log.records();
        const endOffset = log.state.endOffset;
        let now = 10_000;
        for (const [until, memory, wait] of cleanings) {
          // As the plan has it: never beyond an undecided offset, in whole batches.
          const bound = log.batches.map((b) => batchViewOf(b).baseOffset).findLast((base) => base <= until) ?? 0;
          log.clean(now, { until: bound, memory });
          now += wait;
          expect(log.live()).toEqual(live);
          for (const [key, value] of log.table()) expect(table.get(key)).toBe(value);
          // Nothing appears, moves or changes.
          for (const record of log.records()) {
            expect(before).toContainEqual(record);
          }
          const offsets = log.offsets();
          expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
          const replayed = new ProducerState();
          for (const bytes of log.batches) replayed.replay(batchViewOf(bytes));
          expect(replayed.endOffset).toBe(endOffset);
          for (const [pid, entry] of log.state.producers) {
            const after = replayed.producers.get(pid);
            expect(after?.producerEpoch).toBe(entry.producerEpoch);
            expect(after?.lastSequence).toBe(entry.lastSequence);
          }
          // A transaction is never left open by losing its marker before its data.
          expect(replayed.firstUndecidedOffset).toBe(-1);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('key map', () => {
  test('is a map, whatever the keys', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 300 }), fc.integer(), (list, seed) => {
        const keys = new CompactionKeys(1 << 22, seed);
        const model = new Map<string, number>();
        list.forEach((key, offset) => {
          expect(keys.put(key, 0, key.length, offset)).toBe(true);
          model.set(Buffer.from(key).toString('hex'), offset);
        });
        expect(keys.size).toBe(model.size);
        for (const [hex, offset] of model) {
          const key = Buffer.from(hex, 'hex');
          expect(keys.get(key, 0, key.length)).toBe(offset);
        }
        expect(keys.get(new Uint8Array(9), 0, 9)).toBe(-1);
      }),
    );
  });

  test('grows to its memory and not beyond, keeping what it has', () => {
    const limit = 1 << 20;
    const keys = new CompactionKeys(limit, 7);
    const key = new Uint8Array(24);
    const view = new DataView(key.buffer);
    let count = 0;
    for (; ; count++) {
      view.setInt32(20, count);
      if (!keys.put(key, 0, 24, count)) break;
      expect(keys.memoryUsed).toBeLessThanOrEqual(limit);
    }
    expect(count).toBeGreaterThan(5_000);
    expect(keys.latestOffset).toBe(count - 1);
    for (let i = 0; i < count; i += 97) {
      view.setInt32(20, i);
      expect(keys.get(key, 0, 24)).toBe(i);
    }
    // A key it knows is still updated when it is full.
    view.setInt32(20, 3);
    expect(keys.put(key, 0, 24, 999_999)).toBe(true);
    expect(keys.get(key, 0, 24)).toBe(999_999);
  });

  test('a key larger than any piece is held whole', () => {
    const keys = new CompactionKeys(1 << 23, 7);
    const large = new Uint8Array(3 << 20).fill(5);
    expect(keys.put(large, 0, large.length, 1)).toBe(true);
    expect(keys.put(large, 0, large.length - 1, 2)).toBe(true);
    expect(keys.get(large, 0, large.length)).toBe(1);
    expect(keys.put(large, 1, large.length - 2, 3)).toBe(false);
  });
});

test('markers in a cleaned log are still markers', () => {
  const log = new Log();
  log.add([['a', '1']], { pid: 1, txn: true });
  log.end(1, false);
  log.add([['b', '1']]);
  log.state.removeExpired(1e12, 1);
  log.clean(5000);
  log.clean(6000);
  const marker = log.batches.map((b) => batchViewOf(b)).find((batch) => batch.isControl)!;
  expect(marker.deleteHorizonMs).toBe(6000 + DAY);
  expect(readControlRecord(marker)).toEqual({ type: ControlRecordType.Abort, coordinatorEpoch: 0, timestamp: 1000 });
});
