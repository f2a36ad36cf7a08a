/**
 * One worker of the exactly-once test through kafkajs, a process of its own. Ends at the first error; whoever takes its
 * place fences it by its transactional id and goes on from what is committed.
 */
import { Kafka, logLevel, type Transaction } from 'kafkajs';
import { copyAll, nextOffsets, plan, type Work } from './copier.ts';
import { GROUP, INPUT, OUTPUT, outputPartition } from './pipeline.ts';

const kafka = new Kafka({ brokers: [plan.bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 8 } });
const producer = kafka.producer({
  transactionalId: plan.transactionalId,
  idempotent: true,
  maxInFlightRequests: 1,
  transactionTimeout: 20_000,
});
let begun: Transaction | null = null;

copyAll({
  async start() {
    await producer.connect();
    // The first transaction asks for the producer id.
    begun = await producer.transaction();
    const admin = kafka.admin();
    await admin.connect();
    const [fetched] = await admin.fetchOffsets({ groupId: GROUP, topics: [INPUT] });
    await admin.disconnect();
    const offsets = new Map(plan.owned.map((partition) => [partition, 0]));
    for (const { partition, offset } of fetched!.partitions)
      if (offsets.has(partition)) offsets.set(partition, Math.max(Number(offset), 0));
    return offsets;
  },
  async transact(work: readonly Work[], prefix: string, commits: boolean) {
    const transaction = begun ?? (await producer.transaction());
    begun = null;
    const messages = work.map(({ id }) => ({
      value: `${prefix}${id}`,
      partition: outputPartition(id, plan.partitions),
    }));
    await transaction.send({ topic: OUTPUT, messages });
    const partitions = Array.from(nextOffsets(work), ([partition, offset]) => ({ partition, offset: String(offset) }));
    await transaction.sendOffsets({ consumerGroupId: GROUP, topics: [{ topic: INPUT, partitions }] });
    if (commits) await transaction.commit();
    else await transaction.abort();
  },
});
