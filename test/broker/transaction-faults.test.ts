/** What goes wrong around transactions, over real sockets: producers that die, meet, repeat themselves or write too early. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';
import { deleteTopic } from '../../src/client/admin.ts';
import { Consumer } from '../../src/client/consumer.ts';
import { LATEST, listOffsets } from '../../src/client/list-offsets.ts';
import { TopicClient } from './support/topic-client.ts';
import { TransactionWire } from './support/transaction-wire.ts';

let broker: RunningBroker;
let topics: TopicClient;
let topic: string;
let id: string;
let names = 0;

beforeAll(async () => {
  broker = await startBroker({ properties: { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': 50 } });
  topics = new TopicClient(broker.bootstrapServers);
  const wire = await TransactionWire.open(broker.bootstrapServers, 'group');
  await wire.find(0);
  wire.close();
});
afterAll(async () => {
  await topics.close();
  await broker.stop();
});
beforeEach(async () => {
  names++;
  topic = `topic-${names}`;
  id = `id-${names}`;
  await topics.create(topic, {}, 2);
});

const open = (): Promise<TransactionWire> => TransactionWire.open(broker.bootstrapServers, id);

async function begun(): Promise<TransactionWire> {
  const producer = await open();
  await producer.find();
  expect(await producer.init()).toBe('NONE');
  return producer;
}

/** What a read_committed consumer sees of a partition, up to the last stable offset of the moment. */
async function committed(partition = 0): Promise<string[]> {
  const [end] = await listOffsets(topics.client, [{ topic, partition, timestamp: LATEST }], true);
  const consumer = await Consumer.create(topics.client, { isReadCommitted: true, maxWaitMs: 50 });
  consumer.seek(topic, partition, 0);
  const values: string[] = [];
  for (let next = 0; next < end!.offset; ) {
    for (const { records, nextOffset } of await consumer.poll()) {
      for (const { value } of records) values.push(new TextDecoder().decode(value!));
      next = nextOffset;
    }
  }
  return values;
}

async function isStable(partition = 0): Promise<boolean> {
  const query = [{ topic, partition, timestamp: LATEST }];
  const [[end], [stable]] = [await listOffsets(topics.client, query), await listOffsets(topics.client, query, true)];
  return end!.offset === stable!.offset;
}

const STEPS = ['init', 'add', 'produce', 'addOffsets', 'commitOffset', 'end'] as const;

