/** From the decision to the last marker, through crashes and lost leadership. */
import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { Bench } from './support/transaction-bench.ts';

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
