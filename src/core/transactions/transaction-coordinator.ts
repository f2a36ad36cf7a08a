/**
 * The coordinator of the transactional ids in one partition of `__transaction_state`: one method per request, `replay`
 * and `loaded` for its start, `advance` for time. Main thread; see coordinator-contract.ts for what it and its shell owe
 * each other.
 *
 * An id has at most one transition in flight. What cannot be done now waits in the id's entry, is looked at again after
 * every step, and is told CONCURRENT_TRANSACTIONS when it has waited for long enough.
 */
import { assert } from '../base/assert.ts';
import { TimerWheel } from '../base/timer-wheel.ts';
import { appendErrorToResponse } from '../groups/coordinator-contract.ts';
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
import { verifyPartition } from './decide-add-partitions.ts';
import { described, isListed, listed } from './list-transactions.ts';
import {
  type AddOperation,
  decide,
  isAdd,
  isJoinable,
  type Operation,
  partitionResults,
  type RequestOperation,
  refusal,
  success,
} from './operation.ts';
import {
  intersection,
  NO_PARTITIONS,
  type PartitionSet,
  toTopics,
  withoutPartitions,
  withPartitions,
} from './partition-set.ts';
import { isIdle, isPrepared, NO_PRODUCER_ID, type Transaction, TransactionState } from './transaction.ts';
import { TransactionEntry } from './transaction-entry.ts';
import { decodeKey, decodeValue, encodeKey, encodeValue } from './transaction-record.ts';
import { withCompletion } from './transitions.ts';

/** More requests than this for one id are turned away: a producer sends one at a time. */
const MAX_WAITING = 100;

/** What time brings about goes to the log in portions of this size. */
const MAX_PORTION_BYTES = 262_144;

const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 1000;

/** How long a request waits where Kafka's clients would come back after a pause. */
const DEFAULT_MAX_WAIT_MS = 100;

const GROUP_TOPIC = '__consumer_offsets';

export class TransactionCoordinator implements TransactionCoordinatorVerbs {
  readonly #options: TransactionCoordinatorOptions;
  readonly #entries = new Map<string, TransactionEntry>();
  /** An entry's timer depends on its state; a waiting request's is its patience. */
  readonly #timers: TimerWheel<TransactionEntry | RequestOperation>;
  readonly #demands = new Map<number, TransactionEntry>();
  #lastDemand = 0;
  /** Timeouts and expirations are looked at in steps from here on. */
  readonly #origin: number;

  constructor(options: TransactionCoordinatorOptions) {
    this.#options = options;
    this.#timers = new TimerWheel(options.now);
    this.#origin = options.now;
  }

  // Loading and unloading.

  replay(key: Uint8Array, value: Uint8Array | null): boolean {
    const transactionalId = decodeKey(key);
    if (transactionalId === null) return false;
    if (value === null) {
      this.#entries.delete(transactionalId);
      return true;
    }
    const transaction = decodeValue(transactionalId, value);
    if (transaction === null) return false;
    this.#entry(transactionalId).current = transaction;
    return true;
  }

