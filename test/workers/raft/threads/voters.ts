/** Voters as processes with real threads, sockets and disks, to be started, burdened and killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RaftFigures } from '../../../../src/workers/raft/raft-gauges.ts';

const CHILD = fileURLToPath(new URL('./voter.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../../../dist', import.meta.url));

interface VoterLine {
  readonly type: string;
  readonly event?: string;
  readonly message?: string;
  readonly fields?: { readonly epoch?: number };
  readonly at: number;
  readonly figures?: RaftFigures;
}

/** `at` in milliseconds of the machine's clock, comparable between processes. */
export interface Office {
  readonly nodeId: number;
  readonly epoch: number;
  readonly at: number;
}

export class Voters {
  readonly #children = new Map<number, ChildProcess>();
  readonly #root = mkdtempSync(join(tmpdir(), 'chronik-voters-'));
  readonly #voters: { nodeId: number; host: string; port: number }[] = [];
  readonly offices: Office[] = [];
  readonly lines: string[] = [];
  readonly #threads: boolean;
  #onLine: (() => void)[] = [];

  private constructor(threads: boolean) {
    this.#threads = threads;
  }

  static async start(count: number, threads = true): Promise<Voters> {
    const voters = new Voters(threads);
    for (let nodeId = 1; nodeId <= count; nodeId++) {
      voters.#voters.push({ nodeId, host: '127.0.0.1', port: await freePort() });
    }
    for (const { nodeId } of voters.#voters) voters.run(nodeId);
    return voters;
  }

  run(nodeId: number): void {
    const config = {
      nodeId,
      directory: join(this.#root, String(nodeId)),
      voters: this.#voters,
      threads: this.#threads,
    };
    const child = fork(CHILD, [DIST, JSON.stringify(config)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#children.set(nodeId, child);
    child.on('message', (line: VoterLine) => {
      this.lines.push(
        `${nodeId}: ${line.type} ${line.event ?? line.message ?? ''} ${JSON.stringify(line.fields ?? {})}`,
      );
      if (line.event === 'this node leads the quorum') {
        this.offices.push({ nodeId, epoch: line.fields!.epoch!, at: line.at });
      }
      for (const wake of this.#onLine.splice(0)) wake();
    });
  }

  /** The first node to take office after `at`. */
  async office(after: number, limitMs = 10_000): Promise<Office> {
    const end = Date.now() + limitMs;
    for (;;) {
      const found = this.offices.find((office) => office.at > after);
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`nobody leads: ${this.lines.slice(-20).join('\n')}`);
      await Promise.race([new Promise<void>((resolve) => this.#onLine.push(resolve)), sleep(100)]);
    }
  }

  /** Every voter runs and knows who leads. */
  async allFollow(limitMs = 20_000): Promise<void> {
    const end = Date.now() + limitMs;
    for (const nodeId of this.#children.keys()) {
      while ((await this.figures(nodeId)).leaderChanges === 0) {
        if (Date.now() > end) throw new Error(`node ${nodeId} follows nobody: ${this.lines.slice(-20).join('\n')}`);
        await sleep(20);
      }
    }
  }

  async kill(nodeId: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#children.get(nodeId);
    if (child === undefined) return;
    if (signal !== 'SIGKILL') {
      child.kill(signal);
      return;
    }
    this.#children.delete(nodeId);
    // It may have ended by itself.
    const isGone = child.exitCode !== null || child.signalCode !== null;
    if (!isGone && child.kill(signal)) await once(child, 'exit');
  }

  send(nodeId: number, message: object): void {
    this.#children.get(nodeId)!.send(message);
  }

  async figures(nodeId: number): Promise<RaftFigures> {
    const child = this.#children.get(nodeId)!;
    return new Promise<RaftFigures>((resolve, reject) => {
      const finish = () => {
        child.off('message', listen);
        child.off('exit', ended);
      };
      const listen = (line: VoterLine) => {
        if (line.type !== 'figures') return;
        finish();
        resolve(line.figures!);
      };
      const ended = () => {
        finish();
        reject(new Error(`node ${nodeId} has ended: ${this.lines.slice(-20).join('\n')}`));
      };
      child.on('message', listen);
      child.on('exit', ended);
      if (child.exitCode !== null || !child.connected) ended();
      else child.send({ type: 'figures' });
    });
  }

  async stop(): Promise<void> {
    for (const nodeId of [...this.#children.keys()]) await this.kill(nodeId);
    rmSync(this.#root, { recursive: true, force: true });
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function now(): number {
  return performance.timeOrigin + performance.now();
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
