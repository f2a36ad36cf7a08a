/**
 * The coordinator of the transactional ids in one partition of `__transaction_state`: one method per request, `replay`
 * and `loaded` for its start, `advance` for time. Main thread; see coordinator-contract.ts for what it and its shell owe
 * each other, and transaction-steps.ts for how an id goes from state to state.
 */
import { assert } from '../base/assert.ts';
import { appendErrorToResponse } from '../groups/coordinator-contract.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../metadata/topic-names.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AddOffsetsToTxnRequest } from '../protocol/generated/add-offsets-to-txn-request.ts';
import {
  type DescribeTransactionsResponseTransactionState,
  newDescribeTransactionsResponseTransactionState,
} from '../protocol/generated/describe-transactions-response.ts';
import type { EndTxnRequest } from '../protocol/generated/end-txn-request.ts';
import type { InitProducerIdRequest } from '../protocol/generated/init-producer-id-request.ts';
import { Change } from './change.ts';
import type {
  AddPartitionsRequest,
  ListedTransaction,
  TopicPartitions,
  TransactionCoordinatorOptions,
  TransactionCoordinatorVerbs,
  TransactionFilter,
  TransactionResult,
} from './coordinator-contract.ts';
import { LAST_RETRY_MS, pause } from './deadlines.ts';
import { verifyPartition } from './decide-add-partitions.ts';
import { described, isListed, listed } from './list-transactions.ts';
import { type Operation, partitionResults, type RequestOperation } from './operation.ts';
import { intersection, toTopics, withoutPartitions, withPartitions } from './partition-set.ts';
import { isIdle, isPrepared, type Transaction, TransactionState } from './transaction.ts';
import { TransactionEntry, type Transition } from './transaction-entry.ts';
import { decodeKey, decodeValue } from './transaction-record.ts';
import { TransactionSteps } from './transaction-steps.ts';

/** What time brings about goes to the log in portions of this size. */
const MAX_PORTION_BYTES = 262_144;

/** How long a request waits where Kafka's clients would come back after a pause. */
const DEFAULT_MAX_WAIT_MS = 100;

export class TransactionCoordinator implements TransactionCoordinatorVerbs {
  readonly #options: TransactionCoordinatorOptions;
  readonly #steps: TransactionSteps;

  constructor(options: TransactionCoordinatorOptions) {
    this.#options = options;
    this.#steps = new TransactionSteps(options);
  }

  // Loading and unloading.

  replay(key: Uint8Array, value: Uint8Array | null): boolean {
    const transactionalId = decodeKey(key);
    if (transactionalId === null) return false;
    if (value === null) {
      this.#steps.entries.delete(transactionalId);
      return true;
    }
    const transaction = decodeValue(transactionalId, value);
    if (transaction === null) return false;
    this.#steps.entry(transactionalId).current = transaction;
    return true;
  }

  loaded(now: number): TransactionResult {
    const change = new Change(now);
    for (const entry of this.#steps.entries.values()) this.#steps.carryOut(change, entry);
    return change;
  }

  unload(now: number): TransactionResult {
    const change = new Change(now);
    for (const { inFlight, undecided, waiting } of this.#steps.entries.values()) {
      const askers = [...(inFlight?.operations ?? []), ...(undecided === null ? [] : [undecided]), ...waiting];
      for (const operation of askers) change.refuse(operation, ErrorCode.NOT_COORDINATOR);
    }
    return change;
  }

  committed(results: readonly TransactionResult[], now: number): TransactionResult {
    const change = new Change(now);
    for (const { transitions } of results as readonly Change[]) {
      for (const transition of transitions) {
        const { entry, next, operations, isFirstStep } = transition;
        this.#land(transition);
        entry.current = next;
        for (const operation of operations) {
          if (operation.kind === 'timeout') continue;
          if (isFirstStep) this.#steps.wait(change, entry, operation);
          else change.succeed(operation, next!);
        }
        this.#steps.carryOut(change, entry);
        this.#steps.resume(change, entry);
      }
    }
    return change;
  }

  rejected(results: readonly TransactionResult[], errorCode: number, now: number): TransactionResult {
    const change = new Change(now);
    const answer = appendErrorToResponse(errorCode);
    for (const { transitions } of results as readonly Change[]) {
      for (const transition of transitions) {
        const { entry, operations } = transition;
        this.#land(transition);
        for (const operation of operations) change.refuse(operation, answer);
        entry.failures++;
        this.#steps.arm(entry, now + pause(entry.failures));
        this.#steps.resume(change, entry);
      }
    }
    return change;
  }

  #land(transition: Transition): void {
    const { entry } = transition;
    if (entry.completing === transition) entry.completing = null;
    else {
      assert(entry.inFlight === transition, 'a record is committed or rejected once');
      entry.inFlight = null;
    }
  }

