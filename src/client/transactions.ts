/** Transactions from outside: which there are, what they hold open, and the end of one that nobody will end. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newDescribeTransactionsRequest } from '../core/protocol/generated/describe-transactions-request.ts';
import { newInitProducerIdRequest } from '../core/protocol/generated/init-producer-id-request.ts';
import {
  type ListTransactionsRequest,
  newListTransactionsRequest,
} from '../core/protocol/generated/list-transactions-request.ts';
import { newWriteTxnMarkersRequest } from '../core/protocol/generated/write-txn-markers-request.ts';
import { INIT_PRODUCER_ID } from './apis.ts';
import { CoordinatorType, callBuilt, callCoordinator, findCoordinator } from './coordinators.ts';
import type { TopicPartition } from './describe-group.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';
import { DESCRIBE_TRANSACTIONS, LIST_TRANSACTIONS, WRITE_TXN_MARKERS } from './transaction-apis.ts';

export interface ListedTransaction {
  readonly transactionalId: string;
  /** The broker that told. */
  readonly coordinator: number;
  readonly producerId: number;
  /** As Kafka writes it: `Ongoing`, `PrepareCommit`. */
  readonly state: string;
}

export interface TransactionFilter {
  /** As Kafka writes them; none for all. */
  readonly states?: readonly string[];
  readonly producerIds?: readonly number[];
  /** Only those that run longer, in ms; negative for all. */
  readonly longerThanMs?: number;
  /** An RE2 expression that the whole transactional id matches; null for all. */
  readonly transactionalIdPattern?: string | null;
}

/** By transactional id. Every broker tells those it coordinates. */
export async function listTransactions(
  client: KafkaClient,
  filter: TransactionFilter = {},
): Promise<ListedTransaction[]> {
  const { brokers } = await retrying(client.retry, () => client.metadata([]), isRetriableOnceReached(client));
  const found: ListedTransaction[] = [];
  for (const broker of brokers.values()) {
    const response = await retrying(
      client.retry,
      async () => {
        const answer = await callBuilt(await client.at(broker), LIST_TRANSACTIONS, (version) =>
          listRequest(filter, version, broker.id),
        );
        refuseError(answer.errorCode, `transactions of broker ${broker.id}`);
        return answer;
      },
      isRetriableOnceReached(client),
    );
    for (const { transactionalId, producerId, transactionState } of response.transactionStates) {
      found.push({ transactionalId, coordinator: broker.id, producerId, state: transactionState });
    }
  }
  return found.sort((left, right) => (left.transactionalId < right.transactionalId ? -1 : 1));
}

function listRequest(filter: TransactionFilter, version: number, broker: number): ListTransactionsRequest {
  const { states = [], producerIds = [], longerThanMs = -1, transactionalIdPattern = null } = filter;
  if ((longerThanMs >= 0 && version < 1) || (transactionalIdPattern !== null && version < 2)) {
    const what = version < 1 ? 'duration' : 'pattern';
    throw new KafkaError(ErrorCode.UNSUPPORTED_VERSION, `broker ${broker}`, `it cannot choose transactions by ${what}`);
  }
  return newListTransactionsRequest({
    stateFilters: [...states],
    producerIdFilters: [...producerIds],
    durationFilter: longerThanMs,
    transactionalIdPattern,
  });
}

export interface DescribedTransaction {
  readonly transactionalId: string;
  readonly coordinator: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly state: string;
  readonly timeoutMs: number;
  /** Ms since 1970; null while none is open. */
  readonly startTimeMs: number | null;
  readonly partitions: readonly TopicPartition[];
}

/** Null when no producer used the id, or not for long enough to be forgotten. */
export async function describeTransaction(
  client: KafkaClient,
  transactionalId: string,
): Promise<DescribedTransaction | null> {
  return retrying(
    client.retry,
    async () => {
      const coordinator = await findCoordinator(client, CoordinatorType.TRANSACTION, transactionalId);
      const connection = await client.at(coordinator);
      const request = newDescribeTransactionsRequest({ transactionalIds: [transactionalId] });
      const { transactionStates } = await connection.call(DESCRIBE_TRANSACTIONS, request);
      const found = transactionStates.find((candidate) => candidate.transactionalId === transactionalId);
      const where = `transactional id ${transactionalId}`;
      if (found === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, where);
      if (found.errorCode === ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) return null;
      refuseError(found.errorCode, where);
      return {
        transactionalId,
        coordinator: coordinator.id,
        producerId: found.producerId,
        producerEpoch: found.producerEpoch,
        state: found.transactionState,
        timeoutMs: found.transactionTimeoutMs,
        startTimeMs: found.transactionStartTimeMs < 0 ? null : found.transactionStartTimeMs,
        partitions: found.topics.flatMap(({ topic, partitions }) =>
          partitions.map((partition) => ({ topic, partition })),
        ),
      };
    },
    isRetriableOnceReached(client),
  );
}

/**
 * Fences whoever uses the id now, as a new producer of that id would (Kafka's `fenceProducers`): an open transaction is
 * aborted by its coordinator. Answers the producer id and the epoch that fences.
 */
export async function fenceProducer(
  client: KafkaClient,
  transactionalId: string,
): Promise<{ producerId: number; producerEpoch: number }> {
  const request = newInitProducerIdRequest({
    transactionalId,
    // Nothing will be written with it; but the coordinator takes it for the id's timeout.
    transactionTimeoutMs: client.requestTimeoutMs,
    producerId: -1,
    producerEpoch: -1,
  });
  const { producerId, producerEpoch } = await callCoordinator(
    client,
    CoordinatorType.TRANSACTION,
    transactionalId,
    INIT_PRODUCER_ID,
    () => request,
    ({ errorCode }) => refuseError(errorCode, `transactional id ${transactionalId}`),
  );
  return { producerId, producerEpoch };
}

export interface OpenTransaction extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of the transaction coordinator that last wrote to the partition for this producer; 0 where none did. */
  readonly coordinatorEpoch: number;
}

/**
 * Writes an abort marker behind the coordinator's back, into the one partition (KIP-664): for a transaction that hangs
 * because no coordinator knows of it. Of a transaction that is known it would abort a part.
 */
export async function abortInPartition(client: KafkaClient, transaction: OpenTransaction): Promise<void> {
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch } = transaction;
  const request = newWriteTxnMarkersRequest({
    markers: [
      {
        producerId,
        producerEpoch,
        coordinatorEpoch,
        transactionResult: false,
        topics: [{ name: topic, partitionIndexes: [partition] }],
        transactionVersion: 0,
      },
    ],
  });
  await retrying(
    client.retry,
    async () => {
      const connection = await client.broker(await client.leaderOf(topic, partition));
      const { markers } = await connection.call(WRITE_TXN_MARKERS, request);
      const result = markers[0]?.topics[0]?.partitions[0];
      if (result === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `${topic}-${partition}`);
      refuseError(result.errorCode, `${topic}-${partition}`);
    },
    isRetriableOnceReached(client),
  );
}
