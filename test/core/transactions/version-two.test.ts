/** Transactions version 2 (KIP-890): an epoch for each transaction. */
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TransactionState } from '../../../src/core/transactions/transaction.ts';
import { benchWith, ID, PRODUCER_ID } from './support/states.ts';
import { Bench } from './support/transaction-bench.ts';

const known = (producerId: number, producerEpoch: number) => ({ producerId, producerEpoch });

describe('transactions version 2 (line 94)', () => {
  test('EndTxn bumps the epoch and returns it; the markers carry it', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 5);
    expect(bench.endAnswer(bench.end('a', producer, true, 5))).toMatchObject({ errorCode: 0, ...known(1000, 1) });
    expect(bench.markers).toEqual([
      {
        partition: 't-0',
        ...known(1000, 1),
        isCommit: true,
        coordinatorEpoch: bench.coordinatorEpoch,
        transactionVersion: 2,
      },
    ]);
    expect(bench.error(bench.add('a', producer, { t: [0] }, 5))).toBe(ErrorCode.PRODUCER_FENCED);
    expect(bench.error(bench.add('a', known(1000, 1), { t: [0] }, 5))).toBe(ErrorCode.NONE);
  });

  test('the record says which version the producer uses', () => {
    const versions = [3, 4, 5].map((apiVersion) => {
      const bench = new Bench();
      bench.begun('a', 60_000, apiVersion);
      return bench.replayed().durableState()[0]!.clientTransactionVersion;
    });
    expect(versions).toEqual([0, 2, 2]);
  });

  test('a repetition with the epoch before gets the same answer, until the next transaction begins', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 5);
    const answer = bench.endAnswer(bench.end('a', producer, true, 5));
    expect(bench.endAnswer(bench.end('a', producer, true, 5))).toEqual(answer);
    bench.restart();
    expect(bench.endAnswer(bench.end('a', producer, true, 5))).toEqual(answer);
    expect(bench.markers.length).toBe(1);
    expect(bench.error(bench.end('a', producer, false, 5))).toBe(ErrorCode.INVALID_TXN_STATE);
    bench.add('a', known(1000, 1), { t: [0] }, 5);
    expect(bench.error(bench.end('a', producer, true, 5))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('at the end of the epochs it returns a new producer id, and repeats that, too', () => {
    for (const committed of [true, false]) {
      const bench = benchWith({ state: TransactionState.Ongoing, producerEpoch: 32_766, clientTransactionVersion: 2 });
      const last = known(PRODUCER_ID, 32_766);
      const answer = bench.endAnswer(bench.end(ID, last, committed, 5));
      expect(answer).toMatchObject({ errorCode: 0, ...known(1000, 0) });
      // The producer may be quicker than the markers.
      expect(bench.error(bench.add(ID, known(1000, 0), { t: [0] }, 5))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
      bench.restart();
      expect(bench.unsent).toMatchObject([{ ...known(PRODUCER_ID, 32_767), isCommit: committed }]);
      bench.sendMarkers();
      expect(bench.endAnswer(bench.end(ID, last, committed, 5))).toEqual(answer);
      bench.restart();
      expect(bench.endAnswer(bench.end(ID, last, committed, 5))).toEqual(answer);
      expect(bench.error(bench.end(ID, last, !committed, 5))).toBe(ErrorCode.INVALID_TXN_STATE);
      expect(bench.error(bench.end(ID, known(PRODUCER_ID, 32_765), committed, 5))).toBe(
        ErrorCode.INVALID_PRODUCER_ID_MAPPING,
      );
      expect(bench.error(bench.add(ID, known(1000, 0), { t: [0] }, 5))).toBe(ErrorCode.NONE);
    }
  });

  test('the last epoch of all, which fencing with version 1 reaches, is given to nobody', () => {
    const bench = benchWith({ state: TransactionState.Ongoing, producerEpoch: 32_766 }, { transactionVersion: 1 });
    bench.holdsMarkers = false;
    bench.init(ID);
    expect(bench.coordinator.describeTransaction(ID).producerEpoch).toBe(32_767);
    expect(bench.error(bench.end(ID, known(PRODUCER_ID, 32_766), false, 5))).toBe(ErrorCode.PRODUCER_FENCED);
    expect(bench.producer(ID)).toEqual(known(1000, 0));
  });

  test('an abort of nothing bumps the epoch and needs no markers; a commit of nothing is refused', () => {
    const bench = new Bench();
    const producer = bench.producer('a');
    expect(bench.error(bench.end('a', producer, true, 5))).toBe(ErrorCode.INVALID_TXN_STATE);
    expect(bench.endAnswer(bench.end('a', producer, false, 5))).toMatchObject({ errorCode: 0, ...known(1000, 1) });
    expect(bench.state('a')).toBe('CompleteAbort');
    expect(bench.endAnswer(bench.end('a', known(1000, 1), false, 5))).toMatchObject({
      errorCode: 0,
      ...known(1000, 2),
    });
    expect(bench.markers).toEqual([]);
  });

  test('older versions of EndTxn are not told of ids', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    expect(bench.endAnswer(bench.end('a', producer, true, 4))).toMatchObject({ errorCode: 0, ...known(-1, -1) });
    expect(bench.markers).toMatchObject([{ ...producer, transactionVersion: 0 }]);
  });
});
