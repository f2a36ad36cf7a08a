/** AddPartitionsToTxn and AddOffsetsToTxn: partitions join the transaction, which begins with the first. Pure. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AddPartitionsRequest } from './coordinator-contract.ts';
import { BUSY, type Decision, FENCED, UNCHANGED, WRONG_PRODUCER } from './decision.ts';
import { containsAll, type NamedPartitions } from './partition-set.ts';
import { isPrepared, type Transaction, TransactionState } from './transaction.ts';
import { withAddedPartitions } from './transitions.ts';

export interface AddPartitions {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly topics: readonly NamedPartitions[];
  readonly clientTransactionVersion: number;
}

export function decideAddPartitions(current: Transaction | null, request: AddPartitions, now: number): Decision {
  if (current === null) return WRONG_PRODUCER;
  // Before the producer is looked at: it may have been told already what its id or epoch is going to be.
  if (isPrepared(current)) return BUSY;
  if (current.producerId !== request.producerId) return WRONG_PRODUCER;
  if (current.producerEpoch !== request.producerEpoch) return FENCED;
  if (current.state === TransactionState.Ongoing && containsAll(current.partitions, request.topics)) return UNCHANGED;
  const next = withAddedPartitions(current, request.topics, request.clientTransactionVersion, now);
  return { kind: 'become', next };
}

/**
 * KIP-890: which of these partitions the producer may write to now. Asks the committed state alone, whatever is in flight:
 * the partition looks again when it appends.
 */
export function verifyPartition(
  current: Transaction | null,
  request: AddPartitionsRequest,
): (topic: string, partition: number) => number {
  const errorCode = verifyProducer(current, request);
  if (errorCode !== ErrorCode.NONE) return () => errorCode;
  return (topic, partition) =>
    current!.partitions.get(topic)?.has(partition) === true ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE;
}

function verifyProducer(current: Transaction | null, { producerId, producerEpoch }: AddPartitionsRequest): number {
  if (current === null || current.producerId !== producerId) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  if (current.producerEpoch !== producerEpoch) return ErrorCode.PRODUCER_FENCED;
  return isPrepared(current) ? ErrorCode.CONCURRENT_TRANSACTIONS : ErrorCode.NONE;
}
