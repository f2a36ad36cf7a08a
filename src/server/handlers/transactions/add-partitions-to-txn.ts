/**
 * AddPartitionsToTxn: v0-5. v2: PRODUCER_FENCED. v4: several transactions in one request, and verification, for brokers
 * (KIP-890). v5: TRANSACTION_ABORTABLE. One partition that does not exist fails all of its transaction.
 */
import type { ClusterImage } from '../../../core/metadata/cluster-image.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type AddPartitionsToTxnRequest,
  readAddPartitionsToTxnRequest,
} from '../../../core/protocol/generated/add-partitions-to-txn-request.ts';
import {
  type AddPartitionsToTxnResponse,
  type AddPartitionsToTxnResponseAddPartitionsToTxnResult,
  newAddPartitionsToTxnResponse,
  writeAddPartitionsToTxnResponse,
} from '../../../core/protocol/generated/add-partitions-to-txn-response.ts';
import type { AddPartitionsRequest } from '../../../core/transactions/coordinator-contract.ts';
import { partitionResults } from '../../../core/transactions/operation.ts';
import { gather } from '../groups/group-handlers.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

type Result = AddPartitionsToTxnResponseAddPartitionsToTxnResult;

const BATCH_VERSION = 4;

export function addPartitionsToTxnHandler({
  transactions,
  cache,
}: TransactionHandlerServices): ApiHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> {
  return {
    apiKey: ApiKey.AddPartitionsToTxn,
    minVersion: 0,
    maxVersion: 5,
    read: readAddPartitionsToTxnRequest,
    write: writeAddPartitionsToTxnResponse,
    handle(request, { apiVersion }, reply) {
      const isBatch = apiVersion >= BATCH_VERSION;
      const asked = isBatch ? request.transactions : [singleTransaction(request)];
      const part = gather<Result>(asked.length, (results) => {
        reply.send(
          newAddPartitionsToTxnResponse(
            isBatch ? { resultsByTransaction: results } : { resultsByTopicV3AndBelow: results[0]!.topicResults },
          ),
        );
      });
      asked.forEach((transaction, i) => {
        const done = part(i);
        const { topics, transactionalId } = transaction;
        const errorOf = existenceErrors(transaction, cache.image);
        if (errorOf !== null) {
          done(partitionResults(transactionalId, topics, errorOf));
          return;
        }
        const fail = (errorCode: number): void => done(partitionResults(transactionalId, topics, () => errorCode));
        transactions.submit<Result>(transactionalId, { send: done, fail }, (coordinator, ticket, now) =>
          coordinator.addPartitionsToTxn(ticket, transaction, apiVersion, now),
        );
      });
    },
  };
}

function singleTransaction(request: AddPartitionsToTxnRequest): AddPartitionsRequest {
  return {
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch,
    verifyOnly: false,
    topics: request.v3AndBelowTopics,
  };
}

type ErrorOf = (topic: string, partition: number) => number;

/** Null where every partition exists. */
function existenceErrors({ topics }: AddPartitionsRequest, image: ClusterImage): ErrorOf | null {
  const exists = (topic: string, partition: number): boolean =>
    image.topics.byName(topic)?.partitions[partition] !== undefined;
  if (topics.every(({ name, partitions }) => partitions.every((partition) => exists(name, partition)))) return null;
  return (topic, partition) =>
    exists(topic, partition) ? ErrorCode.OPERATION_NOT_ATTEMPTED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}