describe.each([
  ['version 1', 11, 4, 4],
  ['version 2', 12, 5, 5],
] as const)('transactions %s', (_, produceVersion, commitVersion, endVersion) => {
  const implicit = produceVersion >= 12;

  test.each(STEPS)('a producer that dies after %s leaves all or nothing, and its successor goes on', async (last) => {
    const group = `group-${names}`;
    const first = await begun();
    const steps: Record<(typeof STEPS)[number], () => Promise<unknown>> = {
      init: async () => {},
      add: async () => implicit || (await first.add(topic, [0])),
      produce: () => first.produce(topic, 0, ['of the first'], produceVersion),
      addOffsets: async () => implicit || (await first.addOffsets(group)),
      commitOffset: () => first.commitOffset(group, topic, 7, commitVersion),
      end: () => first.end(true, endVersion),
    };
    for (const step of STEPS) {
      // The last request leaves, and its answer is not waited for.
      const answered = steps[step]();
      if (step === last) {
        answered.catch(() => {});
        await sleep(0);
        break;
      }
      await answered;
    }
    first.close();
    const second = await begun();
    const isCommitted = (await committed()).length > 0;
    if (last !== 'end') expect(isCommitted).toBe(false);
    expect(await second.committedOffset(group, topic)).toBe(isCommitted ? 7 : -1);
    expect(await isStable()).toBe(true);
    if (!implicit) await second.add(topic, [0]);
    expect(await second.produce(topic, 0, ['of the second'], produceVersion)).toBe('NONE');
    expect(await second.end(true, endVersion)).toBe('NONE');
    await expect.poll(() => committed()).toEqual(isCommitted ? ['of the first', 'of the second'] : ['of the second']);
    second.close();
  });

  test('the older of two producers with one id is fenced, whatever it tries', async () => {
    const older = await begun();
    if (!implicit) await older.add(topic, [0]);
    expect(await older.produce(topic, 0, ['old'], produceVersion)).toBe('NONE');
    const newer = await begun();
    expect(newer.identity.producerId).toBe(older.identity.producerId);
    expect(newer.identity.producerEpoch).toBeGreaterThan(older.identity.producerEpoch);
    expect(await older.produce(topic, 0, ['zombie'], produceVersion)).toBe('INVALID_PRODUCER_EPOCH');
    expect(await older.produce(topic, 1, ['zombie'], produceVersion)).toBe('INVALID_PRODUCER_EPOCH');
    expect(await older.add(topic, [1])).toEqual(['PRODUCER_FENCED']);
    expect(await older.add(topic, [1], 1)).toEqual(['INVALID_PRODUCER_EPOCH']);
    expect(await older.addOffsets('g')).toBe('PRODUCER_FENCED');
    expect(await older.commitOffset('g', topic, 1, commitVersion)).toBe('INVALID_PRODUCER_EPOCH');
    expect(await older.end(true, endVersion)).toBe('PRODUCER_FENCED');
    expect(await older.end(false, endVersion)).toBe('PRODUCER_FENCED');
    expect(await older.init({ again: older.identity })).toBe('PRODUCER_FENCED');
    expect(await committed()).toEqual([]);
    if (!implicit) await newer.add(topic, [0]);
    expect(await newer.produce(topic, 0, ['new'], produceVersion)).toBe('NONE');
    expect(await newer.end(true, endVersion)).toBe('NONE');
    await expect.poll(() => committed()).toEqual(['new']);
    older.close();
    newer.close();
  });

  test.each([true, false])(
    'EndTxn (commit %s) may be repeated when its answer was lost, and not contradicted',
    async (commits) => {
      const producer = await begun();
      if (!implicit) await producer.add(topic, [0]);
      await producer.produce(topic, 0, ['once'], produceVersion);
      const before = producer.identity;
      expect(await producer.end(commits, endVersion)).toBe('NONE');
      const after = producer.identity;
      const repeated = async (outcome: boolean): Promise<string> => {
        for (;;) {
          producer.identity = before;
          const error = await producer.end(outcome, endVersion);
          if (error !== 'CONCURRENT_TRANSACTIONS') return error;
        }
      };
      expect(await repeated(commits)).toBe('NONE');
      expect(producer.identity).toEqual(after);
      expect(await repeated(!commits)).toMatch(/^(INVALID_TXN_STATE|PRODUCER_FENCED)$/);
      await expect.poll(() => committed()).toEqual(commits ? ['once'] : []);
      producer.close();
    },
  );

  test('a producer that takes too long is aborted and fenced', async () => {
    const producer = await open();
    await producer.find();
    expect(await producer.init({ timeoutMs: 100 })).toBe('NONE');
    if (!implicit) await producer.add(topic, [0]);
    expect(await producer.produce(topic, 0, ['late'], produceVersion)).toBe('NONE');
    expect(await isStable()).toBe(false);
    await expect.poll(() => isStable(), { timeout: 5000 }).toBe(true);
    expect(await committed()).toEqual([]);
    expect(await producer.produce(topic, 0, ['later'], produceVersion)).toBe('INVALID_PRODUCER_EPOCH');
    // To version 2 the abort is the end of its own transaction, only not the one it asks for.
    expect(await producer.end(true, endVersion)).toBe(implicit ? 'INVALID_TXN_STATE' : 'PRODUCER_FENCED');
    // It may come back with what it had, and gets a newer epoch (KIP-588).
    expect(await producer.init({ again: producer.identity, timeoutMs: 60_000 })).toBe('NONE');
    producer.close();
  });
});

