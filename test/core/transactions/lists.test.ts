/** Ids that expire; lists and descriptions. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newListTransactionsRequest } from '../../../src/core/protocol/generated/list-transactions-request.ts';
import { listTransactionsFilter } from '../../../src/core/transactions/list-transactions.ts';
import { Bench } from './support/transaction-bench.ts';

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