  loaded(now: number): TransactionResult {
    const change = new Change(now);
    for (const entry of this.#entries.values()) this.#carryOut(change, entry);
    return change;
  }

  unload(now: number): TransactionResult {
    const change = new Change(now);
    for (const { inFlight, undecided, waiting } of this.#entries.values()) {
      const askers = [...(inFlight?.operations ?? []), ...(undecided === null ? [] : [undecided]), ...waiting];
      for (const operation of askers) this.#refuse(change, operation, ErrorCode.NOT_COORDINATOR);
    }
    return change;
  }

  committed(results: readonly TransactionResult[], now: number): TransactionResult {
    const change = new Change(now);
    for (const { transitions } of results as readonly Change[]) {
      for (const transition of transitions) {
        const { entry, next, operations, isFirstStep } = transition;
        assert(entry.inFlight === transition, 'a record is committed once');
        entry.inFlight = null;
        entry.current = next;
        for (const operation of operations) {
          if (operation.kind === 'timeout') continue;
          if (isFirstStep) this.#wait(change, entry, operation);
          else change.completions.push({ ticket: operation.ticket, response: success(operation, next!) });
        }
        this.#carryOut(change, entry);
        this.#resume(change, entry);
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
        assert(entry.inFlight === transition, 'a record is rejected once');
        entry.inFlight = null;
        for (const operation of operations) this.#refuse(change, operation, answer);
        entry.failures++;
        this.#arm(entry, now + pause(entry.failures));
        this.#resume(change, entry);
      }
    }
    return change;
  }

  // Time.

  nextDeadline(): number {
    return this.#timers.nextDeadline();
  }

  advance(now: number): TransactionResult {
    const change = new Change(now);
    for (const due of this.#timers.advance(now)) {
      if (!(due instanceof TransactionEntry)) this.#giveUp(change, due);
      else if (change.bytes > MAX_PORTION_BYTES) this.#timers.schedule(now + 1, due);
      // What is in flight arms the timer again when it lands.
      else if (!due.isBusy && due.current !== null) this.#fallDue(change, due, due.current);
    }
    return change;
  }

  #fallDue(change: Change, entry: TransactionEntry, current: Transaction): void {
    const { transactionalId } = entry;
    if (this.#dueAt(current) > change.now) this.#arm(entry, 0);
    else if (current.state === TransactionState.Ongoing) {
      this.#options.event('transaction timed out', transactionalId, { timeoutMs: current.timeoutMs });
      this.#attempt(change, entry, { kind: 'timeout', transactionalId }, []);
    } else if (isIdle(current)) {
      this.#options.event('transactional id expired', transactionalId, {});
      this.#append(change, entry, null, [], false);
    } else if (entry.unmarked.size === 0) this.#complete(change, entry);
    else this.#repeatMarkers(change, entry, current);
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
          : verifyPartition(this.#entries.get(transactionalId)?.current ?? null, request);
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
    const topics = [{ name: GROUP_TOPIC, partitions: [groupPartition] }];
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
    const entry = this.#takeDemand(demand);
    if (entry === null) return change;
    const operation = entry.undecided!;
    entry.undecided = null;
    this.#attempt(change, entry, operation, [], producerId);
    this.#resume(change, entry);
    return change;
  }

  producerIdRefused(demand: number, errorCode: number, now: number): TransactionResult {
    const change = new Change(now);
    const entry = this.#takeDemand(demand);
    if (entry === null) return change;
    const operation = entry.undecided!;
    entry.undecided = null;
    this.#refuse(change, operation, errorCode);
    this.#arm(entry, now + LAST_RETRY_MS);
    this.#resume(change, entry);
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
    if (entry.unmarked.size === 0) this.#complete(change, entry);
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
    this.#arm(entry, now + (isFenced ? LAST_RETRY_MS : pause(entry.failures)));
    return new Change(now);
  }

  // Questions.

  describeTransaction(transactionalId: string): DescribeTransactionsResponseTransactionState {
    const refuse = (errorCode: number) =>
      newDescribeTransactionsResponseTransactionState({ transactionalId, errorCode });
    if (transactionalId === '') return refuse(ErrorCode.INVALID_REQUEST);
    const entry = this.#entries.get(transactionalId);
    if (entry === undefined || entry.current === null) return refuse(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);
    return described(entry.current, isPrepared(entry.current) ? entry.unmarked : entry.current.partitions);
  }

  listTransactions(filter: TransactionFilter, now: number): ListedTransaction[] {
    const found: ListedTransaction[] = [];
    for (const { current } of this.#entries.values())
      if (current !== null && isListed(current, filter, now)) found.push(listed(current));
    return found;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Everything that the log holds, in order of the ids: for tests and checks of replay. */
  durableState(): Transaction[] {
    const transactions: Transaction[] = [];
    for (const { current } of this.#entries.values()) if (current !== null) transactions.push(current);
    return transactions.sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1));
  }

  // One step of one id.

  get #maxWaitMs(): number {
    return this.#options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS;
  }

  #entry(transactionalId: string): TransactionEntry {
    let entry = this.#entries.get(transactionalId);
    if (entry === undefined) {
      entry = new TransactionEntry(transactionalId);
      this.#entries.set(transactionalId, entry);
    }
    return entry;
  }

  #refused(operation: RequestOperation, errorCode: number, now: number): TransactionResult {
    const change = new Change(now);
    this.#refuse(change, operation, errorCode);
    return change;
  }

