import { beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newCreatePartitionsRequest,
  writeCreatePartitionsRequest,
} from '../../../../src/core/protocol/generated/create-partitions-request.ts';
import { readCreatePartitionsResponse } from '../../../../src/core/protocol/generated/create-partitions-response.ts';
import {
  type CreateTopicsRequest,
  newCreateTopicsRequest,
  writeCreateTopicsRequest,
} from '../../../../src/core/protocol/generated/create-topics-request.ts';
import { readCreateTopicsResponse } from '../../../../src/core/protocol/generated/create-topics-response.ts';
import {
  newDeleteTopicsRequest,
  writeDeleteTopicsRequest,
} from '../../../../src/core/protocol/generated/delete-topics-request.ts';
import { readDeleteTopicsResponse } from '../../../../src/core/protocol/generated/delete-topics-response.ts';
import { createPartitionsHandler } from '../../../../src/server/handlers/topics/create-partitions.ts';
import { createTopicsHandler } from '../../../../src/server/handlers/topics/create-topics.ts';
import { deleteTopicsHandler } from '../../../../src/server/handlers/topics/delete-topics.ts';
import { settle, TestBroker } from '../../../services/metadata/support.ts';
import { call, startCall } from '../call.ts';

let broker: TestBroker;

beforeEach(async () => {
  broker = await TestBroker.start({ properties: { 'log.retention.hours': '2', 'num.partitions': '4' } });
});

const createCodec = { writeRequest: writeCreateTopicsRequest, readResponse: readCreateTopicsResponse };
const createHandler = () => createTopicsHandler({ metadata: broker.metadata, configLayers: () => broker.layers() });
const newTopic = (name: string, configs: { name: string; value: string | null }[] = []) => ({
  name,
  numPartitions: -1,
  replicationFactor: -1,
  assignments: [],
  configs,
});
const create = (version: number, request: Partial<CreateTopicsRequest>) =>
  call(createHandler(), createCodec, version, newCreateTopicsRequest(request));

describe('CreateTopics', () => {
  test.each([2, 3, 4, 5, 6, 7])('v%i', async (version) => {
    const response = await create(version, { topics: [newTopic('t'), newTopic('a/b')] });
    expect(response.topics.map((topic) => [topic.name, topic.errorCode])).toEqual([
      ['t', 0],
      ['a/b', 17],
    ]);
    expect(response.topics[1]!.errorMessage).toContain('a/b');
    const [topic] = response.topics;
    if (version >= 5) expect(topic).toMatchObject({ numPartitions: 4, replicationFactor: 1 });
    if (version >= 7) expect(topic!.topicId).toBe(broker.cache.image.topics.byName('t')!.id);
  });

  test('the answer tells the configs the topic lives under, and whence', async () => {
    const configs = [{ name: 'cleanup.policy', value: 'compact' }];
    const response = await create(7, { topics: [newTopic('t', configs)] });
    const byName = new Map(response.topics[0]!.configs!.map((config) => [config.name, config]));
    expect(byName.get('cleanup.policy')).toMatchObject({ value: 'compact', configSource: 1 });
    expect(byName.get('retention.ms')).toMatchObject({ value: '7200000' });
    expect(byName.get('max.message.bytes')).toMatchObject({ value: '1048588', configSource: 5 });
  });

  test('a config that Kafka refuses is refused in its words', async () => {
    const response = await create(7, { topics: [newTopic('t', [{ name: 'retention.ms', value: 'soon' }])] });
    expect(response.topics[0]).toMatchObject({ errorCode: ErrorCode.INVALID_CONFIG });
    expect(response.topics[0]!.errorMessage).toContain('Invalid value soon for configuration retention.ms');
  });

  test('waits until the partitions are open', async () => {
    broker.opening = [];
    const waiting = startCall(createHandler(), createCodec, 7, newCreateTopicsRequest({ topics: [newTopic('t')] }));
    await settle();
    expect(waiting.response).toBeNull();
    expect(broker.opening[0]!.ids).toEqual([broker.cache.image.topics.byName('t')!.id]);
    broker.opening[0]!.done();
    expect(waiting.response!.topics[0]!.errorCode).toBe(0);
  });

  test('validateOnly has nothing to wait for', async () => {
    broker.opening = [];
    const response = await create(7, { topics: [newTopic('t')], validateOnly: true });
    expect(response.topics[0]).toMatchObject({ errorCode: 0, numPartitions: 4 });
    expect(response.topics[0]!.configs!.length).toBeGreaterThan(20);
    expect(broker.cache.image.topics.size).toBe(0);
  });

  test('a long illegal name is refused with a message that fits the wire', async () => {
    const response = await create(7, { topics: [newTopic('x'.repeat(32_700))] });
    expect(response.topics[0]!.errorCode).toBe(ErrorCode.INVALID_TOPIC_EXCEPTION);
  });

  test('no answer of the controller in time: every name is told so', async () => {
    broker.client.submit = (_command, _deadline, callback) => callback({ errorCode: 7, response: null, index: 0 });
    const response = await create(7, { topics: [newTopic('t'), newTopic('u'), newTopic('t')] });
    expect(response.topics.map((topic) => [topic.name, topic.errorCode])).toEqual([
      ['t', 7],
      ['u', 7],
    ]);
    expect(response.topics[0]!.errorMessage).toBeTruthy();
  });
});

