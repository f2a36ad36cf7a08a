/** What of a produce request belongs to a transaction, and what its client is told where it does not. Main thread. */
import { readInt64 } from '../../../core/bytes/int64.ts';
import { ErrorCode, errorName } from '../../../core/protocol/error-codes.ts';
import type { ProduceRequest } from '../../../core/protocol/generated/produce-request.ts';
import {
  ATTRIBUTES_AT,
  BATCH_OVERHEAD,
  PRODUCER_EPOCH_AT,
  PRODUCER_ID_AT,
  TRANSACTIONAL_BIT,
} from '../../../core/records/batch-format.ts';
import type { HostedPartition } from '../../../services/partition/hosted-partition.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import { TransactionSupport } from '../../../services/transactions/transaction-verifier.ts';

export interface TransactionalBatches {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Those of this broker. */
  readonly partitions: readonly HostedPartition[];
  /** One request is of one producer. */
  readonly isMixed: boolean;
}

const ABORTABLE_SINCE = 11;
const IMPLICIT_ADD_SINCE = 12;

/** Null where no batch is transactional. Batches are not validated yet: what is too short to be one is passed over. */
export function transactionalBatches(
  request: ProduceRequest,
  replicas: Pick<ReplicaManager, 'get' | 'getById'>,
  usesTopicIds: boolean,
): TransactionalBatches | null {
  let found: { producerId: number; producerEpoch: number; partitions: HostedPartition[]; isMixed: boolean } | null =
    null;
  for (const topic of request.topicData) {
    for (const { index, records } of topic.partitionData) {
      if (records === null || records.length < BATCH_OVERHEAD) continue;
      if ((records[ATTRIBUTES_AT + 1]! & TRANSACTIONAL_BIT) === 0) continue;
      const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
      const producerId = readInt64(view, PRODUCER_ID_AT);
      const producerEpoch = view.getInt16(PRODUCER_EPOCH_AT);
      if (producerId < 0) continue;
      found ??= { producerId, producerEpoch, partitions: [], isMixed: false };
      if (found.producerId !== producerId || found.producerEpoch !== producerEpoch) found.isMixed = true;
      const hosted = usesTopicIds ? replicas.getById(topic.topicId, index) : replicas.get(topic.name, index);
      if (hosted !== undefined) found.partitions.push(hosted);
    }
  }
  return found;
}

export function supportOf(apiVersion: number): TransactionSupport {
  if (apiVersion >= IMPLICIT_ADD_SINCE) return TransactionSupport.ImplicitAdd;
  return apiVersion >= ABORTABLE_SINCE ? TransactionSupport.Abortable : TransactionSupport.Legacy;
}

export interface Refusal {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** What the coordinator says, in errors that a producer repeats the request for. */
export function refusalOf(errorCode: number): Refusal {
  switch (errorCode) {
    case ErrorCode.INVALID_TXN_STATE:
      return { errorCode, errorMessage: 'Partition was not added to the transaction' };
    case ErrorCode.CONCURRENT_TRANSACTIONS:
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.REQUEST_TIMED_OUT:
    case ErrorCode.BROKER_NOT_AVAILABLE:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.NOT_COORDINATOR:
      return {
        errorCode: ErrorCode.NOT_ENOUGH_REPLICAS,
        errorMessage: `Unable to verify the partition has been added to the transaction. Underlying error: ${errorName(errorCode)}`,
      };
    default:
      return { errorCode, errorMessage: null };
  }
}
