import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppendOrigin, ProducerState } from '../../../src/core/log/producer-state.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { buildEmptyBatch } from '../../../src/core/records/batch-builder.ts';
import type { BatchView } from '../../../src/core/records/batch-view.ts';
import { buildEndTxnBatch, buildLeaderChangeBatch } from '../../../src/core/records/control-record.ts';
import { batchViewOf, build } from '../records/batches.ts';

const MAX_SEQUENCE = 2 ** 31 - 1;
const {
  NONE,
  OUT_OF_ORDER_SEQUENCE_NUMBER,
  INVALID_PRODUCER_EPOCH,
  INVALID_TXN_STATE,
  TRANSACTION_COORDINATOR_FENCED,
} = ErrorCode;

interface Write {
  pid?: number;
  epoch?: number;
  seq?: number;
  count?: number;
  txn?: boolean;
  time?: number;
}

function data({ pid = 7, epoch = 0, seq = 0, count = 1, txn = false, time = 1000 }: Write, offset = 0): BatchView {
  const records = Array.from({ length: count }, () => ({ timestamp: time }));
  return batchViewOf(
    build(records, {
      baseOffset: offset,
      producerId: pid,
      producerEpoch: epoch,
      baseSequence: seq,
      isTransactional: txn,
    }),
  );
}
function marker(
  commits: boolean,
  offset: number,
  { pid = 7, epoch = 0, time = 1000 }: Write = {},
  coordinatorEpoch = 0,
) {
  const batch = batchViewOf(
    buildEndTxnBatch({ producerId: pid, producerEpoch: epoch, coordinatorEpoch, commits }, time),
  );
  batch.stampBaseOffset(offset);
  return batch;
}

/** A log that takes a client's write if the state allows it. */
class Log {
  readonly state = new ProducerState();
  readonly batches: BatchView[] = [];

  write(write: Write, mustStartAtZero = false): number {
    const batch = data(write, this.state.endOffset);
    const code = this.state.checkData(batch, AppendOrigin.Client, mustStartAtZero);
    if (code === NONE && this.state.duplicate === null) this.append(batch);
    return code;
  }
  append(batch: BatchView) {
    this.batches.push(batch);
    return this.state.replay(batch);
  }
  end(commits: boolean, write: Write = {}, coordinatorEpoch = 0) {
    return this.append(marker(commits, this.state.endOffset, write, coordinatorEpoch));
  }
}

