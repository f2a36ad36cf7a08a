/** The controller on its real threads, over a real directory. Uses the compiled dist, as every thread does. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command, CommandApiKey } from '../../../src/core/metadata/commands.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { newBrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import { newBrokerRegistrationRequest } from '../../../src/core/protocol/generated/broker-registration-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { MetadataCache } from '../../../src/services/metadata/metadata-cache.ts';
import { ControllerClient, type Outcome } from '../../../src/workers/controller/controller-client.ts';
import { DEFAULT_LOG_LIMITS } from '../../../src/workers/controller/metadata-log.ts';
import { startControllerThread } from '../../../src/workers/controller/threaded-controller.ts';

const CLUSTER_ID = 'threads';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chronik-controller-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function start() {
  const cache = new MetadataCache();
  const fatal: Error[] = [];
  let imageArrived!: () => void;
  const ready = new Promise<void>((resolve) => {
    imageArrived = resolve;
  });
  const port = startControllerThread({
    nodeId: 1,
    clusterId: CLUSTER_ID,
    directory: join(root, '__chronik_metadata'),
    properties: new Map([['num.partitions', '2']]),
    initialFeatures: new Map(),
    limits: { ...DEFAULT_LOG_LIMITS, segmentSize: 64 * 1024 },
  });
  const client = new ControllerClient(port, systemClock, {
    onImage: (entry) => {
      cache.onImage(entry);
      imageArrived();
    },
    onEntries: (entries) => cache.onEntries(entries),
    onNote: () => {},
    onFatal: (error) => {
      fatal.push(error);
      imageArrived();
    },
  });
  client.subscribe();
  const submit = <K extends CommandApiKey>(command: Command<K>) =>
    new Promise<Outcome<K>>((resolve) => client.submit(command, systemClock.monotonicMs() + 10_000, resolve));
  const stop = () => new Promise<void>((resolve) => client.stop(resolve));
  return { cache, client, fatal, ready, submit, stop };
}

async function joinCluster(controller: ReturnType<typeof start>): Promise<void> {
  const registration = newBrokerRegistrationRequest({
    brokerId: 1,
    clusterId: CLUSTER_ID,
    incarnationId: `${`${Math.floor(Math.random() * 1e9)}`.padStart(20, 'x')}AA`,
  });
  const { response } = await controller.submit({ apiKey: ApiKey.BrokerRegistration, request: registration });
  controller.client.registered(1, response!.brokerEpoch);
  const request = newBrokerHeartbeatRequest({
    brokerId: 1,
    brokerEpoch: response!.brokerEpoch,
    currentMetadataOffset: controller.cache.image.index,
  });
  await controller.submit({ apiKey: ApiKey.BrokerHeartbeat, request });
}

test('creates topics, stops, and has them when it starts again', async () => {
  const first = start();
  await first.ready;
  await joinCluster(first);
  const names = Array.from({ length: 300 }, (_, i) => `topic-${i}`);
  const outcomes = await Promise.all(
    names.map((name) => {
      const topics = [{ name, numPartitions: -1, replicationFactor: 1, assignments: [], configs: [] }];
      return first.submit({ apiKey: ApiKey.CreateTopics, request: newCreateTopicsRequest({ topics }) });
    }),
  );
  for (const { errorCode, response, index } of outcomes) {
    expect(errorCode).toBe(0);
    expect(response!.topics[0]!.errorCode).toBe(0);
    expect(first.cache.image.index).toBeGreaterThanOrEqual(index);
  }
  expect(first.cache.image.topics.size).toBe(300);
  await first.stop();

  const second = start();
  await second.ready;
  expect(second.fatal).toEqual([]);
  expect([...second.cache.image.topics.names()].sort()).toEqual(names.sort());
  expect(second.cache.image.epoch).toBe(2);
  await second.stop();
});

test.each([
  ['', 0],
  [', also to a busy starter', 900],
])('a damaged log is refused with the file and the byte, and the thread ends%s', async (_, busyMs) => {
  const first = start();
  await first.ready;
  await joinCluster(first);
  await first.stop();
  const directory = join(root, '__chronik_metadata');
  const log = readdirSync(directory).find((name) => name.endsWith('.log'))!;
  const bytes = readFileSync(join(directory, log));
  bytes[90]! ^= 1;
  writeFileSync(join(directory, log), bytes);
  const second = start();
  // Both the refusal and the end of the thread are then waiting to be heard.
  if (busyMs > 0) setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs), 20);
  await second.ready;
  expect(second.fatal[0]!.message).toContain(`${log} is damaged at byte 64`);
});
