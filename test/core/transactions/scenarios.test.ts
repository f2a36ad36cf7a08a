// What Kafka promises about transactions, as far as their coordinator keeps the promise; named as in the list of behaviours
// that clients rely on. What partitions and groups keep of it is tested with them.
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newListTransactionsRequest } from '../../../src/core/protocol/generated/list-transactions-request.ts';
import { listTransactionsFilter } from '../../../src/core/transactions/list-transactions.ts';
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

describe('AddPartitionsToTxn and AddOffsetsToTxn (line 92)', () => {
  test('older versions are told INVALID_PRODUCER_EPOCH instead of PRODUCER_FENCED', () => {
    const bench = new Bench();
    const zombie = bench.producer('a');
    bench.producer('a');
    for (const version of [0, 1, 2, 3]) {
      const code = version < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED;
      expect(bench.error(bench.add('a', zombie, { t: [0] }, version))).toBe(code);
      expect(bench.error(bench.addOffsets('a', zombie, 0, version))).toBe(code);
      expect(bench.error(bench.end('a', zombie, true, version))).toBe(code);
    }
    expect(bench.error(bench.init('a', zombie))).toBe(ErrorCode.PRODUCER_FENCED);
  });

  test('partitions are remembered, each once, and offsets as the partition of their group', () => {
    const bench = new Bench();
    const producer = bench.producer('a');
    bench.add('a', producer, { t: [3, 1, 3], u: [0] });
    bench.add('a', producer, { t: [1, 2] });
    bench.addOffsets('a', producer, 17);
    expect(bench.coordinator.describeTransaction('a').topics).toEqual([
      { topic: 't', partitions: [3, 1, 2] },
      { topic: 'u', partitions: [0] },
      { topic: '__consumer_offsets', partitions: [17] },
    ]);
    expect(bench.error(bench.end('a', producer, true))).toBe(ErrorCode.NONE);
    expect(bench.markers.map(({ partition }) => partition)).toEqual([
      't-3',
      't-1',
      't-2',
      'u-0',
      '__consumer_offsets-17',
    ]);
  });

  test('an empty transactional id: INVALID_REQUEST', () => {
    const bench = new Bench();
    for (const verifyOnly of [false, true])
      expect(bench.error(bench.add('', known(1, 1), { t: [0] }, 4, { verifyOnly }))).toBe(ErrorCode.INVALID_REQUEST);
    expect(bench.error(bench.addOffsets('', known(1, 1), 0))).toBe(ErrorCode.INVALID_REQUEST);
    expect(bench.error(bench.end('', known(1, 1), true))).toBe(ErrorCode.INVALID_REQUEST);
  });

  test('while a record is in flight: CONCURRENT_TRANSACTIONS; where waiting is allowed, one record for all', () => {
    const strict = new Bench();
    const producer = strict.producer('a');
    strict.holdsCommits = true;
    const first = strict.add('a', producer, { t: [0] });
    expect(strict.error(strict.add('a', producer, { t: [1] }))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    expect(strict.error(strict.end('a', producer, true))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    strict.commit();
    expect(strict.error(first)).toBe(ErrorCode.NONE);

    const patient = new Bench({ maxWaitMs: 100 });
    expect(patient.producer('a')).toEqual(producer);
    patient.holdsCommits = true;
    const tickets = [0, 1, 2, 3].map((partition) => patient.add('a', producer, { t: [partition] }, 5));
    patient.commit();
    expect(patient.log.length).toBe(2);
    patient.commit();
    expect(patient.log.length).toBe(3);
    for (const ticket of tickets) expect(patient.error(ticket)).toBe(ErrorCode.NONE);
    expect(patient.errors(tickets[3]!)).toEqual({ 't-3': ErrorCode.NONE });
    expect(patient.coordinator.describeTransaction('a').topics).toEqual([{ topic: 't', partitions: [0, 1, 2, 3] }]);
  });

  test('only requests of one producer share a record', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const zombie = bench.producer('a');
    const producer = bench.producer('a');
    bench.holdsCommits = true;
    const first = bench.add('a', producer, { t: [0] });
    const others = [
      bench.add('a', producer, { t: [1] }),
      bench.add('a', zombie, { t: [2] }),
      bench.add('a', { ...producer, producerId: 1 }, { t: [3] }),
      bench.addOffsets('a', producer, 9),
    ];
    bench.holdsCommits = false;
    bench.commit();
    expect([first, ...others].map((ticket) => errorName(bench.error(ticket)))).toEqual([
      'NONE',
      'NONE',
      'PRODUCER_FENCED',
      'INVALID_PRODUCER_ID_MAPPING',
      'NONE',
    ]);
    expect(bench.coordinator.describeTransaction('a').topics).toEqual([
      { topic: 't', partitions: [0, 1] },
      { topic: '__consumer_offsets', partitions: [9] },
    ]);
  });

  test('a wait ends with CONCURRENT_TRANSACTIONS', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const producer = bench.begun('a');
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    const ticket = bench.add('a', producer, { t: [0] });
    bench.pass(99);
    expect(bench.isAnswered(ticket)).toBe(false);
    bench.pass(1);
    expect(bench.error(ticket)).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    bench.sendMarkers();
    expect(bench.state('a')).toBe('CompleteCommit');
  });

  test('who waits behind a record that the log refuses is not refused with it', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const producer = bench.producer('a');
    bench.holdsCommits = true;
    const [refused, waiting] = [bench.add('a', producer, { t: [0] }), bench.add('a', producer, { t: [1] })];
    bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS);
    expect(bench.error(refused)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    bench.commit();
    expect(bench.error(waiting)).toBe(ErrorCode.NONE);
    expect(bench.coordinator.describeTransaction('a').topics).toEqual([{ topic: 't', partitions: [1] }]);
  });

  test('more requests than can be meant well do not wait', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const producer = bench.producer('a');
    bench.holdsCommits = true;
    const tickets = Array.from({ length: 102 }, (_, i) => bench.add('a', producer, { t: [i] }));
    expect(bench.error(tickets[101]!)).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    bench.commit();
    bench.commit();
    expect(bench.error(tickets[100]!)).toBe(ErrorCode.NONE);
  });
});

