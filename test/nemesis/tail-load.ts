/** A reader without a group that follows a topic all the while: what it saw must be what is there in the end. */
import { clientOf } from './load.ts';
import { Consumer } from './our-client.ts';
import { readAll } from './reading.ts';
import { Sightings } from './sightings.ts';
import type { Workload } from './workload.ts';

/** To catch up with, when nothing is written any more. */
const CATCH_UP_MS = 60_000;

export interface TailedTopic<Value> {
  readonly topic: string;
  readonly partitions: number;
  readonly isReadCommitted: boolean;
  readonly decode: (bytes: Uint8Array | null) => Value;
}

export class TailLoad<Value extends number | string> implements Workload {
  readonly name: string;
  readonly #bootstrapServers: string;
  readonly #tailed: TailedTopic<Value>;
  readonly #sightings: readonly Sightings<Value>[];
  readonly #positions: number[];
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(bootstrapServers: string, tailed: TailedTopic<Value>) {
    const { partitions, topic } = tailed;
    this.name = `reader of ${topic}`;
    this.#bootstrapServers = bootstrapServers;
    this.#tailed = tailed;
    this.#sightings = Array.from({ length: partitions }, (_, p) => new Sightings(`${topic}-${p}, read along`, false));
    this.#positions = this.#sightings.map(() => 0);
  }

  async start(): Promise<void> {
    this.#running = this.#read();
  }

  watch(): Promise<void> {
    return this.#running;
  }

  /** Reads on; `judge` ends it. */
  async finish(): Promise<void> {}

  async judge(): Promise<string[]> {
    const { decode, isReadCommitted, partitions, topic } = this.#tailed;
    const there = await readAll(this.#bootstrapServers, topic, partitions, isReadCommitted, decode);
    const deadline = performance.now() + CATCH_UP_MS;
    const isBehind = () => there.some((records, p) => (records.at(-1)?.offset ?? -1) >= this.#positions[p]!);
    while (isBehind() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    this.#isStopping = true;
    await this.#running;
    return there.flatMap((records, p) => this.#sightings[p]!.judge(records));
  }

  summary(): string {
    return `${this.#sightings.reduce((sum, { count }) => sum + count, 0)} records read along`;
  }

  async #read(): Promise<void> {
    const { decode, isReadCommitted, topic } = this.#tailed;
    const client = clientOf(this.#bootstrapServers);
    const consumer = await Consumer.create(client, {
      isReadCommitted,
      maxWaitMs: 200,
      onOffsetOutOfRange: 'fail',
    });
    for (const partition of this.#positions.keys()) consumer.seek(topic, partition, 0);
    while (!this.#isStopping) {
      for (const { nextOffset, partition, records } of await consumer.poll()) {
        for (const { offset, value } of records) this.#sightings[partition]!.see(offset, decode(value));
        this.#positions[partition] = nextOffset;
      }
    }
    await client.close();
  }
}
