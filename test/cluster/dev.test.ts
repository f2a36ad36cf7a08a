/** `chronik dev`: several processes under one command, and nothing left of them afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { newUuid } from '../../src/broker/directories.ts';
import { startCluster } from '../../src/broker/start-cluster.ts';
import { Producer } from '../../src/client/producer.ts';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import { writeMetaProperties } from '../../src/storage/meta-properties.ts';
import { run } from '../cli/support/run.ts';
import { ClusterClients, eventually, readAll } from './support/cluster-client.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Banner {
  readonly bootstrapServers: string;
  readonly clusterId: string;
  readonly nodes: readonly { nodeId: number; pid: number; bootstrapServers: string; directory: string }[];
}

const started: ChildProcess[] = [];
const folders: string[] = [];
const clients = new ClusterClients();

afterEach(async () => {
  await clients.close();
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function dev(...args: string[]): Promise<{ child: ChildProcess; banner: Banner; errors: () => string }> {
  const child = spawn(process.execPath, [MAIN, 'dev', '--json', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    if (output.endsWith('\n')) break;
  }
  if (output === '') throw new Error(`chronik dev said nothing: ${errors}`);
  return { child, banner: JSON.parse(output) as Banner, errors: () => errors };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('three processes serve one cluster, whose data is there at the next start; Ctrl-C ends them all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  folders.push(folder);
  for (const round of [0, 1]) {
    const { child, banner, errors } = await dev('--data', folder);
    expect(banner.nodes.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
    for (const { bootstrapServers, nodeId } of banner.nodes) {
      const producer = await Producer.create(clients.to(bootstrapServers), { acks: -1 });
      await producer.prepare(`by-${nodeId}`);
      producer.append(`by-${nodeId}`, 0, null, new TextEncoder().encode(`round ${round}`));
      await producer.flush();
      producer.close();
    }
    const expected = Array.from({ length: round + 1 }, (_, i) => `round ${i}`);
    expect(await readAll(clients.to(banner.bootstrapServers), 'by-2', 1, round + 1)).toEqual(expected);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    // The second time on other ports, which is nothing that one has to be told.
    expect(errors()).not.toContain('another address');
    expect(banner.nodes.filter(({ pid }) => isRunning(pid))).toEqual([]);
  }
}, 90_000);

test('a node that is killed is told of, the others serve on; with the parent the nodes end', async () => {
  const { child, banner, errors } = await dev('--ephemeral');
  process.kill(banner.nodes[1]!.pid, 'SIGKILL');
  await eventually(
    async () => errors(),
    (text) => text.includes('node 2 is gone (SIGKILL), 2 left'),
  );
  const producer = await Producer.create(clients.to(banner.nodes[2]!.bootstrapServers), { acks: -1 });
  await producer.prepare('t');
  producer.append('t', 0, null, new TextEncoder().encode('x'));
  await producer.flush();
  producer.close();
  child.kill('SIGKILL');
  await eventually(
    async () => banner.nodes.filter(({ pid }) => isRunning(pid)),
    (running) => running.length === 0,
  );
}, 90_000);

test('a port in use is named', async () => {
  const { banner } = await dev('--ephemeral');
  const port = banner.nodes[0]!.bootstrapServers.split(':')[1]!;
  const child = spawn(process.execPath, [MAIN, 'dev', '--ephemeral', '--port', port], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(errors).toMatch(/chronik dev: node \d: .* the port is in use.*--port/);
}, 60_000);

/** Two nodes of a cluster, as a first start may have left them; the third did not come to write anything. */
function nodesOf(clusterId: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  folders.push(folder);
  const files = new NodeFileSystem();
  for (const nodeId of [1, 2, 3]) {
    const directory = join(folder, `node-${nodeId}`);
    files.makeDirectory(directory);
    if (nodeId < 3) writeMetaProperties(files, directory, { clusterId, nodeId, directoryId: newUuid() });
  }
  return folder;
}

test('data of another number of nodes is refused: they would wait for ever', async () => {
  const folder = nodesOf('AAAAAAAAAAAAAAAAAAAAAA');
  const { code, stderr } = await run(['dev', '--nodes', '5', '--data', folder]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('a cluster of 3 nodes, not 5: change --nodes, or --data'),
  ]);
  await expect(startCluster({ nodes: 1, directory: folder })).rejects.toThrow('a cluster of 3 nodes, not 1');
});

test('who did not come to write down the cluster at a first start learns it from the others', async () => {
  const cluster = await startCluster({ directory: nodesOf('AAAAAAAAAAAAAAAAAAAAAA') });
  expect(cluster.node(3)!.clusterId).toBe('AAAAAAAAAAAAAAAAAAAAAA');
  await cluster.stop();
}, 60_000);

test('what is wrong with --override is told once, before anything starts', async () => {
  const unknown = await run([
    'dev',
    '--nodes',
    '3',
    '--port',
    '0',
    '--ephemeral',
    '-o',
    'num.partitons=2',
    '-o',
    'num.partitions=x',
  ]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toBe(
    'chronik dev: warning: num.partitons is not a property of this broker: did you mean num.partitions?\n' +
      'chronik dev: error: Invalid value x for configuration num.partitions: Not a number of type INT (--override)\n',
  );
});
