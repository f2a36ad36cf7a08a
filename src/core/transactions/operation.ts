/**
 * What a transactional id is asked to do, by a request or by time, and how the asker is answered. An operation lives from
 * its arrival to its answer, on the main thread.
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import { newAddOffsetsToTxnResponse } from '../protocol/generated/add-offsets-to-txn-response.ts';
import type { AddPartitionsToTxnResponseAddPartitionsToTxnResult } from '../protocol/generated/add-partitions-to-txn-response.ts';
import { newEndTxnResponse } from '../protocol/generated/end-txn-response.ts';
import { newInitProducerIdResponse } from '../protocol/generated/init-producer-id-response.ts';
import { type AddPartitions, decideAddPartitions } from './decide-add-partitions.ts';
import { decideEndTxn, type EndTransaction } from './decide-end-txn.ts';
import { decideFence } from './decide-fence.ts';
import { decideInitProducerId, type InitProducer } from './decide-init-producer-id.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { NamedPartitions } from './partition-set.ts';
import { bumpsEpochs, isPrepared, type Transaction, TransactionState } from './transaction.ts';
import { withCompletion } from './transitions.ts';

interface Request {
  readonly transactionalId: string;
  readonly ticket: number;
  /** Until when it may wait for another transition; then CONCURRENT_TRANSACTIONS. */
  readonly deadline: number;
}

export interface InitOperation extends Request {
  readonly kind: 'init';
  readonly request: InitProducer;
}
export interface AddOperation extends Request {
  readonly kind: 'addPartitions' | 'addOffsets';
  readonly request: AddPartitions;
  readonly apiVersion: number;
}
export interface EndOperation extends Request {
  readonly kind: 'end';
  readonly request: EndTransaction;
  readonly apiVersion: number;
}
/** The transaction has run for longer than its producer asked for. */
export interface TimeoutOperation {
  readonly kind: 'timeout';
  readonly transactionalId: string;
}

export type RequestOperation = InitOperation | AddOperation | EndOperation;
export type Operation = RequestOperation | TimeoutOperation;

export const isAdd = (operation: Operation): operation is AddOperation =>
  operation.kind === 'addPartitions' || operation.kind === 'addOffsets';

/** Both come from one producer, within one transaction: one record can serve both. */
export const isJoinable = (one: AddOperation, other: AddOperation): boolean =>
  one.request.producerId === other.request.producerId &&
  one.request.producerEpoch === other.request.producerEpoch &&
  one.request.clientTransactionVersion === other.request.clientTransactionVersion;

export function decide(
  current: Transaction | null,
  operation: Operation,
  joined: readonly AddOperation[],
  circumstances: Circumstances,
): Decision {
  switch (operation.kind) {
    case 'init':
      return decideInitProducerId(current, operation.request, circumstances);
    case 'end':
      return decideEndTxn(current, operation.request, circumstances);
    case 'timeout':
      return current?.state === TransactionState.Ongoing ? decideFence(current, circumstances) : { kind: 'unchanged' };
    default: {
      const topics = [operation, ...joined].flatMap(({ request }) => request.topics);
      return decideAddPartitions(current, { ...operation.request, topics }, circumstances.now);
    }
  }
}

/** The answer to a request that succeeded; `transaction` is its outcome. */
export function success(operation: RequestOperation, transaction: Transaction): unknown {
  if (operation.kind === 'end' && bumpsEpochs(operation.request.clientTransactionVersion)) {
    // What the producer goes on with, although markers are yet to be written.
    const { producerId, producerEpoch } = isPrepared(transaction)
      ? withCompletion(transaction, transaction.lastUpdateTimestamp)
      : transaction;
    return newEndTxnResponse({ producerId, producerEpoch });
  }
  if (operation.kind !== 'init') return refusal(operation, ErrorCode.NONE);
  const { producerId, producerEpoch } = transaction;
  return newInitProducerIdResponse({ producerId, producerEpoch });
}

export function refusal(operation: RequestOperation, errorCode: number): unknown {
  switch (operation.kind) {
    case 'init':
      return newInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
    case 'end':
      return newEndTxnResponse({ errorCode: forVersion(errorCode, operation.apiVersion) });
    case 'addOffsets':
      return newAddOffsetsToTxnResponse({ errorCode: forVersion(errorCode, operation.apiVersion) });
    case 'addPartitions': {
      const forClient = forVersion(errorCode, operation.apiVersion);
      return partitionResults(operation.transactionalId, operation.request.topics, () => forClient);
    }
  }
}

/** Of one transaction of an AddPartitionsToTxn, partition by partition. */
export function partitionResults(
  transactionalId: string,
  topics: readonly NamedPartitions[],
  errorOf: (topic: string, partition: number) => number,
): AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  return {
    transactionalId,
    topicResults: topics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({
        partitionIndex,
        partitionErrorCode: errorOf(name, partitionIndex),
      })),
    })),
  };
}

/** Version 2 of these requests brought PRODUCER_FENCED (KIP-588). */
const forVersion = (errorCode: number, apiVersion: number): number =>
  errorCode === ErrorCode.PRODUCER_FENCED && apiVersion < 2 ? ErrorCode.INVALID_PRODUCER_EPOCH : errorCode;
