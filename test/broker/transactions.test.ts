/** Transactions through a whole broker, by a client that is not ours. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';

let broker: RunningBroker;
let kafka: Kafka;

beforeAll(async () => {
  broker = await startBroker();
  kafka = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  const admin = kafka.admin();
  await admin.createTopics({
    topics: [
      { topic: 'in', numPartitions: 2 },
      { topic: 'out', numPartitions: 2 },
    ],
  });
  await admin.disconnect();
});

afterAll(() => broker.stop());

async function valuesOf(topic: string, count: number, readUncommitted = false): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `reader-${Math.random()}`, readUncommitted });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const values: string[] = [];
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        values.push(message.value!.toString());
        if (values.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return values;
}

test('what is committed is read, what is aborted is not', async () => {
  const producer = kafka.producer({ transactionalId: 'first', maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  for (const [outcome, value] of [
    ['commit', 'a'],
    ['abort', 'b'],
    ['commit', 'c'],
  ] as const) {
    const transaction = await producer.transaction();
    await transaction.send({
      topic: 'out',
      messages: [
        { value, partition: 0 },
        { value: `${value}'`, partition: 1 },
      ],
    });
    if (outcome === 'commit') await transaction.commit();
    else await transaction.abort();
  }
  await producer.disconnect();
  expect((await valuesOf('out', 4)).sort()).toEqual(['a', "a'", 'c', "c'"]);
  expect((await valuesOf('out', 6, true)).sort()).toEqual(['a', "a'", 'b', "b'", 'c', "c'"]);
});

test('offsets are committed with the transaction that sent them', async () => {
  const producer = kafka.producer({ transactionalId: 'offsets', maxInFlightRequests: 1, idempotent: true });
  const admin = kafka.admin();
  await producer.connect();
  const committed = async (): Promise<string[]> =>
    (await admin.fetchOffsets({ groupId: 'g', topics: ['in'] }))[0]!.partitions.map(({ offset }) => offset);
  const send = async (offset: string) => {
    const transaction = await producer.transaction();
    await transaction.send({ topic: 'out', messages: [{ value: 'x', partition: 0 }] });
    await transaction.sendOffsets({
      consumerGroupId: 'g',
      topics: [
        {
          topic: 'in',
          partitions: [
            { partition: 0, offset },
            { partition: 1, offset },
          ],
        },
      ],
    });
    return transaction;
  };
  await (await send('5')).commit();
  expect(await committed()).toEqual(['5', '5']);
  await (await send('7')).abort();
  expect(await committed()).toEqual(['5', '5']);
  await producer.disconnect();
  await admin.disconnect();
});
