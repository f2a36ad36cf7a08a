/** The coordinator of a group stops, and another node takes its place: the members go on as the members they were. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCluster, startCluster } from '../../../src/broker/start-cluster.ts';
import { createTopic } from '../../../src/client/admin.ts';
import { describeGroup } from '../../../src/client/describe-group.ts';
import { GroupConsumer } from '../../../src/client/group/group-consumer.ts';
import { committedOffsets } from '../../../src/client/group-offsets.ts';
import { KafkaClient } from '../../../src/client/kafka-client.ts';
import { Producer } from '../../../src/client/producer.ts';

let cluster: RunningCluster;
beforeAll(async () => {
  cluster = await startCluster({
    properties: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 3 },
  });
}, 30_000);
afterAll(() => cluster.stop());

async function produce(client: KafkaClient, topic: string, count: number): Promise<void> {
  const producer = await Producer.create(client);
  await producer.prepare(topic);
  for (let n = 0; n < count; n += 1) producer.append(topic, n % 3, null, new TextEncoder().encode(String(n)));
  await producer.flush();
  producer.close();
}

test.each(['classic', 'consumer'] as const)(
  'protocol %s',
  async (protocol) => {
    const topic = `moves-${protocol}`;
    const client = new KafkaClient({ bootstrapServers: cluster.bootstrapServers });
    await createTopic(client, { name: topic, partitions: 3, replicationFactor: 3, configs: new Map() });
    await produce(client, topic, 30);
    const events: string[] = [];
    const consumer = await GroupConsumer.create(client, {
      groupId: topic,
      topics: [topic],
      protocol,
      offsetReset: 'earliest',
      heartbeatIntervalMs: 500,
      onAssigned: (partitions) => events.push(`+${partitions.length}`),
      onRevoked: (partitions, isLost) => events.push(`${isLost ? 'lost' : '-'}${partitions.length}`),
    });
    const seen: string[] = [];
    const readUpTo = async (count: number) => {
      while (seen.length < count) {
        for (const { partition, records, nextOffset } of await consumer.poll()) {
          seen.push(...records.map(({ offset }) => `${partition}@${offset}`));
          consumer.processed(topic, partition, nextOffset);
        }
      }
    };
    await readUpTo(30);
    await consumer.commit();
    const before = (await describeGroup(client, topic))!;
    await cluster.stopNode(before.coordinator.id);
    await produce(client, topic, 30);
    await readUpTo(60);
    await consumer.commit();
    const after = (await describeGroup(client, topic))!;
    expect(after.coordinator.id).not.toBe(before.coordinator.id);
    expect(after.members.map(({ memberId }) => memberId)).toEqual(before.members.map(({ memberId }) => memberId));
    expect([events, new Set(seen).size, seen.length]).toEqual([['+3'], 60, 60]);
    await consumer.close();
    expect((await committedOffsets(client, topic)).map(({ offset }) => offset)).toEqual([20, 20, 20]);
    await client.close();
    await cluster.startNode(before.coordinator.id);
  },
  60_000,
);
