/** One topic of a Metadata answer: its partitions as clients of one listener, speaking one version, are told of them. */
import type { ClusterImage } from '../../../core/metadata/cluster-image.ts';
import { isInternalTopic } from '../../../core/metadata/topic-names.ts';
import type { PartitionRegistration, TopicImage } from '../../../core/metadata/topics-image.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import type {
  MetadataResponsePartition,
  MetadataResponseTopic,
} from '../../../core/protocol/generated/metadata-response.ts';
import { OPERATIONS_NOT_ASKED } from '../authorized-operations.ts';
import type { RequestContext } from '../handler.ts';
import { isReachable, offlineReplicas } from './cluster-view.ts';

export function topicAnswer(image: ClusterImage, topic: TopicImage, context: RequestContext): MetadataResponseTopic {
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.map((partition) => partitionAnswer(image, partition, context)),
    topicAuthorizedOperations: OPERATIONS_NOT_ASKED,
  };
}

function partitionAnswer(
  image: ClusterImage,
  partition: PartitionRegistration,
  { apiVersion, connection: { listenerName } }: RequestContext,
): MetadataResponsePartition {
  const isLed = isReachable(image, partition.leader, listenerName);
  // Version 0 has no list of offline replicas: it leaves them out and says so by an error.
  const hidesUnreachable = apiVersion === 0;
  const reachable = (ids: readonly number[]) =>
    (hidesUnreachable ? ids.filter((id) => isReachable(image, id, listenerName)) : ids) as number[];
  const replicaNodes = reachable(partition.replicas);
  const isrNodes = reachable(partition.isr);
  const isComplete = replicaNodes.length === partition.replicas.length && isrNodes.length === partition.isr.length;
  return {
    errorCode: isLed
      ? isComplete
        ? ErrorCode.NONE
        : ErrorCode.REPLICA_NOT_AVAILABLE
      : noLeader(image, partition, apiVersion),
    partitionIndex: partition.partition,
    leaderId: isLed ? partition.leader : -1,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes,
    isrNodes,
    offlineReplicas: offlineReplicas(image, partition, listenerName),
  };
}

/** From v6 on a leader without the client's listener is told apart: it is a mistake in the configuration. */
function noLeader(image: ClusterImage, partition: PartitionRegistration, apiVersion: number): number {
  const leader = image.brokers.get(partition.leader);
  const isListenerMissing = leader !== undefined && !leader.isFenced;
  return isListenerMissing && apiVersion >= 6 ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.LEADER_NOT_AVAILABLE;
}
