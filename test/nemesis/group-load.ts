/**
 * Two members of one group that read the load: every record must come to one of them, as it is in the end, and what the
 * group has committed never goes back.
 */
import { clientOf, TOPIC } from './load.ts';
import { SESSION_MS } from './nodes.ts';
import { committedOffsets, GroupConsumer } from './our-client.ts';
import { numberIn, readAll } from './reading.ts';
import { Sightings } from './sightings.ts';
import type { Workload } from './workload.ts';

const MEMBERS = 2;
const CATCH_UP_MS = 90_000;
const WATCH_EVERY_MS = 200;

export class GroupLoad implements Workload {
  readonly name: string;
  readonly #bootstrapServers: string;
  readonly #protocol: 'classic' | 'consumer';
  readonly #sightings: readonly Sightings<number>[];
  /** Where each partition was read up to by anybody. */
  readonly #positions: number[];
  readonly #problems: string[] = [];
  #rebalances = 0;
  #readings = 0;
  #isStopping = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(bootstrapServers: string, partitions: number, protocol: 'classic' | 'consumer') {
    this.name = `nemesis-${protocol}`;
    this.#bootstrapServers = bootstrapServers;
    this.#protocol = protocol;
    this.#sightings = Array.from({ length: partitions }, (_, p) => new Sightings(`${TOPIC}-${p}, ${this.name}`, true));
    this.#positions = this.#sightings.map(() => 0);
  }

  async start(): Promise<void> {
    const members = Array.from({ length: MEMBERS }, () => this.#read());
    this.#running = Promise.all([...members, this.#watchOffsets()]);
  }

  async watch(): Promise<void> {
    await this.#running;
  }

  /** Reads on; `judge` ends it. */
  async finish(): Promise<void> {}

  async judge(): Promise<string[]> {
    const there = await readAll(this.#bootstrapServers, TOPIC, this.#sightings.length, false, numberIn);
    const deadline = performance.now() + CATCH_UP_MS;
    const isBehind = () => there.some((records, p) => (records.at(-1)?.offset ?? -1) >= this.#positions[p]!);
    while (isBehind() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    this.#isStopping = true;
    await this.#running;
    return [...this.#problems, ...there.flatMap((records, p) => this.#sightings[p]!.judge(records))];
  }

  summary(): string {
    const read = this.#sightings.reduce((sum, { count }) => sum + count, 0);
    return `${read} records, ${this.#rebalances} assignments, ${this.#readings} readings of its offsets`;
  }

  async #read(): Promise<void> {
    const client = clientOf(this.#bootstrapServers);
    const consumer = await GroupConsumer.create(client, {
      groupId: this.name,
      topics: [TOPIC],
      protocol: this.#protocol,
      offsetReset: 'earliest',
      sessionTimeoutMs: 10_000,
      heartbeatIntervalMs: 500,
      maxPollIntervalMs: 60_000,
      autoCommitIntervalMs: 500,
      onAssigned: () => this.#rebalances++,
    });
    while (!this.#isStopping) {
      for (const { nextOffset, partition, records, topic } of await consumer.poll()) {
        const first = records[0]?.offset ?? nextOffset;
        if (first > this.#positions[partition]!) {
          const where = `${this.name}, partition ${partition}`;
          this.#problems.push(`${where}: ${first} comes after ${this.#positions[partition]! - 1}`);
        }
        for (const { offset, value } of records) this.#sightings[partition]!.see(offset, numberIn(value));
        this.#positions[partition] = Math.max(this.#positions[partition]!, nextOffset);
        consumer.processed(topic, partition, nextOffset);
      }
    }
    await consumer.close();
    await client.close();
  }

  /** A coordinator that was deposed may not know it yet, but not for longer than its lease. */
  async #watchOffsets(): Promise<void> {
    const client = clientOf(this.#bootstrapServers);
    const known = new Map<number, { readonly offset: number; readonly at: number }[]>();
    while (!this.#isStopping) {
      await new Promise((done) => setTimeout(done, WATCH_EVERY_MS));
      const asked = performance.now();
      for (const { offset, partition } of await committedOffsets(client, this.name)) {
        this.#readings++;
        const before = known.get(partition) ?? [];
        const old = before.filter(({ at }) => at <= asked - SESSION_MS).at(-1);
        if (old !== undefined && offset < old.offset) {
          this.#problems.push(`${this.name}, partition ${partition}: committed ${old.offset}, and later ${offset}`);
        }
        before.push({ offset: Math.max(offset, before.at(-1)?.offset ?? 0), at: performance.now() });
        if (before.length > 1_000) before.splice(0, 500);
        known.set(partition, before);
      }
    }
    await client.close();
  }
}
