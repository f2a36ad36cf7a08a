/** What is known of one transactional id: the content of its newest record in `__transaction_state`. Pure. */
import { NO_PARTITIONS, type PartitionSet } from './partition-set.ts';

/** Kafka's numbers, as records carry them. Dead and PrepareEpochFence exist in Kafka's memory only. */
export const TransactionState = {
  Empty: 0,
  Ongoing: 1,
  PrepareCommit: 2,
  PrepareAbort: 3,
  CompleteCommit: 4,
  CompleteAbort: 5,
} as const;
export type TransactionState = (typeof TransactionState)[keyof typeof TransactionState];

/** By number; requests filter by these names, and know the two of Kafka's memory, too. */
export const STATE_NAMES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const;

export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
/** Used by markers alone: an epoch that a producer gets must leave one to fence it with. */
export const MAX_EPOCH = 32_767;

export interface Transaction {
  readonly transactionalId: string;
  readonly producerId: number;
  /** The producer id before the last change: tells a retry after the id was exchanged. */
  readonly previousProducerId: number;
  /** Transactions version 2: the id that the producer goes on with when the epochs of this one are used up. */
  readonly nextProducerId: number;
  /** -1 before the first InitProducerId is durable. */
  readonly producerEpoch: number;
  /** The epoch before the last bump that a producer asked for; not in the log, as in Kafka. -1 where unknown. */
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: PartitionSet;
  /** -1 where no transaction was begun. */
  readonly startTimestamp: number;
  readonly lastUpdateTimestamp: number;
  /** 0 for versions 0 and 1, which end transactions alike. */
  readonly clientTransactionVersion: number;
}

/** An id seen for the first time; never written like this. */
export function newTransaction(
  transactionalId: string,
  producerId: number,
  timeoutMs: number,
  now: number,
): Transaction {
  return {
    transactionalId,
    producerId,
    previousProducerId: NO_PRODUCER_ID,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs,
    state: TransactionState.Empty,
    partitions: NO_PARTITIONS,
    startTimestamp: -1,
    lastUpdateTimestamp: now,
    clientTransactionVersion: 0,
  };
}

export const isEpochExhausted = (epoch: number): boolean => epoch >= MAX_EPOCH - 1;

export const bumpsEpochs = (transactionVersion: number): boolean => transactionVersion >= 2;

export const isPrepared = ({ state }: Transaction): boolean =>
  state === TransactionState.PrepareCommit || state === TransactionState.PrepareAbort;

/** Nothing is under way: the id may be expired, or given to a new producer. */
export const isIdle = ({ state }: Transaction): boolean =>
  state === TransactionState.Empty ||
  state === TransactionState.CompleteCommit ||
  state === TransactionState.CompleteAbort;
