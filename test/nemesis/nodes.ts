/** The nodes under test: real processes, each with a server.properties as in Kafka's combined mode. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FaultSwitch } from './fault-switch.ts';
import type { Network } from './network.ts';

/** From dist/nemesis/. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface NodePlace {
  readonly host: string;
  readonly clientPort: number;
  readonly controllerPort: number;
}

/** What the processes of all nodes run in. */
export interface Surroundings {
  readonly folder: string;
  /** null: all nodes are on 127.0.0.1. */
  readonly network: Network | null;
  /** The library that makes disk and clock misbehave; null where no fault needs it. */
  readonly shim: string | null;
}

/** `broker.session.timeout.ms` of the nodes: a broker that was not heard of for so long leads nothing. */
export const SESSION_MS = 1_000;
/** How long an orderly stop may take. */
const STOP_MS = 30_000;
const TURN_MS = 100;

export class ClusterNode {
  readonly nodeId: number;
  readonly place: NodePlace;
  readonly directory: string;
  readonly faults: FaultSwitch;
  readonly #surroundings: Surroundings;
  readonly #file: string;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(nodeId: number, all: readonly NodePlace[], surroundings: Surroundings) {
    const { folder } = surroundings;
    this.nodeId = nodeId;
    this.place = all[nodeId - 1]!;
    this.directory = join(folder, `node-${nodeId}`);
    this.#surroundings = surroundings;
    this.#file = join(folder, `node-${nodeId}.properties`);
    const { clientPort, controllerPort, host } = this.place;
    const voters = all.map((place, i) => `${i + 1}@${place.host}:${place.controllerPort}`).join(',');
    mkdirSync(folder, { recursive: true });
    this.faults = new FaultSwitch(join(folder, `node-${nodeId}.faults`));
    writeFileSync(
      this.#file,
      [
        'process.roles=broker,controller',
        `node.id=${nodeId}`,
        `listeners=PLAINTEXT://${host}:${clientPort},CONTROLLER://${host}:${controllerPort}`,
        'controller.listener.names=CONTROLLER',
        `controller.quorum.voters=${voters}`,
        `log.dirs=${this.directory}`,
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'offsets.topic.num.partitions=6',
        'transaction.state.log.num.partitions=6',
        'group.initial.rebalance.delay.ms=0',
        'auto.create.topics.enable=false',
        'broker.heartbeat.interval.ms=100',
        `broker.session.timeout.ms=${SESSION_MS}`,
        // A clock that is days ahead must not end what is younger.
        'log.retention.ms=-1',
        // Nor must one that is days behind refuse what clients send: Kafka takes an hour of difference by default.
        'log.message.timestamp.after.max.ms=9223372036854775807',
        'chronik.journal.bytes=16777216',
        '',
      ].join('\n'),
    );
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The end of what it logged. */
  get log(): string {
    return this.#log;
  }

  get address(): string {
    return `${this.place.host}:${this.place.clientPort}`;
  }

  /** Resolves when it says that it serves. @throws when the process ends first */
  async start(): Promise<void> {
    const { network, shim } = this.#surroundings;
    const args = [`${root}dist/bundle/cli/main.js`, 'start', this.#file, '--json'];
    const command: [string, string[]] =
      network === null ? [process.execPath, args] : network.at(this.nodeId, process.execPath, args);
    const env = shim === null ? {} : this.faults.environment(shim, this.directory);
    const child = spawn(...command, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.#child = child;
    child.stderr!.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-20_000);
      appendFileSync(`${this.directory}.log`, chunk);
    });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`node ${this.nodeId} ended (${code ?? signal}) before it was ready:\n${this.#log}`);
    });
    ended.catch(() => {});
    await Promise.race([once(child.stdout!, 'data'), ended]);
  }

  /** The process stands still until `resume`. */
  pause(): void {
    this.#child!.kill('SIGSTOP');
  }

  resume(): void {
    this.#child!.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** @throws when it does not end with status 0 */
  async stop(): Promise<void> {
    const child = this.#child;
    await this.#end('SIGTERM');
    if (child?.exitCode !== 0) throw new Error(`node ${this.nodeId} stopped with ${child?.exitCode}:\n${this.#log}`);
  }

  /** Resolves to whether the process has ended, by itself, within the time. */
  async endsWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    while (this.isRunning && performance.now() < deadline) await new Promise((done) => setTimeout(done, 20));
    return !this.isRunning;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null || !this.isRunning) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    // Counted in turns, so that a time in which the whole machine stood still does not end the node.
    let turns = STOP_MS / TURN_MS;
    const limit = setInterval(() => {
      if (--turns === 0) child.kill('SIGKILL');
    }, TURN_MS);
    await gone;
    clearInterval(limit);
  }
}
