/**
 * DescribeProducers: v0 (KIP-664). Who has written to a partition with a producer id lately, and since which offset a
 * transaction of theirs is open: how an operator finds the one that hangs. Any replica answers, from its own log. Main
 * thread; answers at once.
 */
import type { ProducerEntry } from '../../../core/log/producer-entry.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeProducersRequest,
  readDescribeProducersRequest,
} from '../../../core/protocol/generated/describe-producers-request.ts';
import {
  type DescribeProducersResponse,
  type DescribeProducersResponsePartitionResponse,
  type DescribeProducersResponseProducerState,
  newDescribeProducersResponse,
  writeDescribeProducersResponse,
} from '../../../core/protocol/generated/describe-producers-response.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import type { ApiHandler } from '../handler.ts';
import { type ImageSource, unhostedError } from './unhosted-partition.ts';

export interface DescribeProducersServices {
  readonly replicaManager: Pick<ReplicaManager, 'get'>;
  readonly metadata: ImageSource;
}

export function describeProducersHandler(
  services: DescribeProducersServices,
): ApiHandler<DescribeProducersRequest, DescribeProducersResponse> {
  return {
    apiKey: ApiKey.DescribeProducers,
    minVersion: 0,
    maxVersion: 0,
    read: readDescribeProducersRequest,
    write: writeDescribeProducersResponse,
    handle({ topics }, _context, reply) {
      const described = topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partition) => describePartition(services, name, partition)),
      }));
      reply.send(newDescribeProducersResponse({ topics: described }));
    },
  };
}

function describePartition(
  { replicaManager, metadata }: DescribeProducersServices,
  topic: string,
  partitionIndex: number,
): DescribeProducersResponsePartitionResponse {
  const hosted = replicaManager.get(topic, partitionIndex);
  const log = hosted?.log ?? null;
  if (log === null) {
    const errorCode =
      hosted === undefined ? unhostedError(metadata, topic, partitionIndex) : ErrorCode.KAFKA_STORAGE_ERROR;
    return { partitionIndex, errorCode, errorMessage: errorMessage(errorCode), activeProducers: [] };
  }
  const activeProducers = Array.from(log.producers.producers.values(), stateOf);
  return { partitionIndex, errorCode: ErrorCode.NONE, errorMessage: null, activeProducers };
}

function stateOf(entry: ProducerEntry): DescribeProducersResponseProducerState {
  const { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnFirstOffset } = entry;
  return {
    producerId,
    producerEpoch,
    lastSequence,
    lastTimestamp,
    coordinatorEpoch,
    currentTxnStartOffset: currentTxnFirstOffset,
  };
}
