import { beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newAlterConfigsRequest,
  writeAlterConfigsRequest,
} from '../../../../src/core/protocol/generated/alter-configs-request.ts';
import { readAlterConfigsResponse } from '../../../../src/core/protocol/generated/alter-configs-response.ts';
import {
  newDescribeConfigsRequest,
  writeDescribeConfigsRequest,
} from '../../../../src/core/protocol/generated/describe-configs-request.ts';
import { readDescribeConfigsResponse } from '../../../../src/core/protocol/generated/describe-configs-response.ts';
import {
  newIncrementalAlterConfigsRequest,
  writeIncrementalAlterConfigsRequest,
} from '../../../../src/core/protocol/generated/incremental-alter-configs-request.ts';
import { readIncrementalAlterConfigsResponse } from '../../../../src/core/protocol/generated/incremental-alter-configs-response.ts';
import {
  newListConfigResourcesRequest,
  writeListConfigResourcesRequest,
} from '../../../../src/core/protocol/generated/list-config-resources-request.ts';
import { readListConfigResourcesResponse } from '../../../../src/core/protocol/generated/list-config-resources-response.ts';
import { alterConfigsHandler } from '../../../../src/server/handlers/configs/alter-configs.ts';
import { describeConfigsHandler } from '../../../../src/server/handlers/configs/describe-configs.ts';
import { incrementalAlterConfigsHandler } from '../../../../src/server/handlers/configs/incremental-alter-configs.ts';
import { listConfigResourcesHandler } from '../../../../src/server/handlers/configs/list-config-resources.ts';
import { TestBroker } from '../../../services/metadata/support.ts';
import { call } from '../call.ts';

const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;
const TOPIC = 2;
const BROKER = 4;
const LOGGER = 8;
const METRICS = 16;
const GROUP = 32;

let broker: TestBroker;
let levels: Map<string, string>;

beforeEach(async () => {
  broker = await TestBroker.start({ properties: { 'log.retention.ms': '1000', 'node.id': '1' } });
  levels = new Map([
    ['root', 'INFO'],
    ['kafka', 'WARN'],
  ]);
  await new Promise<void>((done) => broker.creator.ensureTopics(['t'], 5_000, () => done()));
});

const services = () => ({
  metadata: broker.metadata,
  nodeId: 1,
  configLayers: () => broker.layers(),
  loggers: {
    levels: () => levels,
    setLevel: (name: string, level: string | null) => {
      levels.set(name, level ?? 'INFO');
    },
  },
});

type Op = [name: string, configOperation: number, value: string | null];

async function alter(resourceType: number, resourceName: string, ops: Op[], validateOnly = false) {
  const configs = ops.map(([name, configOperation, value]) => ({ name, configOperation, value }));
  const codec = {
    writeRequest: writeIncrementalAlterConfigsRequest,
    readResponse: readIncrementalAlterConfigsResponse,
  };
  const request = newIncrementalAlterConfigsRequest({
    resources: [{ resourceType, resourceName, configs }],
    validateOnly,
  });
  return (await call(incrementalAlterConfigsHandler(services()), codec, 1, request)).responses[0]!;
}

async function replace(resourceType: number, resourceName: string, values: Record<string, string | null>) {
  const configs = Object.entries(values).map(([name, value]) => ({ name, value }));
  const codec = { writeRequest: writeAlterConfigsRequest, readResponse: readAlterConfigsResponse };
  const request = newAlterConfigsRequest({ resources: [{ resourceType, resourceName, configs }] });
  return (await call(alterConfigsHandler(services()), codec, 2, request)).responses[0]!;
}

async function describeOne(resourceType: number, resourceName: string, keys: string[] | null = null, version = 4) {
  const codec = { writeRequest: writeDescribeConfigsRequest, readResponse: readDescribeConfigsResponse };
  const request = newDescribeConfigsRequest({
    resources: [{ resourceType, resourceName, configurationKeys: keys }],
    includeSynonyms: true,
    includeDocumentation: version >= 3,
  });
  return (await call(describeConfigsHandler(services()), codec, version, request)).results[0]!;
}

