/** An independent client on three nodes: its group's coordinator stops under it, its transactions reach every leader. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCluster, startCluster } from '../../src/broker/start-cluster.ts';
import { createTopic } from '../../src/client/admin.ts';
import { areInSync, ClusterClients, eventually, partitionsOf, topicOf } from './support/cluster-client.ts';

let cluster: RunningCluster;
let kafka: Kafka;
const clients = new ClusterClients();
const PORTS_FIXED = { retries: 30, initialRetryTime: 50, maxRetryTime: 500 };

beforeAll(async () => {
  cluster = await startCluster({ nodes: 3 });
  kafka = new Kafka({
    clientId: 'test',
    brokers: cluster.bootstrapServers.split(','),
    logLevel: logLevel.NOTHING,
    retry: PORTS_FIXED,
  });
}, 60_000);

afterAll(async () => {
  await clients.close();
  await cluster?.stop();
}, 60_000);

test('a group reads on while the broker that coordinates it stops', async () => {
  const client = clients.to(cluster.bootstrapServers);
  await createTopic(client, topicOf('read', 4));
  const producer = kafka.producer();
  await producer.connect();
  const consumer = kafka.consumer({ groupId: 'readers', sessionTimeout: 6_000, heartbeatInterval: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: ['read'], fromBeginning: true });
  const seen = new Set<string>();
  await consumer.run({
    autoCommitInterval: 50,
    eachMessage: async ({ message }) => void seen.add(String(message.value)),
  });
  const send = async (from: number, to: number) => {
    const messages = Array.from({ length: to - from }, (_, i) => ({ key: String(i), value: String(from + i) }));
    await producer.send({ topic: 'read', acks: -1, messages });
  };
  await send(0, 50);
  await eventually(
    async () => seen.size,
    (size) => size === 50,
  );

  const admin = kafka.admin();
  await admin.connect();
  const coordinator = (await client.metadata(['__consumer_offsets'])).topics.get('__consumer_offsets')!;
  expect(coordinator.partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === 3)).toBe(true);
  const { coordinator: before } = await admin.describeGroups(['readers']).then(async ({ groups }) => {
    expect(groups[0]).toMatchObject({ state: 'Stable', errorCode: 0 });
    return { coordinator: coordinatorOf('readers', coordinator.partitions.length) };
  });
  const { leader } = coordinator.partitions[before]!;
  await cluster.stopNode(leader);
  const moved = await eventually(
    () => client.metadata(['__consumer_offsets']),
    (metadata) => {
      const now = partitionsOf(metadata, '__consumer_offsets')[before]?.leader ?? -1;
      return now > 0 && now !== leader;
    },
  );
  expect(partitionsOf(moved, '__consumer_offsets')[before]!.leaderEpoch).toBeGreaterThan(0);
  await send(50, 100);
  await eventually(
    async () => seen.size,
    (size) => size === 100,
  );
  await cluster.startNode(leader);
  await eventually(() => client.metadata(['read']), areInSync('read', 3));
  await consumer.disconnect();
  // What was committed before and after the move is one story.
  const offsets = await admin.fetchOffsets({ groupId: 'readers', topics: ['read'] });
  const committed = offsets[0]!.partitions.reduce((sum, { offset }) => sum + Number(offset), 0);
  expect(committed).toBe(100);
  await admin.disconnect();
  await producer.disconnect();
}, 90_000);

/** As Kafka assigns groups to partitions of __consumer_offsets: Java's hash of the id. */
function coordinatorOf(group: string, partitions: number): number {
  let hash = 0;
  for (const character of group) hash = (Math.imul(31, hash) + character.charCodeAt(0)) | 0;
  return (hash & 0x7fff_ffff) % partitions;
}

test('a transaction over partitions of every node is seen whole, or not at all', async () => {
  const client = clients.to(cluster.bootstrapServers);
  await createTopic(client, topicOf('whole', 6));
  const metadata = await client.metadata(['whole']);
  expect(new Set(partitionsOf(metadata, 'whole').map(({ leader }) => leader)).size).toBe(3);
  const producer = kafka.producer({ transactionalId: 'tx', maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  for (const [round, outcome] of ['commit', 'abort', 'commit'].entries()) {
    const transaction = await producer.transaction();
    await transaction.send({
      topic: 'whole',
      acks: -1,
      messages: Array.from({ length: 6 }, (_, partition) => ({ partition, value: `${round}:${partition}` })),
    });
    if (outcome === 'commit') await transaction.commit();
    else await transaction.abort();
  }
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId: 'whole-readers', readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topics: ['whole'], fromBeginning: true });
  const seen: string[] = [];
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(String(message.value)) });
  await eventually(
    async () => seen.length,
    (length) => length >= 12,
  );
  await new Promise((done) => setTimeout(done, 300));
  await consumer.disconnect();
  const expected = [0, 2].flatMap((round) => Array.from({ length: 6 }, (_, partition) => `${round}:${partition}`));
  expect(seen.sort()).toEqual(expected.sort());
}, 60_000);
