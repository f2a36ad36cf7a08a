/**
 * The transactional ids of a coordinator, and how one step of one of them is taken: decided, put into a record, and, once
 * that is committed, carried out. An id has at most one step in flight, besides the completion of the transaction before;
 * what cannot be done now waits in the id's entry, is looked at again after every step, and is told CONCURRENT_TRANSACTIONS
 * when it has waited for long enough. Main thread; owned by TransactionCoordinator.
 */
import { assert } from '../base/assert.ts';
import { TimerWheel } from '../base/timer-wheel.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import type { Change } from './change.ts';
import type { TransactionCoordinatorOptions } from './coordinator-contract.ts';
import { deadlineOf } from './deadlines.ts';
import { BUSY } from './decision.ts';
import { type AddOperation, decide, isAdd, isJoinable, type Operation, type RequestOperation } from './operation.ts';
import { NO_PARTITIONS, type PartitionSet, toTopics } from './partition-set.ts';
import { isPrepared, NO_PRODUCER_ID, type Transaction, TransactionState } from './transaction.ts';
import { TransactionEntry, type Transition } from './transaction-entry.ts';
import { encodeKey, encodeValue } from './transaction-record.ts';
import { withCompletion } from './transitions.ts';

/** More requests than this for one id are turned away: a producer sends one at a time. */
const MAX_WAITING = 100;

export class TransactionSteps {
  readonly entries = new Map<string, TransactionEntry>();
  /** An entry's timer depends on its state; a waiting request's is its patience. */
  readonly timers: TimerWheel<TransactionEntry | RequestOperation>;
  readonly #options: TransactionCoordinatorOptions;
  readonly #demands = new Map<number, TransactionEntry>();
  #lastDemand = 0;
  /** Timeouts and expirations are looked at in steps from here on. */
  readonly #origin: number;

  constructor(options: TransactionCoordinatorOptions) {
    this.#options = options;
    this.timers = new TimerWheel(options.now);
    this.#origin = options.now;
  }

  entry(transactionalId: string): TransactionEntry {
    let entry = this.entries.get(transactionalId);
    if (entry === undefined) {
      entry = new TransactionEntry(transactionalId);
      this.entries.set(transactionalId, entry);
    }
    return entry;
  }

  /** Looks at what waits once more, in order; partitions that join the same transaction do so in one record. */
  resume(change: Change, entry: TransactionEntry): void {
    for (let left = entry.waiting.length; left > 0 && !entry.isBusy && !entry.isMarking; left--) {
      const operation = entry.waiting.shift()!;
      this.timers.cancel(operation);
      const joined = isAdd(operation) ? this.#takeJoinable(entry, operation) : [];
      left -= joined.length;
      this.attempt(change, entry, operation, joined);
    }
    this.forgetUnused(entry);
  }

