/**
 * Three processes with their controllers on real threads, sockets and disks; `kill -9` of the controller under load.
 * METADATA_FIGURES=1 prints commit latency and failover times. Uses the compiled dist, as every thread does.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const CHILD = fileURLToPath(new URL('./node-child.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const KILLS = Number(process.env['METADATA_KILLS'] ?? 2);

interface Created {
  readonly created: string;
  readonly errorCode: number;
  readonly isVisible: boolean;
  readonly ms: number;
}
interface Image {
  readonly names: string[];
  readonly hash: string;
  readonly index: number;
  readonly epoch: number;
  readonly controllerId: number;
  readonly isActive: boolean;
}

class Node {
  readonly id: number;
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  readonly #waiting = new Map<string, (answer: never) => void>();

  constructor(id: number, root: string, ports: readonly number[]) {
    this.id = id;
    this.process = fork(CHILD, [DIST, join(root, `node-${id}`), String(id), JSON.stringify(ports)], {
      stdio: 'inherit',
    });
    this.ready = new Promise((resolve, reject) => {
      this.process.on('message', (message: Record<string, unknown>) => {
        if (message['ready'] !== undefined) resolve();
        else if (message['fatal'] !== undefined) reject(new Error(`node ${id}: ${message['fatal']}`));
        else {
          const key = (message['created'] as string | undefined) ?? 'image';
          this.#waiting.get(key)?.(message as never);
          this.#waiting.delete(key);
        }
      });
    });
    this.ready.catch(() => {});
  }

  create(name: string): Promise<Created> {
    return this.#ask(name, { create: name });
  }

  image(): Promise<Image> {
    return this.#ask('image', { ask: 'image' });
  }

  kill(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.process.once('exit', () => resolve()));
    this.process.kill('SIGKILL');
    return gone;
  }

  #ask<T>(key: string, message: object): Promise<T> {
    return new Promise((resolve) => {
      this.#waiting.set(key, resolve as (answer: never) => void);
      this.process.send(message);
    });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function settled(nodes: readonly Node[], isDone: (images: Image[]) => boolean): Promise<Image[]> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    const images = await Promise.all(nodes.map((node) => node.image()));
    if (isDone(images)) return images;
    if (performance.now() > deadline)
      throw new Error(`not settled: ${JSON.stringify(images.map(({ names, ...rest }) => rest))}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

test('kill -9 of the controller, again and again', { timeout: 60_000 + KILLS * 20_000 }, async () => {
  const root = mkdtempSync(join(tmpdir(), 'chronik-controllers-'));
  const ports = await freePorts(3);
  const nodes = [1, 2, 3].map((id) => new Node(id, root, ports));
  try {
    await Promise.all(nodes.map(({ ready }) => ready));
    await settled(nodes, (images) => images.every(({ isActive }) => isActive));
    const latencies: number[] = [];
    for (let i = 0; i < 60; i++) {
      const answer = await nodes[i % 3]!.create(`quiet-${i}`);
      expect(answer).toMatchObject({ errorCode: 0, isVisible: true });
      latencies.push(answer.ms);
    }
    const acknowledged = latencies.map((_, i) => `quiet-${i}`);
    const failovers: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const [{ controllerId }] = (await settled(
        nodes,
        (images) => new Set(images.map(({ epoch }) => epoch)).size === 1,
      )) as [Image];
      const others = nodes.filter(({ id }) => id !== controllerId);
      const names = Array.from({ length: 40 }, (_, i) => `kill-${kill}-${i}`);
      const answers = names.map((name, i) => others[i % 2]!.create(name));
      await new Promise((done) => setTimeout(done, kill % 4));
      await nodes[controllerId - 1]!.kill();
      const killedAt = performance.now();
      const late = others[0]!.create(`late-${kill}`).then((answer) => {
        failovers.push(performance.now() - killedAt);
        return answer;
      });
      for (const answer of await Promise.all([...answers, late])) {
        expect(answer).toMatchObject({ errorCode: 0, isVisible: true });
        acknowledged.push(answer.created);
      }
      nodes[controllerId - 1] = new Node(controllerId, root, ports);
      await nodes[controllerId - 1]!.ready;
    }
    const images = await settled(nodes, (all) =>
      all.every(({ index, isActive }) => isActive && index === all[0]!.index),
    );
    for (const { names, hash } of images) {
      expect([...names].sort()).toEqual([...acknowledged].sort());
      expect(hash).toBe(images[0]!.hash);
    }
    if (process.env['METADATA_FIGURES'] !== undefined) {
      const figures = [0.5, 0.99, 1].map((share) => `${percentile(latencies, share).toFixed(1)} ms`).join(' / ');
      const times = failovers.map((ms) => ms.toFixed(0)).join(' ');
      process.stdout.write(`commit p50 / p99 / max ${figures}; controller failover ms: ${times}\n`);
    }
  } finally {
    for (const node of nodes) node.process.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  }
});
