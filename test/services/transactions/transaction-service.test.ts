/** Who is told what while a coordinator loads, moves away, or waits for its log. */
import { expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newInitProducerIdRequest } from '../../../src/core/protocol/generated/init-producer-id-request.ts';
import type { TransactionCoordinatorOptions } from '../../../src/core/transactions/coordinator-contract.ts';
import { TransactionCoordinator } from '../../../src/core/transactions/transaction-coordinator.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import {
  TransactionService,
  type TransactionServiceOptions,
} from '../../../src/services/transactions/transaction-service.ts';
import { MemoryLog } from '../coordinator/memory-log.ts';
import { settle } from '../metadata/support.ts';

class Bench {
  readonly log = new MemoryLog();
  readonly clock = new ManualClock(0);
  readonly answers: string[] = [];
  readonly service: TransactionService;
  leader = 1;
  ids: ((result: { producerId: number } | { errorCode: number }) => void)[] = [];

  constructor() {
    const topic = () => ({ partitions: [{ partition: 0, leader: this.leader, leaderEpoch: 4 + this.leader }] });
    this.service = new TransactionService({
      brokerId: 1,
      cache: { image: { topics: { byName: topic }, features: new Map() } },
      log: this.log,
      clock: this.clock,
      logger: silentLogger,
      config: {
        transactionMaxTimeoutMs: 900_000,
        transactionalIdExpirationMs: 604_800_000,
        transactionAbortTimedOutTransactionCleanupIntervalMs: 10_000,
        transactionRemoveExpiredTransactionCleanupIntervalMs: 3_600_000,
      },
      requestTimeoutMs: 30_000,
      producerIds: { next: (callback: Bench['ids'][number]) => void this.ids.push(callback) },
      markers: { send() {} },
      createCoordinator: (options: TransactionCoordinatorOptions) => new TransactionCoordinator(options),
    } as unknown as TransactionServiceOptions);
  }

  init(transactionalId: string): void {
    const request = newInitProducerIdRequest({ transactionalId, transactionTimeoutMs: 60_000 });
    this.service.initProducerId(request, null, ({ errorCode, producerId, producerEpoch }) => {
      const identity = errorCode === ErrorCode.NONE ? ` ${producerId}:${producerEpoch}` : '';
      this.answers.push(`${transactionalId} ${errorName(errorCode)}${identity}`);
    });
  }
}

test('a request waits while the log is read for a moment, and is told to come back when that takes longer', async () => {
  const bench = new Bench();
  bench.log.holdsReads = true;
  bench.service.start();
  bench.init('soon');
  expect(bench.answers).toEqual([]);
  bench.log.reads.shift()!();
  bench.ids.shift()!({ producerId: 7 });
  await settle();
  expect(bench.answers).toEqual(['soon NONE 7:0']);

  const slow = new Bench();
  slow.log.holdsReads = true;
  slow.service.start();
  slow.init('late');
  slow.clock.advance(100);
  expect(slow.answers).toEqual(['late COORDINATOR_LOAD_IN_PROGRESS']);
});

test('where another broker leads nobody is served, and who waits is sent there', async () => {
  const bench = new Bench();
  bench.log.commitsAtOnce = false;
  bench.service.start();
  await settle();
  bench.init('id');
  bench.ids.shift()!({ producerId: 7 });
  bench.leader = 2;
  bench.service.onMetadata({
    createdTopics: new Map(),
    deletedTopics: new Map(),
    changedPartitions: new Map([['t', []]]),
  } as never);
  expect(bench.answers).toEqual(['id NOT_COORDINATOR']);
  expect(bench.service.coordinatorBroker('id')).toBe(2);
  bench.init('id');
  expect(bench.answers[1]).toBe('id NOT_COORDINATOR');
});

test('a log that takes records and does not commit them costs a request its time, and the id nothing', async () => {
  const bench = new Bench();
  bench.service.start();
  await settle();
  bench.log.commitsAtOnce = false;
  bench.init('id');
  bench.ids.shift()!({ producerId: 7 });
  await settle();
  bench.clock.advance(30_001);
  expect(bench.answers).toEqual(['id COORDINATOR_NOT_AVAILABLE']);
  bench.log.commit();
  await settle();
  bench.log.commitsAtOnce = true;
  bench.init('id');
  await settle();
  // The record of the first was committed after all.
  expect(bench.answers[1]).toBe('id NONE 7:1');
});

test('no producer id to be had is an error of the request, not of the id', async () => {
  const bench = new Bench();
  bench.service.start();
  await settle();
  bench.init('id');
  bench.ids.shift()!({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS });
  expect(bench.answers).toEqual(['id COORDINATOR_LOAD_IN_PROGRESS']);
  bench.init('id');
  bench.ids.shift()!({ producerId: 9 });
  await settle();
  expect(bench.answers[1]).toBe('id NONE 9:0');
});
