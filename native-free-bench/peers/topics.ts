/** Makes the topics that loads write to, each its own, and waits until every partition has a leader and its files. */
import type { Target } from '../load/targets.ts';
import { room } from '../room.ts';

const LEADERS_WITHIN_MS = 60_000;
let made = 0;

/** @returns its name. @throws when the partitions have no leaders within a minute */
export async function newTopic(target: Target, partitions: number, replicationFactor: number): Promise<string> {
  const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client.ts');
  const { createTopic } = await room<typeof import('../../src/client/admin.ts')>('client/admin.ts');
  const { Producer } = await room<typeof import('../../src/client/producer.ts')>('client/producer.ts');
  const client = new KafkaClient({ bootstrapServers: target.bootstrapServers, requestTimeoutMs: LEADERS_WITHIN_MS });
  const name = `load-${++made}`;
  try {
    const configs = new Map([['min.insync.replicas', String(Math.min(2, replicationFactor))]]);
    await createTopic(client, { name, partitions, replicationFactor, configs });
    const deadline = Date.now() + LEADERS_WITHIN_MS;
    for (;;) {
      const found = (await client.metadata([name])).topics.get(name)?.partitions ?? [];
      const ready = found.filter(
        ({ leader, inSyncReplicas }) => leader >= 0 && inSyncReplicas.length === replicationFactor,
      );
      if (ready.length === partitions) break;
      if (Date.now() > deadline) throw new Error(`${target.name}: ${ready.length} of ${partitions} partitions are led`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // The first record of a partition makes files, on followers too: no load is to be measured by that.
    const producer = await Producer.create(client, { idempotent: false });
    await producer.prepare(name);
    for (let partition = 0; partition < partitions; partition++)
      producer.append(name, partition, null, Buffer.from('the first'));
    await producer.flush();
    return name;
  } finally {
    await client.close();
  }
}