  // Time.

  nextDeadline(): number {
    return this.#steps.timers.nextDeadline();
  }

  advance(now: number): TransactionResult {
    const change = new Change(now);
    for (const due of this.#steps.timers.advance(now)) {
      if (!(due instanceof TransactionEntry)) this.#steps.giveUp(change, due);
      else if (change.bytes > MAX_PORTION_BYTES) this.#steps.timers.schedule(now + 1, due);
      // What is in flight arms the timer again when it lands.
      else if (!due.isBusy && due.completing === null && due.current !== null) this.#fallDue(change, due, due.current);
    }
    return change;
  }

  #fallDue(change: Change, entry: TransactionEntry, current: Transaction): void {
    const { transactionalId } = entry;
    if (current.state === TransactionState.Ongoing) {
      this.#options.event('transaction timed out', transactionalId, { timeoutMs: current.timeoutMs });
      this.#steps.attempt(change, entry, { kind: 'timeout', transactionalId }, []);
    } else if (isIdle(current)) {
      this.#options.event('transactional id expired', transactionalId, {});
      this.#steps.append(change, entry, null, [], false);
    } else if (entry.unmarked.size === 0) this.#steps.complete(change, entry);
    else this.#steps.repeatMarkers(change, entry, current);
  }

  // Requests that change something.

  initProducerId(ticket: number, request: InitProducerIdRequest, now: number): TransactionResult {
    const transactionalId = request.transactionalId ?? '';
    const operation: Operation = {
      kind: 'init',
      transactionalId,
      ticket,
      deadline: now + this.#maxWaitMs,
      request: { ...request, transactionalId },
    };
    const isHalfNamed = (request.producerId === -1) !== (request.producerEpoch === -1);
    if (isHalfNamed) return this.#refused(operation, ErrorCode.INVALID_REQUEST, now);
    const { transactionTimeoutMs } = request;
    const isTimeoutLegal =
      transactionTimeoutMs > 0 && transactionTimeoutMs <= this.#options.config.transactionMaxTimeoutMs;
    if (transactionalId !== '' && !isTimeoutLegal)
      return this.#refused(operation, ErrorCode.INVALID_TRANSACTION_TIMEOUT, now);
    return this.#begin(operation, now);
  }

  addPartitionsToTxn(
    ticket: number,
    request: AddPartitionsRequest,
    apiVersion: number,
    now: number,
  ): TransactionResult {
    const { transactionalId, producerId, producerEpoch, topics } = request;
    if (request.verifyOnly) {
      const errorOf =
        transactionalId === ''
          ? () => ErrorCode.INVALID_REQUEST
          : verifyPartition(this.#steps.entries.get(transactionalId)?.current ?? null, request);
      const change = new Change(now);
      change.completions.push({ ticket, response: partitionResults(transactionalId, topics, errorOf) });
      return change;
    }
    // Version 4 comes from brokers, on behalf of producers that use transactions version 2.
    const clientTransactionVersion = apiVersion > 3 ? 2 : 0;
    const operation: Operation = {
      kind: 'addPartitions',
      transactionalId,
      ticket,
      deadline: now + this.#maxWaitMs,
      apiVersion,
      request: { producerId, producerEpoch, topics, clientTransactionVersion },
    };
    return this.#begin(operation, now);
  }

  addOffsetsToTxn(
    ticket: number,
    request: AddOffsetsToTxnRequest,
    groupPartition: number,
    apiVersion: number,
    now: number,
  ): TransactionResult {
    const { transactionalId, producerId, producerEpoch } = request;
    const topics = [{ name: CONSUMER_OFFSETS_TOPIC, partitions: [groupPartition] }];
    const operation: Operation = {
      kind: 'addOffsets',
      transactionalId,
      ticket,
      deadline: now + this.#maxWaitMs,
      apiVersion,
      request: { producerId, producerEpoch, topics, clientTransactionVersion: 0 },
    };
    return this.#begin(operation, now);
  }

  endTxn(ticket: number, request: EndTxnRequest, apiVersion: number, now: number): TransactionResult {
    const { transactionalId, producerId, producerEpoch, committed } = request;
    const operation: Operation = {
      kind: 'end',
      transactionalId,
      ticket,
      deadline: now + this.#maxWaitMs,
      apiVersion,
      request: { producerId, producerEpoch, committed, clientTransactionVersion: apiVersion > 4 ? 2 : 0 },
    };
    return this.#begin(operation, now);
  }

  // What the shell found out.

  producerIdAllocated(demand: number, producerId: number, now: number): TransactionResult {
    const change = new Change(now);
    const entry = this.#steps.takeDemand(demand);
    if (entry === null) return change;
    const operation = entry.undecided!;
    entry.undecided = null;
    this.#steps.attempt(change, entry, operation, [], producerId);
    this.#steps.resume(change, entry);
    return change;
  }

  producerIdRefused(demand: number, errorCode: number, now: number): TransactionResult {
    const change = new Change(now);
    const entry = this.#steps.takeDemand(demand);
    if (entry === null) return change;
    const operation = entry.undecided!;
    entry.undecided = null;
    change.refuse(operation, errorCode);
    this.#steps.arm(entry, now + LAST_RETRY_MS);
    this.#steps.resume(change, entry);
    return change;
  }

  markersWritten(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    partitions: readonly TopicPartitions[],
    now: number,
  ): TransactionResult {
    const change = new Change(now);
    const entry = this.#marking(transactionalId, producerId, producerEpoch);
    if (entry === null) return change;
    entry.unmarked = withoutPartitions(entry.unmarked, partitions);
    entry.refused = withoutPartitions(entry.refused, partitions);
    entry.failures = 0;
    if (entry.unmarked.size === 0) this.#steps.complete(change, entry);
    return change;
  }

  markersFailed(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    partitions: readonly TopicPartitions[],
    errorCode: number,
    now: number,
  ): TransactionResult {
    const entry = this.#marking(transactionalId, producerId, producerEpoch);
    if (entry === null) return new Change(now);
    this.#options.event('transaction markers failed', transactionalId, { errorCode, partitions });
    switch (errorCode) {
      // The partition has records of a later epoch, or can hold no markers: it owes this transaction nothing.
      case ErrorCode.INVALID_PRODUCER_EPOCH:
      case ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT:
      case ErrorCode.UNSUPPORTED_VERSION:
        return this.markersWritten(transactionalId, producerId, producerEpoch, partitions, now);
    }
    const again = intersection(entry.unmarked, partitions);
    entry.refused = withPartitions(
      entry.refused,
      toTopics(again).map(({ topic, partitions: ids }) => ({ name: topic, partitions: ids })),
    );
    entry.failures++;
    // A later coordinator has taken over; it is asked again all the same, lest the id is stuck should that be untrue.
    const isFenced = errorCode === ErrorCode.TRANSACTION_COORDINATOR_FENCED;
    this.#steps.arm(entry, now + (isFenced ? LAST_RETRY_MS : pause(entry.failures)));
    return new Change(now);
  }

  // Questions.

  describeTransaction(transactionalId: string): DescribeTransactionsResponseTransactionState {
    const refuse = (errorCode: number) =>
      newDescribeTransactionsResponseTransactionState({ transactionalId, errorCode });
    if (transactionalId === '') return refuse(ErrorCode.INVALID_REQUEST);
    const entry = this.#steps.entries.get(transactionalId);
    if (entry === undefined || entry.current === null) return refuse(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);
    return described(entry.current, isPrepared(entry.current) ? entry.unmarked : entry.current.partitions);
  }

  listTransactions(filter: TransactionFilter, now: number): ListedTransaction[] {
    const found: ListedTransaction[] = [];
    for (const { current } of this.#steps.entries.values())
      if (current !== null && isListed(current, filter, now)) found.push(listed(current));
    return found;
  }

  get size(): number {
    return this.#steps.entries.size;
  }

  /** Everything that the log holds, in order of the ids: for tests and checks of replay. */
  durableState(): Transaction[] {
    const transactions: Transaction[] = [];
    for (const { current } of this.#steps.entries.values()) if (current !== null) transactions.push(current);
    return transactions.sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1));
  }

  get #maxWaitMs(): number {
    return this.#options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS;
  }

  #refused(operation: RequestOperation, errorCode: number, now: number): TransactionResult {
    const change = new Change(now);
    change.refuse(operation, errorCode);
    return change;
  }

  #begin(operation: RequestOperation, now: number): TransactionResult {
    if (operation.transactionalId === '') return this.#refused(operation, ErrorCode.INVALID_REQUEST, now);
    const change = new Change(now);
    const entry = this.#steps.entry(operation.transactionalId);
    this.#steps.attempt(change, entry, operation, []);
    this.#steps.forgetUnused(entry);
    return change;
  }

  /** The entry of these markers, if they are still waited for. */
  #marking(transactionalId: string, producerId: number, producerEpoch: number): TransactionEntry | null {
    const entry = this.#steps.entries.get(transactionalId);
    if (entry === undefined || !entry.isMarking || entry.unmarked.size === 0) return null;
    const isSame = entry.current?.producerId === producerId && entry.current.producerEpoch === producerEpoch;
    return isSame ? entry : null;
  }
}