describe('verification (line 93)', () => {
  test('tells partitions of the ongoing transaction from others, and from those whose record is in flight', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 3, { t: [0] });
    bench.holdsCommits = true;
    bench.add('a', producer, { t: [1] });
    const verify = () => bench.errors(bench.add('a', producer, { t: [0, 1], u: [0] }, 4, { verifyOnly: true }));
    const no = ErrorCode.TRANSACTION_ABORTABLE;
    expect(verify()).toEqual({ 't-0': 0, 't-1': no, 'u-0': no });
    bench.commit();
    expect(verify()).toEqual({ 't-0': 0, 't-1': 0, 'u-0': no });
  });
});

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

describe('EndTxn (line 95)', () => {
  test('is answered when the decision is durable; another transaction begins when the markers are, too', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    bench.holdsCommits = true;
    bench.holdsMarkers = true;
    const ticket = bench.end('a', producer, true);
    expect(bench.isAnswered(ticket)).toBe(false);
    expect(bench.unsent).toEqual([]);
    bench.commit();
    expect(bench.error(ticket)).toBe(ErrorCode.NONE);
    expect(bench.unsent.length).toBe(1);
    expect(bench.error(bench.add('a', producer, { t: [0] }))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    bench.sendMarkers();
    expect(bench.state('a')).toBe('PrepareCommit');
    bench.commit();
    expect(bench.state('a')).toBe('CompleteCommit');
    bench.holdsCommits = false;
    expect(bench.error(bench.add('a', producer, { t: [0] }))).toBe(ErrorCode.NONE);
  });

  test('the next transaction may begin in the record after the completion, and is answered when both are durable', () => {
    for (const maxWaitMs of [0, 100]) {
      const bench = new Bench({ maxWaitMs });
      const producer = bench.begun('a', 60_000, 5);
      bench.holdsMarkers = true;
      bench.end('a', producer, true, 5);
      const early = bench.add('a', known(1000, 1), { u: [1] }, 5);
      bench.holdsCommits = true;
      bench.sendMarkers();
      const late = bench.add('a', known(1000, 1), { u: [2] }, 5);
      expect(bench.error(bench.add('a', producer, { t: [0] }, 5, { verifyOnly: true }))).not.toBe(ErrorCode.NONE);
      bench.commit(1);
      expect(bench.state('a')).toBe(maxWaitMs === 0 ? 'CompleteCommit' : 'Ongoing');
      bench.commit();
      bench.commit();
      expect([early, late].map((ticket) => errorName(bench.error(ticket)))).toEqual(
        maxWaitMs === 0 ? ['CONCURRENT_TRANSACTIONS', 'NONE'] : ['NONE', 'NONE'],
      );
      expect(bench.coordinator.describeTransaction('a').topics).toEqual([
        { topic: 'u', partitions: maxWaitMs === 0 ? [2] : [1, 2] },
      ]);
    }
  });

  test('what follows a completion is refused with it, or without it', () => {
    for (const isCompleted of [true, false]) {
      const bench = new Bench();
      const producer = bench.begun('a', 60_000, 5);
      bench.holdsMarkers = true;
      bench.end('a', producer, true, 5);
      bench.holdsCommits = true;
      bench.sendMarkers();
      const ticket = bench.add('a', known(1000, 1), { u: [1] }, 5);
      bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS, isCompleted ? 1 : 2);
      expect(bench.error(ticket)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE);
      bench.pass(1000);
      expect(bench.uncommitted.length).toBe(1);
      bench.holdsCommits = false;
      bench.commit();
      bench.pass(1000);
      expect(bench.state('a')).toBe('CompleteCommit');
      expect(bench.error(bench.add('a', known(1000, 1), { u: [1] }, 5))).toBe(ErrorCode.NONE);
      bench.pass(100_000);
      expect(bench.state('a')).toBe('PrepareAbort');
    }
  });

  test('only what rests on the record of a completion may go ahead of it', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 5);
    bench.holdsMarkers = true;
    bench.end('a', producer, true, 5);
    bench.holdsCommits = true;
    bench.sendMarkers();
    expect(bench.error(bench.end('a', producer, true, 5))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    expect(bench.error(bench.end('a', producer, false, 5))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    expect(bench.error(bench.init('a', known(1000, 9)))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    const ticket = bench.init('a');
    expect(bench.error(bench.init('a'))).toBe(ErrorCode.CONCURRENT_TRANSACTIONS);
    bench.commit();
    expect(bench.initAnswer(ticket)).toMatchObject({ errorCode: 0, ...known(1000, 2) });
  });

  test('where waiting is allowed, the next transaction begins without another request', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const producer = bench.begun('a', 60_000, 5);
    bench.holdsMarkers = true;
    bench.end('a', producer, true, 5);
    const next = bench.add('a', known(producer.producerId, 1), { u: [1] }, 5);
    expect(bench.isAnswered(next)).toBe(false);
    bench.sendMarkers();
    expect(bench.error(next)).toBe(ErrorCode.NONE);
    expect(bench.coordinator.describeTransaction('a').topics).toEqual([{ topic: 'u', partitions: [1] }]);
  });

  test('version 1: a repetition gets the same answer; the opposite is INVALID_TXN_STATE', () => {
    for (const committed of [true, false]) {
      const bench = new Bench();
      const producer = bench.begun('a');
      const answer = bench.endAnswer(bench.end('a', producer, committed));
      bench.restart();
      expect(bench.endAnswer(bench.end('a', producer, committed))).toEqual(answer);
      expect(bench.error(bench.end('a', producer, !committed))).toBe(ErrorCode.INVALID_TXN_STATE);
      expect(bench.markers.length).toBe(1);
    }
  });

  test('a decision whose record is refused was not taken', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    bench.holdsCommits = true;
    const ticket = bench.end('a', producer, true);
    bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS);
    expect(errorName(bench.error(ticket))).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(bench.state('a')).toBe('Ongoing');
    bench.holdsCommits = false;
    expect(bench.error(bench.end('a', producer, false))).toBe(ErrorCode.NONE);
    expect(bench.markers).toMatchObject([{ isCommit: false }]);
  });
});