async function shown(resourceType: number, resourceName: string, key: string) {
  const { configs } = await describeOne(resourceType, resourceName, [key]);
  return configs.length === 0 ? undefined : [configs[0]!.value, configs[0]!.configSource];
}

describe('DescribeConfigs', () => {
  test.each([1, 2, 3, 4])('v%i: a topic, its sources and synonyms', async (version) => {
    await alter(TOPIC, 't', [['retention.ms', SET, '5']]);
    const { errorCode, configs } = await describeOne(TOPIC, 't', ['retention.ms'], version);
    expect(errorCode).toBe(0);
    expect(configs[0]).toMatchObject({ name: 'retention.ms', value: '5', configSource: 1, isSensitive: false });
    expect(configs[0]!.synonyms.map(({ name, value, source }) => [name, value, source]).slice(0, 2)).toEqual([
      ['retention.ms', '5', 1],
      ['log.retention.ms', '1000', 4],
    ]);
    if (version >= 3) expect(configs[0]).toMatchObject({ configType: 5, documentation: expect.any(String) });
  });

  test('null or no keys are all keys', async () => {
    const all = (await describeOne(TOPIC, 't', null)).configs.length;
    expect(all).toBeGreaterThan(20);
    expect((await describeOne(TOPIC, 't', [])).configs).toHaveLength(all);
    expect((await describeOne(TOPIC, 't', ['no.such.key'])).configs).toEqual([]);
  });

  test('what cannot be described', async () => {
    const code = async (type: number, name: string) => (await describeOne(type, name)).errorCode;
    expect(await code(TOPIC, 'none')).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    expect(await code(TOPIC, 'a/b')).toBe(ErrorCode.INVALID_TOPIC_EXCEPTION);
    expect(await code(99, 'x')).toBe(ErrorCode.INVALID_REQUEST);
    expect(await code(METRICS, '')).toBe(ErrorCode.INVALID_REQUEST);
    expect(await code(GROUP, '')).toBe(ErrorCode.INVALID_REQUEST);
    expect(await describeOne(BROKER, '2')).toMatchObject({
      errorCode: ErrorCode.INVALID_REQUEST,
      errorMessage: 'Unexpected broker id, expected 1 or empty string, but received 2',
    });
    expect((await describeOne(BROKER, 'one')).errorMessage).toBe('Broker id must be an integer, but it is: one');
  });

  test('loggers, groups and client metrics', async () => {
    expect(
      (await describeOne(LOGGER, '1')).configs.map(({ name, value, configSource }) => [name, value, configSource]),
    ).toEqual([
      ['root', 'INFO', 6],
      ['kafka', 'WARN', 6],
    ]);
    expect((await describeOne(GROUP, 'g')).configs.length).toBeGreaterThan(2);
    await alter(METRICS, 'sub', [['interval.ms', SET, '1000']]);
    expect(await shown(METRICS, 'sub', 'interval.ms')).toEqual(['1000', 7]);
  });
});

