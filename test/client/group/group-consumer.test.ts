/**
 * Members of groups against a broker of our own, in both protocols. With CHRONIK_TEST_BOOTSTRAP=host:port on that cluster
 * instead, of whatever make.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/start-broker.ts';
import { createPartitions, createTopic } from '../../../src/client/admin.ts';
import { describeGroup } from '../../../src/client/describe-group.ts';
import { GroupConsumer } from '../../../src/client/group/group-consumer.ts';
import type { GroupConsumerOptions } from '../../../src/client/group/group-consumer-options.ts';
import { committedOffsets } from '../../../src/client/group-offsets.ts';
import { KafkaClient } from '../../../src/client/kafka-client.ts';
import { Producer } from '../../../src/client/producer.ts';

const elsewhere = process.env['CHRONIK_TEST_BOOTSTRAP'];
let broker: RunningBroker | null = null;
let bootstrapServers = elsewhere ?? '';
let client: KafkaClient;
const run = Date.now().toString(36);
let names = 0;

/** A rebalance takes a heartbeat or two to be noticed by all. */
const HEARTBEAT_MS = 200;

beforeAll(async () => {
  if (elsewhere === undefined) {
    const heartbeats = {
      'group.consumer.heartbeat.interval.ms': HEARTBEAT_MS,
      'group.consumer.min.heartbeat.interval.ms': HEARTBEAT_MS,
      'group.consumer.assignment.interval.ms': 0,
    };
    broker = await startBroker({ properties: heartbeats });
    bootstrapServers = broker.bootstrapServers;
  }
  client = new KafkaClient({ bootstrapServers });
});

afterAll(async () => {
  await client.close();
  await broker?.stop();
});

async function topicWith(partitions: number, recordsEach: number): Promise<string> {
  const name = `group-${run}-${names++}`;
  await createTopic(client, { name, partitions, replicationFactor: 1, configs: new Map() });
  await produce(name, partitions, recordsEach);
  return name;
}

async function produce(topic: string, partitions: number, recordsEach: number, by = client): Promise<void> {
  const producer = await Producer.create(by);
  await producer.prepare(topic);
  for (let n = 0; n < recordsEach; n += 1) {
    for (let partition = 0; partition < partitions; partition += 1) {
      producer.append(topic, partition, null, new TextEncoder().encode(`${partition}@${n}`));
    }
  }
  await producer.flush();
  producer.close();
}

/** A member that reads on its own until it is closed. */
class Reader {
  readonly seen: string[] = [];
  readonly events: string[] = [];
  error: unknown = null;
  #isStopping = false;
  #loop: Promise<void> = Promise.resolve();
  readonly #client: KafkaClient;
  consumer!: GroupConsumer;

  private constructor(address: string) {
    this.#client = new KafkaClient({ bootstrapServers: address });
  }

  static async start(options: GroupConsumerOptions, address = bootstrapServers): Promise<Reader> {
    const reader = new Reader(address);
    reader.consumer = await GroupConsumer.create(reader.#client, {
      offsetReset: 'earliest',
      heartbeatIntervalMs: HEARTBEAT_MS,
      ...options,
      onAssigned: (partitions) => reader.events.push(`+${partitions.map(({ partition }) => partition).join(',')}`),
      onRevoked: (partitions, isLost) =>
        reader.events.push(`${isLost ? 'lost ' : '-'}${partitions.map(({ partition }) => partition).join(',')}`),
    });
    reader.#loop = reader.#read().catch((error: unknown) => {
      reader.error = error;
    });
    return reader;
  }

  get owned(): number[] {
    return this.consumer.assignment.map(({ partition }) => partition).sort((left, right) => left - right);
  }

  async #read(): Promise<void> {
    while (!this.#isStopping) {
      for (const { topic, partition, records, nextOffset } of await this.consumer.poll()) {
        for (const { offset } of records) this.seen.push(`${partition}@${offset}`);
        this.consumer.processed(topic, partition, nextOffset);
      }
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#loop;
    await this.consumer.close();
    await this.#client.close();
  }
}

function everything(partitions: number, recordsEach: number): string[] {
  const all: string[] = [];
  for (let p = 0; p < partitions; p += 1) for (let n = 0; n < recordsEach; n += 1) all.push(`${p}@${n}`);
  return all.sort();
}