describe('markers', () => {
  test('a decided outcome is completed after a crash, wherever it happened', () => {
    for (const isCommit of [true, false]) {
      const bench = new Bench();
      const producer = bench.begun('a', 60_000, 3, { t: [0, 1] });
      bench.holdsMarkers = true;
      bench.end('a', producer, isCommit);
      const [effect] = bench.unsent;
      bench.writeMarkers(effect!, [{ topic: 't', partitions: [0] }]);
      bench.holdsMarkers = false;
      bench.restart();
      expect(bench.state('a')).toBe(isCommit ? 'CompleteCommit' : 'CompleteAbort');
      expect(bench.markers).toMatchObject([
        { partition: 't-0', isCommit, coordinatorEpoch: 5, ...producer },
        { partition: 't-0', isCommit, coordinatorEpoch: 6, ...producer },
        { partition: 't-1', isCommit, coordinatorEpoch: 6, ...producer },
      ]);
    }
  });

  test('a crash before the decision is durable leaves the transaction open', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    bench.holdsCommits = true;
    bench.end('a', producer, true);
    bench.holdsCommits = false;
    bench.restart();
    expect(bench.state('a')).toBe('Ongoing');
    expect(bench.markers).toEqual([]);
    expect(bench.error(bench.end('a', producer, false))).toBe(ErrorCode.NONE);
  });

  test('a partition that fails is asked again, later each time; the others are not', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 3, { t: [0, 1, 2] });
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    const first = bench.unsent.shift()!;
    bench.reportMarkers(first, [{ topic: 't', partitions: [0] }]);
    expect(bench.coordinator.describeTransaction('a').topics).toEqual([{ topic: 't', partitions: [1, 2] }]);
    const failed = [{ topic: 't', partitions: [1] }];
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      bench.reportMarkers(first, failed, ErrorCode.NOT_LEADER_OR_FOLLOWER);
      const from = bench.now;
      while (bench.unsent.length === 0) bench.pass(1);
      pauses.push(bench.now - from);
      expect(bench.unsent.shift()!.partitions).toEqual(failed);
    }
    expect(pauses).toEqual([20, 40, 80, 160, 320, 640, 1000, 1000, 1000]);
    bench.reportMarkers(first, failed);
    expect(bench.state('a')).toBe('PrepareCommit');
    // Something goes forward: the pauses begin anew.
    bench.reportMarkers(first, [{ topic: 't', partitions: [2] }], ErrorCode.NOT_LEADER_OR_FOLLOWER);
    bench.pass(19);
    expect(bench.unsent).toEqual([]);
    bench.pass(1);
    expect(bench.unsent.shift()!.partitions).toEqual([{ topic: 't', partitions: [2] }]);
    bench.reportMarkers(first, [{ topic: 't', partitions: [2] }]);
    expect(bench.state('a')).toBe('CompleteCommit');
  });

  test('a partition that is written although it was said to have failed is not asked again', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 3, { t: [0, 1, 2] });
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    const effect = bench.unsent.shift()!;
    bench.reportMarkers(effect, [{ topic: 't', partitions: [0, 1] }], ErrorCode.REQUEST_TIMED_OUT);
    bench.reportMarkers(effect, [{ topic: 't', partitions: [0] }]);
    bench.pass(1000);
    expect(bench.unsent.map(({ partitions }) => partitions)).toEqual([[{ topic: 't', partitions: [1] }]]);
  });

  test('a partition that has moved on needs no marker', () => {
    for (const errorCode of [ErrorCode.INVALID_PRODUCER_EPOCH, ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT]) {
      const bench = new Bench();
      const producer = bench.begun('a');
      bench.holdsMarkers = true;
      bench.end('a', producer, true);
      bench.reportMarkers(bench.unsent[0]!, bench.unsent[0]!.partitions, errorCode);
      expect(bench.state('a')).toBe('CompleteCommit');
    }
  });

  test('line 100: a coordinator fenced by a later one does not complete anything', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    const written = bench.log.length;
    bench.reportMarkers(bench.unsent[0]!, bench.unsent[0]!.partitions, ErrorCode.TRANSACTION_COORDINATOR_FENCED);
    expect(bench.state('a')).toBe('PrepareCommit');
    expect(bench.log.length).toBe(written);
  });

  test('late, repeated and foreign reports are ignored', () => {
    const bench = new Bench();
    const producer = bench.begun('a', 60_000, 3, { t: [0, 1] });
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    const effect = bench.unsent.shift()!;
    bench.reportMarkers({ ...effect, producerEpoch: 7 }, effect.partitions);
    bench.reportMarkers({ ...effect, producerId: 7 }, effect.partitions);
    bench.reportMarkers({ ...effect, transactionalId: 'z' }, effect.partitions);
    bench.reportMarkers(effect, [
      { topic: 't', partitions: [0, 5] },
      { topic: 'x', partitions: [0] },
    ]);
    bench.reportMarkers(effect, [{ topic: 't', partitions: [0, 5] }], ErrorCode.NOT_LEADER_OR_FOLLOWER);
    bench.pass(1000);
    expect(bench.unsent).toEqual([]);
    expect(bench.state('a')).toBe('PrepareCommit');
    bench.reportMarkers(effect, effect.partitions);
    bench.reportMarkers(effect, effect.partitions);
    bench.reportMarkers(effect, effect.partitions, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    expect(bench.state('a')).toBe('CompleteCommit');
    const written = bench.log.length;
    bench.add('a', producer, { t: [0] });
    bench.reportMarkers(effect, effect.partitions);
    bench.pass(100);
    expect(bench.state('a')).toBe('Ongoing');
    expect(bench.log.length).toBe(written + 1);
  });

  test('a completion that the log refuses is written later', () => {
    const bench = new Bench();
    const producer = bench.begun('a');
    bench.holdsMarkers = true;
    bench.end('a', producer, true);
    bench.holdsCommits = true;
    bench.sendMarkers();
    bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS);
    expect(bench.state('a')).toBe('PrepareCommit');
    bench.holdsCommits = false;
    bench.pass(20);
    expect(bench.state('a')).toBe('CompleteCommit');
    expect(bench.markers.length).toBe(1);
  });
});

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

