/**
 * What a transaction coordinator and the shell around it owe each other. One `TransactionCoordinator`
 * (transaction-coordinator.ts) owns the transactional ids of one partition of `__transaction_state`; it runs on the main
 * thread, does no input or output, and reads no clock.
 *
 * Unlike a group coordinator, its state is what is *committed*: a call prepares a record for a transactional id and
 * changes nothing until the shell reports the record committed. In between the id has a transition in flight, and other
 * requests for it are told CONCURRENT_TRANSACTIONS, as in Kafka, or wait where waiting is sure to be short. The completion of
 * a transaction alone may be followed by the next transition before it is committed: it was decided long before.
 *
 * A call takes a decoded request, a *ticket* (the shell's number for the parked reply) and the time, and returns a
 * TransactionResult. The answer of a ticket appears among the completions of some result: its own, or a later one
 * (of `committed`, `rejected`, `producerIdAllocated`, `markersWritten`, `advance`, …). Each ticket is answered once.
 *
 * The shell's side:
 *  1. Completions are sent and effects are carried out at once: they rest on committed state alone.
 *  2. Records are appended in order (the results of one turn may share a batch). When they are committed the shell calls
 *     `committed(results, now)`, in the order of the log. If the log refuses the newest of them and nothing of these was
 *     written, it calls `rejected(results, errorCode, now)`. What these return is treated like any other result. If it is
 *     not known whether something was written, the coordinator is unloaded and loaded again from the log.
 *  3. It calls `advance(now)` no later than `nextDeadline()`.
 *  4. Loading: `replay` for every record in order, then `loaded(now)`, whose effects complete what was decided before a
 *     crash; until then it answers COORDINATOR_LOAD_IN_PROGRESS. Losing leadership: `unload()`, whose completions are
 *     sent; records still on their way are forgotten (neither `committed` nor `rejected` is called any more).
 *
 * Time is milliseconds since 1970 of a clock that never runs backwards: it is written into records and drives timers.
 */
import type { AddOffsetsToTxnRequest } from '../protocol/generated/add-offsets-to-txn-request.ts';
import type { DescribeTransactionsResponseTransactionState } from '../protocol/generated/describe-transactions-response.ts';
import type { EndTxnRequest } from '../protocol/generated/end-txn-request.ts';
import type { InitProducerIdRequest } from '../protocol/generated/init-producer-id-request.ts';
import type { ListTransactionsResponseTransactionState } from '../protocol/generated/list-transactions-response.ts';

export interface TransactionRecord {
  readonly key: Uint8Array;
  /** null is a tombstone. */
  readonly value: Uint8Array | null;
}

export interface Completion {
  readonly ticket: number;
  /** What the verb of the ticket promises: see its comment in transaction-coordinator.ts. */
  readonly response: unknown;
}

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/**
 * Ask the leaders of these partitions to write the end marker of a transaction (WriteTxnMarkers), then report every
 * partition with `markersWritten` or `markersFailed`; in several calls if convenient. Repeating a marker is harmless.
 */
export interface WriteMarkersEffect {
  readonly kind: 'writeMarkers';
  readonly transactionalId: string;
  readonly producerId: number;
  /** The epoch of the marker: with transactions version 2, one more than that of the transaction's batches. */
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly isCommit: boolean;
  /** WriteTxnMarkers v2 carries it: 2 tells the partition to expect an epoch above that of the batches. */
  readonly transactionVersion: number;
  readonly partitions: readonly TopicPartitions[];
}

/** Fetch a producer id never used before, then call `producerIdAllocated` or `producerIdRefused`; in any order. */
export interface NeedProducerIdEffect {
  readonly kind: 'needProducerId';
  readonly demand: number;
}

export type TransactionEffect = WriteMarkersEffect | NeedProducerIdEffect;

export interface TransactionResult {
  readonly records: readonly TransactionRecord[];
  readonly completions: readonly Completion[];
  readonly effects: readonly TransactionEffect[];
}

