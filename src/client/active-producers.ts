/** The producers that partitions remember, as their leaders tell (KIP-664). */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newDescribeProducersRequest } from '../core/protocol/generated/describe-producers-request.ts';
import { ledPartition, usableTopic } from './cluster-metadata.ts';
import type { TopicPartition } from './describe-group.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';
import { DESCRIBE_PRODUCERS } from './transaction-apis.ts';

export interface ActiveProducer extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 where no transaction coordinator has written for it. */
  readonly coordinatorEpoch: number;
  readonly lastSequence: number;
  /** Of its last record, ms since 1970. */
  readonly lastTimestamp: number;
  /** The first offset of its open transaction in the partition; null while there is none. */
  readonly transactionStartOffset: number | null;
}

/** In order of the partitions. Throws UNKNOWN_TOPIC_OR_PARTITION at once. */
export async function activeProducers(
  client: KafkaClient,
  partitions: readonly TopicPartition[],
): Promise<ActiveProducer[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  return retrying(
    client.retry,
    async () => {
      const metadata = await client.metadata(topics);
      const byLeader = new Map<number, TopicPartition[]>();
      for (const place of partitions) {
        const { leader } = ledPartition(usableTopic(metadata, place.topic), place.partition);
        const group = byLeader.get(leader);
        if (group === undefined) byLeader.set(leader, [place]);
        else group.push(place);
      }
      const found = new Map<string, ActiveProducer[]>();
      for (const [leader, places] of byLeader) await askLeader(client, leader, places, found);
      return partitions.flatMap(({ topic, partition }) => found.get(`${topic} ${partition}`) ?? []);
    },
    isRetriableOnceReached(
      client,
      (error) => error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ),
  );
}

async function askLeader(
  client: KafkaClient,
  leader: number,
  places: readonly TopicPartition[],
  found: Map<string, ActiveProducer[]>,
): Promise<void> {
  const names = [...new Set(places.map(({ topic }) => topic))];
  const request = newDescribeProducersRequest({
    topics: names.map((name) => ({
      name,
      partitionIndexes: places.filter(({ topic }) => topic === name).map(({ partition }) => partition),
    })),
  });
  const response = await (await client.broker(leader)).call(DESCRIBE_PRODUCERS, request);
  for (const { name, partitions } of response.topics) {
    for (const { partitionIndex, errorCode, errorMessage, activeProducers: producers } of partitions) {
      refuseError(errorCode, `${name}-${partitionIndex}`, errorMessage);
      const own = producers.map((producer) => ({
        topic: name,
        partition: partitionIndex,
        producerId: producer.producerId,
        producerEpoch: producer.producerEpoch,
        coordinatorEpoch: producer.coordinatorEpoch,
        lastSequence: producer.lastSequence,
        lastTimestamp: producer.lastTimestamp,
        transactionStartOffset: producer.currentTxnStartOffset < 0 ? null : producer.currentTxnStartOffset,
      }));
      found.set(`${name} ${partitionIndex}`, own);
    }
  }
}
