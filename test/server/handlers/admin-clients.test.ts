/** The metadata and config APIs as kafkajs uses them, over a real socket: an outside opinion of versions, shapes and errors. */
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { alterConfigsHandler } from '../../../src/server/handlers/configs/alter-configs.ts';
import { describeConfigsHandler } from '../../../src/server/handlers/configs/describe-configs.ts';
import { incrementalAlterConfigsHandler } from '../../../src/server/handlers/configs/incremental-alter-configs.ts';
import { apiVersionsHandler, NO_FEATURES } from '../../../src/server/handlers/discovery/api-versions.ts';
import { describeClusterHandler } from '../../../src/server/handlers/discovery/describe-cluster.ts';
import { metadataHandler } from '../../../src/server/handlers/discovery/metadata.ts';
import type { AnyApiHandler } from '../../../src/server/handlers/handler.ts';
import { ApiRegistry } from '../../../src/server/handlers/registry.ts';
import { createPartitionsHandler } from '../../../src/server/handlers/topics/create-partitions.ts';
import { createTopicsHandler } from '../../../src/server/handlers/topics/create-topics.ts';
import { deleteTopicsHandler } from '../../../src/server/handlers/topics/delete-topics.ts';
import { KafkaServer } from '../../../src/server/kafka-server.ts';
import { TestBroker } from '../../services/metadata/support.ts';

let broker: TestBroker;
let server: KafkaServer;
let admin: ReturnType<Kafka['admin']>;

beforeEach(async () => {
  const registry = new ApiRegistry([]);
  server = new KafkaServer({
    listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
    registry,
    clock: systemClock,
    logger: silentLogger,
  });
  const [listener] = await server.start();
  const { host, port } = listener!.advertised;
  broker = await TestBroker.start({
    clock: systemClock,
    listeners: [{ name: 'PLAINTEXT', host, port, securityProtocol: 0 }],
  });
  const { cache, creator, metadata } = broker;
  const clusterId = 'broker-test';
  const configServices = {
    metadata,
    nodeId: 1,
    configLayers: () => broker.layers(),
    loggers: { levels: () => new Map<string, string>(), setLevel: () => {} },
  };
  const handlers = [
    apiVersionsHandler(registry, NO_FEATURES, { clusterId, nodeId: 1 }),
    metadataHandler({ clusterId, cache, creator, isAutoCreateEnabled: () => true }),
    describeClusterHandler({ clusterId, cache }),
    createTopicsHandler({ metadata, configLayers: () => broker.layers() }),
    deleteTopicsHandler({ metadata }),
    createPartitionsHandler({ metadata }),
    describeConfigsHandler(configServices),
    alterConfigsHandler(configServices),
    incrementalAlterConfigsHandler(configServices),
  ];
  for (const handler of handlers) registry.add(handler as AnyApiHandler);
  admin = new Kafka({ brokers: [`${host}:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 2 } }).admin();
  await admin.connect();
});

afterEach(async () => {
  await admin.disconnect();
  await server.close(1_000);
  await broker.stop();
});

test('topics: create, list, grow, delete', async () => {
  expect(
    await admin.createTopics({
      topics: [
        { topic: 'a', numPartitions: 2 },
        { topic: 'b', numPartitions: 1 },
      ],
    }),
  ).toBe(true);
  expect(await admin.createTopics({ topics: [{ topic: 'a' }] })).toBe(false);
  await expect(admin.createTopics({ topics: [{ topic: 'c', replicationFactor: 3 }] })).rejects.toThrow();
  expect((await admin.listTopics()).sort()).toEqual(['a', 'b']);
  await admin.createPartitions({ topicPartitions: [{ topic: 'a', count: 5 }] });
  const { topics } = await admin.fetchTopicMetadata({ topics: ['a'] });
  expect(
    topics[0]!.partitions.map(({ partitionId, leader, replicas, isr }) => [partitionId, leader, replicas, isr]).sort(),
  ).toEqual([0, 1, 2, 3, 4].map((id) => [id, 1, [1], [1]]));
  await admin.deleteTopics({ topics: ['a', 'b'] });
  expect(await admin.listTopics()).toEqual([]);
});

test('the cluster describes itself', async () => {
  const { host, port } = server.listeners[0]!.advertised;
  expect(await admin.describeCluster()).toEqual({
    brokers: [{ nodeId: 1, host, port }],
    controller: 1,
    clusterId: 'broker-test',
  });
});

test('configs: altered, described', async () => {
  await admin.createTopics({ topics: [{ topic: 'a', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }] });
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: 'a', configEntries: [{ name: 'retention.ms', value: '42' }] }],
  });
  const { resources } = await admin.describeConfigs({ includeSynonyms: true, resources: [{ type: 2, name: 'a' }] });
  const entries = new Map(resources[0]!.configEntries.map((entry) => [entry.configName, entry]));
  expect(entries.get('retention.ms')).toMatchObject({ configValue: '42', isDefault: false });
  expect(entries.get('cleanup.policy')).toMatchObject({ configValue: 'delete' });
  await expect(
    admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: 'a', configEntries: [{ name: 'no.such', value: '1' }] }],
    }),
  ).rejects.toThrow(/Configuration is invalid|no\.such/);
});

test('a topic that a producer merely asks for is created', async () => {
  const { host, port } = server.listeners[0]!.advertised;
  const kafka = new Kafka({ brokers: [`${host}:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  const producer = kafka.producer();
  await producer.connect();
  // Nobody serves Produce here; the topic is asked for before that matters.
  await expect(producer.send({ topic: 'asked-for', messages: [{ value: 'x' }] })).rejects.toThrow();
  await producer.disconnect();
  expect(broker.cache.image.topics.byName('asked-for')!.partitions[0]!.leader).toBe(1);
});
