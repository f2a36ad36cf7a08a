/** What every test of a cluster does: ask until the answer is right, and close what it opened. */
import type { ClusterMetadata, PartitionMetadata } from '../../../src/client/cluster-metadata.ts';
import { Consumer } from '../../../src/client/consumer.ts';
import { KafkaClient } from '../../../src/client/kafka-client.ts';

const PATIENCE_MS = 20_000;

export class ClusterClients {
  readonly #clients: KafkaClient[] = [];

  to(bootstrapServers: string): KafkaClient {
    const retry = { deadlineMs: PATIENCE_MS, backoffMs: 10, backoffMaxMs: 100 };
    const client = new KafkaClient({ bootstrapServers, retry, requestTimeoutMs: 10_000 });
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
  }
}

export async function eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (performance.now() > deadline) throw error;
      return null;
    });
    if (answer !== null && isRight(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`not in ${PATIENCE_MS} ms: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export function topicOf(name: string, partitions = 3, replicationFactor = 3) {
  return { name, partitions, replicationFactor, configs: new Map<string, string>() };
}

export const partitionsOf = (metadata: ClusterMetadata, name: string): readonly PartitionMetadata[] =>
  metadata.topics.get(name)?.partitions ?? [];

export const areInSync = (name: string, nodes: number) => (metadata: ClusterMetadata) => {
  const partitions = partitionsOf(metadata, name);
  return partitions.length > 0 && partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === nodes);
};

/** The values of a topic from its beginning, until there are as many as expected. */
export async function readAll(
  client: KafkaClient,
  name: string,
  partitions: number,
  records: number,
): Promise<string[]> {
  const consumer = await Consumer.create(client, { maxWaitMs: 100 });
  for (let partition = 0; partition < partitions; partition++) consumer.seek(name, partition, 0);
  const found: string[] = [];
  const deadline = performance.now() + PATIENCE_MS;
  while (found.length < records && performance.now() < deadline) {
    for (const fetched of await consumer.poll()) {
      for (const { value } of fetched.records) found.push(new TextDecoder().decode(value!));
    }
  }
  return found;
}
