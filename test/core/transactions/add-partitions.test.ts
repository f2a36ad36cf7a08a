/** What belongs to a transaction: partitions added, offsets added, and asked about. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { Bench } from './support/transaction-bench.ts';

const known = (producerId: number, producerEpoch: number) => ({ producerId, producerEpoch });

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
