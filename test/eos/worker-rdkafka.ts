/**
 * One worker of the exactly-once test as librdkafka makes one, a process of its own: a static member of the group, whose
 * offsets go with the transaction under the group's own fencing (KIP-447). Ends at the first error; whoever takes its
 * place has its member name and its transactional id.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Prng } from '../crash/prng.ts';
import { ABORTED, GROUP, INPUT, OUTPUT, outputPartition, type WorkerMessage, type WorkerPlan } from './pipeline.ts';

interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly value: Buffer;
}
type Done = (error?: Error | null) => void;

/** What is used of node-rdkafka, which brings no types where it is fetched to. */
interface Client {
  connect(options: object, done: Done): void;
  on(event: string, listener: (...of: unknown[]) => void): void;
}
interface RdConsumer extends Client {
  subscribe(topics: readonly string[]): void;
  setDefaultConsumeTimeout(ms: number): void;
  consume(count: number, done: (error: Error | null, messages: readonly Message[]) => void): void;
}
interface RdProducer extends Client {
  initTransactions(timeoutMs: number, done: Done): void;
  beginTransaction(done: Done): void;
  commitTransaction(timeoutMs: number, done: Done): void;
  abortTransaction(timeoutMs: number, done: Done): void;
  sendOffsetsToTransaction(offsets: readonly object[], consumer: RdConsumer, timeoutMs: number, done: Done): void;
  produce(topic: string, partition: number, value: Buffer): void;
  setPollInterval(ms: number): void;
}
interface Library {
  KafkaConsumer: new (config: object, topic: object) => RdConsumer;
  Producer: new (config: object) => RdProducer;
}

/** From dist/eos/. */
const compat = process.env['COMPAT_DIR'] ?? fileURLToPath(new URL('../../.compat', import.meta.url));
const rdkafka = createRequire(`${compat}/node-rdkafka/`)('node-rdkafka') as Library;
const TIMEOUT_MS = 30_000;

const plan = JSON.parse(process.argv[2]!) as WorkerPlan;
const prng = new Prng(plan.seed);
// A worker does not outlive the test.
process.on('disconnect', () => process.exit(1));
const tell = (message: WorkerMessage): void => void process.send!(message);

function done(start: (callback: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

async function main(): Promise<void> {
  const shared = { 'metadata.broker.list': plan.bootstrap, 'reconnect.backoff.max.ms': 500 };
  const producer = new rdkafka.Producer({
    ...shared,
    'transactional.id': plan.transactionalId,
    'transaction.timeout.ms': 20_000,
    'linger.ms': 1,
  });
  producer.on('event.error', () => {});
  await done((callback) => producer.connect({ timeout: TIMEOUT_MS }, callback));
  producer.setPollInterval(10);
  await done((callback) => producer.initTransactions(TIMEOUT_MS, callback));
  const consumer = new rdkafka.KafkaConsumer(
    {
      ...shared,
      'group.id': GROUP,
      'group.instance.id': plan.transactionalId,
      'session.timeout.ms': 6_000,
      'heartbeat.interval.ms': 500,
      'enable.auto.commit': false,
      'isolation.level': 'read_committed',
    },
    { 'auto.offset.reset': 'earliest' },
  );
  consumer.on('event.error', () => {});
  await done((callback) => consumer.connect({ timeout: TIMEOUT_MS }, callback));
  consumer.setDefaultConsumeTimeout(100);
  consumer.subscribe([INPUT]);
  for (;;) {
    const messages = await new Promise<readonly Message[]>((resolve, reject) =>
      consumer.consume(plan.batch, (error, found) => (error ? reject(error) : resolve(found))),
    );
    if (messages.length === 0) continue;
    while (prng.chance(plan.aborts)) {
      await begin(producer, consumer, messages, ABORTED);
      await done((callback) => producer.abortTransaction(TIMEOUT_MS, callback));
      tell('aborted');
    }
    await begin(producer, consumer, messages, '');
    await done((callback) => producer.commitTransaction(TIMEOUT_MS, callback));
    tell('committed');
  }
}

async function begin(producer: RdProducer, consumer: RdConsumer, messages: readonly Message[], prefix: string) {
  await done((callback) => producer.beginTransaction(callback));
  const next = new Map<number, number>();
  for (const { partition, offset, value } of messages) {
    const id = Number(value.toString());
    producer.produce(OUTPUT, outputPartition(id, plan.partitions), Buffer.from(`${prefix}${id}`));
    next.set(partition, offset + 1);
  }
  const offsets = Array.from(next, ([partition, offset]) => ({ topic: INPUT, partition, offset }));
  await done((callback) => producer.sendOffsetsToTransaction(offsets, consumer, TIMEOUT_MS, callback));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : JSON.stringify(error)}\n`);
  process.exit(1);
});
