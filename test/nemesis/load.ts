/** Idempotent producers with acks=all that never stop. */
import { PartitionHistory } from './history.ts';
import { type Client, KafkaClient, Producer } from './our-client.ts';
import { numberIn, readAll } from './reading.ts';
import type { Workload } from './workload.ts';

export const TOPIC = 'nemesis';
export const PARTITIONS = 6;
/** Records of one round of a producer, to each partition. */
const PER_ROUND = 5;
const PAUSE_MS = 4;
const VALUE_BYTES = 100;

/** Every partition has one producer, every producer its own connections. */
export class Load implements Workload {
  readonly name = 'producers';
  readonly histories: readonly PartitionHistory[];
  readonly #bootstrapServers: string;
  readonly #producers: number;
  #isStopping = false;
  readonly #running: Promise<void>[] = [];

  constructor(bootstrapServers: string, partitions: number, producers: number) {
    this.#bootstrapServers = bootstrapServers;
    this.#producers = producers;
    this.histories = Array.from({ length: partitions }, (_, p) => new PartitionHistory(`${TOPIC}-${p}`));
  }

  async start(): Promise<void> {
    for (let i = 0; i < this.#producers; i++) {
      const own = this.histories.map((_, p) => p).filter((p) => p % this.#producers === i);
      this.#running.push(this.#produce(own));
    }
  }

  /** Resolves when every partition has acknowledged something: only then is there load. */
  async begun(): Promise<void> {
    while (this.histories.some(({ acknowledged }) => acknowledged === 0)) {
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /** Resolves when everything produced has been acknowledged. Rejects with what a producer could not get over. */
  async finish(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running);
  }

  /** Rejects as soon as a producer has failed. */
  watch(): Promise<void> {
    return Promise.all(this.#running).then(() => {});
  }

  async judge(): Promise<string[]> {
    const records = await readAll(this.#bootstrapServers, TOPIC, this.histories.length, false, numberIn);
    return this.histories.flatMap((history, partition) => history.judge(records[partition]!, true));
  }

  get acknowledged(): number {
    return this.histories.reduce((sum, history) => sum + history.acknowledged, 0);
  }

  summary(): string {
    return `${this.acknowledged} records acknowledged`;
  }

  async #produce(partitions: readonly number[]): Promise<void> {
    const client = clientOf(this.#bootstrapServers);
    const producer = await Producer.create(client, {
      lingerMs: 0,
      deliveryTimeoutMs: 240_000,
      onDelivered: (_topic, partition, baseOffset, count) =>
        this.histories[partition]!.onAcknowledged(baseOffset, count, performance.now()),
    });
    try {
      await producer.prepare(TOPIC);
      while (!this.#isStopping) {
        for (const partition of partitions) {
          const history = this.histories[partition]!;
          for (let i = 0; i < PER_ROUND; i++) {
            producer.append(TOPIC, partition, null, encoded(history.produced++));
          }
        }
        await Promise.all([producer.room(), new Promise((done) => setTimeout(done, PAUSE_MS))]);
      }
      await producer.flush();
    } finally {
      producer.close();
      await client.close();
    }
  }
}

export function clientOf(bootstrapServers: string, deadlineMs = 180_000): Client {
  return new KafkaClient({
    bootstrapServers,
    clientId: 'nemesis',
    connectTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    retry: { deadlineMs, backoffMs: 5, backoffMaxMs: 50 },
  });
}

function encoded(value: number): Uint8Array {
  return new TextEncoder().encode(String(value).padEnd(VALUE_BYTES, '.'));
}
