/** `chronik top` against running brokers, in the terminal's form and as JSON. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';
import { COUNTERS_SOCKET, countersSocketPath } from '../../src/runtime/counters/counters-address.ts';
import type { ThreadFigures } from '../../src/runtime/counters/thread-figures.ts';
import { TopicClient } from '../broker/support/topic-client.ts';
import { run } from './support/run.ts';

let root: string;
let broker: RunningBroker | null = null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chronik-top-'));
});
afterEach(async () => {
  await broker?.stop();
  broker = null;
  rmSync(root, { recursive: true, force: true });
});

async function topJson(directory: string): Promise<{ nodeId: number; threads: ThreadFigures[] }[]> {
  const { code, stdout, stderr } = await run(['top', directory, '--once', '--json', '--interval', '400']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout).nodes;
}

describe.each(['dedicated', 'in-thread'] as const)('a broker, %s', (threads) => {
  test('shows what its threads did in the window', async () => {
    broker = await startBroker({ directory: root, threads, properties: { 'node.id': 7 } });
    const client = new TopicClient(broker.bootstrapServers);
    await client.create('t');
    try {
      let isRead = false;
      const reading = topJson(root).finally(() => {
        isRead = true;
      });
      while (!isRead) expect(await client.produce('t', ['value'])).toBeTypeOf('number');
      const [node] = await reading;
      expect(node!.nodeId).toBe(7);
      const names = node!.threads.map(({ name }) => name);
      const expected = ['main', 'controller', ...(threads === 'dedicated' ? ['control-log'] : []), 'wal-0'];
      expect(names.filter((name) => name !== 'compute')).toEqual(expected);
      const main = node!.threads[0]!;
      expect(main.state).toBe('running');
      expect(main.silentMs).toBeLessThan(5_000);
      expect(main.connections).toBeGreaterThan(0);
      const wal = node!.threads.find(({ name }) => name === 'wal-0')!;
      expect(wal.state).toBe(threads === 'dedicated' ? 'running' : 'on main');
      expect(wal.ring!.highestBytes).toBeGreaterThan(0);
      expect(wal.sync!.count).toBeGreaterThan(0);
      if (threads === 'dedicated' && process.platform === 'linux') {
        const ids = node!.threads.map(({ threadId }) => threadId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(main.threadId).toBe(process.pid);
      }
      const log = node!.threads.find(({ name }) => name === 'control-log');
      if (log !== undefined) expect(log).toMatchObject({ state: 'asleep', silentMs: 0 });
    } finally {
      await client.close();
    }
    const { stdout } = await run(['top', root, '--once', '--interval', '100']);
    expect(stdout).toMatch(/^node 7 .*\nTHREAD +STATE/);
    expect(stdout).toMatch(/requests \d+\/s, \d+ in flight/);
  });
});

test('another process reads the figures while main is wedged, and they say so', async () => {
  broker = await startBroker({ directory: root, threads: 'dedicated' });
  const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const reader = spawn(process.execPath, [cli, 'top', root, '--once', '--json', '--interval', '500']);
  let stdout = '';
  reader.stdout.on('data', (bytes) => {
    stdout += bytes;
  });
  const ended = once(reader, 'close');
  for (const end = performance.now() + 4_000; performance.now() < end; );
  // It has long read, and written what it read; or it waits for this thread, and reads that it gets on.
  await ended;
  const { threads } = JSON.parse(stdout).nodes[0] as { threads: ThreadFigures[] };
  const [main, controller] = threads;
  expect(main).toMatchObject({ name: 'main' });
  expect(main!.silentMs).toBeGreaterThan(450);
  expect(main!.utilization).toBeGreaterThan(0.9);
  expect(controller!.silentMs).toBeLessThan(main!.silentMs);
});

test('a directory that holds the directories of brokers shows them all', async () => {
  broker = await startBroker({ directory: join(root, 'a'), properties: { 'node.id': 1 } });
  const other = await startBroker({ directory: join(root, 'b'), properties: { 'node.id': 2 } });
  try {
    expect((await topJson(root)).map(({ nodeId }) => nodeId)).toEqual([1, 2]);
  } finally {
    await other.stop();
  }
});

test('where no broker runs, it says so', async () => {
  const { code, stderr } = await run(['top', root, '--once']);
  expect(code).toBe(1);
  expect(stderr).toContain(`no broker of this machine answers for ${root}`);
  broker = await startBroker({ directory: root });
  await broker.stop();
  expect((await run(['top', root, '--once'])).code).toBe(1);
});

test('a socket that a killed broker left behind is replaced', async () => {
  writeFileSync(join(root, COUNTERS_SOCKET), '');
  broker = await startBroker({ directory: root });
  expect(await topJson(root)).toHaveLength(1);
});

test('a path that is too long for a socket has another name, and both sides find it', async () => {
  const directory = join(root, 'd'.repeat(120));
  expect(countersSocketPath(directory).length).toBeLessThan(104);
  broker = await startBroker({ directory });
  expect(await topJson(directory)).toHaveLength(1);
});

test('one that asks and does not read gets no second copy, and a ninth connection none', async () => {
  broker = await startBroker({ directory: root });
  const socket = connect(countersSocketPath(root));
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  for (let n = 0; n < 2_000; n++) socket.write(Buffer.alloc(64));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await topJson(root)).toHaveLength(1);
  const others = await Promise.all(
    Array.from({ length: 12 }, () => {
      const other = connect(countersSocketPath(root));
      other.on('error', () => {});
      return new Promise<typeof other>((resolve) => other.once('connect', () => resolve(other)));
    }),
  );
  await expect.poll(() => others.filter(({ destroyed }) => destroyed).length).toBeGreaterThanOrEqual(5);
  for (const other of [socket, ...others]) other.destroy();
});
