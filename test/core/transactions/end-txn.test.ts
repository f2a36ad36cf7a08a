/** EndTxn, its repetitions and its contradictions. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { Bench } from './support/transaction-bench.ts';

const known = (producerId: number, producerEpoch: number) => ({ producerId, producerEpoch });

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
