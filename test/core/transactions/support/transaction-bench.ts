/**
 * A shell for one transaction coordinator: a log in memory, partitions that take markers, producer ids from a counter, a
 * clock that tests turn by hand. Every step can be held back: see the `holds…` fields.
 */
import { expect } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import type { AddOffsetsToTxnResponse } from '../../../../src/core/protocol/generated/add-offsets-to-txn-response.ts';
import type { AddPartitionsToTxnResponseAddPartitionsToTxnResult } from '../../../../src/core/protocol/generated/add-partitions-to-txn-response.ts';
import type { EndTxnResponse } from '../../../../src/core/protocol/generated/end-txn-response.ts';
import { newInitProducerIdRequest } from '../../../../src/core/protocol/generated/init-producer-id-request.ts';
import type { InitProducerIdResponse } from '../../../../src/core/protocol/generated/init-producer-id-response.ts';
import type {
  TopicPartitions,
  TransactionConfig,
  TransactionRecord,
  TransactionResult,
  WriteMarkersEffect,
} from '../../../../src/core/transactions/coordinator-contract.ts';
import { TransactionCoordinator } from '../../../../src/core/transactions/transaction-coordinator.ts';

export const START = 1_700_000_000_000;

export interface Producer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface Marker extends Producer {
  readonly partition: string;
  readonly isCommit: boolean;
  readonly coordinatorEpoch: number;
  readonly transactionVersion: number;
}

export interface BenchOptions extends Partial<TransactionConfig> {
  readonly transactionVersion?: number;
  readonly maxWaitMs?: number;
}

export class Bench {
  now = START;
  transactionVersion: number;
  coordinatorEpoch = 5;
  coordinator: TransactionCoordinator;
  readonly log: TransactionRecord[] = [];
  readonly answers = new Map<number, unknown>();
  readonly markers: Marker[] = [];
  readonly events: { name: string; transactionalId: string }[] = [];
  /** Results whose records the log has taken and not yet committed; oldest first. */
  readonly uncommitted: TransactionResult[] = [];
  readonly unsent: WriteMarkersEffect[] = [];
  readonly demands: number[] = [];
  holdsCommits = false;
  holdsMarkers = false;
  holdsIds = false;
  nextProducerId = 1000;
  readonly #options: BenchOptions;
  #tickets = 0;

  constructor(options: BenchOptions = {}) {
    this.#options = options;
    this.transactionVersion = options.transactionVersion ?? 2;
    this.coordinator = this.#build();
    this.take(this.coordinator.loaded(this.now));
  }