describe('IncrementalAlterConfigs', () => {
  test('set, append, subtract, delete; appending what is there changes nothing', async () => {
    await alter(TOPIC, 't', [
      ['retention.ms', SET, '77'],
      ['cleanup.policy', APPEND, 'compact'],
    ]);
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['77', 1]);
    expect(await shown(TOPIC, 't', 'cleanup.policy')).toEqual(['delete,compact', 1]);
    const index = broker.cache.image.index;
    expect((await alter(TOPIC, 't', [['cleanup.policy', APPEND, 'compact,delete']])).errorCode).toBe(0);
    expect(broker.cache.image.index).toBe(index);
    await alter(TOPIC, 't', [['cleanup.policy', SUBTRACT, 'delete']]);
    expect(await shown(TOPIC, 't', 'cleanup.policy')).toEqual(['compact', 1]);
    await alter(TOPIC, 't', [['retention.ms', DELETE, null]]);
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['1000', 4]);
  });

  const refusals: [string, number, string, Op[], number, string | RegExp][] = [
    [
      'append to a number',
      TOPIC,
      't',
      [['retention.ms', APPEND, '1']],
      40,
      "Can't APPEND to key retention.ms because its type is not LIST.",
    ],
    [
      'subtract from a number',
      TOPIC,
      't',
      [['retention.ms', SUBTRACT, '1']],
      40,
      "Can't SUBTRACT to key retention.ms because its type is not LIST.",
    ],
    ['unknown key', TOPIC, 't', [['no.such', SET, '1']], 40, 'Unknown topic config name: no.such'],
    ['flush', TOPIC, 't', [['chronik.flush', SET, 'os']], 40, 'Unknown topic config name: chronik.flush'],
    ['bad value', TOPIC, 't', [['retention.ms', SET, 'x']], 40, /Invalid value x for configuration retention\.ms/],
    ['null value', TOPIC, 't', [['retention.ms', SET, null]], 42, 'Null value not supported for : retention.ms'],
    [
      'a key twice',
      TOPIC,
      't',
      [
        ['retention.ms', SET, '1'],
        ['retention.ms', DELETE, null],
      ],
      42,
      'Error due to duplicate config keys',
    ],
    ['unknown operation', TOPIC, 't', [['retention.ms', 9, '1']], 42, 'Unknown operations type 9'],
    ['unknown topic', TOPIC, 'none', [['retention.ms', SET, '1']], 3, "The topic 'none' does not exist."],
    ['default topic', TOPIC, '', [['retention.ms', SET, '1']], 42, 'Default topic resources are not allowed.'],
    [
      'other broker',
      BROKER,
      '2',
      [['log.retention.ms', SET, '1']],
      42,
      'Unexpected broker id, expected 1, but received 2',
    ],
    ['no broker id', BROKER, 'x', [['log.retention.ms', SET, '1']], 42, 'Node id must be an integer, but it is: x'],
    ['read-only', BROKER, '1', [['node.id', SET, '2']], 42, /Cannot update these configs dynamically/],
    ['unknown type', 99, 'x', [['a', SET, '1']], 42, 'Unknown resource type 99'],
    ['unknown logger', LOGGER, '1', [['nobody', SET, 'INFO']], 40, 'Logger nobody does not exist!'],
    ['no level', LOGGER, '1', [['root', SET, 'LOUD']], 40, /not a supported log level/],
  ];
  test.each(refusals)('%s is refused', async (_name, type, name, ops, errorCode, message) => {
    const before = broker.cache.image.index;
    const answer = await alter(type, name, ops);
    expect(answer).toMatchObject({ errorCode, resourceType: type, resourceName: name });
    expect(answer.errorMessage).toMatch(
      message instanceof RegExp ? message : new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
    expect(broker.cache.image.index).toBe(before);
  });

  test('a resource changes as a whole or not at all', async () => {
    expect(
      (
        await alter(TOPIC, 't', [
          ['retention.ms', SET, '9'],
          ['segment.bytes', SET, 'x'],
        ])
      ).errorCode,
    ).toBe(40);
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['1000', 4]);
  });

  test('resources are independent, one named twice is refused twice', async () => {
    const codec = {
      writeRequest: writeIncrementalAlterConfigsRequest,
      readResponse: readIncrementalAlterConfigsResponse,
    };
    const config = [{ name: 'retention.ms', configOperation: SET, value: '9' }];
    const resource = (resourceName: string) => ({ resourceType: TOPIC, resourceName, configs: config });
    await new Promise<void>((done) => broker.creator.ensureTopics(['u'], 5_000, () => done()));
    const request = newIncrementalAlterConfigsRequest({
      resources: [resource('t'), resource('u'), resource('t'), resource('v')],
    });
    const { responses } = await call(incrementalAlterConfigsHandler(services()), codec, 0, request);
    expect(responses.map((answer) => [answer.resourceName, answer.errorCode])).toEqual([
      ['t', 42],
      ['u', 0],
      ['t', 42],
      ['v', 3],
    ]);
    expect(responses[0]!.errorMessage).toBe('Each resource must appear at most once.');
  });

  test('validateOnly changes nothing', async () => {
    const before = broker.cache.image.index;
    expect((await alter(TOPIC, 't', [['retention.ms', SET, '9']], true)).errorCode).toBe(0);
    expect((await alter(LOGGER, '1', [['root', SET, 'DEBUG']], true)).errorCode).toBe(0);
    expect(broker.cache.image.index).toBe(before);
    expect(levels.get('root')).toBe('INFO');
  });

  test('log levels', async () => {
    await alter(LOGGER, '1', [
      ['root', SET, 'DEBUG'],
      ['kafka', DELETE, null],
    ]);
    expect([...levels]).toEqual([
      ['root', 'DEBUG'],
      ['kafka', 'INFO'],
    ]);
    expect((await alter(LOGGER, '1', [['root', DELETE, null]])).errorCode).toBe(42);
  });

  test('dynamic broker configs: this broker before all brokers before the file', async () => {
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['1000', 4]);
    await alter(BROKER, '', [['log.retention.ms', SET, '2000']]);
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['2000', 3]);
    await alter(BROKER, '1', [['log.retention.ms', SET, '3000']]);
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['3000', 2]);
    expect(await shown(BROKER, '1', 'log.retention.ms')).toEqual(['3000', 2]);
    expect(await shown(BROKER, '', 'log.retention.ms')).toEqual(['2000', 3]);
  });

  test('changes are there after a restart', async () => {
    await alter(TOPIC, 't', [['retention.ms', SET, '123']]);
    await broker.stop();
    broker = await TestBroker.start({ files: broker.files, properties: { 'log.retention.ms': '1000' } });
    expect(await shown(TOPIC, 't', 'retention.ms')).toEqual(['123', 1]);
  });
});

