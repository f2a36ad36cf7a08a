/**
 * What Kafka 4.3's admin client was shown by a Kafka 4.3 broker (described.json: name, value, source, read-only,
 * sensitive, type, synonyms), before and after dynamic changes, against what we would show in the same state.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BROKER_PROPERTIES } from '../../../src/core/config/definitions.ts';
import {
  type ConfigEntry,
  describeBrokerConfig,
  describeDefaultBrokerConfig,
  describeGroupConfig,
  describeTopicConfig,
} from '../../../src/core/config/describe-config.ts';
import { validateBrokerConfigChange } from '../../../src/core/config/dynamic-config.ts';
import { validateGroupConfig } from '../../../src/core/config/group-config.ts';
import { type BrokerConfigLayers, staticLayers } from '../../../src/core/config/layers.ts';
import { validateTopicConfig, validateTopicConfigs } from '../../../src/core/config/topic-config.ts';

type Row = [string, string | null, string, boolean, boolean, string, [string, string | null, string][]];

const recorded = JSON.parse(readFileSync(new URL('kafka/described.json', import.meta.url), 'utf8')) as Record<
  string,
  Row[]
>;

const staticProperties = new Map([
  ['node.id', '1'],
  ['broker.id', '1'],
  ['process.roles', 'broker,controller'],
  ['listeners', 'PLAINTEXT://127.0.0.1:29092,CONTROLLER://127.0.0.1:29093'],
  ['controller.listener.names', 'CONTROLLER'],
  ['controller.quorum.voters', '1@127.0.0.1:29093'],
  ['log.dirs', '/var/kafka'],
  ['offsets.topic.replication.factor', '1'],
  ['offsets.topic.num.partitions', '1'],
  ['transaction.state.log.replication.factor', '1'],
  ['transaction.state.log.min.isr', '1'],
  ['log.retention.hours', '100'],
  ['log.segment.bytes', '2097152'],
  ['ssl.key.password', 'secret'],
  ['my.own.property', 'x'],
  ['group.initial.rebalance.delay.ms', '0'],
]);
const topicOverrides = new Map([
  ['retention.ms', '1234'],
  ['cleanup.policy', 'compact, delete'],
  ['max.message.bytes', '  2000 '],
]);
const layers: BrokerConfigLayers = {
  static: staticProperties,
  dynamicDefault: new Map([
    ['min.insync.replicas', '1'],
    ['log.retention.ms', '5000'],
    ['message.max.bytes', '3000'],
    ['max.connections', '77'],
  ]),
  dynamicBroker: new Map(),
};
/** Kafka gives a new cluster this one by itself (KIP-966). */
const untouched: BrokerConfigLayers = {
  ...staticLayers(staticProperties),
  dynamicDefault: new Map([['min.insync.replicas', '1']]),
};
const everything = { names: null, includeSynonyms: true, includeDocumentation: false };

const SOURCES: Record<number, string> = {
  1: 'DYNAMIC_TOPIC_CONFIG',
  2: 'DYNAMIC_BROKER_CONFIG',
  3: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  4: 'STATIC_BROKER_CONFIG',
  5: 'DEFAULT_CONFIG',
  8: 'DYNAMIC_GROUP_CONFIG',
};
const TYPES = ['UNKNOWN', 'BOOLEAN', 'STRING', 'INT', 'SHORT', 'LONG', 'DOUBLE', 'LIST', 'CLASS', 'PASSWORD'];

