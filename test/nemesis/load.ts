/** Idempotent producers with acks=all that never stop, and the reader that takes everything back in the end. */
import { PartitionHistory, type ReadRecord } from './history.ts';
import { type Client, Consumer, KafkaClient, Producer } from './our-client.ts';

export const TOPIC = 'nemesis';
/** Records of one round of a producer, to each partition. */
const PER_ROUND = 5;
const PAUSE_MS = 4;
const VALUE_BYTES = 100;

/** Every partition has one producer, every producer its own connections. */
export class Load {
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

  start(): void {
    for (let i = 0; i < this.#producers; i++) {
      const own = this.histories.map((_, p) => p).filter((p) => p % this.#producers === i);
      this.#running.push(this.#produce(own));
    }
  }

  /** Resolves when everything produced has been acknowledged. Rejects with what a producer could not get over. */
  async settle(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running);
  }

  /** Rejects as soon as a producer has failed. */
  watch(): Promise<void> {
    return Promise.all(this.#running).then(() => {});
  }

  async #produce(partitions: readonly number[]): Promise<void> {
    const client = clientOf(this.#bootstrapServers);
    const producer = await Producer.create(client, {
      lingerMs: 0,
      deliveryTimeoutMs: 120_000,
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

export function clientOf(bootstrapServers: string, deadlineMs = 60_000): Client {
  return new KafkaClient({
    bootstrapServers,
    clientId: 'nemesis',
    connectTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    retry: { deadlineMs, backoffMs: 5, backoffMaxMs: 50 },
  });
}

/** All that is below the high watermark, by partition. */
export async function readAll(bootstrapServers: string, ends: ReadonlyMap<number, number>): Promise<ReadRecord[][]> {
  const client = clientOf(bootstrapServers);
  const consumer = await Consumer.create(client, { maxWaitMs: 100, onOffsetOutOfRange: 'fail' });
  const found: ReadRecord[][] = [...ends.keys()].map(() => []);
  for (const partition of ends.keys()) consumer.seek(TOPIC, partition, 0);
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const deadline = performance.now() + 120_000;
  while (open.size > 0) {
    if (performance.now() > deadline) throw new Error(`partitions ${[...open].join(', ')} cannot be read to their end`);
    for (const { nextOffset, partition, records } of await consumer.poll()) {
      for (const { offset, value } of records) found[partition]!.push({ offset, value: decoded(value) });
      if (nextOffset >= ends.get(partition)!) open.delete(partition);
    }
  }
  await client.close();
  return found;
}

function encoded(value: number): Uint8Array {
  return new TextEncoder().encode(String(value).padEnd(VALUE_BYTES, '.'));
}

function decoded(bytes: Uint8Array | null): number {
  return bytes === null ? -1 : Number.parseInt(new TextDecoder().decode(bytes), 10);
}