describe('AlterConfigs', () => {
  test('replaces the whole set', async () => {
    await alter(TOPIC, 't', [
      ['retention.ms', SET, '1'],
      ['segment.bytes', SET, '2000000'],
    ]);
    expect((await replace(TOPIC, 't', { 'retention.bytes': '9' })).errorCode).toBe(0);
    expect(broker.cache.topicConfig('t')).toEqual(new Map([['retention.bytes', '9']]));
  });

  test('refuses what it cannot keep, and loggers', async () => {
    expect((await replace(TOPIC, 't', { 'no.such': '9' })).errorCode).toBe(40);
    expect((await replace(TOPIC, 't', { 'retention.ms': null })).errorCode).toBe(42);
    expect((await replace(LOGGER, '1', { root: 'INFO' })).errorCode).toBe(42);
  });
});

describe('ListConfigResources', () => {
  const codec = { writeRequest: writeListConfigResourcesRequest, readResponse: readListConfigResourcesResponse };
  const list = (version: number, resourceTypes: number[] = []) =>
    call(
      listConfigResourcesHandler({ cache: broker.cache }),
      codec,
      version,
      newListConfigResourcesRequest({ resourceTypes }),
    );

  test('v0 lists client metrics subscriptions, v1 what is asked for, or everything', async () => {
    await alter(METRICS, 'sub', [['metrics', SET, 'a']]);
    await alter(GROUP, 'g', [['consumer.session.timeout.ms', SET, '50000']]);
    expect((await list(0)).configResources).toEqual([{ resourceName: 'sub', resourceType: METRICS }]);
    expect((await list(1, [TOPIC, GROUP])).configResources).toEqual([
      { resourceName: 't', resourceType: TOPIC },
      { resourceName: 'g', resourceType: GROUP },
    ]);
    expect((await list(1)).configResources.map(({ resourceType }) => resourceType).sort((a, b) => a - b)).toEqual([
      2, 4, 8, 16, 32,
    ]);
    expect((await list(1, [77])).errorCode).toBe(ErrorCode.UNSUPPORTED_VERSION);
  });
});