describe('writes outside of a transaction', () => {
  test.each([
    [9, 'INVALID_TXN_STATE'],
    [11, 'TRANSACTION_ABORTABLE'],
  ])('produce %i to a partition that was not added is refused', async (version, error) => {
    const producer = await begun();
    expect(await producer.produceAt(0, topic, 0, ['hanging'], version)).toBe(error);
    await producer.add(topic, [0]);
    expect(await producer.produceAt(0, topic, 1, ['hanging'], version)).toBe(error);
    expect(await producer.produceAt(0, topic, 0, ['fine'], version)).toBe('NONE');
    // A partition that has its transaction open need not ask again.
    expect(await producer.produceAt(1, topic, 0, ['fine, too'], version)).toBe('NONE');
    await producer.end(true);
    await expect.poll(() => isStable()).toBe(true);
    expect(await producer.produceAt(2, topic, 0, ['after the end'], version)).toMatch(
      new RegExp(`^(${error}|NOT_ENOUGH_REPLICAS)$`),
    );
    await expect.poll(() => committed()).toEqual(['fine', 'fine, too']);
    expect(await isStable(1)).toBe(true);
    producer.close();
  });

  test('a transactional batch without a transactional id is refused', async () => {
    const producer = await begun();
    await producer.add(topic, [0]);
    expect(await producer.produceAt(0, topic, 0, ['anonymous'], 9, null)).toBe('TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
    producer.close();
  });

  test('a plain batch amid the own transaction is refused', async () => {
    const producer = await begun();
    expect(await producer.produceAt(0, topic, 0, ['inside'], 12)).toBe('NONE');
    expect(await producer.produceAt(1, topic, 0, ['plain'], 12, null, false)).toBe('INVALID_TXN_STATE');
    producer.close();
  });

  test('offsets of a transaction that does not include their group are refused', async () => {
    const producer = await begun();
    expect(await producer.commitOffset('stranger', topic, 1, 3)).toBe('INVALID_TXN_STATE');
    expect(await producer.commitOffset('stranger', topic, 1, 4)).toBe('TRANSACTION_ABORTABLE');
    expect(await producer.commitOffset('stranger', topic, 1, 5)).toBe('NONE');
    expect(await producer.end(false, 5)).toBe('NONE');
    expect(await producer.committedOffset('stranger', topic)).toBe(-1);
    producer.close();
  });
});

test('pipelined batches of a new transaction keep their order while the first is verified', async () => {
  const producer = await begun();
  await producer.add(topic, [0, 1]);
  const answers = Array.from({ length: 5 }, (_, n) => producer.produce(topic, n === 2 ? 1 : 0, [`${n}`], 11));
  expect(await Promise.all(answers)).toEqual(Array(5).fill('NONE'));
  const implicit = await begun();
  const added = Array.from({ length: 5 }, (_, n) => implicit.produce(topic, 0, [`i${n}`], 12));
  expect(await Promise.all(added)).toEqual(Array(5).fill('NONE'));
  expect(await implicit.end(true, 5)).toBe('NONE');
  await expect.poll(() => committed()).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
  producer.close();
  implicit.close();
});

test('one partition that does not exist keeps the others out of the transaction', async () => {
  const producer = await begun();
  expect(await producer.add(topic, [0, 7])).toEqual(['OPERATION_NOT_ATTEMPTED', 'UNKNOWN_TOPIC_OR_PARTITION']);
  expect(await producer.produceAt(0, topic, 0, ['x'], 11)).toBe('TRANSACTION_ABORTABLE');
  producer.close();
});

test('a read_committed fetch waits until the last stable offset moves', async () => {
  const producer = await begun();
  await producer.produce(topic, 0, ['awaited'], 12);
  const consumer = await Consumer.create(topics.client, { isReadCommitted: true, maxWaitMs: 5000 });
  consumer.seek(topic, 0, 0);
  const asked = performance.now();
  const fetched = consumer.poll();
  await sleep(150);
  expect(await producer.end(true, 5)).toBe('NONE');
  const values = (await fetched).flatMap(({ records }) => records.map(({ value }) => new TextDecoder().decode(value!)));
  expect(values).toEqual(['awaited']);
  expect(performance.now() - asked).toBeLessThan(3000);
  producer.close();
});

test('a topic that is deleted amid a transaction does not keep it from ending', async () => {
  const producer = await begun();
  await topics.create(`${topic}-other`, {}, 1);
  expect(await producer.produce(topic, 0, ['x'], 12)).toBe('NONE');
  expect(await producer.produce(`${topic}-other`, 0, ['x'], 12)).toBe('NONE');
  await deleteTopic(topics.client, `${topic}-other`);
  expect(await producer.end(true, 5)).toBe('NONE');
  await expect.poll(() => committed()).toEqual(['x']);
  expect(await producer.init()).toBe('NONE');
  producer.close();
});

describe('markers', () => {
  test('of an operator end a transaction that hangs, under the rules of epochs', async () => {
    const producer = await begun();
    await producer.produce(topic, 0, ['hanging'], 12);
    const { producerId, producerEpoch } = producer.identity;
    const marker = { producerId, producerEpoch, coordinatorEpoch: 5, commits: false };
    expect(await producer.writeMarker({ ...marker, producerEpoch: -1 }, topic, 0)).toBe('INVALID_PRODUCER_EPOCH');
    // A marker of transactions version 2 is above the epoch of its batches.
    expect(await producer.writeMarker({ ...marker, transactionVersion: 2 }, topic, 0)).toBe('INVALID_PRODUCER_EPOCH');
    expect(await producer.writeMarker({ ...marker, producerId: -1 }, topic, 0)).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(await isStable()).toBe(false);
    expect(await producer.writeMarker(marker, topic, 0, 1)).toBe('NONE');
    expect(await isStable()).toBe(true);
    expect(await producer.writeMarker({ ...marker, coordinatorEpoch: 4 }, topic, 0)).toBe(
      'TRANSACTION_COORDINATOR_FENCED',
    );
    expect(await producer.writeMarker(marker, topic, 9)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await producer.writeMarker(marker, 'nowhere', 0)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await committed()).toEqual([]);
    producer.close();
  });
});
