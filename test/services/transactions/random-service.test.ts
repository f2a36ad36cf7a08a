/**
 * Whatever the log, the leadership and the partitions do: an outcome that a producer was told is the one that every
 * partition of its transaction gets, and no transaction gets both.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import type { AddPartitionsToTxnResponseAddPartitionsToTxnResult } from '../../../src/core/protocol/generated/add-partitions-to-txn-response.ts';
import type { EndTxnResponse } from '../../../src/core/protocol/generated/end-txn-response.ts';
import { newInitProducerIdRequest } from '../../../src/core/protocol/generated/init-producer-id-request.ts';
import type {
  TransactionCoordinatorOptions,
  WriteMarkersEffect,
} from '../../../src/core/transactions/coordinator-contract.ts';
import { TransactionCoordinator } from '../../../src/core/transactions/transaction-coordinator.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import type { MarkerReport, MarkerSender } from '../../../src/services/transactions/marker-sender.ts';
import {
  TransactionService,
  type TransactionServiceOptions,
} from '../../../src/services/transactions/transaction-service.ts';
import { MemoryLog } from '../coordinator/memory-log.ts';
import { settle } from '../metadata/support.ts';

const PARTITIONS = [0, 1];
const TOPICS = [{ name: 't', partitions: PARTITIONS }];
const CONFIG = {
  transactionMaxTimeoutMs: 900_000,
  transactionalIdExpirationMs: 604_800_000,
  transactionAbortTimedOutTransactionCleanupIntervalMs: 500,
  transactionRemoveExpiredTransactionCleanupIntervalMs: 3_600_000,
};

/** A producer as KIP-890 describes it: knows its id and epoch, has one request under way, and asks again where it may. */
class World {
  readonly log = new MemoryLog();
  readonly clock = new ManualClock(0);
  readonly service: TransactionService;
  readonly markers: { readonly effect: WriteMarkersEffect; readonly report: MarkerReport }[] = [];
  /** Outcome by `producer epoch partition`: what partitions hold. */
  readonly held = new Map<string, boolean>();
  /** Outcome by `producer epoch`: what producers were told. */
  readonly told = new Map<string, boolean>();
  leaderEpoch = 0;
  producer = { producerId: -1, producerEpoch: -1 };
  isBusy = false;
  isOpen = false;
  #nextProducerId = 100;

