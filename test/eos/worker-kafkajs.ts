/**
 * One worker of the exactly-once test, a process of its own: reads its input partitions from the committed offsets on,
 * copies the records to the output and commits the offsets in the same transaction, through kafkajs. Ends at the first
 * error; whoever takes its place fences it by its transactional id and goes on from what is committed.
 */
import { Kafka, logLevel, type Transaction } from 'kafkajs';
import { Prng } from '../crash/prng.ts';
import { Consumer, KafkaClient } from './our-client.ts';
import { ABORTED, GROUP, INPUT, OUTPUT, outputPartition, type WorkerMessage, type WorkerPlan } from './pipeline.ts';

interface Work {
  readonly partition: number;
  readonly offset: number;
  readonly id: number;
}

const plan = JSON.parse(process.argv[2]!) as WorkerPlan;
const prng = new Prng(plan.seed);
const kafka = new Kafka({ brokers: [plan.bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8 } });
// A worker does not outlive the test.
process.on('disconnect', () => process.exit(1));
const tell = (message: WorkerMessage): void => void process.send!(message);

async function main(): Promise<void> {
  const producer = kafka.producer({
    transactionalId: plan.transactionalId,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: 20_000,
  });
  await producer.connect();
  // Nobody else can commit any more once this has the producer id: only then is what is committed final.
  let transaction: Transaction | null = await producer.transaction();
  const positions = await committedOffsets();
  const client = new KafkaClient({ bootstrapServers: plan.bootstrap });
  const consumer = await Consumer.create(client);
  for (const [partition, offset] of positions) {
    if (offset < plan.ends[partition]!) consumer.seek(INPUT, partition, offset);
    else positions.delete(partition);
  }
  let waiting: Work[] = [];
  while (positions.size > 0) {
    while (waiting.length === 0) waiting = await nextWork(consumer);
    const work = waiting.slice(0, plan.batch);
    transaction ??= await producer.transaction();
    if (prng.chance(plan.aborts)) {
      await send(transaction, work, ABORTED);
      await transaction.abort();
      tell('aborted');
    } else {
      await send(transaction, work, '');
      await transaction.commit();
      tell('committed');
      waiting = waiting.slice(work.length);
      for (const { partition, offset } of work) {
        if (offset !== positions.get(partition)) throw new Error(`input ${partition} jumps to ${offset}`);
        positions.set(partition, offset + 1);
        if (offset + 1 < plan.ends[partition]!) continue;
        positions.delete(partition);
        consumer.remove(INPUT, partition);
      }
    }
    transaction = null;
  }
  tell('done');
}

async function nextWork(consumer: Consumer): Promise<Work[]> {
  const work: Work[] = [];
  for (const { partition, records } of await consumer.poll())
    for (const { offset, value } of records)
      work.push({ partition, offset, id: Number(new TextDecoder().decode(value!)) });
  return work;
}

async function send(transaction: Transaction, work: readonly Work[], prefix: string): Promise<void> {
  const messages = work.map(({ id }) => ({
    value: `${prefix}${id}`,
    partition: outputPartition(id, plan.partitions),
  }));
  await transaction.send({ topic: OUTPUT, messages });
  const next = new Map(work.map(({ partition, offset }) => [partition, String(offset + 1)]));
  const partitions = Array.from(next, ([partition, offset]) => ({ partition, offset }));
  await transaction.sendOffsets({ consumerGroupId: GROUP, topics: [{ topic: INPUT, partitions }] });
}

async function committedOffsets(): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  const [fetched] = await admin.fetchOffsets({ groupId: GROUP, topics: [INPUT] });
  await admin.disconnect();
  const offsets = new Map(plan.owned.map((partition) => [partition, 0]));
  for (const { partition, offset } of fetched!.partitions)
    if (offsets.has(partition)) offsets.set(partition, Math.max(Number(offset), 0));
  return offsets;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
