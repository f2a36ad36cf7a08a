/** Every request of the client can be written in every version that a broker may ask for. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as admin from '../../src/client/admin.ts';
import * as apis from '../../src/client/apis.ts';
import { Consumer } from '../../src/client/consumer.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { listOffsets } from '../../src/client/list-offsets.ts';
import { Producer } from '../../src/client/producer.ts';
import { newFetchResponse, newFetchResponsePartitionData } from '../../src/core/protocol/generated/fetch-response.ts';
import {
  newProduceResponse,
  newProduceResponsePartitionProduceResponse,
} from '../../src/core/protocol/generated/produce-response.ts';
import { type Answer, ScriptedBroker } from './support/scripted-broker.ts';

const TOPIC = { name: 'orders', topicId: 'b3JkZXJzb3JkZXJzb3JkZQ', partitions: 1 };
const CONFIG = { errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'orders' };

interface Call {
  readonly api: {
    readonly key: number;
    readonly name: string;
    readonly minVersion: number;
    readonly maxVersion: number;
  };
  readonly answer: () => Answer;
  readonly make: (client: KafkaClient) => Promise<unknown>;
}

const calls: Call[] = [
  { api: apis.METADATA, answer: () => broker.metadata(), make: (client) => client.metadata(['orders']) },
  {
    api: apis.CREATE_TOPICS,
    answer: () => ({ throttleTimeMs: 0, topics: [] }),
    make: (client) =>
      admin.createTopic(client, {
        name: 'orders',
        partitions: 1,
        replicationFactor: 1,
        configs: new Map([['a', 'b']]),
      }),
  },
  {
    api: apis.DELETE_TOPICS,
    answer: () => ({ throttleTimeMs: 0, responses: [] }),
    make: (client) => admin.deleteTopic(client, 'orders'),
  },
  {
    api: apis.CREATE_PARTITIONS,
    answer: () => ({ throttleTimeMs: 0, results: [] }),
    make: (client) => admin.createPartitions(client, 'orders', 3),
  },
  {
    api: apis.DESCRIBE_CONFIGS,
    answer: () => ({ throttleTimeMs: 0, results: [{ ...CONFIG, configs: [] }] }),
    make: (client) => admin.describeConfigs(client, 2, 'orders', ['retention.ms'], true),
  },
  {
    api: apis.INCREMENTAL_ALTER_CONFIGS,
    answer: () => ({ throttleTimeMs: 0, responses: [CONFIG] }),
    make: (client) => admin.alterConfigs(client, 2, 'orders', [{ name: 'a', operation: 0, value: 'b' }]),
  },
  {
    api: apis.DELETE_RECORDS,
    answer: () => ({
      throttleTimeMs: 0,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, lowWatermark: 5, errorCode: 0 }] }],
    }),
    make: (client) => admin.deleteRecords(client, 'orders', 0, 5),
  },
  {
    api: apis.DESCRIBE_CLUSTER,
    answer: () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      errorMessage: null,
      endpointType: 1,
      clusterId: 'c',
      controllerId: 1,
      brokers: [],
      clusterAuthorizedOperations: 0,
    }),
    make: (client) => admin.describeCluster(client),
  },
  {
    api: apis.LIST_OFFSETS,
    answer: () => ({
      throttleTimeMs: 0,
      topics: [
        {
          name: 'orders',
          partitions: [{ partitionIndex: 0, errorCode: 0, timestamp: -1, offset: 9, leaderEpoch: -1 }],
        },
      ],
    }),
    make: (client) => listOffsets(client, [{ topic: 'orders', partition: 0, timestamp: 1000 }]),
  },
  {
    api: apis.INIT_PRODUCER_ID,
    answer: () => ({
      throttleTimeMs: 0,
      errorCode: 0,
      producerId: 1,
      producerEpoch: 0,
      ongoingTxnProducerId: -1,
      ongoingTxnProducerEpoch: -1,
    }),
    make: (client) => Producer.create(client),
  },
  {
    api: apis.PRODUCE,
    answer: () =>
      newProduceResponse({
        responses: [
          {
            name: 'orders',
            topicId: TOPIC.topicId,
            partitionResponses: [newProduceResponsePartitionProduceResponse({ index: 0, baseOffset: 3 })],
          },
        ],
      }),
    async make(client) {
      const producer = await Producer.create(client, { acks: 1 });
      await producer.prepare('orders');
      producer.append('orders', 0, null, Buffer.from('v'));
      await producer.flush();
    },
  },
  {
    api: apis.FETCH,
    answer: () =>
      newFetchResponse({
        responses: [
          {
            topic: 'orders',
            topicId: TOPIC.topicId,
            partitions: [newFetchResponsePartitionData({ partitionIndex: 0, highWatermark: 3 })],
          },
        ],
      }),
    async make(client) {
      const consumer = await Consumer.create(client, { isReadCommitted: true });
      consumer.seek('orders', 0, 3);
      expect(await consumer.poll()).toMatchObject([{ partition: 0, highWatermark: 3, nextOffset: 3 }]);
    },
  },
];

let broker: ScriptedBroker;

beforeEach(async () => {
  broker = await ScriptedBroker.start();
  broker.topics = [TOPIC];
});
afterEach(() => broker.stop());

const cases = calls.flatMap((call) =>
  Array.from(
    { length: call.api.maxVersion - call.api.minVersion + 1 },
    (_, index) => [call.api.name, call.api.minVersion + index, call] as const,
  ),
);

test.each(cases)('%s %i', async (_name, version, { api, answer, make }) => {
  broker.ranges.set(api.key, [version, version]);
  broker.scripts.set(api.key, answer);
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  try {
    await make(client);
  } finally {
    await client.close();
  }
  expect(broker.requests(api.key).map((seen) => seen.version)).toContain(version);
});

test('every API of the client is tried', () => {
  expect(calls.map(({ api }) => api.name).sort()).toEqual(
    Object.values(apis)
      .map(({ name }) => name)
      .sort(),
  );
});