describe('expiration, lists and descriptions (line 101)', () => {
  const week = 604_800_000;
  test('an unused id is forgotten after transactional.id.expiration.ms, by a tombstone', () => {
    const bench = new Bench();
    bench.producer('empty');
    bench.end('committed', bench.begun('committed'), true);
    bench.end('aborted', bench.begun('aborted'), false);
    bench.pass(week - 1);
    expect(bench.coordinator.size).toBe(3);
    bench.pass(3_600_000);
    expect(bench.coordinator.size).toBe(0);
    expect(bench.log.filter(({ value }) => value === null).length).toBe(3);
    expect(bench.replayed().size).toBe(0);
    expect(bench.coordinator.nextDeadline()).toBe(Number.POSITIVE_INFINITY);
    expect(bench.producer('empty').producerEpoch).toBe(0);
  });

  test('use keeps an id, and so does a transaction that is not complete', () => {
    const bench = new Bench();
    bench.producer('used');
    bench.end('stuck', bench.begun('stuck'), true);
    bench.holdsMarkers = true;
    const stuck = bench.producer('stuck');
    bench.add('stuck', stuck, { t: [0] });
    bench.end('stuck', stuck, true);
    bench.pass(week - 1);
    bench.producer('used');
    bench.pass(week - 1);
    expect([bench.state('used'), bench.state('stuck')]).toEqual(['Empty', 'PrepareCommit']);
  });

  test('an id that is used while its tombstone is in flight', () => {
    const bench = new Bench({ maxWaitMs: 100 });
    const producer = bench.producer('a');
    bench.pass(week - 1);
    bench.holdsCommits = true;
    bench.pass(3_600_000);
    const [add, init] = [bench.add('a', producer, { t: [0] }), bench.init('a')];
    bench.holdsCommits = false;
    bench.commit();
    expect(bench.error(add)).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    expect(bench.initAnswer(init)).toMatchObject({ errorCode: 0, producerId: 1001, producerEpoch: 0 });
    expect(bench.coordinator.size).toBe(1);
  });

  test('an id that expires while it is being used', () => {
    const bench = new Bench();
    bench.producer('a');
    bench.pass(week - 1);
    bench.holdsCommits = true;
    const ticket = bench.init('a');
    bench.pass(3_600_000);
    bench.holdsCommits = false;
    bench.commit();
    expect(bench.initAnswer(ticket)).toMatchObject({ errorCode: 0, producerEpoch: 1 });
    expect(bench.state('a')).toBe('Empty');
    bench.pass(week);
    expect(bench.coordinator.size).toBe(0);
  });

  test('a tombstone that the log refuses is written later', () => {
    const bench = new Bench();
    bench.producer('a');
    bench.pass(week - 1);
    bench.holdsCommits = true;
    bench.pass(3_600_000);
    bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS);
    bench.holdsCommits = false;
    expect(bench.state('a')).toBe('Empty');
    bench.pass(7_200_000);
    expect(bench.coordinator.size).toBe(0);
  });

  test('very many ids that expire at once are removed in portions', () => {
    const bench = new Bench();
    for (let i = 0; i < 3000; i++) bench.producer(`id ${i} ${'x'.repeat(200)}`);
    const sizes: number[] = [];
    bench.now += week + 3_600_000;
    for (let i = 0; i < 20 && bench.coordinator.size > 0; i++) {
      const before = bench.log.length;
      bench.take(bench.coordinator.advance(++bench.now));
      sizes.push(bench.log.slice(before).reduce((sum, { key }) => sum + key.length, 0));
    }
    expect(bench.coordinator.size).toBe(0);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(262_144 + 300);
  });

  const list = (bench: Bench, filter: Parameters<typeof newListTransactionsRequest>[0]): string[] => {
    const parsed = listTransactionsFilter(newListTransactionsRequest(filter));
    if ('errorCode' in parsed) return [errorName(parsed.errorCode)];
    const found = bench.coordinator.listTransactions(parsed.filter, bench.now).map((one) => one.transactionalId);
    return [...found, ...parsed.unknownStateFilters.map((name) => `unknown ${name}`)];
  };

  test('ListTransactions filters by state, producer id, duration and pattern', () => {
    const bench = new Bench();
    bench.producer('empty');
    const { producerId } = bench.begun('old-1', 900_000);
    bench.pass(5000);
    bench.begun('new-1', 900_000);
    bench.end('done', bench.begun('done'), true);
    expect(list(bench, {})).toEqual(['empty', 'old-1', 'new-1', 'done']);
    expect(list(bench, { stateFilters: ['Ongoing'] })).toEqual(['old-1', 'new-1']);
    expect(list(bench, { stateFilters: ['Ongoing', 'CompleteCommit', 'ongoing'] })).toEqual([
      'old-1',
      'new-1',
      'done',
      'unknown ongoing',
    ]);
    expect(list(bench, { stateFilters: ['Nonsense'] })).toEqual(['unknown Nonsense']);
    expect(list(bench, { stateFilters: ['Dead', 'PrepareEpochFence'] })).toEqual([]);
    expect(list(bench, { producerIdFilters: [producerId, 5] })).toEqual(['old-1']);
    bench.pass(1);
    expect(list(bench, { durationFilter: 5000, stateFilters: ['Ongoing'] })).toEqual(['old-1']);
    expect(list(bench, { durationFilter: 0, stateFilters: ['Ongoing'] })).toEqual(['old-1', 'new-1']);
    expect(list(bench, { durationFilter: 5001, stateFilters: ['Ongoing'] })).toEqual([]);
    expect(list(bench, { transactionalIdPattern: '.*-1' })).toEqual(['old-1', 'new-1']);
    expect(list(bench, { transactionalIdPattern: 'old' })).toEqual([]);
    expect(list(bench, { transactionalIdPattern: '' })).toEqual(['empty', 'old-1', 'new-1', 'done']);
    expect(list(bench, { transactionalIdPattern: '(' })).toEqual(['INVALID_REGULAR_EXPRESSION']);
  });

  test('DescribeTransactions; an unknown id is TRANSACTIONAL_ID_NOT_FOUND', () => {
    const bench = new Bench();
    const begunAt = bench.now;
    const producer = bench.begun('a', 12_345, 3, { t: [0, 1], u: [7] });
    expect(bench.coordinator.describeTransaction('a')).toEqual({
      errorCode: ErrorCode.NONE,
      transactionalId: 'a',
      transactionState: 'Ongoing',
      transactionTimeoutMs: 12_345,
      transactionStartTimeMs: begunAt,
      ...producer,
      topics: [
        { topic: 't', partitions: [0, 1] },
        { topic: 'u', partitions: [7] },
      ],
    });
    expect(bench.coordinator.describeTransaction('b').errorCode).toBe(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);
    expect(bench.coordinator.describeTransaction('').errorCode).toBe(ErrorCode.INVALID_REQUEST);
    bench.holdsCommits = true;
    bench.init('b');
    expect(bench.coordinator.describeTransaction('b').errorCode).toBe(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);
    expect(list(bench, {})).toEqual(['a']);
  });
});

test('losing leadership answers everybody who waits', () => {
  const bench = new Bench({ maxWaitMs: 100 });
  const producer = bench.producer('a');
  bench.holdsCommits = true;
  bench.holdsIds = true;
  const tickets = [
    bench.add('a', producer, { t: [0] }),
    bench.addOffsets('a', producer, 0),
    bench.end('a', producer, true),
    bench.init('a'),
    bench.init('b'),
    bench.init('b'),
  ];
  bench.take(bench.coordinator.unload(bench.now));
  for (const ticket of tickets) expect(bench.error(ticket)).toBe(ErrorCode.NOT_COORDINATOR);
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
