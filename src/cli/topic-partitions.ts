/** Arguments that name topics or some partitions of them, made into partitions that are there. */
import { usableTopic } from '../client/cluster-metadata.ts';
import type { TopicPartition } from '../client/describe-group.ts';
import type { KafkaClient } from '../client/kafka-client.ts';
import type { TopicScope } from './groups/topic-scope.ts';

/** Throws UNKNOWN_TOPIC_OR_PARTITION for a topic that is not there. */
export async function partitionsOf(client: KafkaClient, scopes: readonly TopicScope[]): Promise<TopicPartition[]> {
  const metadata = await client.metadata([...new Set(scopes.map(({ topic }) => topic))]);
  return scopes.flatMap(({ topic, partitions }) => {
    const all = usableTopic(metadata, topic).partitions.map(({ partition }) => partition);
    return (partitions ?? all).map((partition) => ({ topic, partition }));
  });
}
