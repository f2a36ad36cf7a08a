/** Three whole brokers in one process: what one of them is told, all of them know, and one of them may go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCluster, startCluster } from '../../src/broker/start-cluster.ts';
import { createTopic, deleteTopic, describeCluster } from '../../src/client/admin.ts';
import type { ClusterMetadata } from '../../src/client/cluster-metadata.ts';
import { electLeaders, listReassignments, reassign } from '../../src/client/partitions.ts';
import { Producer } from '../../src/client/producer.ts';
import { describeQuorum } from '../../src/client/quorum.ts';
import { areInSync, ClusterClients, eventually, partitionsOf, readAll, topicOf } from './support/cluster-client.ts';

let cluster: RunningCluster;
const clients = new ClusterClients();

/** A client that knows only this node at first. */
const through = (nodeId: number) => clients.to(cluster.node(nodeId)!.bootstrapServers);

beforeAll(async () => {
  cluster = await startCluster({ nodes: 3 });
}, 60_000);

afterAll(async () => {
  await clients.close();
  await cluster?.stop();
}, 60_000);

test('every node names the same three brokers, and the same controller', async () => {
  const views = await Promise.all(cluster.nodeIds.map((id) => describeCluster(through(id))));
  for (const { brokers, clusterId, controllerId } of views) {
    expect(brokers.map(({ brokerId, isFenced }) => [brokerId, isFenced])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(clusterId).toBe(cluster.clusterId);
    expect(controllerId).toBe(views[0]!.controllerId);
  }
  const quorum = await describeQuorum(through(3));
  expect(quorum.voters.map(({ replicaId }) => replicaId)).toEqual([1, 2, 3]);
  expect(quorum.leaderId).toBe(views[0]!.controllerId);
});

test('whatever node is asked to create topics, all of them have them, spread over all', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(names.map((name, i) => createTopic(through(1 + (i % 3)), topicOf(name))));
  const views = await Promise.all(
    cluster.nodeIds.map((id) =>
      eventually(
        () => through(id).metadata(names),
        (metadata) => names.every((name) => partitionsOf(metadata, name).length === 3),
      ),
    ),
  );
  const leaders = (metadata: ClusterMetadata) =>
    names.map((name) => partitionsOf(metadata, name).map(({ leader, replicas }) => [leader, replicas]));
  expect(leaders(views[1]!)).toEqual(leaders(views[0]!));
  expect(leaders(views[2]!)).toEqual(leaders(views[0]!));
  for (const id of cluster.nodeIds) {
    const led = leaders(views[0]!)
      .flat()
      .filter(([leader]) => leader === id);
    expect(led).toHaveLength(6);
  }
  await deleteTopic(through(2), 'f');
  await eventually(
    () => through(3).metadata(['f']),
    (metadata) => partitionsOf(metadata, 'f').length === 0,
  );
});

test('through each node, what goes to a topic made that moment is acknowledged by all replicas', async () => {
  for (const id of cluster.nodeIds) {
    const client = through(id);
    const producer = await Producer.create(client, { acks: -1 });
    const name = `made-by-${id}`;
    await producer.prepare(name);
    for (let i = 0; i < 50; i++) producer.append(name, 0, null, new TextEncoder().encode(`${id}:${i}`));
    await producer.flush();
    producer.close();
    const expected = Array.from({ length: 50 }, (_, i) => `${id}:${i}`);
    expect(await readAll(through(1 + (id % 3)), name, 1, 50)).toEqual(expected);
  }
});

describe('a node that stops and comes back', () => {
  test('hands its partitions over first: a producer under way notices nothing', async () => {
    await createTopic(through(1), topicOf('rolling', 6));
    const producer = await Producer.create(clients.to(cluster.bootstrapServers), { acks: -1 });
    await producer.prepare('rolling');
    let sent = 0;
    let isDone = false;
    const load = (async () => {
      while (!isDone) {
        for (let partition = 0; partition < 6; partition++) {
          producer.append('rolling', partition, null, new TextEncoder().encode(String(sent++)));
        }
        await producer.room();
        await new Promise((done) => setTimeout(done, 5));
      }
      await producer.flush();
    })();
    for (const id of cluster.nodeIds) {
      await cluster.stopNode(id);
      const other = 1 + (id % 3);
      const without = await eventually(
        () => through(other).metadata(['rolling']),
        (metadata) => partitionsOf(metadata, 'rolling').every(({ leader }) => leader > 0 && leader !== id),
      );
      expect([...without.brokers.keys()]).not.toContain(id);
      await cluster.startNode(id);
      await eventually(() => through(other).metadata(['rolling']), areInSync('rolling', 3));
    }
    isDone = true;
    await load;
    producer.close();
    const found = await readAll(through(2), 'rolling', 6, sent);
    expect(found.map(Number).sort((x, y) => x - y)).toEqual(Array.from({ length: sent }, (_, i) => i));
  }, 90_000);

  test('gets its leadership back on request', async () => {
    const client = through(1);
    const before = partitionsOf(await client.metadata(['rolling']), 'rolling');
    expect(before.some(({ leader, replicas }) => leader !== replicas[0])).toBe(true);
    const outcomes = await electLeaders(client, 'preferred', null);
    expect(outcomes.filter(({ errorCode }) => errorCode !== 0)).toEqual([]);
    const after = await eventually(
      () => through(2).metadata(['rolling']),
      (metadata) => partitionsOf(metadata, 'rolling').every(({ leader, replicas }) => leader === replicas[0]),
    );
    expect(partitionsOf(after, 'rolling')).toHaveLength(6);
  });
});

test('a replica moves to another broker with everything that it holds', async () => {
  const client = through(1);
  await createTopic(client, topicOf('moves', 1, 1));
  const producer = await Producer.create(client, { acks: -1 });
  await producer.prepare('moves');
  for (let i = 0; i < 500; i++) producer.append('moves', 0, null, new TextEncoder().encode(`v${i}`));
  await producer.flush();
  producer.close();
  const [from] = partitionsOf(await client.metadata(['moves']), 'moves')[0]!.replicas;
  const to = 1 + (from! % 3);
  const [outcome] = await reassign(client, [{ topic: 'moves', partition: 0, replicas: [to] }]);
  expect(outcome).toMatchObject({ errorCode: 0 });
  const moved = await eventually(
    () => client.metadata(['moves']),
    (metadata) => partitionsOf(metadata, 'moves')[0]!.replicas.join() === String(to),
  );
  expect(partitionsOf(moved, 'moves')[0]).toMatchObject({ leader: to, inSyncReplicas: [to] });
  expect(await listReassignments(client)).toEqual([]);
  expect(await readAll(through(3), 'moves', 1, 500)).toEqual(Array.from({ length: 500 }, (_, i) => `v${i}`));
});
