/** Markers on their way to other brokers: who gets which, in how many requests, and what is reported of those that fail. */
import { expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import type { WriteTxnMarkersRequest } from '../../../src/core/protocol/generated/write-txn-markers-request.ts';
import type { WriteTxnMarkersResponse } from '../../../src/core/protocol/generated/write-txn-markers-response.ts';
import type { WriteMarkersEffect } from '../../../src/core/transactions/coordinator-contract.ts';
import type { CallResult } from '../../../src/services/transactions/broker-calls.ts';
import { MarkerSender, type MarkerSenderServices } from '../../../src/services/transactions/marker-sender.ts';

interface Call {
  readonly brokerId: number;
  readonly request: WriteTxnMarkersRequest;
  readonly callback: (result: CallResult<WriteTxnMarkersResponse>) => void;
}

class Bench {
  /** topic → leader by partition */
  readonly leaders: Record<string, number[]> = { orders: [1, 2, 2, 3], payments: [2, -1] };
  readonly calls: Call[] = [];
  readonly written: string[] = [];
  readonly reports: string[] = [];
  localError: number = ErrorCode.NONE;
  readonly sender: MarkerSender;

  constructor() {
    const byName = (name: string) => {
      const leaders = this.leaders[name];
      return leaders === undefined ? undefined : { partitions: leaders.map((leader) => ({ leader })) };
    };
    this.sender = new MarkerSender({
      brokerId: 1,
      image: () => ({ topics: { byName } }),
      writer: {
        write: (
          marker: { producerId: number },
          topic: string,
          partition: number,
          callback: (error: number) => void,
        ) => {
          this.written.push(`${marker.producerId} ${topic}-${partition}`);
          callback(this.localError);
        },
      },
      calls: {
        writeTxnMarkers: (brokerId: number, request: WriteTxnMarkersRequest, callback: Call['callback']) =>
          void this.calls.push({ brokerId, request, callback }),
      },
    } as unknown as MarkerSenderServices);
  }

  send(producerId: number, partitions: Record<string, number[]>): void {
    const effect: WriteMarkersEffect = {
      kind: 'writeMarkers',
      transactionalId: `id-${producerId}`,
      producerId,
      producerEpoch: 4,
      coordinatorEpoch: 9,
      isCommit: true,
      transactionVersion: 2,
      partitions: Object.entries(partitions).map(([topic, list]) => ({ topic, partitions: list })),
    };
    this.sender.send(effect, (reported, errorCode) => {
      const where = reported.map(({ topic, partitions: list }) => `${topic}-${list.join(',')}`).join(' ');
      this.reports.push(`${producerId} ${where} ${errorName(errorCode)}`);
    });
  }

  /** Answers the oldest call: `errors` by `producer topic-partition`, else NONE. */
  answer(errors: Record<string, number> = {}): void {
    const { request, callback } = this.calls.shift()!;
    const markers = request.markers.map(({ producerId, topics }) => ({
      producerId,
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: errors[`${producerId} ${name}-${partitionIndex}`] ?? ErrorCode.NONE,
        })),
      })),
    }));
    callback({ response: { markers } });
  }

  get asked(): string[] {
    return this.calls.map(({ brokerId, request: { markers } }) => {
      const named = markers.map(
        ({ producerId, topics }) =>
          `${producerId}:${topics.map(({ name, partitionIndexes }) => `${name}-${partitionIndexes}`).join(' ')}`,
      );
      return `${brokerId} <- ${named.join(' | ')}`;
    });
  }
}

test('every leader gets its own partitions, this broker without a request', () => {
  const bench = new Bench();
  bench.send(7, { orders: [0, 1, 2, 3], payments: [0] });
  expect(bench.written).toEqual(['7 orders-0']);
  expect(bench.asked).toEqual(['2 <- 7:orders-1,2 payments-0', '3 <- 7:orders-3']);
  const [marker] = bench.calls[0]!.request.markers;
  expect(marker).toMatchObject({
    producerEpoch: 4,
    coordinatorEpoch: 9,
    transactionResult: true,
    transactionVersion: 2,
  });
  bench.answer();
  bench.answer();
  expect(bench.reports).toEqual(['7 orders-0 NONE', '7 orders-1,2 payments-0 NONE', '7 orders-3 NONE']);
});

test('what comes while a broker is busy goes together, one marker of each producer at a time', () => {
  const bench = new Bench();
  bench.send(1, { orders: [1] });
  bench.send(2, { orders: [1] });
  bench.send(3, { orders: [2] });
  bench.send(2, { payments: [0] });
  expect(bench.asked).toEqual(['2 <- 1:orders-1']);
  bench.answer();
  expect(bench.asked).toEqual(['2 <- 2:orders-1 | 3:orders-2']);
  bench.answer();
  expect(bench.asked).toEqual(['2 <- 2:payments-0']);
  bench.answer();
  expect(bench.asked).toEqual([]);
  expect(bench.reports).toHaveLength(4);
});

test('errors are reported for their partitions, and one that was left out is not taken for written', () => {
  const bench = new Bench();
  bench.send(1, { orders: [1, 2], payments: [0] });
  bench.answer({ '1 orders-2': ErrorCode.NOT_LEADER_OR_FOLLOWER });
  expect(bench.reports).toEqual(['1 orders-1 payments-0 NONE', '1 orders-2 NOT_LEADER_OR_FOLLOWER']);
  bench.send(2, { orders: [1] });
  bench.calls.shift()!.callback({ response: { markers: [] } });
  expect(bench.reports.at(-1)).toBe('2 orders-1 UNKNOWN_SERVER_ERROR');
});

test('a broker that does not answer fails all of its request, and the next one is sent', () => {
  const bench = new Bench();
  bench.send(1, { orders: [1] });
  bench.send(2, { orders: [1] });
  bench.calls.shift()!.callback({ errorCode: ErrorCode.NETWORK_EXCEPTION });
  expect(bench.reports).toEqual(['1 orders-1 NETWORK_EXCEPTION']);
  expect(bench.asked).toEqual(['2 <- 2:orders-1']);
});

test('a partition that is gone counts as written, one without a leader does not', () => {
  const bench = new Bench();
  bench.send(1, { gone: [0, 1], orders: [9], payments: [1] });
  expect(bench.reports.sort()).toEqual(['1 gone-0,1 orders-9 NONE', '1 payments-1 LEADER_NOT_AVAILABLE']);
  expect(bench.calls).toEqual([]);
});

test('the queue of a broker that hangs is bounded', () => {
  const bench = new Bench();
  for (let producer = 0; producer < 10_002; producer++) bench.send(producer, { orders: [1] });
  expect(bench.reports).toEqual(['10001 orders-1 REQUEST_TIMED_OUT']);
});
