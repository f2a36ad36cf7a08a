/**
 * DescribeTopicPartitions: v0 (KIP-966). Partitions of topics in the order of their names, at most so many at a time, with
 * a cursor to go on from. Main thread.
 */
import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import type { ClusterImage } from '../../../core/metadata/cluster-image.ts';
import { isInternalTopic, topicNameError } from '../../../core/metadata/topic-names.ts';
import type { PartitionRegistration } from '../../../core/metadata/topics-image.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeTopicPartitionsRequest,
  readDescribeTopicPartitionsRequest,
} from '../../../core/protocol/generated/describe-topic-partitions-request.ts';
import {
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponsePartition,
  type DescribeTopicPartitionsResponseTopic,
  newDescribeTopicPartitionsResponse,
  writeDescribeTopicPartitionsResponse,
} from '../../../core/protocol/generated/describe-topic-partitions-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import { OPERATIONS_NOT_ASKED, TOPIC_OPERATIONS } from '../authorized-operations.ts';
import type { ApiHandler } from '../handler.ts';
import { isReachable, offlineReplicas } from './cluster-view.ts';

export function describeTopicPartitionsHandler(services: {
  readonly cache: MetadataCache;
  /** `max.request.partition.size.limit` */
  partitionLimit(): number;
}): ApiHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {
  return {
    apiKey: ApiKey.DescribeTopicPartitions,
    minVersion: 0,
    maxVersion: 0,
    read: readDescribeTopicPartitionsRequest,
    write: writeDescribeTopicPartitionsResponse,
    handle(request, { connection }, reply) {
      const { image } = services.cache;
      const from = request.cursor?.topicName ?? '';
      const isForAll = request.topics.length === 0;
      const asked = isForAll ? [...image.topics.names()] : request.topics.map((topic) => topic.name);
      const names = [...new Set(asked)].filter((name) => name >= from).sort();
      const isCursorListed = request.cursor === null || isForAll || names.includes(from);
      if (!isCursorListed || (request.cursor !== null && request.cursor.partitionIndex < 0)) {
        reply.send(refused(request));
        return;
      }
      const limit = Math.max(Math.min(services.partitionLimit(), request.responsePartitionLimit), 1);
      const first = request.cursor === null ? null : { name: from, partition: request.cursor.partitionIndex };
      reply.send(page(image, names, first, limit, isForAll, connection.listenerName));
    },
  };
}

/** The response has no error of its own: each topic carries it. */
function refused(request: DescribeTopicPartitionsRequest): DescribeTopicPartitionsResponse {
  const topics = request.topics.map(({ name }) => ({
    ...unknownTopic(name, ErrorCode.INVALID_REQUEST),
    topicAuthorizedOperations: OPERATIONS_NOT_ASKED,
  }));
  return newDescribeTopicPartitionsResponse({ topics });
}

function page(
  image: ClusterImage,
  names: readonly string[],
  first: { readonly name: string; readonly partition: number } | null,
  limit: number,
  isForAll: boolean,
  listenerName: string,
): DescribeTopicPartitionsResponse {
  const response = newDescribeTopicPartitionsResponse();
  let remaining = limit;
  for (const name of names) {
    if (remaining === 0) {
      response.nextCursor = { topicName: name, partitionIndex: 0 };
      break;
    }
    const topic = image.topics.byName(name);
    if (topic === undefined) {
      const isLegal = topicNameError(name) === null;
      const errorCode = isLegal ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION;
      if (!isForAll) response.topics.push(unknownTopic(name, errorCode));
      continue;
    }
    const start = first?.name === name ? first.partition : 0;
    const end = Math.min(topic.partitions.length, start + remaining);
    const partitions = topic.partitions.slice(start, end);
    response.topics.push({
      errorCode: ErrorCode.NONE,
      name,
      topicId: topic.id,
      isInternal: isInternalTopic(name),
      partitions: partitions.map((partition) => describe(image, partition, listenerName)),
      topicAuthorizedOperations: TOPIC_OPERATIONS,
    });
    if (end < topic.partitions.length) {
      response.nextCursor = { topicName: name, partitionIndex: end };
      break;
    }
    remaining -= partitions.length;
  }
  return response;
}

function describe(
  image: ClusterImage,
  partition: PartitionRegistration,
  listenerName: string,
): DescribeTopicPartitionsResponsePartition {
  return {
    errorCode: ErrorCode.NONE,
    partitionIndex: partition.partition,
    leaderId: isReachable(image, partition.leader, listenerName) ? partition.leader : -1,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: partition.replicas as number[],
    isrNodes: partition.isr as number[],
    eligibleLeaderReplicas: partition.elr as number[],
    lastKnownElr: partition.lastKnownElr as number[],
    offlineReplicas: offlineReplicas(image, partition, listenerName),
  };
}

function unknownTopic(name: string, errorCode: number): DescribeTopicPartitionsResponseTopic {
  return {
    errorCode,
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions: [],
    topicAuthorizedOperations: TOPIC_OPERATIONS,
  };
}
