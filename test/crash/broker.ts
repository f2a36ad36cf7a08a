/** The broker under test as a child process that is started, killed and started again on one directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Api, Body, Connection } from './wire.ts';

/** From dist/crash/. */
const root = fileURLToPath(new URL('../..', import.meta.url));

export type BrokerKind = 'chronik' | 'apache';

export class BrokerProcess {
  readonly child: ChildProcess;
  readonly port: number;
  #log = '';

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString()).slice(-6_000);
    };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
  }

  /** @param env of the process, on top of ours (the recorder is preloaded this way) */
  static spawn(kind: BrokerKind, directory: string, port: number, env: Record<string, string> = {}): BrokerProcess {
    const settings = { 'num.partitions': '3', 'auto.create.topics.enable': 'false' };
    const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const [program, args] =
      kind === 'apache'
        ? [`${root}test/compatibility/kafka/start.sh`, [directory, String(port), ...pairs]]
        : [
            process.execPath,
            [
              `${root}dist/cli/main.js`,
              'start',
              ...[`listeners=PLAINTEXT://127.0.0.1:${port}`, `log.dirs=${directory}`, ...pairs].flatMap((pair) => [
                '--override',
                pair,
              ]),
            ],
          ];
    return new BrokerProcess(
      spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } }),
      port,
    );
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The end of what it printed. */
  get log(): string {
    return this.#log;
  }

  /** Waits for the first answered ApiVersions. @throws when the process ends first, or after 60 s */
  async ready(): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; ) {
      if (this.ended)
        throw new Error(
          `the broker ended (${this.child.exitCode ?? this.child.signalCode}) instead of serving:\n${this.#log}`,
        );
      try {
        const connection = await Connection.open(this.port);
        await connection.request(Api.ApiVersions, 0, Buffer.alloc(0));
        connection.close();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  async kill(): Promise<void> {
    if (this.ended) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  /** @throws when it does not end with status 0 (or by the signal, for Kafka's JVM: 143) within 30 s */
  async stop(): Promise<void> {
    if (this.ended) throw new Error(`the broker had ended by itself:\n${this.#log}`);
    this.child.kill('SIGTERM');
    const limit = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    await once(this.child, 'exit');
    clearTimeout(limit);
    if (this.child.exitCode !== 0 && this.child.exitCode !== 143)
      throw new Error(`stopped with ${this.child.exitCode ?? this.child.signalCode}:\n${this.#log}`);
  }
}

export async function createTopics(
  port: number,
  topics: ReadonlyMap<string, number>,
  config: Record<string, string>,
): Promise<void> {
  const connection = await Connection.open(port);
  const body = new Body().int32(topics.size);
  for (const [name, partitions] of topics) {
    body.string(name).int32(partitions).int16(1).int32(0).int32(Object.keys(config).length);
    for (const [key, value] of Object.entries(config)) body.string(key).string(value);
  }
  const answer = await connection.request(Api.CreateTopics, 2, body.int32(15_000).int8(0).done());
  answer.int32();
  for (let count = answer.int32(); count > 0; count--) {
    const name = answer.string();
    const error = answer.int16();
    const message = answer.string();
    if (error !== 0) throw new Error(`creating ${name}: error ${error} ${message}`);
  }
  connection.close();
}
