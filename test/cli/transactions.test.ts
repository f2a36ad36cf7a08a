/**
 * `chronik txn` against a broker of our own, with kafkajs as the producers. With CHRONIK_TEST_BOOTSTRAP=host:port on that
 * cluster instead, of whatever make; it should be empty.
 */
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBroker } from '../../src/broker/start-broker.ts';
import { PRODUCE } from '../../src/client/apis.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { DESCRIBE_TRANSACTIONS, LIST_TRANSACTIONS, WRITE_TXN_MARKERS } from '../../src/client/transaction-apis.ts';
import { ZERO_UUID } from '../../src/core/bytes/uuid.ts';
import { newProduceRequest } from '../../src/core/protocol/generated/produce-request.ts';
import { BatchBuilder } from '../../src/core/records/batch-builder.ts';
import { type Run, run } from './support/run.ts';

const elsewhere = process.env['CHRONIK_TEST_BOOTSTRAP'];
const broker =
  elsewhere === undefined ? await startBroker() : { bootstrapServers: elsewhere, stop: () => Promise.resolve() };
const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
const connection = await client.anyBroker();
const missing = [LIST_TRANSACTIONS, DESCRIBE_TRANSACTIONS, WRITE_TXN_MARKERS].filter(
  (api) => connection.versionOf<never, never>(api as never) === null,
);
const name =
  missing.length === 0 ? 'chronik txn' : `chronik txn [SKIPPED: the broker does not serve ${missing[0]!.name}]`;
const producers: Producer[] = [];

afterAll(async () => {
  for (const producer of producers) await producer.disconnect();
  await client.close();
  await broker.stop();
});

async function chronik(command: string): Promise<Run> {
  return run([...command.split(' '), '-b', broker.bootstrapServers]);
}

async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await chronik(command);
  expect([command, code, stderr]).toEqual([command, 0, '']);
  return stdout;
}

async function jsonOf<T>(command: string): Promise<T> {
  return JSON.parse(await done(`${command} --json`)) as T;
}

interface Listed {
  transactionalId: string;
  producerId: number;
  state: string;
}

/** A transaction that stays open. */
async function open(transactionalId: string, topic: string, partition = 0) {
  const kafka = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  producers.push(producer);
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ partition, value: 'open' }] });
  return transaction;
}

/** One of a producer that no coordinator knows; the broker has to be told not to ask. Answers its offset, or −1. */
async function hang(topic: string, producerId: number): Promise<number> {
  const batch = new BatchBuilder({ producerId, producerEpoch: 3, baseSequence: 0, isTransactional: true });
  batch.append(Date.now(), null, new TextEncoder().encode('hanging'));
  const request = newProduceRequest({
    transactionalId: 'nobody',
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic, topicId: ZERO_UUID, partitionData: [{ index: 0, records: batch.build()! }] }],
  });
  const leader = await client.broker(await client.leaderOf(topic, 0));
  // From version 12 on the leader would itself add the partition to the transaction (KIP-890).
  const response = await leader.callVersion(PRODUCE, 11, request);
  const result = response.responses[0]!.partitionResponses[0]!;
  return result.errorCode === 0 ? result.baseOffset : -1;
}

