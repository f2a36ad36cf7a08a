/** Starts that cannot be, or not yet: each says why, and leaves nothing behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePorts, localNodeConfig, localNodeProperties } from '../../src/broker/local-cluster.ts';
import { type RunningBroker, startBrokerFromConfig } from '../../src/broker/start-broker.ts';

const folders: string[] = [];
const running: RunningBroker[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((broker) => broker.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function threeNodes() {
  const folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  folders.push(folder);
  const ports = await freePorts(3);
  const nodes = ports.map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: join(folder, `node-${i + 1}`),
    clientPort: 0,
    controllerPort,
  }));
  const overrides = new Map([
    ['chronik.threads', 'in-thread'],
    ['chronik.flush', 'os'],
  ]);
  return { folder, nodes, configOf: (i: number) => localNodeConfig(localNodeProperties(nodes[i]!, nodes, overrides)) };
}

const quiet = { logLevel: 'silent', onFatal: () => {} } as const;

test('a voter alone waits for the others, and can be told to stop', async () => {
  const { configOf } = await threeNodes();
  const abort = new AbortController();
  const starting = startBrokerFromConfig(configOf(0), { ...quiet, signal: abort.signal });
  const outcome = starting.then(
    () => 'serves',
    (error: Error) => error.message,
  );
  expect(await Promise.race([outcome, new Promise((done) => setTimeout(() => done('waits'), 1_000))])).toBe('waits');
  abort.abort();
  expect(await outcome).toBe('the start was given up');
}, 30_000);

test('two of three are enough, and the third may come later; all agree on the cluster', async () => {
  const { configOf } = await threeNodes();
  running.push(...(await Promise.all([0, 2].map((i) => startBrokerFromConfig(configOf(i), quiet)))));
  running.push(await startBrokerFromConfig(configOf(1), quiet));
  expect(new Set(running.map(({ clusterId }) => clusterId)).size).toBe(1);
}, 60_000);

test('a directory of another node, or of another cluster, is refused by name', async () => {
  const { configOf, nodes } = await threeNodes();
  running.push(...(await Promise.all([0, 1].map((i) => startBrokerFromConfig(configOf(i), quiet)))));
  await running.pop()!.stop();
  const swapped = { ...configOf(2), logDirs: [nodes[1]!.directory] };
  await expect(startBrokerFromConfig(swapped, quiet)).rejects.toThrow(/node-2 belongs to node.id 2, but .* node.id 3/);
  const foreign = { ...configOf(1), clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ' };
  await expect(startBrokerFromConfig(foreign, quiet)).rejects.toThrow(/belongs to cluster .*change log.dirs/);
}, 60_000);

test('a port of the quorum that is in use is named', async () => {
  const { configOf, nodes } = await threeNodes();
  const server = createServer().listen(nodes[0]!.controllerPort, '127.0.0.1');
  await expect(startBrokerFromConfig(configOf(0), quiet)).rejects.toThrow(
    new RegExp(`controller listener cannot be bound to 127.0.0.1:${nodes[0]!.controllerPort}`),
  );
  server.close();
}, 30_000);