  #build(): TransactionCoordinator {
    const { maxWaitMs = 0 } = this.#options;
    return new TransactionCoordinator({
      partition: 3,
      coordinatorEpoch: this.coordinatorEpoch,
      now: this.now,
      config: {
        transactionMaxTimeoutMs: 900_000,
        transactionalIdExpirationMs: 604_800_000,
        transactionAbortTimedOutTransactionCleanupIntervalMs: 10_000,
        transactionRemoveExpiredTransactionCleanupIntervalMs: 3_600_000,
        ...this.#options,
      },
      maxWaitMs,
      transactionVersion: () => this.transactionVersion,
      event: (name, transactionalId) => void this.events.push({ name, transactionalId }),
    });
  }

  /** A second coordinator that knows the log alone, not yet loaded. */
  replayed(log: readonly TransactionRecord[] = this.log): TransactionCoordinator {
    const coordinator = this.#build();
    for (const { key, value } of log) expect(coordinator.replay(key, value)).toBe(true);
    return coordinator;
  }

  /** The broker dies and comes back, or another takes over. What was appended and not committed may be lost, too. */
  restart(lost = this.uncommitted.length): void {
    const survivors = this.uncommitted.splice(0);
    for (const result of survivors.slice(0, survivors.length - lost)) this.log.push(...result.records);
    this.unsent.length = 0;
    this.demands.length = 0;
    this.coordinatorEpoch++;
    this.coordinator = this.replayed();
    this.take(this.coordinator.loaded(this.now));
  }

  take(result: TransactionResult): void {
    for (const { ticket, response } of result.completions) {
      expect(this.answers.has(ticket), `ticket ${ticket} answered twice`).toBe(false);
      this.answers.set(ticket, response);
    }
    for (const effect of result.effects) {
      if (effect.kind === 'writeMarkers') this.unsent.push(effect);
      else this.demands.push(effect.demand);
    }
    if (result.records.length > 0) this.uncommitted.push(result);
    this.#settle();
  }

  #settle(): void {
    if (!this.holdsCommits && this.uncommitted.length > 0) this.commit();
    if (!this.holdsMarkers && this.unsent.length > 0) this.sendMarkers();
    if (!this.holdsIds && this.demands.length > 0) this.allocate();
  }

  /** The oldest records are committed. */
  commit(count = this.uncommitted.length): void {
    const results = this.uncommitted.splice(0, count);
    for (const { records } of results) this.log.push(...records);
    this.take(this.coordinator.committed(results, this.now));
  }

  /** The log does not take the newest records; `count` are the results they belong to. */
  reject(errorCode: number, count = this.uncommitted.length): void {
    const refused = this.uncommitted.splice(this.uncommitted.length - count);
    this.take(this.coordinator.rejected(refused, errorCode, this.now));
  }

  allocate(): void {
    const demand = this.demands.shift()!;
    this.take(this.coordinator.producerIdAllocated(demand, this.nextProducerId++, this.now));
  }

  sendMarkers(): void {
    const effect = this.unsent.shift()!;
    this.writeMarkers(effect, effect.partitions);
    this.reportMarkers(effect, effect.partitions);
  }

  /** The partitions have them; the coordinator does not know. */
  writeMarkers(effect: WriteMarkersEffect, topics: readonly TopicPartitions[]): void {
    const { producerId, producerEpoch, isCommit, coordinatorEpoch, transactionVersion } = effect;
    for (const { topic, partitions } of topics)
      for (const partition of partitions)
        this.markers.push({
          partition: `${topic}-${partition}`,
          producerId,
          producerEpoch,
          isCommit,
          coordinatorEpoch,
          transactionVersion,
        });
  }

  reportMarkers(
    effect: WriteMarkersEffect,
    topics: readonly TopicPartitions[],
    errorCode: number = ErrorCode.NONE,
  ): void {
    const { transactionalId, producerId, producerEpoch } = effect;
    this.take(
      errorCode === ErrorCode.NONE
        ? this.coordinator.markersWritten(transactionalId, producerId, producerEpoch, topics, this.now)
        : this.coordinator.markersFailed(transactionalId, producerId, producerEpoch, topics, errorCode, this.now),
    );
  }

  /** Lets time pass, timer by timer. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (let next = this.coordinator.nextDeadline(); next <= until; next = this.coordinator.nextDeadline()) {
      this.now = Math.max(this.now, next);
      this.take(this.coordinator.advance(this.now));
    }
    this.now = until;
    this.take(this.coordinator.advance(this.now));
  }

  // Requests: they return a ticket.

  init(id: string, known: Producer = { producerId: -1, producerEpoch: -1 }, transactionTimeoutMs = 60_000): number {
    const request = newInitProducerIdRequest({ transactionalId: id, transactionTimeoutMs, ...known });
    const ticket = ++this.#tickets;
    this.take(this.coordinator.initProducerId(ticket, request, this.now));
    return ticket;
  }

  add(
    id: string,
    producer: Producer,
    partitions: Record<string, number[]>,
    apiVersion = 3,
    { verifyOnly = false } = {},
  ): number {
    const topics = Object.entries(partitions).map(([name, indexes]) => ({ name, partitions: indexes }));
    const ticket = ++this.#tickets;
    const { producerId, producerEpoch } = producer;
    const request = { transactionalId: id, producerId, producerEpoch, verifyOnly, topics };
    this.take(this.coordinator.addPartitionsToTxn(ticket, request, apiVersion, this.now));
    return ticket;
  }

  addOffsets(id: string, { producerId, producerEpoch }: Producer, groupPartition: number, apiVersion = 3): number {
    const ticket = ++this.#tickets;
    const request = { transactionalId: id, producerId, producerEpoch, groupId: 'group' };
    this.take(this.coordinator.addOffsetsToTxn(ticket, request, groupPartition, apiVersion, this.now));
    return ticket;
  }

  end(id: string, { producerId, producerEpoch }: Producer, committed: boolean, apiVersion = 4): number {
    const ticket = ++this.#tickets;
    const request = { transactionalId: id, producerId, producerEpoch, committed };
    this.take(this.coordinator.endTxn(ticket, request, apiVersion, this.now));
    return ticket;
  }

  // Answers.

  initAnswer(ticket: number): InitProducerIdResponse {
    return this.#answer(ticket) as InitProducerIdResponse;
  }

  endAnswer(ticket: number): EndTxnResponse {
    return this.#answer(ticket) as EndTxnResponse;
  }

  /** The one error of all partitions, or of the whole answer. */
  error(ticket: number): number {
    const answer = this.#answer(ticket) as AddOffsetsToTxnResponse | AddPartitionsToTxnResponseAddPartitionsToTxnResult;
    if ('errorCode' in answer) return answer.errorCode;
    const codes = answer.topicResults.flatMap((topic) => topic.resultsByPartition.map((one) => one.partitionErrorCode));
    expect(new Set(codes).size).toBe(1);
    return codes[0]!;
  }

  /** By partition. */
  errors(ticket: number): Record<string, number> {
    const answer = this.#answer(ticket) as AddPartitionsToTxnResponseAddPartitionsToTxnResult;
    const errors: Record<string, number> = {};
    for (const { name, resultsByPartition } of answer.topicResults)
      for (const { partitionIndex, partitionErrorCode } of resultsByPartition)
        errors[`${name}-${partitionIndex}`] = partitionErrorCode;
    return errors;
  }

  #answer(ticket: number): unknown {
    expect(this.answers.has(ticket), `ticket ${ticket} is not answered`).toBe(true);
    return this.answers.get(ticket);
  }

  isAnswered(ticket: number): boolean {
    return this.answers.has(ticket);
  }

  // Short cuts.

  /** A producer of its own. */
  producer(id: string, timeoutMs = 60_000): Producer {
    const { errorCode, producerId, producerEpoch } = this.initAnswer(
      this.init(id, { producerId: -1, producerEpoch: -1 }, timeoutMs),
    );
    expect(errorCode).toBe(ErrorCode.NONE);
    return { producerId, producerEpoch };
  }

  begun(id: string, timeoutMs = 60_000, apiVersion = 3, partitions: Record<string, number[]> = { t: [0] }): Producer {
    const producer = this.producer(id, timeoutMs);
    expect(this.error(this.add(id, producer, partitions, apiVersion))).toBe(ErrorCode.NONE);
    return producer;
  }

  state(id: string): string {
    const { errorCode, transactionState } = this.coordinator.describeTransaction(id);
    return errorCode === ErrorCode.NONE ? transactionState : 'none';
  }
}