function rows(entries: ConfigEntry[]): Row[] {
  return entries
    .filter(({ name }) => !OURS.test(name))
    .map((entry): Row => {
      const { name, value, readOnly, isSensitive } = entry;
      const synonyms = entry.synonyms.map((synonym): Row[6][number] => [
        synonym.name,
        synonym.value,
        SOURCES[synonym.source]!,
      ]);
      return [name, value, SOURCES[entry.configSource]!, readOnly, isSensitive, TYPES[entry.configType]!, synonyms];
    })
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Ours alone; a default of our own; or shown in a way nobody would want to copy. */
const OURS = new RegExp(
  [
    '^chronik\\.',
    '^(log\\.dir|node\\.id|process\\.roles)$',
    // Kafka shows the default of 168 hours beside a static source, because a dynamic log.retention.ms wiped the 100.
    '^log\\.retention\\.hours$',
  ].join('|'),
);

describe('shows what Kafka shows', () => {
  test.each([
    ['topic, static only', () => describeTopicConfig(topicOverrides, untouched, everything)],
    ['topic, dynamic', () => describeTopicConfig(topicOverrides, layers, everything)],
    ['broker', () => describeBrokerConfig(layers, everything)],
    ['default', () => describeDefaultBrokerConfig(layers, everything)],
    ['group', () => describeGroupConfig(new Map([['consumer.session.timeout.ms', '50000']]), layers, everything)],
  ])('%s', (label, described) => {
    const own = new Map(rows(described()).map((row) => [row[0], row]));
    const theirs = recorded[label]!.filter(([name]) => !OURS.test(name));
    for (const row of theirs) expect(own.get(row[0])).toEqual(row);
    expect([...own.keys()]).toEqual(theirs.map(([name]) => name));
  });
});

describe('answers only what was asked', () => {
  test('names, synonyms and documentation', () => {
    const options = { names: new Set(['retention.ms', 'nothing']), includeSynonyms: false, includeDocumentation: true };
    const entries = describeTopicConfig(topicOverrides, layers, options);
    expect(entries.map(({ name, synonyms }) => [name, synonyms])).toEqual([['retention.ms', []]]);
    expect(entries[0]!.documentation).toContain('records are kept');
  });

  test('a property that nobody knows, as a secret', () => {
    const strange = { ...layers, dynamicDefault: new Map([['unknown.prop', 'x']]) };
    const hidden = { value: null, isSensitive: true, readOnly: true, configSource: 3, configType: 0 };
    for (const described of [
      describeBrokerConfig(strange, everything),
      describeDefaultBrokerConfig(strange, everything),
    ]) {
      expect(described.find(({ name }) => name === 'unknown.prop')).toMatchObject(hidden);
    }
  });

  test('rates that only a running broker takes, where they are set', () => {
    const name = 'leader.replication.throttled.rate';
    const set = { ...layers, dynamicBroker: new Map([[name, '1000']]) };
    const shown = { value: '1000', isSensitive: false, readOnly: false, configSource: 2, configType: 5 };
    const entries = describeBrokerConfig(set, everything);
    expect(entries.find((entry) => entry.name === name)).toMatchObject(shown);
    expect(entries.find((entry) => entry.name === name)!.synonyms).toEqual([{ name, value: '1000', source: 2 }]);
    expect(describeBrokerConfig(layers, everything).map((entry) => entry.name)).not.toContain(name);
  });

  test('no sensitive value leaves the broker, in no layer', () => {
    const secret = 'do-not-show';
    const sensitive = [...BROKER_PROPERTIES.values()].filter(({ type }) => type === 'password').map(({ name }) => name);
    const given = new Map(
      [...sensitive, 'listener.name.x.sasl.jaas.config', 'unheard.of'].map((name) => [name, secret]),
    );
    const all = { static: given, dynamicDefault: given, dynamicBroker: given };
    const shown = JSON.stringify([describeBrokerConfig(all, everything), describeDefaultBrokerConfig(all, everything)]);
    expect(shown).toContain('sasl.jaas.config');
    expect(shown).not.toContain(secret);
  });
});

describe('refuses with the words of Kafka', () => {
  test.each<[Record<string, string>, boolean, string]>([
    [{ 'node.id': '3' }, true, 'Cannot update these configs dynamically: [node.id]'],
    [
      { 'node.id': '3', 'process.roles': 'broker' },
      true,
      'Cannot update these configs dynamically: [node.id, process.roles]',
    ],
    [
      { listeners: 'PLAINTEXT://:1' },
      false,
      'Cannot update these configs at default cluster level, broker id must be specified: [listeners]',
    ],
    [
      { 'log.retention.ms': 'x' },
      true,
      'Invalid value x for configuration log.retention.ms: Not a number of type LONG',
    ],
    [
      { 'log.retention.ms': '0' },
      false,
      'requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1',
    ],
    [
      { 'leader.replication.throttled.rate': '-1' },
      true,
      'Invalid value -1 for configuration leader.replication.throttled.rate: Value must be at least 0',
    ],
    [
      { 'replica.alter.log.dirs.io.max.bytes.per.second': 'x' },
      false,
      'Invalid value x for configuration replica.alter.log.dirs.io.max.bytes.per.second: Not a number of type LONG',
    ],
    [
      { 'ssl.keystore.password': 'x' },
      true,
      'These security configs can be dynamically updated only per-listener using the listener prefix: [ssl.keystore.password]',
    ],
  ])('broker %j', (changes, perBroker, message) => {
    expect(validateBrokerConfigChange(new Map(Object.entries(changes)), perBroker)).toBe(message);
  });

  test('broker changes that Kafka takes', () => {
    expect(validateBrokerConfigChange(new Map([['unknown.prop', 'x']]), false)).toBeNull();
    expect(validateBrokerConfigChange(new Map([['max.connections', null]]), true)).toBeNull();
    expect(validateBrokerConfigChange(new Map([['listener.name.a.ssl.keystore.password', 'x']]), true)).toBeNull();
  });

  test('topics', () => {
    expect(validateTopicConfig('unknown', 'x')).toBe('Unknown topic config name: unknown');
    const pair = new Map([
      ['min.compaction.lag.ms', '10'],
      ['max.compaction.lag.ms', '5'],
    ]);
    expect(validateTopicConfigs(pair, layers)).toBe(
      'conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)',
    );
    expect(validateTopicConfigs(new Map([['remote.storage.enable', 'true']]), layers)).toContain('Tiered Storage');
    expect(validateTopicConfigs(topicOverrides, layers)).toBeNull();
  });

  test.each([
    ['nope', '1', 'Unknown group config name: nope'],
    [
      'consumer.session.timeout.ms',
      '1',
      'consumer.session.timeout.ms must be greater than or equal to group.consumer.min.session.timeout.ms',
    ],
    [
      'consumer.session.timeout.ms',
      '999999',
      'consumer.session.timeout.ms must be less than or equal to group.consumer.max.session.timeout.ms',
    ],
    [
      'streams.num.standby.replicas',
      '7',
      'streams.num.standby.replicas must be less than or equal to group.streams.max.standby.replicas',
    ],
    [
      'share.record.lock.duration.ms',
      '1000',
      'share.record.lock.duration.ms must be greater than or equal to group.share.min.record.lock.duration.ms',
    ],
  ])('group %s=%s', (name, value, message) => {
    expect(validateGroupConfig(name, value, layers)).toBe(message);
  });
});