  #begin(operation: RequestOperation, now: number): TransactionResult {
    if (operation.transactionalId === '') return this.#refused(operation, ErrorCode.INVALID_REQUEST, now);
    const change = new Change(now);
    const entry = this.#entry(operation.transactionalId);
    this.#attempt(change, entry, operation, []);
    this.#forgetUnused(entry);
    return change;
  }

  /** Looks at what waits once more, in order; partitions that join the same transaction do so in one record. */
  #resume(change: Change, entry: TransactionEntry): void {
    while (entry.waiting.length > 0 && !entry.isBusy && !isCompleting(entry)) {
      const operation = entry.waiting.shift()!;
      this.#timers.cancel(operation);
      this.#attempt(change, entry, operation, isAdd(operation) ? this.#takeJoinable(entry, operation) : []);
    }
    this.#forgetUnused(entry);
  }

  #takeJoinable(entry: TransactionEntry, first: AddOperation): AddOperation[] {
    const joined: AddOperation[] = [];
    entry.waiting = entry.waiting.filter((other) => {
      const isJoined = isAdd(other) && isJoinable(first, other);
      if (isJoined) {
        this.#timers.cancel(other);
        joined.push(other);
      }
      return !isJoined;
    });
    return joined;
  }

  #attempt(
    change: Change,
    entry: TransactionEntry,
    operation: Operation,
    joined: readonly AddOperation[],
    freshProducerId: number = NO_PRODUCER_ID,
  ): void {
    const operations = [operation, ...joined];
    const decision = entry.isBusy
      ? ({ kind: 'busy' } as const)
      : decide(entry.current, operation, joined, {
          transactionVersion: this.#options.transactionVersion(),
          freshProducerId,
          now: change.now,
        });
    switch (decision.kind) {
      case 'become':
        this.#append(change, entry, decision.next, operations, false);
        return;
      case 'abortFirst':
        this.#append(change, entry, decision.next, operations, true);
        return;
      case 'needProducerId': {
        const demand = ++this.#lastDemand;
        this.#demands.set(demand, entry);
        entry.undecided = operation;
        change.effects.push({ kind: 'needProducerId', demand });
        return;
      }
      case 'busy':
        for (const one of operations) if (one.kind !== 'timeout') this.#wait(change, entry, one);
        return;
      case 'refuse':
        for (const one of operations) this.#refuse(change, one, decision.errorCode);
        return;
      case 'unchanged':
        for (const one of operations)
          if (one.kind !== 'timeout')
            change.completions.push({ ticket: one.ticket, response: success(one, entry.current!) });
    }
  }

  #append(
    change: Change,
    entry: TransactionEntry,
    next: Transaction | null,
    operations: readonly Operation[],
    isFirstStep: boolean,
  ): void {
    const key = encodeKey(entry.transactionalId);
    const value = next === null ? null : encodeValue(next, this.#options.transactionVersion());
    const transition = { entry, next, operations, isFirstStep };
    entry.inFlight = transition;
    change.transitions.push(transition);
    change.records.push({ key, value });
    change.bytes += key.length + (value?.length ?? 0);
  }

  /** A state has been reached: a decided outcome is carried out, and the timer set to what comes next. */
  #carryOut(change: Change, entry: TransactionEntry): void {
    const { current } = entry;
    entry.failures = 0;
    entry.refused = NO_PARTITIONS;
    entry.unmarked = current !== null && isPrepared(current) ? current.partitions : NO_PARTITIONS;
    this.#arm(entry, 0);
    if (current === null || !isPrepared(current)) return;
    if (entry.unmarked.size === 0) this.#complete(change, entry);
    else this.#sendMarkers(change, current, entry.unmarked);
  }

  #complete(change: Change, entry: TransactionEntry): void {
    this.#append(change, entry, withCompletion(entry.current!, change.now), [], false);
  }

  #sendMarkers(change: Change, current: Transaction, partitions: PartitionSet): void {
    change.effects.push({
      kind: 'writeMarkers',
      transactionalId: current.transactionalId,
      producerId: current.producerId,
      producerEpoch: current.producerEpoch,
      coordinatorEpoch: this.#options.coordinatorEpoch,
      isCommit: current.state === TransactionState.PrepareCommit,
      transactionVersion: current.clientTransactionVersion,
      partitions: toTopics(partitions),
    });
  }

  #repeatMarkers(change: Change, entry: TransactionEntry, current: Transaction): void {
    const partitions = entry.refused;
    entry.refused = NO_PARTITIONS;
    if (partitions.size > 0) this.#sendMarkers(change, current, partitions);
  }

  /** The entry of these markers, if they are still waited for. */
  #marking(transactionalId: string, producerId: number, producerEpoch: number): TransactionEntry | null {
    const entry = this.#entries.get(transactionalId);
    if (entry === undefined || entry.current === null || entry.isBusy) return null;
    const { current } = entry;
    const isSame = current.producerId === producerId && current.producerEpoch === producerEpoch;
    return isSame && isPrepared(current) && entry.unmarked.size > 0 ? entry : null;
  }

  #takeDemand(demand: number): TransactionEntry | null {
    const entry = this.#demands.get(demand);
    this.#demands.delete(demand);
    return entry ?? null;
  }

  // Waiting and answering.

  #wait(change: Change, entry: TransactionEntry, operation: RequestOperation): void {
    if (operation.deadline <= change.now || entry.waiting.length >= MAX_WAITING) {
      this.#refuse(change, operation, ErrorCode.CONCURRENT_TRANSACTIONS);
      return;
    }
    entry.waiting.push(operation);
    this.#timers.schedule(operation.deadline, operation);
  }

  #giveUp(change: Change, operation: RequestOperation): void {
    const entry = this.#entries.get(operation.transactionalId);
    assert(entry !== undefined, 'who waits has an entry');
    entry.waiting = entry.waiting.filter((other) => other !== operation);
    this.#refuse(change, operation, ErrorCode.CONCURRENT_TRANSACTIONS);
    this.#forgetUnused(entry);
  }

  #refuse(change: Change, operation: Operation, errorCode: number): void {
    if (operation.kind !== 'timeout')
      change.completions.push({ ticket: operation.ticket, response: refusal(operation, errorCode) });
  }

  #forgetUnused(entry: TransactionEntry): void {
    if (!entry.isUnused) return;
    this.#timers.cancel(entry);
    if (this.#entries.get(entry.transactionalId) === entry) this.#entries.delete(entry.transactionalId);
  }

  // Deadlines.

  /** When something is to be done about an id in this state, besides what failed; Infinity for never. */
  #dueAt(current: Transaction): number {
    if (current.state === TransactionState.Ongoing) return current.startTimestamp + current.timeoutMs + 1;
    if (isIdle(current)) return current.lastUpdateTimestamp + this.#options.config.transactionalIdExpirationMs;
    return 0;
  }

  #arm(entry: TransactionEntry, notBefore: number): void {
    const { current } = entry;
    const { config } = this.#options;
    if (current === null) this.#timers.cancel(entry);
    else if (current.state === TransactionState.Ongoing)
      this.#schedule(entry, notBefore, config.transactionAbortTimedOutTransactionCleanupIntervalMs);
    else if (isIdle(current))
      this.#schedule(entry, notBefore, config.transactionRemoveExpiredTransactionCleanupIntervalMs);
    else if (notBefore > 0) this.#timers.schedule(notBefore, entry);
    else this.#timers.cancel(entry);
  }

  /** Kafka looks at all ids in steps; here each has its own timer, set to the step at which Kafka would see it. */
  #schedule(entry: TransactionEntry, notBefore: number, intervalMs: number): void {
    const at = Math.max(this.#dueAt(entry.current!), notBefore, this.#origin + 1);
    const steps = Math.ceil((at - this.#origin) / intervalMs);
    this.#timers.schedule(this.#origin + steps * intervalMs, entry);
  }
}

const isCompleting = ({ current }: TransactionEntry): boolean => current !== null && isPrepared(current);

/** Doubles with every failure in a row. */
const pause = (failures: number): number => Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
