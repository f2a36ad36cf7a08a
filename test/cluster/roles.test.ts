/** A node beside the voters: it has no say in the quorum, and serves, leads and follows like any other broker. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePorts, localNodeConfig, localNodeProperties } from '../../src/broker/local-cluster.ts';
import { type RunningBroker, startBrokerFromConfig } from '../../src/broker/start-broker.ts';
import { createTopic } from '../../src/client/admin.ts';
import { reassign } from '../../src/client/partitions.ts';
import { Producer } from '../../src/client/producer.ts';
import { describeQuorum } from '../../src/client/quorum.ts';
import { ClusterClients, eventually, partitionsOf, readAll, topicOf } from './support/cluster-client.ts';

const clients = new ClusterClients();
const running: RunningBroker[] = [];
let folder: string;

afterEach(async () => {
  await clients.close();
  await Promise.all(running.splice(0).map((broker) => broker.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('a broker that is no voter', async () => {
  folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  const ports = await freePorts(4);
  const nodes = ports.map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: join(folder, `node-${i + 1}`),
    clientPort: 0,
    controllerPort,
  }));
  const voters = nodes.slice(0, 3);
  const overrides = new Map([
    ['chronik.threads', 'in-thread'],
    ['chronik.flush', 'os'],
  ]);
  const configs = nodes.map((node) => {
    const properties = localNodeProperties(node, voters, overrides);
    if (node.nodeId === 4) properties.set('process.roles', 'broker').set('listeners', 'PLAINTEXT://127.0.0.1:0');
    return localNodeConfig(properties);
  });
  running.push(
    ...(await Promise.all(
      configs.map((config) => startBrokerFromConfig(config, { logLevel: 'error', onFatal: () => {} })),
    )),
  );
  const client = clients.to(running[3]!.bootstrapServers);
  const quorum = await describeQuorum(client);
  expect(quorum.voters.map(({ replicaId }) => replicaId)).toEqual([1, 2, 3]);
  expect(quorum.observers.map(({ replicaId }) => replicaId)).toEqual([4]);
  await createTopic(client, topicOf('t', 1));
  await reassign(client, [{ topic: 't', partition: 0, replicas: [4, 1, 2] }]);
  await eventually(
    () => client.metadata(['t']),
    (metadata) => partitionsOf(metadata, 't')[0]!.inSyncReplicas.includes(4),
  );
  const producer = await Producer.create(client, { acks: -1 });
  await producer.prepare('t');
  for (let i = 0; i < 20; i++) producer.append('t', 0, null, new TextEncoder().encode(String(i)));
  await producer.flush();
  producer.close();
  const expected = Array.from({ length: 20 }, (_, i) => String(i));
  expect(await readAll(clients.to(running[0]!.bootstrapServers), 't', 1, 20)).toEqual(expected);
}, 60_000);
