/** Whether a write may be made: what the coordinator is asked, what the client is told, and markers that come in between. */
import { expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import type { AddPartitionsRequest } from '../../../src/core/transactions/coordinator-contract.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { HostedPartition } from '../../../src/services/partition/hosted-partition.ts';
import { MarkerGuards } from '../../../src/services/transactions/marker-guards.ts';
import { ProducerTurns } from '../../../src/services/transactions/producer-turns.ts';
import {
  TransactionSupport,
  TransactionVerifier,
  type TransactionVerifierServices,
  type WritePermits,
} from '../../../src/services/transactions/transaction-verifier.ts';

class Bench {
  readonly clock = new ManualClock(0);
  readonly guards = new MarkerGuards();
  readonly asked: AddPartitionsRequest[] = [];
  /** Answers the oldest question with an error for every partition, or one by one. */
  readonly answers: ((error: number | ((topic: string, partition: number) => number)) => void)[] = [];
  isEnabled = true;
  coordinator = 1;
  readonly verifier: TransactionVerifier;

  constructor() {
    const answer = (request: AddPartitionsRequest, done: (topicResults: unknown) => void): void => {
      this.asked.push(request);
      this.answers.push((error) =>
        done(
          request.topics.map(({ name, partitions }) => ({
            name,
            resultsByPartition: partitions.map((partitionIndex) => ({
              partitionIndex,
              partitionErrorCode: typeof error === 'number' ? error : error(name, partitionIndex),
            })),
          })),
        ),
      );
    };
    this.verifier = new TransactionVerifier({
      brokerId: 1,
      clock: this.clock,
      guards: this.guards,
      isEnabled: () => this.isEnabled,
      retryBackoffMs: () => 20,
      retryMaxMs: () => 100,
      transactions: {
        coordinatorBroker: () => this.coordinator,
        submit: (_: string, pending: { send(answer: unknown): void }, call: (...of: unknown[]) => unknown) => {
          const addPartitionsToTxn = (_ticket: number, request: AddPartitionsRequest) =>
            answer(request, (topicResults) => pending.send({ topicResults }));
          call({ addPartitionsToTxn }, 1, 0);
        },
      },
      calls: {
        addPartitionsToTxn: (
          _: number,
          request: { transactions: AddPartitionsRequest[] },
          callback: (result: unknown) => void,
        ) => {
          const [transaction] = request.transactions;
          answer(transaction!, (topicResults) =>
            callback({
              response: { errorCode: 0, resultsByTransaction: [{ transactionalId: 'id', topicResults }] },
            }),
          );
        },
      },
    } as unknown as TransactionVerifierServices);
  }

  permit(partitions: HostedPartition[], support: TransactionSupport) {
    const outcome: { permits: WritePermits | null } = { permits: null };
    this.verifier.permit({ transactionalId: 'id', producerId: 5, producerEpoch: 2, support }, partitions, (permits) => {
      outcome.permits = permits;
    });
    return {
      outcome,
      errors: () => partitions.map((partition) => errorName(outcome.permits!.errorNow(partition))),
    };
  }
}

function partitionOf(topic: string, partition: number, isOngoing = false, leaderError = 0): HostedPartition {
  const log = { producers: { hasOngoingTransaction: () => isOngoing } };
  return { topic, partition, log, leaderError: () => leaderError } as unknown as HostedPartition;
}

const markerOf = (producerId: number, producerEpoch: number, transactionVersion = 1) => ({
  producerId,
  producerEpoch,
  transactionVersion,
});

test('a partition with the transaction open is not asked about', () => {
  const bench = new Bench();
  const { errors } = bench.permit([partitionOf('t', 0, true)], TransactionSupport.ImplicitAdd);
  expect(errors()).toEqual(['NONE']);
  expect(bench.asked).toEqual([]);
});

test('a partition that is led elsewhere is not added: its append is refused for that', () => {
  const bench = new Bench();
  const elsewhere = partitionOf('t', 0, false, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  expect(bench.permit([elsewhere], TransactionSupport.ImplicitAdd).errors()).toEqual(['NONE']);
  expect(bench.asked).toEqual([]);
});

test('older clients have their partitions verified, those of version 2 added, in one question', () => {
  const bench = new Bench();
  const partitions = [partitionOf('t', 0), partitionOf('t', 1, true), partitionOf('u', 3)];
  const old = bench.permit(partitions, TransactionSupport.Legacy);
  const topics = [
    { name: 't', partitions: [0] },
    { name: 'u', partitions: [3] },
  ];
  expect(bench.asked).toEqual([{ transactionalId: 'id', producerId: 5, producerEpoch: 2, verifyOnly: true, topics }]);
  bench.answers.shift()!((topic) => (topic === 'u' ? ErrorCode.TRANSACTION_ABORTABLE : ErrorCode.NONE));
  expect(old.errors()).toEqual(['NONE', 'NONE', 'INVALID_TXN_STATE']);
  bench.permit(partitions, TransactionSupport.ImplicitAdd);
  expect(bench.asked[1]).toMatchObject({ verifyOnly: false, topics });
});

test.each([
  [TransactionSupport.Legacy, ErrorCode.TRANSACTION_ABORTABLE, 'INVALID_TXN_STATE'],
  [TransactionSupport.Abortable, ErrorCode.TRANSACTION_ABORTABLE, 'TRANSACTION_ABORTABLE'],
  [TransactionSupport.Abortable, ErrorCode.PRODUCER_FENCED, 'INVALID_PRODUCER_EPOCH'],
  [TransactionSupport.Legacy, ErrorCode.CONCURRENT_TRANSACTIONS, 'CONCURRENT_TRANSACTIONS'],
])('support %i is told of error %i as %s', (support, error, told) => {
  const bench = new Bench();
  const { errors } = bench.permit([partitionOf('t', 0)], support);
  bench.answers.shift()!(error);
  expect(errors()).toEqual([told]);
});

test('another broker is asked by request', () => {
  const bench = new Bench();
  bench.coordinator = 2;
  const { errors } = bench.permit([partitionOf('t', 0)], TransactionSupport.Legacy);
  bench.answers.shift()!(ErrorCode.NONE);
  expect(errors()).toEqual(['NONE']);
  bench.coordinator = -1;
  expect(bench.permit([partitionOf('t', 0)], TransactionSupport.Legacy).errors()).toEqual([
    'COORDINATOR_NOT_AVAILABLE',
  ]);
});

test('a marker between the answer and the append makes the answer worthless', () => {
  const bench = new Bench();
  const partition = partitionOf('t', 0);
  const { outcome, errors } = bench.permit([partition], TransactionSupport.Legacy);
  bench.guards.onMarker(partition, markerOf(6, 2));
  bench.answers.shift()!(ErrorCode.NONE);
  expect(errors()).toEqual(['NONE']);
  bench.guards.onMarker(partition, markerOf(5, 2));
  expect(errors()).toEqual(['INVALID_TXN_STATE']);
  outcome.permits!.release();
  const again = bench.permit([partition], TransactionSupport.Legacy);
  bench.answers.shift()!(ErrorCode.NONE);
  expect(again.errors()).toEqual(['NONE']);
});

test('a marker before the answer makes it worthless, too', () => {
  const bench = new Bench();
  const partition = partitionOf('t', 0);
  const { errors } = bench.permit([partition], TransactionSupport.ImplicitAdd);
  bench.guards.onMarker(partition, markerOf(5, 3, 2));
  bench.answers.shift()!(ErrorCode.NONE);
  expect(errors()).toEqual(['INVALID_TXN_STATE']);
});

test('the end of the transaction before, with the epoch of the one that is asked about, does not', () => {
  const bench = new Bench();
  const partition = partitionOf('t', 0);
  const { errors } = bench.permit([partition], TransactionSupport.ImplicitAdd);
  bench.answers.shift()!(ErrorCode.CONCURRENT_TRANSACTIONS);
  bench.guards.onMarker(partition, markerOf(5, 2, 2));
  bench.clock.advance(20);
  bench.answers.shift()!(ErrorCode.NONE);
  expect(errors()).toEqual(['NONE']);
});

test('an addition while the transaction before is completed is tried again for a while', () => {
  const bench = new Bench();
  const { outcome, errors } = bench.permit([partitionOf('t', 0)], TransactionSupport.ImplicitAdd);
  for (let tries = 0; tries < 5; tries++) {
    bench.answers.shift()!(ErrorCode.CONCURRENT_TRANSACTIONS);
    expect(outcome.permits).toBe(null);
    bench.clock.advance(20);
  }
  bench.answers.shift()!(ErrorCode.CONCURRENT_TRANSACTIONS);
  expect(errors()).toEqual(['CONCURRENT_TRANSACTIONS']);
});

test('without verification only additions are asked for', () => {
  const bench = new Bench();
  bench.isEnabled = false;
  expect(bench.permit([partitionOf('t', 0)], TransactionSupport.Legacy).errors()).toEqual(['NONE']);
  expect(bench.asked).toEqual([]);
  bench.permit([partitionOf('t', 0)], TransactionSupport.ImplicitAdd);
  expect(bench.asked).toHaveLength(1);
});

test('requests of one producer take turns, those of others do not wait', () => {
  const turns = new ProducerTurns();
  const log: string[] = [];
  const leave: Record<string, () => void> = {};
  const enter = (name: string, producerId: number): void =>
    turns.enter(producerId, (done) => {
      log.push(name);
      leave[name] = done;
    });
  enter('a1', 1);
  enter('a2', 1);
  enter('b1', 2);
  expect(log).toEqual(['a1', 'b1']);
  leave['a1']!();
  enter('a3', 1);
  expect(log).toEqual(['a1', 'b1', 'a2']);
  leave['a2']!();
  leave['a3']!();
  enter('a4', 1);
  expect(log).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
});
