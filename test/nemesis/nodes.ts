/** The nodes under test: real processes, each with a server.properties as in Kafka's combined mode. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From dist/nemesis/. */
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface NodePorts {
  readonly client: number;
  readonly controller: number;
}

export class ClusterNode {
  readonly nodeId: number;
  readonly ports: NodePorts;
  readonly #file: string;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(nodeId: number, all: readonly NodePorts[], folder: string) {
    this.nodeId = nodeId;
    this.ports = all[nodeId - 1]!;
    this.#file = join(folder, `node-${nodeId}.properties`);
    const { client, controller } = this.ports;
    const voters = all.map((ports, i) => `${i + 1}@127.0.0.1:${ports.controller}`).join(',');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      this.#file,
      [
        'process.roles=broker,controller',
        `node.id=${nodeId}`,
        `listeners=PLAINTEXT://127.0.0.1:${client},CONTROLLER://127.0.0.1:${controller}`,
        'controller.listener.names=CONTROLLER',
        `controller.quorum.voters=${voters}`,
        `log.dirs=${join(folder, `node-${nodeId}`)}`,
        'default.replication.factor=3',
        'min.insync.replicas=2',
        'auto.create.topics.enable=false',
        'broker.heartbeat.interval.ms=100',
        'broker.session.timeout.ms=1000',
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
    return `127.0.0.1:${this.ports.client}`;
  }

  /** Resolves when it says that it serves. @throws when the process ends first */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [`${root}dist/bundle/cli/main.js`, 'start', this.#file, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr!.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk.toString()).slice(-20_000);
    });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`node ${this.nodeId} ended (${code ?? signal}) before it was ready:\n${this.#log}`);
    });
    ended.catch(() => {});
    await Promise.race([once(child.stdout!, 'data'), ended]);
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

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null || !this.isRunning) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await gone;
    clearTimeout(limit);
  }
}
