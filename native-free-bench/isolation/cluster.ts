/** Three voters and a broker beside them, each a process that can be burdened (node-process.ts). */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { room } from '../room.ts';
import type { Burden, NodeOrder, NodeReport } from './node-process.ts';

type ThreadFigures = import('../../src/runtime/counters/thread-figures.ts').ThreadFigures;

export const VOTERS = 3;
/** Votes for nothing and is never burdened: commands of clients reach the controller through it. */
const OBSERVER = VOTERS + 1;
const START_MS = 60_000;

export interface Variant {
  readonly name: string;
  readonly controllerOnMain: boolean;
  /** `chronik.thread.priorities` */
  readonly priorities: boolean;
}

export class BurdenedCluster {
  readonly #root = mkdtempSync(join(tmpdir(), 'chronik-isolation-'));
  readonly #children: ChildProcess[] = [];
  /** Of the observer. */
  bootstrapServers = '';

  static async start(variant: Variant): Promise<BurdenedCluster> {
    const cluster = new BurdenedCluster();
    try {
      await cluster.#start(variant);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async #start({ controllerOnMain, priorities }: Variant): Promise<void> {
    const { freePorts, localNodeProperties } =
      await room<typeof import('../../src/broker/local-cluster.ts')>('broker/local-cluster.ts');
    const ports = await freePorts(VOTERS);
    const nodes = ports.map((controllerPort, index) => ({
      nodeId: index + 1,
      directory: join(this.#root, String(index + 1)),
      clientPort: 0,
      controllerPort,
    }));
    // Kafka's own: who does not answer for five seconds is not fenced yet, and is in nobody's way.
    const overrides = new Map([
      ['broker.session.timeout.ms', '9000'],
      ['broker.heartbeat.interval.ms', '2000'],
      ['chronik.thread.priorities', String(priorities)],
    ]);
    const orders = nodes.map((node) => localNodeProperties(node, nodes, overrides));
    const observer = localNodeProperties(
      { nodeId: OBSERVER, directory: join(this.#root, String(OBSERVER)), clientPort: 0, controllerPort: 0 },
      nodes,
      overrides,
    );
    observer.set('process.roles', 'broker');
    observer.set('listeners', 'PLAINTEXT://127.0.0.1:0');
    const voters = Promise.all(orders.map((properties) => this.#run(properties, controllerOnMain)));
    await voters;
    this.bootstrapServers = await this.#run(observer, false);
  }

  async #run(properties: ReadonlyMap<string, string>, controllerOnMain: boolean): Promise<string> {
    const child = fork(entry(), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#children.push(child);
    const order: NodeOrder = { type: 'start', properties: [...properties], controllerOnMain };
    child.send(order);
    const report = await answer(child, START_MS);
    if (report.type === 'ready') return report.bootstrapServers;
    throw new Error(report.type === 'failed' ? report.message : 'a broker did not start');
  }

  /** To every voter. */
  burden(burden: Burden): void {
    for (const child of this.#children.slice(0, VOTERS)) child.send(burden);
  }

  /** Of every voter, since the last mark; waits until each has its turn. */
  figures(limitMs: number): Promise<(readonly ThreadFigures[])[]> {
    return Promise.all(
      this.#children.slice(0, VOTERS).map(async (child) => {
        const answered = answer(child, limitMs);
        child.send({ type: 'figures' } satisfies Burden);
        const report = await answered;
        if (report.type !== 'figures') throw new Error('a broker gave no figures');
        return report.threads;
      }),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function entry(): string {
  const path = import.meta.url.endsWith('.ts')
    ? '../../dist/native-free-bench/isolation/node-process.js'
    : './node-process.js';
  return fileURLToPath(new URL(path, import.meta.url));
}

function answer(child: ChildProcess, limitMs: number): Promise<NodeReport> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`a broker said nothing for ${limitMs} ms`)), limitMs);
    child.once('message', (report: NodeReport) => {
      clearTimeout(limit);
      resolve(report);
    });
    child.once('exit', () => {
      clearTimeout(limit);
      reject(new Error('a broker has ended'));
    });
  });
}
