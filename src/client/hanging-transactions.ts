/**
 * Transactions that hold a partition's last stable offset back for ever: open there for longer than any transaction may
 * last, and unknown to the coordinator, so that no time limit will end them (KIP-664).
 */
import { type ActiveProducer, activeProducers } from './active-producers.ts';
import type { TopicPartition } from './describe-group.ts';
import type { KafkaClient } from './kafka-client.ts';
import { type DescribedTransaction, describeTransaction, listTransactions } from './transactions.ts';

export async function findHangingTransactions(
  client: KafkaClient,
  partitions: readonly TopicPartition[],
  longerThanMs: number,
  /** Ms since 1970. */
  now: number,
): Promise<ActiveProducer[]> {
  const producers = await activeProducers(client, partitions);
  const suspects = producers.filter((producer) => isSuspect(producer, longerThanMs, now));
  if (suspects.length === 0) return [];
  const producerIds = [...new Set(suspects.map(({ producerId }) => producerId))];
  const listed = await listTransactions(client, { producerIds });
  const known = new Map<number, DescribedTransaction>();
  for (const { transactionalId } of listed) {
    const transaction = await describeTransaction(client, transactionalId);
    if (transaction !== null) known.set(transaction.producerId, transaction);
  }
  return suspects.filter((suspect) => isHanging(suspect, known.get(suspect.producerId) ?? null));
}

export function isSuspect(producer: ActiveProducer, longerThanMs: number, now: number): boolean {
  return producer.transactionStartOffset !== null && now - producer.lastTimestamp > longerThanMs;
}

/** What the coordinator has on its list for the producer, it will end itself. */
export function isHanging({ topic, partition }: TopicPartition, known: DescribedTransaction | null): boolean {
  return !known?.partitions.some((place) => place.topic === topic && place.partition === partition);
}