describe('sequences', () => {
  test('next is taken, a gap refused, one of the last five repeated', () => {
    const log = new Log();
    for (let i = 0; i < 8; i++) expect(log.write({ seq: i * 3, count: 3, time: 100 + i })).toBe(NONE);
    expect(log.state.endOffset).toBe(24);
    expect(log.write({ seq: 25 })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(log.state.errorMessage).toMatch(/Out of order .*producer 7.* 25 \(incoming seq. number\), 23 \(current/);
    for (let i = 3; i < 8; i++) {
      expect(log.write({ seq: i * 3, count: 3 })).toBe(NONE);
      expect(log.state.duplicate).toEqual({
        firstSequence: i * 3,
        lastSequence: i * 3 + 2,
        firstOffset: i * 3,
        lastOffset: i * 3 + 2,
        timestamp: 100 + i,
      });
    }
    // Older than five: no longer known as a duplicate.
    expect(log.write({ seq: 6, count: 3 })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    // Overlapping, but not the same batch.
    expect(log.write({ seq: 21, count: 4 })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(log.state.endOffset).toBe(24);
  });

  test('they wrap after 2^31-1', () => {
    const log = new Log();
    expect(log.write({ seq: MAX_SEQUENCE - 1, count: 2 })).toBe(NONE);
    expect(log.write({ seq: 1 })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(log.write({ seq: 0, count: 3 })).toBe(NONE);
    expect(log.write({ seq: 3 })).toBe(NONE);

    const within = new Log();
    expect(within.write({ seq: MAX_SEQUENCE, count: 4 })).toBe(NONE);
    expect(within.write({ seq: 3 })).toBe(NONE);
    expect(within.write({ seq: MAX_SEQUENCE, count: 4 })).toBe(NONE);
    expect(within.state.duplicate).toMatchObject({ firstSequence: MAX_SEQUENCE, lastSequence: 2, firstOffset: 0 });
  });

  test('a new epoch starts at 0, an old one is fenced', () => {
    const log = new Log();
    expect(log.write({ epoch: 2, seq: 0, count: 5 })).toBe(NONE);
    expect(log.write({ epoch: 3, seq: 5 })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(log.state.errorMessage).toMatch(/new epoch/);
    expect(log.write({ epoch: 3, seq: 0 })).toBe(NONE);
    expect(log.state.duplicate).toBeNull();
    expect(log.write({ epoch: 2, seq: 5 })).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.write({ epoch: 2, seq: 0, count: 5 })).toBe(INVALID_PRODUCER_EPOCH);
  });

  test('an unknown producer may begin anywhere, but not with transactions v2', () => {
    expect(new Log().write({ seq: 77 })).toBe(NONE);
    expect(new Log().write({ seq: 77 }, true)).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(new Log().write({ seq: 0 }, true)).toBe(NONE);
  });

  test("batches without a producer id are nobody's", () => {
    const log = new Log();
    const batch = batchViewOf(build([{}, {}]));
    expect(log.state.checkData(batch, AppendOrigin.Client)).toBe(NONE);
    log.append(batch);
    expect(log.state.producers.size).toBe(0);
    expect(log.state.endOffset).toBe(2);
  });

  test('coordinators are held to epochs, replication to nothing', () => {
    const log = new Log();
    log.write({ epoch: 4, seq: 0 });
    expect(log.state.checkData(data({ epoch: 4, seq: -1 }), AppendOrigin.Coordinator)).toBe(NONE);
    expect(log.state.checkData(data({ epoch: 3, seq: -1 }), AppendOrigin.Coordinator)).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.state.checkData(data({ epoch: 3, seq: 99 }), AppendOrigin.Replication)).toBe(NONE);
    log.append(data({ epoch: 4, seq: -1, count: 2, txn: true }, 1));
    expect(log.state.producers.get(7)!.lastSequence).toBe(-1);
  });
});

describe('transactions', () => {
  test('the last stable offset stops at the first open one, and at the high watermark', () => {
    const log = new Log();
    log.write({ pid: 1, count: 2 });
    log.write({ pid: 2, txn: true, count: 3 }); // 2..4
    log.write({ pid: 3, txn: true }); // 5
    expect(log.state.lastStableOffset(6)).toBe(2);
    expect(log.state.lastStableOffset(1)).toBe(1);
    expect(log.state.hasOngoingTransaction(2, 0)).toBe(true);
    expect(log.state.hasOngoingTransaction(2, 1)).toBe(false);

    expect(log.end(true, { pid: 2 })).toEqual({
      producerId: 2,
      firstOffset: 2,
      lastOffset: 6,
      isAborted: false,
      lastStableOffset: 5,
    });
    // Decided, but the marker at 6 is not replicated.
    expect(log.state.lastStableOffset(6)).toBe(2);
    log.state.onHighWatermark(6);
    expect(log.state.lastStableOffset(6)).toBe(2);
    log.state.onHighWatermark(7);
    expect(log.state.lastStableOffset(7)).toBe(5);
    expect(log.end(false, { pid: 3 })).toMatchObject({
      firstOffset: 5,
      lastOffset: 7,
      isAborted: true,
      lastStableOffset: 8,
    });
    log.state.onHighWatermark(8);
    expect(log.state.lastStableOffset(8)).toBe(8);
    expect(log.state.firstUnstableOffset).toBe(-1);
  });

  test('a log start beyond the first record of an open transaction bounds it', () => {
    const log = new Log();
    log.write({ pid: 1, count: 2, txn: true });
    log.write({ pid: 1, seq: 2, count: 4, txn: true });
    expect(log.state.lastStableOffset(6)).toBe(0);
    log.state.onLogStartOffset(4);
    expect(log.state.lastStableOffset(6)).toBe(4);
    expect(log.state.lastStableOffset(3)).toBe(3);
    expect(log.end(false, { pid: 1 })).toMatchObject({ firstOffset: 0, lastStableOffset: 7 });
    log.state.onHighWatermark(7);
    expect(log.state.lastStableOffset(7)).toBe(7);
  });

  test('a marker without data ends nothing, but fences', () => {
    const log = new Log();
    expect(log.end(false, { epoch: 5 }, 3)).toBeNull();
    expect(log.write({ epoch: 4, seq: 0 })).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.state.checkMarker(7, 5, 2, 1)).toBe(TRANSACTION_COORDINATOR_FENCED);
    expect(log.state.checkMarker(7, 5, 3, 1)).toBe(NONE);
    expect(log.state.checkMarker(7, 4, 9, 1)).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.state.checkMarker(8, 0, 0, 1)).toBe(NONE);
  });

  test('transactions v2: the marker bumps the epoch; the same again is harmless once it is over', () => {
    const log = new Log();
    log.write({ txn: true, epoch: 1 });
    expect(log.state.checkMarker(7, 1, 0, 1)).toBe(NONE);
    expect(log.state.checkMarker(7, 1, 0, 2)).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.state.checkMarker(7, 2, 0, 2)).toBe(NONE);
    log.end(true, { epoch: 2 });
    expect(log.state.checkMarker(7, 2, 0, 2)).toBe(NONE);
    expect(log.state.checkMarker(7, 1, 0, 2)).toBe(INVALID_PRODUCER_EPOCH);
    // The bumped epoch starts its sequences at 0.
    expect(log.write({ epoch: 2, seq: 1, txn: true })).toBe(OUT_OF_ORDER_SEQUENCE_NUMBER);
    expect(log.write({ epoch: 2, seq: 0, txn: true })).toBe(NONE);
  });

  test('no plain write while a transaction is open', () => {
    const log = new Log();
    log.write({ txn: true });
    expect(log.write({ seq: 1 })).toBe(INVALID_TXN_STATE);
    expect(log.write({ seq: 1, txn: true })).toBe(NONE);
    log.end(true);
    expect(log.write({ seq: 2 })).toBe(NONE);
  });

  test('control batches that are no markers change nothing; an emptied marker still fences', () => {
    const log = new Log();
    log.append(batchViewOf(buildLeaderChangeBatch(new Uint8Array(1), 5)));
    expect(log.state.producers.size).toBe(0);
    log.append(batchViewOf(buildEmptyBatch(marker(true, 1, { epoch: 3 }))));
    expect(log.state.endOffset).toBe(2);
    expect(log.write({ epoch: 2 })).toBe(INVALID_PRODUCER_EPOCH);
    expect(log.write({ epoch: 3 })).toBe(NONE);
  });

  test('the oldest one tells when it was last written to', () => {
    const log = new Log();
    expect(log.state.oldestTransactionTimestamp).toBe(-1);
    log.write({ txn: true, time: 50 });
    log.write({ txn: true, seq: 1, time: 90 });
    expect(log.state.oldestTransactionTimestamp).toBe(90);
  });
});

describe('expiry', () => {
  test('by record time, and never under an open transaction', () => {
    const log = new Log();
    log.write({ pid: 1, time: 100 });
    log.write({ pid: 2, time: 200 });
    log.write({ pid: 3, time: 100, txn: true });
    expect(log.state.removeExpired(1099, 1000)).toBe(0);
    expect(log.state.removeExpired(1100, 1000)).toBe(1);
    expect([...log.state.producers.keys()]).toEqual([2, 3]);
    expect(log.write({ pid: 1, seq: 55 })).toBe(NONE);
  });
});

describe('snapshots', () => {
  /** Producers that write, repeat, begin and end transactions, in any order. */
  const anyAction = fc.record({
    pid: fc.constantFrom(1, 2, 4_000_000_000, 9),
    kind: fc.constantFrom('write', 'write', 'write', 'transact', 'commit', 'abort', 'bump'),
    count: fc.integer({ min: 1, max: 4 }),
    time: fc.nat(10_000),
  });

  function run(actions: readonly { pid: number; kind: string; count: number; time: number }[]): Log {
    const log = new Log();
    for (const { pid, kind, count, time } of actions) {
      const entry = log.state.producers.get(pid);
      const epoch = (entry?.producerEpoch ?? 0) + (kind === 'bump' ? 1 : 0);
      const open = entry !== undefined && entry.currentTxnFirstOffset >= 0;
      if (kind === 'commit' || kind === 'abort') log.end(kind === 'commit', { pid, epoch, time });
      else {
        const seq = kind === 'bump' || entry === undefined ? 0 : entry.lastSequence + 1;
        expect(log.write({ pid, epoch, seq, count, time, txn: open || kind === 'transact' })).toBe(NONE);
      }
    }
    return log;
  }

  const facts = (state: ProducerState) => ({
    end: state.endOffset,
    first: state.firstUndecidedOffset,
    stable: state.lastStableOffset(state.endOffset),
    bytes: Buffer.from(state.encodeSnapshot()).toString('hex'),
    batches: [...state.producers.values()].map((p) => Array.from({ length: p.batchCount }, (_, i) => p.batchAt(i))),
  });

  test('a snapshot and the batches after it are as good as all batches', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), fc.nat(40), (actions, cut) => {
        const log = run(actions);
        const at = Math.min(cut, log.batches.length);
        const replayed = new ProducerState();
        for (const batch of log.batches) replayed.replay(batch);
        expect(facts(replayed)).toEqual(facts(log.state));

        const before = new ProducerState();
        for (const batch of log.batches.slice(0, at)) before.replay(batch);
        const restored = new ProducerState();
        expect(restored.loadSnapshot(before.encodeSnapshot(), before.endOffset, 0, 1e9)).toBeNull();
        for (const batch of log.batches.slice(at)) restored.replay(batch);
        // A snapshot is for a log whose markers up to it are replicated.
        log.state.onHighWatermark(before.endOffset);
        const { batches: some, ...rest } = facts(restored);
        const { batches: all, ...expected } = facts(log.state);
        expect(sorted(rest)).toEqual(sorted(expected));
        // The batches a snapshot does not hold are the older ones of the five.
        expect(some.flat().every((batch) => all.flat().some((b) => b.firstOffset === batch.firstOffset))).toBe(true);
        for (const [pid, entry] of restored.producers) {
          expect(entry.lastSequence).toBe(log.state.producers.get(pid)!.lastSequence);
        }
      }),
      { numRuns: 200 },
    );
  });

  /** Order of entries in the file is the order of the map, which no reader depends on. */
  const sorted = ({ bytes, ...rest }: { bytes: string; [key: string]: unknown }) => ({
    ...rest,
    entries: (bytes.slice(20).match(/.{92}/g) ?? []).sort(),
  });

  test("Kafka's layout, byte for byte", () => {
    const log = new Log();
    log.write({ pid: 3, epoch: 1, seq: 10, count: 4, time: 0x0102 });
    const bytes = Buffer.from(log.state.encodeSnapshot());
    expect(bytes).toHaveLength(56);
    expect(bytes.readInt16BE(0)).toBe(1);
    expect(bytes.readInt32BE(6)).toBe(1);
    expect(bytes.subarray(10).toString('hex')).toBe(
      [
        '0000000000000003', // producer id
        '0001', // epoch
        '0000000d', // last sequence
        '0000000000000003', // last offset
        '00000003', // offset delta
        '0000000000000102', // timestamp
        'ffffffff', // coordinator epoch
        'ffffffffffffffff', // no open transaction
      ].join(''),
    );
  });

  test('expired producers are left out, and damage is told', () => {
    const log = new Log();
    log.write({ pid: 1, time: 100 });
    log.write({ pid: 2, time: 900 });
    const bytes = log.state.encodeSnapshot();
    const state = new ProducerState();
    expect(state.loadSnapshot(bytes, 2, 1100, 1000)).toBeNull();
    expect([...state.producers.keys()]).toEqual([2]);
    expect(state.endOffset).toBe(2);
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.slice();
      flipped[at]! ^= 0x10;
      expect(typeof state.loadSnapshot(flipped, 5, 0, 1e9)).toBe('string');
      expect(typeof state.loadSnapshot(bytes.slice(0, at), 5, 0, 1e9)).toBe('string');
    }
    expect([...state.producers.keys()]).toEqual([2]);
  });
});
