import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, test } from 'vitest';
import { INIT_PRODUCER_ID } from '../../src/client/apis.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { newInitProducerIdRequest } from '../../src/core/protocol/generated/init-producer-id-request.ts';
import { type EmbeddedBrokerOptions, type RunningBroker, startBroker } from '../../src/index.ts';
import { withDirectory } from './support/running.ts';
import { TopicClient } from './support/topic-client.ts';

const MODES = ['in-thread', 'dedicated'] as const;
const DIST = new URL('../../dist/index.js', import.meta.url);
const run = promisify(execFile);

const running: RunningBroker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((broker) => broker.stop()));
});

async function started(options: EmbeddedBrokerOptions = {}): Promise<RunningBroker> {
  const broker = await startBroker(options);
  running.push(broker);
  return broker;
}

describe.each(MODES)('%s', (threads) => {
  test('takes a free port, serves, and leaves nothing behind', async () => {
    const calledAt = performance.now();
    const broker = await started({ threads });
    const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
    await client.anyBroker();
    const readyMs = performance.now() - calledAt;
    console.log(`${threads}: first ApiVersions after ${readyMs.toFixed(0)} ms`);
    await client.close();
    expect(broker.listeners[0]!.bound.port).toBeGreaterThan(0);
    expect(existsSync(broker.dataDirectories[0]!)).toBe(true);
    await broker.stop();
    await broker.stop();
    expect(existsSync(broker.dataDirectories[0]!)).toBe(false);
  });

  test('kafkajs produces and a second start on the directory goes on with everything', async () => {
    await withDirectory(async (directory) => {
      const first = await started({ threads, directory });
      const kafka = new Kafka({ brokers: [first.bootstrapServers], logLevel: logLevel.NOTHING });
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic: 'orders', messages: [{ value: 'a' }, { value: 'b' }] });
      await producer.disconnect();
      const firstId = await producerId(first);
      await first.stop();
      expect(existsSync(directory)).toBe(true);

      const second = await started({ threads, directory });
      expect(second.clusterId).toBe(first.clusterId);
      expect(await producerId(second)).toBeGreaterThan(firstId);
      const client = new TopicClient(second.bootstrapServers);
      expect([...(await client.readAll('orders')).values.values()]).toEqual(['a', 'b']);
      expect(await client.produce('orders', ['c'])).toBe(2);
      await client.close();
      await second.stop();
    });
  });

  test('the process ends by itself once the broker has stopped', async () => {
    const child = fileURLToPath(new URL('support/embedded-child.mjs', import.meta.url));
    // On Node 24 kafkajs earns this warning: it schedules by a time of -1.
    const flags = ['--disable-warning=TimeoutNegativeWarning'];
    const { stdout, stderr } = await run(process.execPath, [...flags, child, DIST.href, threads], { timeout: 20_000 });
    expect(stderr).toBe('');
    const { left, lingeredMs } = JSON.parse(stdout) as { left: string[]; lingeredMs: number };
    expect(left).toEqual([]);
    expect(lingeredMs).toBeLessThan(1_000);
  });

  test('stops in the middle of a request that waits', async () => {
    const broker = await started({ threads });
    const client = new TopicClient(broker.bootstrapServers);
    await client.create('quiet');
    const waiting = client.readAll('quiet', 0, 0).catch((error: Error) => error);
    await broker.stop();
    await waiting;
    await client.close();
  });
});

test('ten brokers in one process know nothing of each other', async () => {
  const brokers = await Promise.all(Array.from({ length: 10 }, () => started()));
  expect(new Set(brokers.map(({ bootstrapServers }) => bootstrapServers)).size).toBe(10);
  expect(new Set(brokers.map(({ clusterId }) => clusterId)).size).toBe(10);
  await Promise.all(
    brokers.map(async (broker, i) => {
      const client = new TopicClient(broker.bootstrapServers);
      await client.create('mine');
      expect(await client.produce('mine', [`of ${i}`])).toBe(0);
      expect([...(await client.readAll('mine')).values.values()]).toEqual([`of ${i}`]);
      await client.close();
    }),
  );
});

test('is disposed of by its symbol', async () => {
  const broker = await started();
  await broker[Symbol.asyncDispose]();
  expect(existsSync(broker.dataDirectories[0]!)).toBe(false);
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers, connectTimeoutMs: 500 });
  await expect(client.anyBroker()).rejects.toThrow();
});

test('properties that do not fit refuse the start and leave no directory', async () => {
  await expect(startBroker({ properties: { 'num.partitions': 0 } })).rejects.toThrow('num.partitions');
  await expect(startBroker({ properties: { 'num.partitons': 1 } })).rejects.toThrow('did you mean num.partitions?');
});

test('a port in use refuses the start', async () => {
  const first = await started();
  const { port } = first.listeners[0]!.bound;
  await expect(startBroker({ port })).rejects.toThrow(`127.0.0.1:${port}: the port is in use`);
});

const TEST_BODY = `
  const broker = await startBroker();
  const client = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 't', numPartitions: 3 }] });
  assert.deepEqual(await admin.listTopics(), ['t']);
  await admin.disconnect();
  await broker.stop();`;

test('runs under node:test', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'chronik-node-test-'));
  try {
    const kafkajs = createRequire(import.meta.url).resolve('kafkajs');
    const file = join(directory, 'embedded.test.mjs');
    const imports = `import { test } from 'node:test'; import assert from 'node:assert';
import kafkajs from ${JSON.stringify(kafkajs)}; import { startBroker } from ${JSON.stringify(DIST.href)};
const { Kafka, logLevel } = kafkajs;`;
    writeFileSync(file, `${imports}\ntest('embedded', async () => {${TEST_BODY}\n});\n`);
    // Under vitest's own environment the child would believe to be one of its workers.
    const env = { PATH: process.env['PATH'] ?? '' };
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', file], { timeout: 20_000, env });
    expect(stdout).toMatch(/# pass 1\b/);
    expect(stdout).toMatch(/# fail 0\b/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

async function producerId(broker: RunningBroker): Promise<number> {
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  try {
    const connection = await client.anyBroker();
    return (
      await connection.call(
        INIT_PRODUCER_ID,
        newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 1_000 }),
      )
    ).producerId;
  } finally {
    await client.close();
  }
}
