/** What falls due: transactions that take too long. */
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TransactionState } from '../../../src/core/transactions/transaction.ts';
import { benchWith, ID } from './support/states.ts';
import { Bench } from './support/transaction-bench.ts';

const known = (producerId: number, producerEpoch: number) => ({ producerId, producerEpoch });

describe('timeouts (line 98)', () => {
  test('an open transaction is aborted with an epoch bump at the first look after its timeout', () => {
    for (const transactionVersion of [0, 1, 2]) {
      const bench = new Bench({ transactionVersion });
      const producer = bench.begun('a', 25_000);
      bench.pass(29_999);
      expect(bench.state('a')).toBe('Ongoing');
      bench.pass(1);
      expect(bench.state('a')).toBe('CompleteAbort');
      expect(bench.markers).toMatchObject([{ isCommit: false, ...known(producer.producerId, 1) }]);
      expect(bench.error(bench.add('a', producer, { t: [0] }))).toBe(ErrorCode.PRODUCER_FENCED);
      expect(bench.error(bench.end('a', producer, true))).toBe(ErrorCode.PRODUCER_FENCED);
      expect(bench.events).toContainEqual({ name: 'transaction timed out', transactionalId: 'a' });
    }
  });

  test('version 2: the producer learns of the abort, and its own abort succeeds', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 25_000, 5);
    bench.pass(30_000);
    expect(bench.error(bench.end('a', producer, true, 5))).toBe(ErrorCode.INVALID_TXN_STATE);
    expect(bench.endAnswer(bench.end('a', producer, false, 5))).toMatchObject({ errorCode: 0, ...known(1000, 1) });
  });

  test('the timeout counts from the begin of the transaction, not from its last partition', () => {
    const bench = new Bench({ transactionAbortTimedOutTransactionCleanupIntervalMs: 1 });
    const producer = bench.begun('a', 1000);
    bench.pass(900);
    bench.add('a', producer, { t: [1] });
    bench.pass(100);
    expect(bench.state('a')).toBe('Ongoing');
    bench.pass(1);
    expect(bench.state('a')).toBe('CompleteAbort');
  });

  test('an id without a transaction does not time out', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 1000);
    bench.end('a', producer, true);
    bench.producer('b', 1000);
    bench.pass(100_000);
    expect([bench.state('a'), bench.state('b')]).toEqual(['CompleteCommit', 'Empty']);
  });

  test('it is noticed after a restart, too, and when the log refuses the first attempt', () => {
    const bench = new Bench();
    bench.begun('a', 25_000);
    bench.now += 100_000;
    bench.restart();
    bench.holdsCommits = true;
    bench.pass(9_999);
    expect(bench.uncommitted).toEqual([]);
    bench.pass(1);
    bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS);
    expect(bench.state('a')).toBe('Ongoing');
    bench.holdsCommits = false;
    bench.pass(9_999);
    expect(bench.state('a')).toBe('Ongoing');
    bench.pass(1);
    expect(bench.state('a')).toBe('CompleteAbort');
  });

  test('version 2: where the epochs are used up, a new producer id is fetched first', () => {
    const bench = benchWith({ state: TransactionState.Ongoing, producerEpoch: 32_766 });
    bench.holdsMarkers = false;
    bench.holdsIds = true;
    bench.pass(70_000);
    expect(bench.state(ID)).toBe('Ongoing');
    bench.take(bench.coordinator.producerIdRefused(bench.demands.shift()!, ErrorCode.REQUEST_TIMED_OUT, bench.now));
    bench.pass(10_000);
    bench.allocate();
    expect(bench.state(ID)).toBe('CompleteAbort');
    expect(bench.coordinator.describeTransaction(ID)).toMatchObject(known(1000, 0));
  });
});
