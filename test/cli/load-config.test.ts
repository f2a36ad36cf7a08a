import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bannerFacts, formatBanner } from '../../src/cli/start/banner.ts';
import { type LoadedConfig, loadConfig } from '../../src/cli/start/load-config.ts';
import { type BrokerConfig, mergeSources } from '../../src/core/config/broker-config.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-config-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function load(
  file: string | null,
  overrides: Record<string, string> = {},
  environment: Record<string, string> = {},
): LoadedConfig {
  if (file !== null) writeFileSync(join(directory, 'server.properties'), file);
  return loadConfig({
    file: file === null ? null : 'server.properties',
    overrides: new Map(Object.entries(overrides)),
    environment,
    workingDirectory: directory,
  });
}

function configOf(loaded: LoadedConfig): BrokerConfig {
  if ('errors' in loaded) throw new Error(loaded.errors.join('\n'));
  return loaded.config;
}

test('environment over override over file over default', () => {
  const file = 'num.partitions=2\ndefault.replication.factor=2\nlog.retention.ms=2\n';
  const overrides = { 'default.replication.factor': '3', 'log.retention.ms': '3' };
  const config = configOf(load(file, overrides, { KAFKA_LOG_RETENTION_MS: '4' }));
  expect([config.numPartitions, config.defaultReplicationFactor, config.topicDefaults.retentionMs]).toEqual([2, 3, 4]);
  expect([...config.properties.keys()].sort()).toEqual([
    'default.replication.factor',
    'log.retention.ms',
    'num.partitions',
  ]);
});

test('without a file only this machine is served, with one every interface, as in Kafka', () => {
  expect(configOf(load(null)).listeners[0]).toMatchObject({ host: '127.0.0.1', port: 9092 });
  expect(configOf(load('')).listeners[0]).toMatchObject({ host: '', port: 9092 });
});

test('a broker on its own without a file gets friendly defaults, over which everything wins', () => {
  const of = (loaded: LoadedConfig) => {
    const config = configOf(loaded);
    return [
      config.groupInitialRebalanceDelayMs,
      config.offsetsTopicNumPartitions,
      config.transactionStateLogNumPartitions,
    ];
  };
  expect(of(load(null))).toEqual([0, 1, 1]);
  expect(
    of(load(null, { 'offsets.topic.num.partitions': '7' }, { KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '9' })),
  ).toEqual([9, 7, 1]);
});

test("a file of the user's own, even an empty one, gets the defaults of Kafka, and so does a member of a cluster", () => {
  const kafka = (config: BrokerConfig) => [
    config.groupInitialRebalanceDelayMs,
    config.offsetsTopicNumPartitions,
    config.transactionStateLogNumPartitions,
    config.properties.has('offsets.topic.replication.factor'),
  ];
  expect(kafka(configOf(load('')))).toEqual([3000, 50, 50, false]);
  const merged = mergeSources({
    file: null,
    overrides: new Map([['controller.quorum.voters', '1@a:9093,2@b:9093,3@c:9093']]),
    environment: new Map(),
  });
  expect([...merged.keys()].sort()).toEqual(['controller.quorum.voters', 'listeners']);
});

test('the sample configuration of Kafka starts without a warning but for its directory', () => {
  const sample = [
    'process.roles=broker,controller',
    'node.id=1',
    'controller.quorum.bootstrap.servers=localhost:9093',
    'listeners=PLAINTEXT://:9092,CONTROLLER://:9093',
    'inter.broker.listener.name=PLAINTEXT',
    'advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093',
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    'num.network.threads=3',
    'num.io.threads=8',
    'socket.send.buffer.bytes=102400',
    'socket.receive.buffer.bytes=102400',
    'socket.request.max.bytes=104857600',
    'log.dirs=/tmp/kraft-combined-logs',
    'num.partitions=1',
    'num.recovery.threads.per.data.dir=1',
    'offsets.topic.replication.factor=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'log.retention.hours=168',
    'log.segment.bytes=1073741824',
    'log.retention.check.interval.ms=300000',
  ].join('\n');
  const loaded = load(sample);
  expect(configOf(loaded).advertisedListeners).toEqual([{ name: 'PLAINTEXT', host: 'localhost', port: 9092 }]);
  expect(loaded.warnings.filter((warning) => !/^(share\.|num\.recovery\.)/.test(warning))).toEqual([]);
});

test.each<[string, string | null, Record<string, string>, Record<string, string>, string]>([
  ['a file that is not there', null, {}, {}, ''],
  [
    'a value of the file',
    'num.partitions=x',
    {},
    {},
    'Invalid value x for configuration num.partitions: Not a number of type INT (from server.properties)',
  ],
  ['an override', '', { 'num.partitions': 'x' }, {}, 'Not a number of type INT (from --override)'],
  [
    'the environment',
    '',
    { 'num.partitions': '3' },
    { KAFKA_NUM_PARTITIONS: 'x' },
    'Not a number of type INT (from the environment)',
  ],
  ['a malformed line', 'a=1\nb=\\uzz', {}, {}, 'server.properties, line 2: Malformed \\uxxxx encoding.'],
])('errors say where the fault was written: %s', (_name, file, overrides, environment, message) => {
  const loaded =
    file === null
      ? loadConfig({ file: 'nothing.properties', overrides: new Map(), environment: {}, workingDirectory: directory })
      : load(file, overrides, environment);
  expect('errors' in loaded ? loaded.errors : []).toEqual([
    expect.stringContaining(file === null ? 'no such file' : message),
  ]);
});

test('the banner tells what an acknowledgement is worth', () => {
  const config = configOf(load(null));
  const durability = (of: BrokerConfig, isEphemeral: boolean) =>
    bannerFacts(of, '127.0.0.1:9092', isEphemeral, 12.3).durability;
  expect(durability(config, false)).toBe('fsync before every acknowledgement');
  expect(durability({ ...config, flush: 'os' }, false)).toContain('chronik.flush=os');
  expect(durability({ ...config, flush: 'os' }, true)).toContain('--ephemeral');
  const banner = formatBanner(bannerFacts(config, '127.0.0.1:9092', false, 12.3));
  for (const fact of ['127.0.0.1:9092', 'data', 'fsync before every acknowledgement', '12 ms'])
    expect(banner).toContain(fact);
});
