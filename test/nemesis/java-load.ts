/**
 * Kafka's own verifiable producer and consumer, each a process: an idempotent producer and a member of a group on a topic
 * of their own. They print what happened to every record; no error may be among it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './nodes.ts';
import { numberIn, readAll } from './reading.ts';
import { Sightings } from './sightings.ts';
import type { Workload } from './workload.ts';

export const JAVA_TOPIC = 'nemesis-java';
export const JAVA_PARTITIONS = 3;

const PER_SECOND = 200;
const START_MS = 60_000;
const CATCH_UP_MS = 90_000;
/** The tool itself would not retry. */
const PRODUCER_CONFIG = 'retries=2147483647\nenable.idempotence=true\ndelivery.timeout.ms=240000\nlinger.ms=5\n';

interface Said {
  readonly name: string;
  readonly value?: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly success?: boolean;
}

/** null when Kafka's tools are here, else the reason why not. */
export function whyNoJava(): string | null {
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return 'no java on the PATH';
  return existsSync(join(root, '.compat/kafka/libs')) ? null : "no jars: run 'npm run compat:fetch' first";
}

export class JavaLoad implements Workload {
  readonly name = 'java';
  readonly #bootstrapServers: string;
  readonly #folder: string;
  readonly #sightings = Array.from(
    { length: JAVA_PARTITIONS },
    (_, p) => new Sightings<number>(`${JAVA_TOPIC}-${p}, java group`, true),
  );
  /** What the producer was told: value by partition and offset. */
  readonly #acknowledged: number[][] = this.#sightings.map(() => []);
  readonly #problems: string[] = [];
  readonly #children: ChildProcess[] = [];
  #isStopping = false;
  #produced = 0;
  #fail: (error: Error) => void = () => {};
  readonly #failed = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });
  #finished: () => void = () => {};
  readonly #over = new Promise<void>((resolve) => {
    this.#finished = resolve;
  });

  constructor(bootstrapServers: string, folder: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#folder = folder;
    this.#failed.catch(() => {});
    // Nothing of it outlives this process.
    process.on('exit', () => {
      for (const child of this.#children) child.kill('SIGKILL');
    });
  }

  async start(): Promise<void> {
    const config = join(this.#folder, 'java-producer.properties');
    writeFileSync(config, PRODUCER_CONFIG);
    const common = ['--bootstrap-server', this.#bootstrapServers, '--topic', JAVA_TOPIC];
    const reading = ['--group-id', 'nemesis-java', '--reset-policy', 'earliest', '--verbose'];
    const writing = ['--throughput', String(PER_SECOND), '--command-config', config];
    this.#run('kafka-verifiable-consumer', [...common, ...reading], (said) => this.#onConsumed(said));
    this.#run('kafka-verifiable-producer', [...common, ...writing], (said) => this.#onProduced(said));
    await this.#until(() => this.#produced > 0 && this.#consumed > 0, START_MS, 'the tools have not begun');
  }

  async watch(): Promise<void> {
    await Promise.race([this.#over, this.#failed]);
  }

  /** The producer ends when all that it sent is acknowledged. */
  async finish(): Promise<void> {
    this.#isStopping = true;
    await this.#end(this.#children[1]!);
  }

  async judge(): Promise<string[]> {
    const there = await readAll(this.#bootstrapServers, JAVA_TOPIC, JAVA_PARTITIONS, false, numberIn);
    const total = there.reduce((sum, { length }) => sum + length, 0);
    await this.#until(
      () => this.#consumed >= total,
      CATCH_UP_MS,
      `${this.#consumed} of ${total} records consumed`,
    ).catch((error: Error) => this.#problems.push(error.message));
    await this.#end(this.#children[0]!);
    this.#finished();
    const values = there.flatMap((records) => records.map(({ value }) => value));
    if (new Set(values).size !== values.length) this.#problems.push(`${JAVA_TOPIC}: a value is there twice`);
    if (values.length !== this.#produced) {
      this.#problems.push(`${JAVA_TOPIC}: ${values.length} records for ${this.#produced} acknowledged ones`);
    }
    for (const [p, records] of there.entries()) {
      const byOffset = new Map(records.map(({ offset, value }) => [offset, value]));
      this.#acknowledged[p]!.forEach((value, offset) => {
        if (byOffset.get(offset) === value) return;
        this.#problems.push(
          `${JAVA_TOPIC}-${p}: ${value} was acknowledged at ${offset}, where ${byOffset.get(offset)} is`,
        );
      });
      if (records.some(({ value }, i) => i > 0 && value < records[i - 1]!.value)) {
        this.#problems.push(`${JAVA_TOPIC}-${p}: out of order`);
      }
    }
    return [...this.#problems, ...there.flatMap((records, p) => this.#sightings[p]!.judge(records))];
  }

  summary(): string {
    return `${this.#produced} records acknowledged, ${this.#consumed} consumed`;
  }

  get #consumed(): number {
    return this.#sightings.reduce((sum, { count }) => sum + count, 0);
  }

  #onProduced({ name, offset, partition, value }: Said): void {
    if (name === 'producer_send_error') this.#fail(new Error(`the producer could not send ${value}`));
    if (name !== 'producer_send_success') return;
    this.#produced++;
    this.#acknowledged[partition!]![offset!] = Number(value);
  }

  #onConsumed({ name, offset, partition, success, value }: Said): void {
    if (name === 'record_data') this.#sightings[partition!]!.see(offset!, Number(value));
    if (name === 'offsets_committed' && success === false) this.#fail(new Error('the consumer could not commit'));
  }

  #run(tool: string, args: readonly string[], take: (said: Said) => void): void {
    const child = spawn(join(root, 'test/compatibility/kafka/tool.sh'), [tool, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    let words = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4_000);
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const said = JSON.parse(line) as Said;
      if (said.name.endsWith('_error') || said.success === false) words += line;
      take(said);
    });
    child.on('exit', (code) => {
      if (!this.#isStopping) this.#fail(new Error(`${tool} ended with ${code}: ${words}`));
    });
  }

  async #end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGTERM');
    await gone;
  }

  async #until(condition: () => boolean, limitMs: number, otherwise: string): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(otherwise);
      await Promise.race([new Promise((done) => setTimeout(done, 50)), this.#failed]);
    }
  }
}