  #takeJoinable(entry: TransactionEntry, first: AddOperation): AddOperation[] {
    const joined: AddOperation[] = [];
    entry.waiting = entry.waiting.filter((other) => {
      const isJoined = isAdd(other) && isJoinable(first, other);
      if (isJoined) {
        this.timers.cancel(other);
        joined.push(other);
      }
      return !isJoined;
    });
    return joined;
  }

  attempt(
    change: Change,
    entry: TransactionEntry,
    operation: Operation,
    joined: readonly AddOperation[],
    freshProducerId: number = NO_PRODUCER_ID,
  ): void {
    const operations = [operation, ...joined];
    const circumstances = {
      transactionVersion: this.#options.transactionVersion(),
      freshProducerId,
      now: change.now,
    };
    let decision = entry.isBusy ? BUSY : decide(entry.base, operation, joined, circumstances);
    // Ahead of a completion, only what rests on its record in the log, too.
    if (entry.completing !== null && decision.kind !== 'become') decision = BUSY;
    switch (decision.kind) {
      case 'become':
        this.append(change, entry, decision.next, operations, false);
        return;
      case 'abortFirst':
        this.append(change, entry, decision.next, operations, true);
        return;
      case 'needProducerId': {
        const demand = ++this.#lastDemand;
        this.#demands.set(demand, entry);
        entry.undecided = operation;
        change.effects.push({ kind: 'needProducerId', demand });
        return;
      }
      case 'busy':
        for (const one of operations) if (one.kind !== 'timeout') this.wait(change, entry, one);
        return;
      case 'refuse':
        for (const one of operations) change.refuse(one, decision.errorCode);
        return;
      case 'unchanged':
        for (const one of operations) change.succeed(one, entry.current!);
    }
  }

  append(
    change: Change,
    entry: TransactionEntry,
    next: Transaction | null,
    operations: readonly Operation[],
    isFirstStep: boolean,
  ): void {
    entry.inFlight = { entry, next, operations, isFirstStep };
    this.#write(change, entry.inFlight);
  }

  #write(change: Change, transition: Transition): void {
    const { entry, next } = transition;
    const key = encodeKey(entry.transactionalId);
    const value = next === null ? null : encodeValue(next, this.#options.transactionVersion());
    change.transitions.push(transition);
    change.records.push({ key, value });
    change.bytes += key.length + (value?.length ?? 0);
  }

  /** A state has been reached: a decided outcome is carried out, and the timer set to what comes next. */
  carryOut(change: Change, entry: TransactionEntry): void {
    const { current } = entry;
    entry.failures = 0;
    entry.refused = NO_PARTITIONS;
    entry.unmarked = current !== null && isPrepared(current) ? current.partitions : NO_PARTITIONS;
    this.arm(entry, 0);
    if (current === null || !isPrepared(current)) return;
    if (entry.unmarked.size === 0) this.complete(change, entry);
    else this.#sendMarkers(change, current, entry.unmarked);
  }

  /** All markers are written. Who waits for this begins at once, in the next record. */
  complete(change: Change, entry: TransactionEntry): void {
    const next = withCompletion(entry.current!, change.now);
    entry.completing = { entry, next, operations: [], isFirstStep: false };
    this.#write(change, entry.completing);
    this.resume(change, entry);
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

  repeatMarkers(change: Change, entry: TransactionEntry, current: Transaction): void {
    const partitions = entry.refused;
    entry.refused = NO_PARTITIONS;
    if (partitions.size > 0) this.#sendMarkers(change, current, partitions);
  }

  takeDemand(demand: number): TransactionEntry | null {
    const entry = this.#demands.get(demand);
    this.#demands.delete(demand);
    return entry ?? null;
  }

  // Waiting.

  wait(change: Change, entry: TransactionEntry, operation: RequestOperation): void {
    if (operation.deadline <= change.now || entry.waiting.length >= MAX_WAITING) {
      change.refuse(operation, ErrorCode.CONCURRENT_TRANSACTIONS);
      return;
    }
    entry.waiting.push(operation);
    this.timers.schedule(operation.deadline, operation);
  }

  giveUp(change: Change, operation: RequestOperation): void {
    const entry = this.entries.get(operation.transactionalId);
    assert(entry !== undefined, 'who waits has an entry');
    entry.waiting = entry.waiting.filter((other) => other !== operation);
    change.refuse(operation, ErrorCode.CONCURRENT_TRANSACTIONS);
    this.forgetUnused(entry);
  }

  forgetUnused(entry: TransactionEntry): void {
    if (!entry.isUnused) return;
    this.timers.cancel(entry);
    if (this.entries.get(entry.transactionalId) === entry) this.entries.delete(entry.transactionalId);
  }

  // Deadlines.

  /** Sets the entry's timer to what comes next, but not before `notBefore`. */
  arm(entry: TransactionEntry, notBefore: number): void {
    const { current } = entry;
    const at = current === null ? null : deadlineOf(current, notBefore, this.#origin, this.#options.config);
    if (at === null) this.timers.cancel(entry);
    else this.timers.schedule(at, entry);
  }
}
