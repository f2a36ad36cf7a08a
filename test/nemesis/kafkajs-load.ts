/** kafkajs: an idempotent producer and a member of a group on a topic of their own. No error may reach either. */
import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs';
import { PartitionHistory } from './history.ts';
import { numberIn, readAll } from './reading.ts';
import { Sightings } from './sightings.ts';
import type { Workload } from './workload.ts';

export const KAFKAJS_TOPIC = 'nemesis-kafkajs';
export const KAFKAJS_PARTITIONS = 3;

const PER_ROUND = 5;
const PAUSE_MS = 5;
const CATCH_UP_MS = 90_000;
/** What a patient application sets: its defaults give up after a few seconds. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 300 };

export class KafkajsLoad implements Workload {
  readonly name = 'kafkajs';
  readonly #bootstrapServers: string;
  readonly #kafka: Kafka;
  readonly #histories = Array.from(
    { length: KAFKAJS_PARTITIONS },
    (_, p) => new PartitionHistory(`${KAFKAJS_TOPIC}-${p}`),
  );
  readonly #sightings = this.#histories.map(({ name }) => new Sightings<number>(`${name}, kafkajs group`, true));
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();
  #stopConsumer: () => Promise<void> = async () => {};
  #fail: (error: Error) => void = () => {};
  readonly #failed = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#failed.catch(() => {});
    this.#kafka = new Kafka({
      clientId: 'nemesis',
      brokers: bootstrapServers.split(','),
      logLevel: logLevel.NOTHING,
      connectionTimeout: 1_000,
      requestTimeout: 5_000,
      retry: RETRY,
    });
  }

  async start(): Promise<void> {
    await this.#consume();
    this.#running = this.#produce();
  }

  async watch(): Promise<void> {
    await Promise.race([this.#running, this.#failed]);
  }

  async finish(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async judge(): Promise<string[]> {
    const there = await readAll(this.#bootstrapServers, KAFKAJS_TOPIC, KAFKAJS_PARTITIONS, false, numberIn);
    const deadline = performance.now() + CATCH_UP_MS;
    const isBehind = () => there.some((records, p) => this.#sightings[p]!.count < records.length);
    while (isBehind() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    await this.#stopConsumer();
    return there.flatMap((records, p) => [
      ...this.#histories[p]!.judge(records, true),
      ...this.#sightings[p]!.judge(records),
    ]);
  }

  summary(): string {
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const produced = sum(this.#histories.map(({ acknowledged }) => acknowledged));
    return `${produced} records acknowledged, ${sum(this.#sightings.map(({ count }) => count))} consumed`;
  }

  async #consume(): Promise<void> {
    const consumer = this.#kafka.consumer({
      groupId: 'nemesis-kafkajs',
      sessionTimeout: 10_000,
      heartbeatInterval: 500,
      retry: RETRY,
    });
    consumer.on('consumer.crash', ({ payload }) => this.#fail(payload.error));
    await consumer.connect();
    await consumer.subscribe({ topic: KAFKAJS_TOPIC, fromBeginning: true });
    const eachMessage = async ({ message, partition }: EachMessagePayload): Promise<void> => {
      this.#sightings[partition]!.see(Number(message.offset), numberIn(message.value));
    };
    await consumer.run({ autoCommitInterval: 500, eachMessage });
    this.#stopConsumer = () => consumer.disconnect();
  }

  async #produce(): Promise<void> {
    const producer = this.#kafka.producer({ idempotent: true, maxInFlightRequests: 1, retry: RETRY });
    await producer.connect();
    while (!this.#isStopping) {
      // One partition at a time: kafkajs repeats those that have moved to another broker along with those that failed.
      for (const [partition, history] of this.#histories.entries()) {
        const messages = Array.from({ length: PER_ROUND }, () => ({ partition, value: String(history.produced++) }));
        const [told] = await producer.send({ topic: KAFKAJS_TOPIC, acks: -1, messages });
        history.onAcknowledged(Number(told?.baseOffset ?? -1), PER_ROUND, performance.now());
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    await producer.disconnect();
  }
}