export interface TransactionConfig {
  /** `transaction.max.timeout.ms`; Kafka's default 900,000. */
  readonly transactionMaxTimeoutMs: number;
  /** `transactional.id.expiration.ms`; Kafka's default 604,800,000. */
  readonly transactionalIdExpirationMs: number;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms`: a timeout is noticed this late at most; 10,000. */
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  /** `transaction.remove.expired.transaction.cleanup.interval.ms`; 3,600,000. */
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
}

export interface TransactionCoordinatorOptions {
  /** Of `__transaction_state`. */
  readonly partition: number;
  /** The leader epoch of the partition: it fences the markers of an earlier coordinator. */
  readonly coordinatorEpoch: number;
  /** The time of creation. */
  readonly now: number;
  readonly config: TransactionConfig;
  /** The finalized level of the feature `transaction.version`. */
  transactionVersion(): number;
  /**
   * How long a request may wait for a transition in flight, or for the end of a transaction whose outcome is decided,
   * before it is told CONCURRENT_TRANSACTIONS; 0 tells it at once, as Kafka does. 100 where it is not given.
   */
  readonly maxWaitMs?: number;
  /** What happened to a transactional id, for the log. */
  event(name: string, transactionalId: string, detail: Record<string, unknown>): void;
}

/** One transaction of an AddPartitionsToTxn request: v4 and later carry several, and their coordinators may differ. */
export interface AddPartitionsRequest {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** KIP-890: only tell whether the partitions belong to the ongoing transaction. */
  readonly verifyOnly: boolean;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
}

/** What listTransactionsFilter makes of a ListTransactions request, to be asked of every coordinator. */
export interface TransactionFilter {
  /** Kafka's names of states; empty for all. */
  readonly states: ReadonlySet<string>;
  readonly producerIds: ReadonlySet<number>;
  /** Only transactions that have run at least this long; -1 for all. */
  readonly durationMs: number;
  /** null for all. */
  readonly transactionalIdPattern: { matches(text: string): boolean } | null;
}

export type ListedTransaction = ListTransactionsResponseTransactionState;

/**
 * The verbs of `class TransactionCoordinator` (constructed with TransactionCoordinatorOptions), for those who drive it.
 */
export interface TransactionCoordinatorVerbs {
  /** One record of the log, in order. False for a record of an unknown kind, which is skipped; throws DecodeError. */
  replay(key: Uint8Array, value: Uint8Array | null): boolean;
  /** The log is replayed: decided outcomes are completed (effects), timers are armed. */
  loaded(now: number): TransactionResult;
  /** Leadership is lost: whoever waits is answered NOT_COORDINATOR. The object is not used again. */
  unload(now: number): TransactionResult;
  /** The records of these results, oldest first, are committed. */
  committed(results: readonly TransactionResult[], now: number): TransactionResult;
  /** The log refused the records of these results, and nothing of them was written. */
  rejected(results: readonly TransactionResult[], errorCode: number, now: number): TransactionResult;

  /** When `advance` should next be called; Infinity where nothing is due. */
  nextDeadline(): number;
  /** Aborts timed-out transactions, expires unused ids, repeats markers that failed, gives up on long waits. */
  advance(now: number): TransactionResult;

  /** For a request that names a transactional id. Answers InitProducerIdResponse (PRODUCER_FENCED even below v4). */
  initProducerId(ticket: number, request: InitProducerIdRequest, now: number): TransactionResult;
  /**
   * Topics are checked by the caller. Answers AddPartitionsToTxnResponseAddPartitionsToTxnResult, errors fit for
   * `apiVersion`; but TRANSACTION_ABORTABLE of a verification in every version: who asks turns it into what its producer
   * understands.
   */
  addPartitionsToTxn(ticket: number, request: AddPartitionsRequest, apiVersion: number, now: number): TransactionResult;
  /** `groupPartition` is that of `__consumer_offsets` for the group. Answers AddOffsetsToTxnResponse, fit for `apiVersion`. */
  addOffsetsToTxn(
    ticket: number,
    request: AddOffsetsToTxnRequest,
    groupPartition: number,
    apiVersion: number,
    now: number,
  ): TransactionResult;
  /** Answers EndTxnResponse, fit for `apiVersion`; v5 and later are transactions version 2. */
  endTxn(ticket: number, request: EndTxnRequest, apiVersion: number, now: number): TransactionResult;

  /** The answers to a NeedProducerIdEffect. */
  producerIdAllocated(demand: number, producerId: number, now: number): TransactionResult;
  producerIdRefused(demand: number, errorCode: number, now: number): TransactionResult;
  /**
   * The answers to a WriteMarkersEffect of this very object, naming its id, producer and epoch. A partition whose topic
   * no longer exists counts as written. Late and repeated reports are ignored; but none may come from the effects of an
   * earlier load, or an outcome would count as complete while markers of this one are still to arrive.
   */
  markersWritten(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    partitions: readonly TopicPartitions[],
    now: number,
  ): TransactionResult;
  /** These are sent again after a pause (another effect), unless the error says that the partition needs no marker. */
  markersFailed(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    partitions: readonly TopicPartitions[],
    errorCode: number,
    now: number,
  ): TransactionResult;

  /** TRANSACTIONAL_ID_NOT_FOUND in the answer where it is unknown. */
  describeTransaction(transactionalId: string): DescribeTransactionsResponseTransactionState;
  listTransactions(filter: TransactionFilter, now: number): ListedTransaction[];
  /** How many transactional ids there are. */
  readonly size: number;
}