describe('DeleteTopics', () => {
  const codec = { writeRequest: writeDeleteTopicsRequest, readResponse: readDeleteTopicsResponse };
  const remove = (version: number, request: Parameters<typeof newDeleteTopicsRequest>[0]) =>
    call(deleteTopicsHandler({ metadata: broker.metadata }), codec, version, newDeleteTopicsRequest(request));

  test.each([1, 2, 3, 4, 5])('v%i by name', async (version) => {
    await create(7, { topics: [newTopic('t')] });
    const response = await remove(version, { topicNames: ['t', 'no'] });
    expect(response.responses.map((topic) => [topic.name, topic.errorCode]).sort()).toEqual([
      ['no', 3],
      ['t', 0],
    ]);
    expect(broker.cache.image.topics.size).toBe(0);
  });

  test('v6 by id', async () => {
    const created = await create(7, { topics: [newTopic('t')] });
    const { topicId } = created.topics[0]!;
    const response = await remove(6, { topics: [{ name: null, topicId }] });
    expect(response.responses).toEqual([{ name: 't', topicId, errorCode: 0, errorMessage: null }]);
  });

  test('disabled: TOPIC_DELETION_DISABLED, to old clients INVALID_REQUEST', async () => {
    broker = await TestBroker.start({ properties: { 'delete.topic.enable': 'false' } });
    await create(7, { topics: [newTopic('t')] });
    expect((await remove(3, { topicNames: ['t'] })).responses[0]!.errorCode).toBe(ErrorCode.TOPIC_DELETION_DISABLED);
    expect((await remove(2, { topicNames: ['t'] })).responses[0]!.errorCode).toBe(ErrorCode.INVALID_REQUEST);
    expect(broker.cache.image.topics.size).toBe(1);
  });
});

test.each([0, 1, 2, 3])('CreatePartitions v%i', async (version) => {
  await create(7, { topics: [newTopic('t')] });
  broker.opening = [];
  const codec = { writeRequest: writeCreatePartitionsRequest, readResponse: readCreatePartitionsResponse };
  const topics = [
    { name: 't', count: 6, assignments: null },
    { name: 'no', count: 6, assignments: null },
  ];
  const waiting = startCall(
    createPartitionsHandler({ metadata: broker.metadata }),
    codec,
    version,
    newCreatePartitionsRequest({ topics }),
  );
  await settle();
  expect(waiting.response).toBeNull();
  broker.opening[0]!.done();
  expect(waiting.response!.results.map((result) => [result.name, result.errorCode])).toEqual([
    ['t', 0],
    ['no', 3],
  ]);
  expect(broker.cache.image.topics.byName('t')!.partitions).toHaveLength(6);
});
