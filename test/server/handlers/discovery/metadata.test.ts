import { beforeEach, describe, expect, test } from 'vitest';
import { ZERO_UUID } from '../../../../src/core/bytes/uuid.ts';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  type MetadataRequest,
  newMetadataRequest,
  writeMetadataRequest,
} from '../../../../src/core/protocol/generated/metadata-request.ts';
import { readMetadataResponse } from '../../../../src/core/protocol/generated/metadata-response.ts';
import { metadataHandler } from '../../../../src/server/handlers/discovery/metadata.ts';
import { settle, TestBroker } from '../../../services/metadata/support.ts';
import { call, startCall } from '../call.ts';

const codec = { writeRequest: writeMetadataRequest, readResponse: readMetadataResponse };
const NEWEST = 13;

let broker: TestBroker;
let isAutoCreateEnabled: boolean;

beforeEach(async () => {
  broker = await TestBroker.start({
    listeners: [
      { name: 'PLAINTEXT', host: 'inside', port: 9092, securityProtocol: 0 },
      { name: 'EXTERNAL', host: 'outside', port: 19092, securityProtocol: 0 },
    ],
  });
  isAutoCreateEnabled = true;
});

function handler() {
  return metadataHandler({
    clusterId: 'broker-test',
    cache: broker.cache,
    creator: broker.creator,
    isAutoCreateEnabled: () => isAutoCreateEnabled,
  });
}

const byName = (...names: string[]) => names.map((name) => ({ name, topicId: ZERO_UUID }));

function ask(version: number, request: Partial<MetadataRequest>, listenerName = 'PLAINTEXT') {
  return call(handler(), codec, version, newMetadataRequest(request), { listenerName });
}

function ensure(...names: string[]): Promise<void> {
  return new Promise((done) => broker.creator.ensureTopics(names, 5_000, () => done()));
}

test.each([0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13])('v%i names brokers and topics', async (version) => {
  await ensure('t');
  const response = await ask(version, { topics: byName('t') });
  expect(response.brokers).toEqual([{ nodeId: 1, host: 'inside', port: 9092, rack: null }]);
  if (version >= 1) expect(response.controllerId).toBe(1);
  if (version >= 2) expect(response.clusterId).toBe('broker-test');
  const [topic] = response.topics;
  expect(topic).toMatchObject({ name: 't', errorCode: 0, isInternal: false });
  if (version >= 10) expect(topic!.topicId).toBe(broker.cache.image.topics.byName('t')!.id);
  expect(topic!.partitions).toEqual([
    expect.objectContaining({
      errorCode: 0,
      partitionIndex: 0,
      leaderId: 1,
      replicaNodes: [1],
      isrNodes: [1],
      offlineReplicas: [],
    }),
  ]);
});

test('each listener is told its own addresses', async () => {
  expect((await ask(NEWEST, { topics: [] }, 'EXTERNAL')).brokers).toEqual([
    { nodeId: 1, host: 'outside', port: 19092, rack: null },
  ]);
});

describe('which topics', () => {
  test('null is all, empty is none; in v0 empty is all', async () => {
    await ensure('a', 'b');
    const names = async (version: number, topics: MetadataRequest['topics']) =>
      (await ask(version, { topics })).topics.map((topic) => topic.name).sort();
    expect(await names(NEWEST, null)).toEqual(['a', 'b']);
    expect(await names(NEWEST, [])).toEqual([]);
    expect(await names(0, [])).toEqual(['a', 'b']);
  });

  test('a name asked for twice is answered once', async () => {
    await ensure('a');
    expect((await ask(NEWEST, { topics: byName('a', 'a') })).topics).toHaveLength(1);
  });

  test('by id from v12 on', async () => {
    await ensure('a');
    const { id } = broker.cache.image.topics.byName('a')!;
    const unknown = 'BBBBBBBBBBBBBBBBBBBBBA';
    const topics = [id, unknown].map((topicId) => ({ name: null, topicId }));
    const response = await ask(12, { topics });
    expect(response.topics).toEqual([
      expect.objectContaining({ name: 'a', topicId: id, errorCode: 0 }),
      expect.objectContaining({ name: null, topicId: unknown, errorCode: ErrorCode.UNKNOWN_TOPIC_ID, partitions: [] }),
    ]);
    for (const version of [10, 11]) {
      const refused = await ask(version, { topics });
      expect(refused.topics.map((topic) => topic.errorCode)).toEqual([
        ErrorCode.INVALID_REQUEST,
        ErrorCode.INVALID_REQUEST,
      ]);
    }
  });

  test('internal ones are marked', async () => {
    await ensure('__consumer_offsets', 'mine');
    const response = await ask(NEWEST, { topics: null });
    expect(new Map(response.topics.map((topic) => [topic.name, topic.isInternal]))).toEqual(
      new Map([
        ['__consumer_offsets', true],
        ['mine', false],
      ]),
    );
  });
});

