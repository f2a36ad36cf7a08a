/**
 * `chronik dev --nodes 3`, and what users do first: produce with acks=all to topics that do not exist yet, through each
 * node in turn, by kafkajs. Alone for the latency; then while CreateTopics makes a thousand others. In the end every node
 * must report every topic, and the same of each; every acknowledged record must be there.
 *
 *   --topics 1000     made by CreateTopics, --per-request 10 of them at a time, --in-flight 8 requests at a time
 *   --produced 100    made by producing to them, alone and beside
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { percentile } from './history.ts';
import { clientOf } from './load.ts';
import { root } from './nodes.ts';
import type { ClusterMetadata } from './our-client.ts';

const { values } = parseArgs({
  options: {
    topics: { type: 'string', default: '1000' },
    'per-request': { type: 'string', default: '10' },
    'in-flight': { type: 'string', default: '8' },
    produced: { type: 'string', default: '100' },
  },
});
const topics = Number(values.topics);
const perRequest = Number(values['per-request']);
const inFlight = Number(values['in-flight']);
const produced = Number(values.produced);

/** How long the nodes may take to agree after the last answer. */
const AGREE_MS = 20_000;

interface Cluster {
  readonly child: ChildProcess;
  readonly addresses: string[];
}

async function startCluster(data: string): Promise<Cluster> {
  const args = [join(root, 'dist/bundle/cli/main.js'), 'dev', '--json', '--nodes', '3', '--port', '0', '--data', data];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const { bootstrapServers } = JSON.parse(line.toString()) as { bootstrapServers: string };
  return { child, addresses: bootstrapServers.split(',') };
}

function report(label: string, took: number[]): void {
  const sorted = took.toSorted((a, b) => a - b);
  const [median, p99, max] = [0.5, 0.99, 1].map((share) => Math.round(percentile(sorted, share)));
  console.log(`${label}: ${sorted.length}, median ${median} ms, p99 ${p99} ms, max ${max} ms`);
}

/** One producer for each node, connected: what is measured is the topic, not the connection. */
async function producersOf(addresses: readonly string[]): Promise<Producer[]> {
  return Promise.all(
    addresses.map(async (broker) => {
      const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 5 } });
      const producer = kafka.producer({ allowAutoTopicCreation: true });
      await producer.connect();
      return producer;
    }),
  );
}

async function adminsOf(addresses: readonly string[]): Promise<Admin[]> {
  return Promise.all(
    addresses.map(async (broker) => {
      const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, requestTimeout: 60_000 }).admin();
      await admin.connect();
      return admin;
    }),
  );
}

/** Milliseconds until each of `produced` records was acknowledged, one after the other. */
async function produceToNewTopics(producers: readonly Producer[], prefix: string): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < produced; i++) {
    const begin = performance.now();
    await producers[i % producers.length]!.send({ topic: `${prefix}-${i}`, acks: -1, messages: [{ value: `${i}` }] });
    took.push(performance.now() - begin);
  }
  return took;
}

/** Milliseconds that each request took. @throws when one is refused, or not answered in time */
async function createMany(admins: readonly Admin[]): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < topics) {
      const from = next;
      next += perRequest;
      const wanted = Array.from({ length: Math.min(perRequest, topics - from) }, (_, i) => ({
        topic: `made-${from + i}`,
        numPartitions: 1,
        replicationFactor: 3,
      }));
      const begin = performance.now();
      await admins[(from / perRequest) % admins.length]!.createTopics({ topics: wanted, waitForLeaders: false });
      took.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return took;
}

/** Everything that a client may learn of the topics, for comparison; in-sync sets that are still growing are not done. */
function shapeOf(metadata: ClusterMetadata): string {
  const rows = [...metadata.topics.values()].map(({ name, topicId, partitions }) => [
    name,
    topicId,
    partitions.map(({ inSyncReplicas, leader, leaderEpoch, replicas }) => [
      leader,
      leaderEpoch,
      replicas,
      inSyncReplicas.toSorted(),
    ]),
  ]);
  return JSON.stringify(rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** What one node says: a client that knows no other asks nobody else. */
async function metadataOf(address: string): Promise<ClusterMetadata> {
  const client = clientOf(address);
  try {
    return await client.metadata(null);
  } finally {
    await client.close();
  }
}

/** Milliseconds until every node reports all topics, and the same of each. @throws when that does not come */
async function agreement(addresses: readonly string[], names: readonly string[]): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const views = await Promise.all(addresses.map(metadataOf));
    const missing = views.map((view) => names.filter((name) => !view.topics.has(name)).length);
    const shapes = new Set(views.map(shapeOf));
    if (shapes.size === 1 && missing.every((count) => count === 0)) return performance.now() - begin;
    if (performance.now() - begin > AGREE_MS)
      throw new Error(`the nodes do not agree: ${missing} topics missing, ${shapes.size} different views`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function readBack(addresses: readonly string[], names: readonly string[]): Promise<number> {
  const kafka = new Kafka({ brokers: [...addresses], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: 'all' });
  await consumer.connect();
  await consumer.subscribe({ topics: [...names], fromBeginning: true });
  const found = new Set<string>();
  await new Promise<void>((resolve, reject) => {
    setTimeout(() => reject(new Error(`only ${found.size} of ${names.length} records were read`)), 60_000).unref();
    void consumer.run({
      eachMessage: async ({ message, topic }) => {
        if (topic.endsWith(`-${message.value}`)) found.add(topic);
        if (found.size === names.length) resolve();
      },
    });
  }).finally(() => consumer.disconnect());
  return found.size;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'chronik-new-topics-'));
  const { addresses, child } = await startCluster(join(folder, 'data'));
  try {
    const producers = await producersOf(addresses);
    await produceToNewTopics(producers, 'warm').then((took) => report('acks=all to a new topic, first', took));
    report('acks=all to a new topic', await produceToNewTopics(producers, 'alone'));
    const begin = performance.now();
    const admins = await adminsOf(addresses);
    const [made, beside] = await Promise.all([createMany(admins), produceToNewTopics(producers, 'beside')]);
    report(`beside CreateTopics of ${topics}`, beside);
    report(`CreateTopics of ${perRequest}`, made);
    console.log(`all of it took ${Math.round(performance.now() - begin)} ms`);
    for (const each of [...producers, ...admins]) await each.disconnect();
    const own = ['warm', 'alone', 'beside'].flatMap((prefix) =>
      Array.from({ length: produced }, (_, i) => `${prefix}-${i}`),
    );
    const names = [...own, ...Array.from({ length: topics }, (_, i) => `made-${i}`)];
    const tookMs = await agreement(addresses, names);
    console.log(`every node reports the same ${names.length} topics, ${Math.round(tookMs)} ms after the last answer`);
    console.log(`${await readBack(addresses, own)} of ${own.length} acknowledged records were read`);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
