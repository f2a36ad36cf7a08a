/** Connection limits of a running broker, from its properties and as they are changed. */
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type EmbeddedBrokerOptions, type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';
import { alterConfigs, ConfigOperation, ConfigResourceType } from '../../src/client/admin.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';

let broker: RunningBroker;
let client: KafkaClient;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await client.close();
  await broker.stop();
});

/** With one connection, the client's, open already. */
async function start(properties: EmbeddedBrokerOptions['properties'] = {}): Promise<void> {
  broker = await startBroker({ properties });
  client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  await client.anyBroker();
}

/** Whether a connection more is taken; it stays open. */
function isTaken(): Promise<boolean> {
  const port = Number(broker.bootstrapServers.split(':')[1]);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('close', () => resolve(false));
    socket.on('connect', () => setTimeout(() => resolve(true), 100));
  });
}

async function set(name: string, value: string | null, brokerId = ''): Promise<void> {
  const operation = value === null ? ConfigOperation.DELETE : ConfigOperation.SET;
  await alterConfigs(client, ConfigResourceType.BROKER, brokerId, [{ name, operation, value }]);
}

test('max.connections changes while the broker runs, and what is open stays', async () => {
  await start();
  await set('max.connections', '1');
  await expect.poll(isTaken).toBe(false);
  expect((await client.anyBroker()).isOpen).toBe(true);
  await set('max.connections', '2', '1');
  await expect.poll(isTaken).toBe(true);
  expect(await isTaken()).toBe(false);
  await set('max.connections', null, '1');
  await set('max.connections', null);
  await expect.poll(isTaken).toBe(true);
});

test('a limit per address has exceptions, by name too', async () => {
  await start({ 'max.connections.per.ip': 1 });
  expect(await isTaken()).toBe(false);
  await set('max.connections.per.ip.overrides', 'localhost:2');
  await expect.poll(isTaken).toBe(true);
  expect(await isTaken()).toBe(false);
  await expect(set('max.connections.per.ip.overrides', 'localhost')).rejects.toThrow(
    'localhost is not of the form host:count',
  );
});

test('a listener has limits of its own', async () => {
  await start({ 'listener.name.plaintext.max.connections': 1 });
  expect(await isTaken()).toBe(false);
  await set('listener.name.plaintext.max.connections', '2', '1');
  await expect.poll(isTaken).toBe(true);
  expect(await isTaken()).toBe(false);
});

test('a listener has a rate of its own', async () => {
  await start({ 'listener.name.plaintext.max.connection.creation.rate': 2 });
  const taken = [await isTaken(), await isTaken(), await isTaken()];
  expect(taken).toEqual([true, false, false]);
});