describe('auto-creation', () => {
  test('answers with a leader, once the partitions are open', async () => {
    broker.opening = [];
    const waiting = startCall(handler(), codec, NEWEST, newMetadataRequest({ topics: byName('fresh') }));
    await settle();
    expect(waiting.response).toBeNull();
    broker.opening[0]!.done();
    expect(waiting.response!.topics).toEqual([
      expect.objectContaining({ name: 'fresh', errorCode: 0, partitions: [expect.objectContaining({ leaderId: 1 })] }),
    ]);
  });

  test('needs both the broker and the request; before v4 the request always agrees', async () => {
    const code = async (version: number, allowAutoTopicCreation: boolean) =>
      (await ask(version, { topics: byName('none'), allowAutoTopicCreation })).topics[0]!.errorCode;
    expect(await code(NEWEST, false)).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    isAutoCreateEnabled = false;
    expect(await code(NEWEST, true)).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    expect(await code(3, true)).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    expect(broker.cache.image.topics.size).toBe(0);
    isAutoCreateEnabled = true;
    expect(await code(3, true)).toBe(ErrorCode.NONE);
  });

  test('an illegal name is refused, with auto-creation and without', async () => {
    for (const enabled of [true, false]) {
      isAutoCreateEnabled = enabled;
      const response = await ask(NEWEST, { topics: byName('a/b', '..') });
      expect(response.topics.map((topic) => topic.errorCode)).toEqual([17, 17]);
    }
  });

  test('never for all topics, never by id', async () => {
    await ask(NEWEST, { topics: null });
    await ask(NEWEST, { topics: [{ name: null, topicId: 'BBBBBBBBBBBBBBBBBBBBBA' }] });
    expect(broker.cache.image.topics.size).toBe(0);
  });

  test('a creation that cannot succeed is said as it is', async () => {
    const code = async (properties: Record<string, string>) => {
      broker = await TestBroker.start({ properties });
      return (await ask(NEWEST, { topics: byName('t') })).topics[0]!.errorCode;
    };
    expect(await code({ 'default.replication.factor': '3' })).toBe(ErrorCode.INVALID_REPLICATION_FACTOR);
  });

  test('the client is not kept longer than a second', async () => {
    broker.opening = [];
    const slow = broker.metadata.whenReady.bind(broker.metadata);
    let deadline = 0;
    broker.metadata.whenReady = (ids, until, done) => {
      deadline = until;
      slow(ids, until, done);
    };
    startCall(handler(), codec, NEWEST, newMetadataRequest({ topics: byName('slow') }), { arrivedAt: 1_000 });
    await settle();
    expect(deadline).toBe(2_000);
  });
});

describe('a partition without a reachable leader', () => {
  test('has leader -1 and LEADER_NOT_AVAILABLE, the topic has no error', async () => {
    await ensure('t');
    await fence();
    const response = await ask(NEWEST, { topics: byName('t'), allowAutoTopicCreation: false });
    expect(response.brokers).toEqual([]);
    expect(response.controllerId).toBe(-1);
    expect(response.topics[0]).toMatchObject({
      errorCode: 0,
      partitions: [
        { errorCode: ErrorCode.LEADER_NOT_AVAILABLE, leaderId: -1, offlineReplicas: [1], replicaNodes: [1] },
      ],
    });
  });

  test('is told apart from a listener that the leader lacks, from v6 on', async () => {
    await ensure('t');
    const code = async (version: number) =>
      (await ask(version, { topics: byName('t') }, 'NOWHERE')).topics[0]!.partitions[0]!.errorCode;
    expect(await code(6)).toBe(ErrorCode.LISTENER_NOT_FOUND);
    expect(await code(5)).toBe(ErrorCode.LEADER_NOT_AVAILABLE);
  });

  function fence(): Promise<void> {
    const request = {
      brokerId: 1,
      brokerEpoch: broker.brokerEpoch,
      currentMetadataOffset: broker.cache.image.index,
      wantFence: true,
      wantShutDown: false,
      offlineLogDirs: [],
      cordonedLogDirs: null,
    };
    return new Promise((done) => broker.metadata.submit({ apiKey: 63, request }, 60_000, () => done()));
  }
});

test('authorised operations: all of them, and only when asked', async () => {
  await ensure('t');
  const asked = { topics: byName('t'), includeTopicAuthorizedOperations: true };
  expect((await ask(NEWEST, asked)).topics[0]!.topicAuthorizedOperations).toBe(3576);
  expect((await ask(NEWEST, { topics: byName('t') })).topics[0]!.topicAuthorizedOperations).toBe(-2147483648);
  expect((await ask(8, { topics: [], includeClusterAuthorizedOperations: true })).clusterAuthorizedOperations).toBe(
    8096,
  );
  expect((await ask(8, { topics: [] })).clusterAuthorizedOperations).toBe(-2147483648);
});
