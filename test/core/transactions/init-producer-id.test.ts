/** InitProducerId with a transactional id, step by step, and two producers that share one. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { TransactionState } from '../../../src/core/transactions/transaction.ts';
import { benchWith, ID, PRODUCER_ID } from './support/states.ts';
import { Bench, type BenchOptions } from './support/transaction-bench.ts';

const known = (producerId: number, producerEpoch: number) => ({ producerId, producerEpoch });
const STARTS = known(-1, -1);

describe('InitProducerId with a transactional id (line 91)', () => {
  test('bumps the epoch, and keeps the producer id', () => {
    const bench = new Bench();
    const first = bench.producer('a');
    expect(first).toEqual(known(1000, 0));
    expect(bench.producer('a')).toEqual(known(1000, 1));
    expect(bench.producer('b')).toEqual(known(1001, 0));
    expect(bench.error(bench.add('a', first, { t: [0] }))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('aborts an open transaction first, and says CONCURRENT_TRANSACTIONS until that is complete', () => {
    for (const transactionVersion of [0, 1, 2]) {
      const bench = new Bench({ transactionVersion });
      const zombie = bench.begun('a', 60_000, 3, { t: [0], u: [2] });
      bench.holdsMarkers = true;
      expect(bench.error(bench.init('a'))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
      expect(bench.state('a')).toBe('PrepareAbort');
      expect(bench.error(bench.init('a'))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
      expect(bench.error(bench.end('a', zombie, true))).toBe(ErrorCode.PRODUCER_FENCED);
      bench.sendMarkers();
      expect(
        bench.markers.map(({ partition, isCommit, producerEpoch }) => ({ partition, isCommit, producerEpoch })),
      ).toEqual([
        { partition: 't-0', isCommit: false, producerEpoch: 1 },
        { partition: 'u-2', isCommit: false, producerEpoch: 1 },
      ]);
      expect(bench.producer('a')).toEqual(known(zombie.producerId, 2));
    }
  });

  test('where waiting is allowed, answers once the open transaction is aborted', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    bench.begun('a');
    bench.holdsMarkers = true;
    const ticket = bench.init('a');
    expect(bench.isAnswered(ticket)).toBe(false);
    bench.sendMarkers();
    expect(bench.initAnswer(ticket)).toMatchObject({ errorCode: ErrorCode.NONE, producerId: 1000, producerEpoch: 2 });
  });

  test('exhausted epochs: a new producer id, before an epoch that only markers may use', () => {
    const bench = benchWith({ state: TransactionState.CompleteCommit, producerEpoch: 32_765 });
    expect(bench.producer(ID)).toEqual(known(PRODUCER_ID, 32_766));
    const next = bench.producer(ID);
    expect(next).toEqual(known(1000, 0));
    expect(bench.error(bench.add(ID, known(PRODUCER_ID, 32_766), { t: [0] }))).toBe(
      ErrorCode.INVALID_PRODUCER_ID_MAPPING,
    );
  });

  test('exhausted epochs: fencing uses the last one with version 1, and exchanges the id at once with version 2', () => {
    for (const transactionVersion of [1, 2]) {
      const bench = benchWith({ state: TransactionState.Ongoing, producerEpoch: 32_766 }, { transactionVersion });
      bench.holdsMarkers = false;
      expect(bench.error(bench.init(ID))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
      expect(bench.markers.map(({ producerId, producerEpoch }) => [producerId, producerEpoch])).toEqual([
        [PRODUCER_ID, 32_767],
        [PRODUCER_ID, 32_767],
      ]);
      expect(bench.producer(ID)).toEqual(known(1000, transactionVersion === 1 ? 0 : 1));
    }
  });

  test('a timeout above transaction.max.timeout.ms, or none: INVALID_TRANSACTION_TIMEOUT', () => {
    const bench = new Bench();
    for (const timeoutMs of [900_001, 2_147_483_647, 0, -1])
      expect(bench.error(bench.init('a', STARTS, timeoutMs))).toBe(ErrorCode.INVALID_TRANSACTION_TIMEOUT);
    for (const timeoutMs of [1, 900_000]) expect(bench.error(bench.init('a', STARTS, timeoutMs))).toBe(ErrorCode.NONE);
    expect(bench.nextProducerId).toBe(1001);
  });

  test('KIP-360: a producer that goes on gets the next epoch, and the same answer again if it was lost', () => {
    const bench = new Bench();
    const producer = bench.producer('a');
    const bumped = bench.initAnswer(bench.init('a', producer));
    expect(bumped).toMatchObject({ errorCode: 0, producerId: 1000, producerEpoch: 1 });
    expect(bench.initAnswer(bench.init('a', producer))).toEqual(bumped);
    expect(bench.initAnswer(bench.init('a', producer))).toEqual(bumped);
    expect(bench.initAnswer(bench.init('a', known(1000, 1)))).toMatchObject({ errorCode: 0, producerEpoch: 2 });
    expect(bench.error(bench.init('a', producer))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('KIP-360: another producer that came in between fences it', () => {
    const bench = new Bench();
    const producer = bench.producer('a');
    bench.producer('a');
    expect(bench.error(bench.init('a', producer))).toBe(ErrorCode.PRODUCER_FENCED);
    expect(bench.error(bench.init('a', known(999, 0)))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('KIP-360: the answer that exchanged the producer id is repeated, too', () => {
    const bench = benchWith({ state: TransactionState.Empty, producerEpoch: 32_766 });
    const exhausted = known(PRODUCER_ID, 32_766);
    const answer = bench.initAnswer(bench.init(ID, exhausted));
    expect(answer).toMatchObject({ errorCode: 0, producerId: 1000, producerEpoch: 0 });
    expect(bench.initAnswer(bench.init(ID, exhausted))).toEqual(answer);
    expect(bench.error(bench.init(ID, known(PRODUCER_ID, 32_765)))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('KIP-360: an exchanged producer id is good for nothing else', () => {
    const bench = benchWith({ state: TransactionState.Empty, producerEpoch: 32_766 });
    expect(bench.initAnswer(bench.init(ID, known(PRODUCER_ID, 32_766)))).toMatchObject(known(1000, 0));
    expect(bench.error(bench.init(ID, known(PRODUCER_ID, 0)))).toBe(ErrorCode.PRODUCER_FENCED);
    for (const committed of [true, false])
      expect(bench.error(bench.end(ID, known(PRODUCER_ID, 32_766), committed, 5))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('a half-named producer, or an empty transactional id: INVALID_REQUEST', () => {
    const bench = new Bench();
    expect(bench.error(bench.init('a', known(5, -1)))).toBe(ErrorCode.INVALID_REQUEST);
    expect(bench.error(bench.init('a', known(-1, 5)))).toBe(ErrorCode.INVALID_REQUEST);
    expect(bench.error(bench.init(''))).toBe(ErrorCode.INVALID_REQUEST);
    expect(bench.coordinator.size).toBe(0);
  });

  test('no producer id to be had: the error of those who give them, and nothing is left behind', () => {
    const bench = new Bench();
    bench.holdsIds = true;
    const ticket = bench.init('a');
    const second = bench.init('a');
    expect(bench.error(second)).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    bench.take(
      bench.coordinator.producerIdRefused(bench.demands.shift()!, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, bench.now),
    );
    expect(bench.error(ticket)).toBe(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    expect(bench.coordinator.size).toBe(0);
    bench.holdsIds = false;
    expect(bench.producer('a')).toEqual(known(1000, 0));
  });
});

test('two producers with one transactional id: the second one wins, whatever the first one does then', () => {
  const options: BenchOptions[] = [{ transactionVersion: 1 }, { transactionVersion: 2 }, { maxWaitMs: 50 }];
  for (const option of options) {
    const bench = new Bench(option);
    const first = bench.begun('a');
    bench.init('a');
    const second = bench.producer('a');
    const others = [
      bench.error(bench.add('a', first, { t: [0] })),
      bench.error(bench.addOffsets('a', first, 0)),
      bench.error(bench.end('a', first, true)),
      bench.error(bench.end('a', first, true, 5)),
      bench.error(bench.init('a', first)),
    ];
    expect(others.map(errorName)).toEqual(others.map(() => 'PRODUCER_FENCED'));
    expect(bench.error(bench.add('a', second, { t: [0] }))).toBe(ErrorCode.NONE);
    expect(bench.error(bench.end('a', second, true))).toBe(ErrorCode.NONE);
  }
});