describe.each(['classic', 'consumer'] as const)('protocol %s', (protocol) => {
  test('a member reads everything, and the next goes on where it stopped', async () => {
    const topic = await topicWith(3, 20);
    const options = { groupId: topic, topics: [topic], protocol };
    const first = await Reader.start(options);
    await expect.poll(() => first.seen.length, { timeout: 10_000 }).toBe(60);
    await first.stop();
    expect(first.seen.sort()).toEqual(everything(3, 20));
    expect((await committedOffsets(client, topic)).map(({ offset }) => offset)).toEqual([20, 20, 20]);
    expect(await describeGroup(client, topic)).toMatchObject({ state: 'Empty', type: protocol, members: [] });
    await produce(topic, 3, 1);
    const second = await Reader.start(options);
    await expect.poll(() => second.seen.length, { timeout: 10_000 }).toBe(3);
    await second.stop();
    expect(second.seen.sort()).toEqual(['0@20', '1@20', '2@20']);
  });

  test('three that come one after the other and one that leaves: every partition once, every record once', async () => {
    const topic = await topicWith(6, 30);
    const options = { groupId: topic, topics: [topic], protocol };
    const members: Reader[] = [];
    for (let n = 0; n < 3; n += 1) {
      members.push(await Reader.start(options));
      // Each finds the others at work, and what is written meanwhile is for whoever has the partition by then.
      await produce(topic, 6, 10);
    }
    const owned = () => members.map((member) => member.owned.length);
    await expect.poll(owned, { timeout: 20_000 }).toEqual([2, 2, 2]);
    expect(members.flatMap((member) => member.owned).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const [leaver] = members.splice(1, 1);
    await leaver!.stop();
    await expect.poll(owned, { timeout: 20_000 }).toEqual([3, 3]);
    await produce(topic, 6, 10);
    const seen = () => [leaver!, ...members].flatMap((member) => member.seen);
    await expect.poll(() => seen().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(6 * 70);
    for (const member of members) await member.stop();
    expect(seen().sort()).toEqual(everything(6, 70));
    expect([leaver!, ...members].map(({ error }) => error)).toEqual([null, null, null]);
  }, 60_000);

  test('a member that was not heard of loses its partitions, and gets them again when it asks', async () => {
    const topic = await topicWith(1, 5);
    const consumer = await GroupConsumer.create(client, {
      groupId: topic,
      topics: [topic],
      protocol,
      offsetReset: 'earliest',
      maxPollIntervalMs: 1500,
      heartbeatIntervalMs: HEARTBEAT_MS,
    });
    let given = 0;
    while (given < 5) for (const { records } of await consumer.poll()) given += records.length;
    // Not processed, and the next poll is too late.
    await expect
      .poll(async () => (await describeGroup(client, topic))?.members.length, { timeout: 15_000, interval: 200 })
      .toBe(0);
    // Nobody's member may commit: to an empty group it would look like an administrator.
    consumer.processed(topic, 0, 3);
    await expect(consumer.commit()).rejects.toThrow('UNKNOWN_MEMBER_ID');
    expect(await committedOffsets(client, topic)).toEqual([]);
    const again: number[] = [];
    while (again.length < 5) {
      for (const { records, partition, nextOffset } of await consumer.poll()) {
        again.push(...records.map(({ offset }) => offset));
        consumer.processed(topic, partition, nextOffset);
      }
    }
    expect(again).toEqual([0, 1, 2, 3, 4]);
    await consumer.close();
    expect(await committedOffsets(client, topic)).toMatchObject([{ offset: 5 }]);
  }, 30_000);

  test('partitions that a topic gets later are read too', async () => {
    const topic = await topicWith(1, 3);
    const members: Reader[] = [];
    const options = { groupId: topic, topics: [topic], protocol, metadataMaxAgeMs: 300 };
    for (let n = 0; n < 2; n += 1) members.push(await Reader.start(options));
    await expect.poll(() => members.map(({ owned }) => owned.length).sort(), { timeout: 10_000 }).toEqual([0, 1]);
    await createPartitions(client, topic, 4);
    await produce(topic, 4, 3);
    await expect.poll(() => members.map(({ owned }) => owned.length), { timeout: 20_000 }).toEqual([2, 2]);
    await expect.poll(() => members.flatMap(({ seen }) => seen).length, { timeout: 20_000 }).toBe(15);
    for (const member of members) await member.stop();
    expect(members.map(({ error }) => error)).toEqual([null, null]);
  }, 60_000);

  test('a static member that returns finds its place', async () => {
    const topic = await topicWith(2, 1);
    const options = { groupId: topic, topics: [topic], protocol, instanceId: 'one' };
    const first = await Reader.start(options);
    const other = await Reader.start({ ...options, instanceId: 'two' });
    await expect.poll(() => [first.owned.length, other.owned.length], { timeout: 20_000 }).toEqual([1, 1]);
    const before = other.events.length;
    const [place] = first.owned;
    await first.stop();
    const again = await Reader.start(options);
    await expect.poll(() => again.owned, { timeout: 10_000 }).toEqual([place]);
    expect(other.events).toHaveLength(before);
    await again.stop();
    await other.stop();
  }, 40_000);
});

test('a group that cannot be joined says why', async () => {
  const topic = await topicWith(1, 1);
  const classic = await Reader.start({ groupId: topic, topics: [topic], sessionTimeoutMs: 1 });
  await expect
    .poll(() => classic.error, { timeout: 5000 })
    .toMatchObject({
      message: expect.stringContaining('INVALID_SESSION_TIMEOUT'),
    });
  await classic.stop();
});

test.each(['classic', 'consumer'] as const)(
  '%s: a restart of the broker goes by unnoticed',
  async (protocol) => {
    const directory = mkdtempSync(join(tmpdir(), 'chronik-group-'));
    const options = { directory, port: await freePort() };
    let own = await startBroker(options);
    const ownClient = new KafkaClient({ bootstrapServers: own.bootstrapServers });
    await createTopic(ownClient, { name: 't', partitions: 2, replicationFactor: 1, configs: new Map() });
    await produce('t', 2, 10, ownClient);
    const reader = await Reader.start({ groupId: 'g', topics: ['t'], protocol }, own.bootstrapServers);
    await expect.poll(() => reader.seen.length, { timeout: 10_000 }).toBe(20);
    await own.stop();
    own = await startBroker(options);
    await produce('t', 2, 10, ownClient);
    await expect.poll(() => reader.seen.length, { timeout: 20_000 }).toBe(40);
    await reader.stop();
    expect([reader.error, reader.seen.sort()]).toEqual([null, everything(2, 20)]);
    // It went on as the member it was.
    expect(reader.events).toEqual(['+0,1']);
    expect((await committedOffsets(ownClient, 'g')).map(({ offset }) => offset)).toEqual([20, 20]);
    await ownClient.close();
    await own.stop();
    rmSync(directory, { recursive: true });
  },
  60_000,
);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
