/** KIP-966: who may lack what it acknowledged is no eligible leader; who lacks nothing leads, however it stopped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Broker } from '../../src/broker/broker.ts';
import { freePorts, localNodeConfig, localNodeProperties } from '../../src/broker/local-cluster.ts';
import { createTopic } from '../../src/client/admin.ts';
import { reassign } from '../../src/client/partitions.ts';
import { Producer } from '../../src/client/producer.ts';
import { silentLogger } from '../../src/runtime/logging/logger.ts';
import { CLEAN_SHUTDOWN_FILE } from '../../src/storage/broker-epoch.ts';
import { ClusterClients, eventually, topicOf } from './support/cluster-client.ts';

const clients = new ClusterClients();
const brokers = new Map<number, Broker>();
let folder: string;

afterEach(async () => {
  await clients.close();
  await Promise.all([...brokers.values()].map((broker) => broker.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('a broker that comes back leads where it was eligible, unless it may have lost something', async () => {
  folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  const ports = await freePorts(5);
  const nodes = ports.map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: join(folder, `node-${i + 1}`),
    clientPort: 0,
    controllerPort,
  }));
  const start = async (nodeId: number, flush: 'fsync' | 'os'): Promise<void> => {
    const overrides = new Map([
      ['chronik.threads', 'in-thread'],
      ['chronik.flush', flush],
    ]);
    const properties = localNodeProperties(nodes[nodeId - 1]!, nodes.slice(0, 3), overrides);
    if (nodeId > 3) properties.set('process.roles', 'broker').set('listeners', 'PLAINTEXT://127.0.0.1:0');
    const config = localNodeConfig(properties);
    const options = { config, logger: silentLogger, loggers: silentLogger as never, onFatal: () => {} };
    brokers.set(nodeId, await Broker.start(options));
  };
  const stop = async (nodeId: number): Promise<void> => {
    await brokers.get(nodeId)!.stop();
    brokers.delete(nodeId);
  };
  const partition = () => brokers.get(1)!.cache.image.topics.byName('t')!.partitions[0]!;
  const until = (isRight: (now: ReturnType<typeof partition>) => boolean) =>
    eventually(async () => partition(), isRight);
  /** Broker 3 leads last, and is gone; broker 5 was in sync longer than broker 4. */
  const stopAll = async (): Promise<void> => {
    await until(({ isr }) => isr.length === 3);
    for (const nodeId of [4, 5, 3]) await stop(nodeId);
    await until(({ leader, elr }) => leader === -1 && elr.includes(5) && !elr.includes(4));
  };
  const crashed = (nodeId: number) => rmSync(join(nodes[nodeId - 1]!.directory, CLEAN_SHUTDOWN_FILE));

  await Promise.all(nodes.map(({ nodeId }) => start(nodeId, 'os')));
  const client = clients.to(brokers.get(1)!.bootstrapServers);
  await createTopic(client, topicOf('t', 1));
  await reassign(client, [{ topic: 't', partition: 0, replicas: [3, 4, 5] }]);
  await until(({ isr }) => isr.toSorted().join() === '3,4,5');
  const producer = await Producer.create(client, { acks: -1 });
  await producer.prepare('t');
  producer.append('t', 0, null, new TextEncoder().encode('kept'));
  await producer.flush();
  producer.close();

  // What the operating system had not written is gone with a crash of the machine, and nobody knows whether it was one.
  await stopAll();
  crashed(5);
  await start(5, 'fsync');
  await until(({ elr }) => !elr.includes(5));
  expect(partition().leader).toBe(-1);
  await start(3, 'os');
  await until(({ leader }) => leader === 3);
  await start(4, 'os');

  // Every acknowledgement of broker 5 came after the disk's now.
  await stopAll();
  crashed(5);
  await start(5, 'fsync');
  await until(({ leader }) => leader === 5);
  await start(3, 'os');
  await start(4, 'os');

  // Another disk in its place.
  await stopAll();
  rmSync(nodes[4]!.directory, { recursive: true });
  await start(5, 'fsync');
  await until(({ elr }) => !elr.includes(5));
  expect(partition().leader).toBe(-1);
}, 60_000);