describe.skipIf(missing.length > 0)(name, () => {
  beforeAll(async () => {
    await done('topic create ledger -p 2');
  });

  test('shows an open transaction, and one that was committed', async () => {
    const transaction = await open('pay-1', 'ledger', 1);
    const [listed] = await jsonOf<Listed[]>('txn list --state ongoing');
    expect(listed).toMatchObject({ transactionalId: 'pay-1', state: 'Ongoing' });
    const [described] = await jsonOf<object[]>('txn describe pay-1');
    expect(described).toMatchObject({
      state: 'Ongoing',
      producerId: listed!.producerId,
      producerEpoch: expect.any(Number),
      partitions: [{ topic: 'ledger', partition: 1 }],
      startTimeMs: expect.any(Number),
    });
    expect(await done('txn describe pay-1')).toMatch(/Partitions: +ledger:1\n/);
    expect(await jsonOf('txn producers ledger:1')).toMatchObject([
      { topic: 'ledger', partition: 1, producerId: listed!.producerId, lastSequence: 0, transactionStartOffset: 0 },
    ]);
    await transaction.commit();
    await expect.poll(() => jsonOf('txn list')).toMatchObject([{ transactionalId: 'pay-1', state: 'CompleteCommit' }]);
    expect(await jsonOf('txn producers ledger')).toMatchObject([{ partition: 1, transactionStartOffset: null }]);
    expect(await jsonOf(`txn list --producer-id ${listed!.producerId}`)).toHaveLength(1);
    expect(await jsonOf(`txn list --producer-id ${listed!.producerId + 1000}`)).toEqual([]);
    expect(await jsonOf('txn list --state Ongoing,PrepareCommit')).toEqual([]);
  });

  test('aborts by transactional id, and fences the producer', async () => {
    const transaction = await open('pay-2', 'ledger');
    expect(await done('txn abort pay-2')).toMatch(
      /^Aborted pay-2; its producer is fenced by producer \d+, epoch \d+\n$/,
    );
    await expect
      .poll(async () => (await jsonOf<Listed[]>('txn describe pay-2'))[0]!.state)
      .toMatch(/Empty|CompleteAbort/);
    await expect(transaction.commit()).rejects.toThrow();
    expect(await done('consume ledger -o start -e --isolation read_committed')).toBe('open\n');
  });

  test('finds a hanging transaction and ends it', async () => {
    await done('topic create stuck');
    await done('config alter broker default -s transaction.partition.verification.enable=false');
    // Brokers learn of it a moment later than the controller.
    await expect.poll(() => hang('stuck', 987_654)).toBe(0);
    await open('alive', 'stuck');
    expect(await jsonOf('txn find-hanging')).toEqual([]);
    const hanging = await jsonOf<object[]>('txn find-hanging --max-transaction-timeout 0');
    expect(hanging).toMatchObject([
      { topic: 'stuck', partition: 0, producerId: 987_654, producerEpoch: 3, transactionStartOffset: 0 },
    ]);
    expect(await done('txn find-hanging stuck:0 --max-transaction-timeout 0')).toMatch(
      /stuck +0 +987654 +3 +- +0 +\d+ \w+ ago +0/,
    );
    expect(await jsonOf('txn abort --topic stuck:0 --start-offset 0')).toEqual({
      topic: 'stuck',
      partition: 0,
      producerId: 987_654,
      producerEpoch: 3,
      aborted: true,
    });
    expect(await jsonOf('txn find-hanging --max-transaction-timeout 0')).toEqual([]);
    expect(await jsonOf('txn producers stuck')).toContainEqual(
      expect.objectContaining({ producerId: 987_654, transactionStartOffset: null }),
    );
    const again = await chronik('txn abort --topic stuck:0 --start-offset 0');
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--start-offset 0')]);
    await done('config alter broker default -d transaction.partition.verification.enable');
  });

  test('tells what is not there', async () => {
    for (const command of ['txn describe nobody-else', 'txn abort nobody-else']) {
      const { code, stderr } = await chronik(command);
      expect([code, stderr]).toEqual([1, expect.stringContaining('no producer uses the transactional id nobody-else')]);
    }
    const topic = await chronik('txn producers nothing');
    expect([topic.code, topic.stderr]).toEqual([1, expect.stringContaining('there is no such topic')]);
  });
});

test.each([
  ['txn abort', 'give either a transactional id or --topic'],
  ['txn abort id --topic t:0', 'give either a transactional id or --topic'],
  ['txn abort id --start-offset 1', '--start-offset belongs to --topic'],
  ['txn abort --topic t --start-offset 1', '--topic takes one topic:partition'],
  ['txn abort --topic t:0,1 --start-offset 1', '--topic takes one topic:partition'],
  ['txn abort --topic t:0 --producer-id 1', 'give either --start-offset or --producer-id, --producer-epoch'],
  ['txn abort --topic t:0 --start-offset 1 --producer-id 1', 'give either --start-offset or'],
  ['txn list --state open', '--state is one of Empty, Ongoing'],
  ['txn list --producer-id x', '--producer-id takes numbers'],
  ['txn producers t:x', 'it takes a topic or topic:partition'],
])('%s', async (command, message) => {
  const { code, stderr } = await chronik(command);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