  constructor() {
    this.log.commitsAtOnce = false;
    const topic = () => ({ partitions: [{ partition: 0, leader: 1, leaderEpoch: this.leaderEpoch }] });
    this.service = new TransactionService({
      brokerId: 1,
      cache: { image: { topics: { byName: topic }, features: new Map([['transaction.version', 2]]) } },
      log: this.log,
      clock: this.clock,
      logger: silentLogger,
      config: CONFIG,
      requestTimeoutMs: 30_000,
      producerIds: { next: (callback: (result: object) => void) => callback({ producerId: this.#nextProducerId++ }) },
      markers: {
        send: (effect: WriteMarkersEffect, report: MarkerReport) => void this.markers.push({ effect, report }),
      } as unknown as MarkerSender,
      createCoordinator: (options: TransactionCoordinatorOptions) => new TransactionCoordinator(options),
    } as unknown as TransactionServiceOptions);
    this.service.start();
  }

  init(): void {
    if (!this.#begin()) return;
    const request = newInitProducerIdRequest({ transactionalId: 'id', transactionTimeoutMs: 60_000 });
    this.service.initProducerId(request, null, ({ errorCode, producerId, producerEpoch }) => {
      this.isBusy = false;
      if (errorCode !== ErrorCode.NONE) return;
      this.producer = { producerId, producerEpoch };
      this.isOpen = false;
    });
  }

  add(): void {
    if (this.producer.producerId === -1 || !this.#begin()) return;
    this.service.submit<AddPartitionsToTxnResponseAddPartitionsToTxnResult>(
      'id',
      {
        send: ({ topicResults }) => {
          this.isBusy = false;
          this.isOpen ||= topicResults[0]!.resultsByPartition[0]!.partitionErrorCode === ErrorCode.NONE;
        },
        fail: () => {
          this.isBusy = false;
        },
      },
      (coordinator, ticket, now) =>
        coordinator.addPartitionsToTxn(
          ticket,
          { transactionalId: 'id', ...this.producer, verifyOnly: false, topics: TOPICS },
          5,
          now,
        ),
    );
  }

  end(committed: boolean): void {
    if (!this.isOpen || !this.#begin()) return;
    const { producerId, producerEpoch } = this.producer;
    this.service.submit<EndTxnResponse>(
      'id',
      {
        send: (answer) => {
          this.isBusy = false;
          if (answer.errorCode !== ErrorCode.NONE) return;
          this.isOpen = false;
          this.told.set(`${producerId} ${producerEpoch}`, committed);
          this.producer = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
        },
        fail: () => {
          this.isBusy = false;
        },
      },
      (coordinator, ticket, now) =>
        coordinator.endTxn(ticket, { transactionalId: 'id', producerId, producerEpoch, committed }, 5, now),
    );
  }

  /** The oldest markers arrive, or do not. */
  mark(succeeds: boolean): void {
    const next = this.markers.shift();
    if (next === undefined) return;
    const { effect, report } = next;
    if (!succeeds) {
      report(effect.partitions, ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    for (const { partitions } of effect.partitions) {
      for (const partition of partitions) {
        // One epoch above that of the transaction.
        const key = `${effect.producerId} ${effect.producerEpoch - 1} ${partition}`;
        expect(this.held.get(key) ?? effect.isCommit).toBe(effect.isCommit);
        this.held.set(key, effect.isCommit);
      }
    }
    report(effect.partitions, ErrorCode.NONE);
  }

  move(): void {
    this.leaderEpoch++;
    this.service.onMetadata({
      createdTopics: new Map(),
      deletedTopics: new Map(),
      changedPartitions: new Map([['x', []]]),
    } as never);
    // What the new leader has in its log when it reads it will be committed; what is lost was lost before.
    while (this.log.waiting.length > 0) this.log.commit();
  }

  async settle(): Promise<void> {
    this.log.refuseWith = ErrorCode.NONE;
    for (let round = 0; round < 60; round++) {
      while (this.log.waiting.length > 0) this.log.commit();
      while (this.markers.length > 0) this.mark(true);
      this.clock.advance(100);
      await settle();
    }
  }

  #begin(): boolean {
    if (this.isBusy) return false;
    this.isBusy = true;
    return true;
  }
}

const step = fc.oneof(
  { weight: 1, arbitrary: fc.constant('init' as const) },
  { weight: 8, arbitrary: fc.constant('add' as const) },
  { weight: 5, arbitrary: fc.constant('commit' as const) },
  { weight: 2, arbitrary: fc.constant('abort' as const) },
  { weight: 5, arbitrary: fc.constant('turn' as const) },
  { weight: 14, arbitrary: fc.constant('durable' as const) },
  { weight: 4, arbitrary: fc.constant('marked' as const) },
  { weight: 1, arbitrary: fc.constant('unmarked' as const) },
  { weight: 1, arbitrary: fc.constant('refuse' as const) },
  { weight: 4, arbitrary: fc.constant('accept' as const) },
  { weight: 1, arbitrary: fc.constant('lose' as const) },
  { weight: 2, arbitrary: fc.constant('wait' as const) },
  { weight: 1, arbitrary: fc.constant('move' as const) },
);

test('what a producer was told is what its partitions get', async () => {
  let ends = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (steps) => {
      const world = new World();
      await settle();
      for (const one of ['init', 'turn', 'durable', ...steps] as const) {
        if (one === 'init') world.init();
        else if (one === 'add') world.add();
        else if (one === 'commit') world.end(true);
        else if (one === 'abort') world.end(false);
        else if (one === 'turn') await settle();
        else if (one === 'durable') world.log.commit();
        else if (one === 'marked') world.mark(true);
        else if (one === 'unmarked') world.mark(false);
        else if (one === 'refuse') world.log.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
        else if (one === 'accept') world.log.refuseWith = ErrorCode.NONE;
        else if (one === 'lose') world.log.lose(ErrorCode.KAFKA_STORAGE_ERROR);
        else if (one === 'wait') world.clock.advance(200);
        else world.move();
      }
      await world.settle();
      expect(world.isBusy).toBe(false);
      ends += world.told.size;
      for (const [transaction, commits] of world.told)
        for (const partition of PARTITIONS) expect(world.held.get(`${transaction} ${partition}`)).toBe(commits);
      // The id is free again: nothing is stuck.
      world.init();
      await world.settle();
      expect(world.isBusy).toBe(false);
      expect(world.producer.producerId).toBeGreaterThanOrEqual(100);
    }),
    { numRuns: 300 },
  );
  expect(ends).toBeGreaterThan(100);
});
