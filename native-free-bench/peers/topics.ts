/** Makes the topics that loads write to, each its own, and waits until every partition has a leader. */
import type { Target } from '../load/targets.ts';
import { room } from '../room.ts';

const LEADERS_WITHIN_MS = 60_000;
let made = 0;

/** @returns its name. @throws when the partitions have no leaders within a minute */
export async function newTopic(target: Target, partitions: number, replicationFactor: number): Promise<string> {
  const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client.ts');
  const { createTopic } = await room<typeof import('../../src/client/admin.ts')>('client/admin.ts');
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
      if (ready.length === partitions) return name;
      if (Date.now() > deadline) throw new Error(`${target.name}: ${ready.length} of ${partitions} partitions are led`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await client.close();
  }
}
