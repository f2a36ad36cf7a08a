/** Who leads a partition, by the newest of what several brokers told: they lag behind one another, epochs say which is newer. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import type { ClusterMetadata } from './cluster-metadata.ts';
import { KafkaError, refuseError } from './kafka-error.ts';

export interface PartitionLead {
  readonly topicId: string;
  /** -1 while there is none. */
  readonly leader: number;
  /** Sent along, so that a broker that knows another leader says so instead of answering (KIP-320). -1: not told. */
  readonly leaderEpoch: number;
}

/** What is known after this metadata, which may be older than what was known before. Throws when the topic is not usable. */
export function newerLead(
  known: PartitionLead | null,
  metadata: ClusterMetadata,
  topic: string,
  partition: number,
): PartitionLead {
  const where = `topic ${topic}`;
  const told = metadata.topics.get(topic);
  if (told === undefined) throw new KafkaError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, where);
  refuseError(told.errorCode, where);
  const { leader, leaderEpoch } = told.partitions[partition] ?? { leader: -1, leaderEpoch: -1 };
  const isOlder = known !== null && known.topicId === told.topicId && leaderEpoch < known.leaderEpoch;
  return isOlder ? known : { topicId: told.topicId, leader, leaderEpoch };
}
