import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCluster, startCluster } from '../../src/broker/start-cluster.ts';
import { createTopic } from '../../src/client/admin.ts';
import { areInSync, ClusterClients, eventually, partitionsOf, topicOf } from './support/cluster-client.ts';

let cluster: RunningCluster;
const clients = new ClusterClients();

beforeAll(async () => {
  cluster = await startCluster({ properties: { 'leader.imbalance.check.interval.seconds': 1 } });
}, 60_000);

afterAll(async () => {
  await clients.close();
  await cluster?.stop();
}, 60_000);

test('a broker that was away gets its share of leaders back by itself', async () => {
  const client = clients.to(cluster.node(1)!.bootstrapServers);
  await createTopic(client, topicOf('t', 6));
  await cluster.stopNode(2);
  const without = await eventually(
    () => client.metadata(['t']),
    (metadata) => partitionsOf(metadata, 't').every(({ leader }) => leader === 1 || leader === 3),
  );
  expect(partitionsOf(without, 't').some(({ leader, replicas }) => leader !== replicas[0])).toBe(true);
  await cluster.startNode(2);
  await eventually(() => client.metadata(['t']), areInSync('t', 3));
  await eventually(
    () => client.metadata(['t']),
    (metadata) => partitionsOf(metadata, 't').every(({ leader, replicas }) => leader === replicas[0]),
  );
}, 60_000);
