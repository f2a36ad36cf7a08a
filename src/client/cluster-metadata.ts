/** A Metadata response in the shape the client works with: topics and partitions by name and number, brokers by id. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import type { MetadataResponse } from '../core/protocol/generated/metadata-response.ts';
import { KafkaError } from './kafka-error.ts';

export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1 while there is none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  readonly offlineReplicas: readonly number[];
  readonly errorCode: number;
}

export interface TopicMetadata {
  readonly name: string;
  /** All zeros before Metadata version 10. */
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly errorCode: number;
  /** In order of their numbers. */
  readonly partitions: readonly PartitionMetadata[];
}

export interface ClusterMetadata {
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: ReadonlyMap<number, BrokerNode>;
  readonly topics: ReadonlyMap<string, TopicMetadata>;
}

export function clusterMetadata(response: MetadataResponse): ClusterMetadata {
  const topics = new Map<string, TopicMetadata>();
  for (const { name, topicId, isInternal, errorCode, partitions } of response.topics) {
    if (name === null) continue;
    topics.set(name, {
      name,
      topicId,
      isInternal,
      errorCode,
      partitions: partitions
        .map((partition) => ({
          partition: partition.partitionIndex,
          leader: partition.leaderId,
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          inSyncReplicas: partition.isrNodes,
          offlineReplicas: partition.offlineReplicas,
          errorCode: partition.errorCode,
        }))
        .sort((left, right) => left.partition - right.partition),
    });
  }
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: new Map(
      response.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { id: nodeId, host, port, rack }]),
    ),
    topics,
  };
}

/** The topic, or Kafka's error for why it cannot be used. */
export function usableTopic(metadata: ClusterMetadata, name: string): TopicMetadata {
  const topic = metadata.topics.get(name);
  const code = topic?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  if (topic === undefined || code !== ErrorCode.NONE) {
    const isMissing = code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    throw new KafkaError(code, `topic ${name}`, isMissing ? 'there is no such topic' : null);
  }
  return topic;
}

/** The partition with its leader, or a retriable error while it has none. */
export function ledPartition(topic: TopicMetadata, partition: number): PartitionMetadata {
  const found = topic.partitions.find((candidate) => candidate.partition === partition);
  const where = `partition ${topic.name}-${partition}`;
  if (found === undefined) {
    throw new KafkaError(
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      where,
      `the topic has ${topic.partitions.length} partitions`,
    );
  }
  if (found.leader < 0) throw new KafkaError(ErrorCode.LEADER_NOT_AVAILABLE, where);
  return found;
}
