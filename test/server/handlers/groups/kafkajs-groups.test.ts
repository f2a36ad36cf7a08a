/** Groups as kafkajs uses them, over real sockets: staggered members, a leaver, a client that dies, offsets and administration. */
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GroupServer } from './group-server.ts';

let server: GroupServer;
let kafka: Kafka;
let consumers: Consumer[];

beforeEach(async () => {
  server = await GroupServer.start();
  kafka = new Kafka({
    brokers: [server.bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { retries: 5, initialRetryTime: 50 },
  });
  consumers = [];
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 6 }] });
  await admin.disconnect();
});

afterEach(async () => {
  await Promise.allSettled(consumers.map((consumer) => consumer.disconnect()));
  await server.stop();
});

/** A consumer that runs, and what it owns now. */
async function consume(groupId: string): Promise<{ consumer: Consumer; owned: () => number[] }> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, heartbeatInterval: 100, rebalanceTimeout: 5000 });
  consumers.push(consumer);
  let owned: number[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    owned = payload.memberAssignment['orders'] ?? [];
  });
  consumer.on(consumer.events.REBALANCING, () => {
    owned = [];
  });
  await consumer.connect();
  await consumer.subscribe({ topics: ['orders'], fromBeginning: true });
  await consumer.run({ eachMessage: async () => undefined });
  return { consumer, owned: () => owned };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (condition()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`it never came to pass that ${what}`);
}

test('three staggered members share six partitions, and two after one has left', async () => {
  const a = await consume('g');
  await until('the first has all', () => a.owned().length === 6);
  const b = await consume('g');
  const c = await consume('g');
  const all = (...members: { owned: () => number[] }[]) => members.flatMap((member) => member.owned()).sort();
  await until('three have two each', () => [a, b, c].every((member) => member.owned().length === 2));
  expect(all(a, b, c)).toEqual([0, 1, 2, 3, 4, 5]);
  await b.consumer.disconnect();
  await until('two have three each', () => [a, c].every((member) => member.owned().length === 3));
  expect(all(a, c)).toEqual([0, 1, 2, 3, 4, 5]);
}, 30_000);

test('offsets are committed, fetched, described, reset and deleted', async () => {
  const { consumer, owned } = await consume('g');
  await until('it has joined', () => owned().length === 6);
  await consumer.commitOffsets([{ topic: 'orders', partition: 3, offset: '41', metadata: 'note' }]);
  const admin = kafka.admin();
  await admin.connect();
  const read = async () =>
    (await admin.fetchOffsets({ groupId: 'g', topics: ['orders'] }))[0]!.partitions.find((one) => one.partition === 3)!;
  expect(await read()).toMatchObject({ offset: '41', metadata: 'note' });
  const { groups } = await admin.describeGroups(['g']);
  expect(groups[0]).toMatchObject({
    errorCode: 0,
    groupId: 'g',
    protocolType: 'consumer',
    state: 'Stable',
    protocol: 'RoundRobinAssigner',
  });
  expect(groups[0]!.members).toHaveLength(1);
  await expect(admin.deleteGroups(['g'])).rejects.toThrow();
  await consumer.disconnect();
  await admin.setOffsets({ groupId: 'g', topic: 'orders', partitions: [{ partition: 3, offset: '7' }] });
  expect(await read()).toMatchObject({ offset: '7' });
  expect((await admin.listGroups()).groups).toEqual([{ groupId: 'g', protocolType: 'consumer' }]);
  await admin.deleteGroups(['g']);
  expect((await admin.listGroups()).groups).toEqual([]);
  await admin.disconnect();
}, 30_000);

test('from the first request to the first assignment a group takes moments', async () => {
  const started = performance.now();
  const { owned } = await consume('fresh');
  await until('it has all', () => owned().length === 6);
  // Without the internal topic, which is created on the way; a quiet machine needs a few dozen milliseconds.
  expect(performance.now() - started).toBeLessThan(3000);
});
