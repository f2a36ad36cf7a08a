/** What a transaction becomes: one function for each kind of step. They decide nothing; pure. */
import { type NamedPartitions, NO_PARTITIONS, withPartitions } from './partition-set.ts';
import {
  bumpsEpochs,
  isIdle,
  MAX_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  type Transaction,
  TransactionState,
} from './transaction.ts';

/** InitProducerId: another epoch of the same producer id, or the same again where the request is a repetition. */
export function withEpoch(
  from: Transaction,
  epoch: number,
  lastEpoch: number,
  timeoutMs: number,
  now: number,
): Transaction {
  return {
    ...from,
    previousProducerId: from.producerId,
    producerEpoch: epoch,
    lastProducerEpoch: lastEpoch,
    timeoutMs,
    state: TransactionState.Empty,
    partitions: NO_PARTITIONS,
    startTimestamp: -1,
    lastUpdateTimestamp: now,
  };
}

/** InitProducerId where the epochs are used up. `isKnown` tells that the producer named the epoch it had. */
export function withProducerId(
  from: Transaction,
  producerId: number,
  isKnown: boolean,
  timeoutMs: number,
  now: number,
): Transaction {
  const lastEpoch = isKnown ? from.producerEpoch : NO_PRODUCER_EPOCH;
  return { ...withEpoch(from, 0, lastEpoch, timeoutMs, now), producerId };
}

export function withAddedPartitions(
  from: Transaction,
  topics: readonly NamedPartitions[],
  clientTransactionVersion: number,
  now: number,
): Transaction {
  const isNew = isIdle(from);
  return {
    ...from,
    previousProducerId: from.producerId,
    state: TransactionState.Ongoing,
    partitions: withPartitions(from.partitions, topics),
    startTimestamp: isNew ? now : from.startTimestamp,
    lastUpdateTimestamp: now,
    clientTransactionVersion,
  };
}

/**
 * The outcome is decided. With version 2 the epoch grows with every transaction, so that nothing that was sent within
 * it can be taken for a part of the next one (KIP-890); `nextProducerId` takes over where the epochs end.
 */
export function withOutcome(
  from: Transaction,
  isCommit: boolean,
  clientTransactionVersion: number,
  nextProducerId: number,
  now: number,
): Transaction {
  const isBumped = bumpsEpochs(clientTransactionVersion);
  return {
    ...from,
    previousProducerId: from.producerId,
    nextProducerId,
    producerEpoch: isBumped ? Math.min(from.producerEpoch + 1, MAX_EPOCH) : from.producerEpoch,
    lastProducerEpoch: isBumped ? from.producerEpoch : from.lastProducerEpoch,
    state: isCommit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
    // An abort of nothing, which version 2 allows, has no beginning.
    startTimestamp: isIdle(from) ? now : from.startTimestamp,
    lastUpdateTimestamp: now,
    clientTransactionVersion,
  };
}

/**
 * The coordinator aborts on its own: a timeout, or another producer with the same transactional id. The epoch grows with
 * version 1, too, which shuts the producer out of the partitions.
 */
export function withFence(
  from: Transaction,
  transactionVersion: number,
  nextProducerId: number,
  now: number,
): Transaction {
  if (bumpsEpochs(transactionVersion)) return withOutcome(from, false, transactionVersion, nextProducerId, now);
  return {
    ...withOutcome(from, false, 0, NO_PRODUCER_ID, now),
    producerEpoch: Math.min(from.producerEpoch + 1, MAX_EPOCH),
    lastProducerEpoch: NO_PRODUCER_EPOCH,
  };
}

/** All markers are written. */
export function withCompletion(from: Transaction, now: number): Transaction {
  const isExchanged = bumpsEpochs(from.clientTransactionVersion) && from.nextProducerId !== NO_PRODUCER_ID;
  return {
    ...from,
    producerId: isExchanged ? from.nextProducerId : from.producerId,
    previousProducerId: from.producerId,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: isExchanged ? 0 : from.producerEpoch,
    state:
      from.state === TransactionState.PrepareCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
    partitions: NO_PARTITIONS,
    lastUpdateTimestamp: now,
  };
}
