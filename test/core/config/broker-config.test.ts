import { describe, expect, test } from 'vitest';
import {
  type BrokerConfig,
  mergeSources,
  resolveBrokerConfig,
  WITHOUT_FILE,
  withDynamicConfig,
} from '../../../src/core/config/broker-config.ts';
import { BROKER_PROPERTIES } from '../../../src/core/config/definitions.ts';

const context = { hostName: 'node-1', clusterId: null };

function resolve(properties: Record<string, string>) {
  return resolveBrokerConfig(new Map(Object.entries(properties)), context);
}

function configOf(properties: Record<string, string>): BrokerConfig {
  const outcome = resolve(properties);
  if ('errors' in outcome) throw new Error(outcome.errors.map(({ message }) => message).join('\n'));
  return outcome.config;
}

function errorsOf(properties: Record<string, string>): string[] {
  const outcome = resolve(properties);
  return 'errors' in outcome ? outcome.errors.map(({ property }) => property) : [];
}

function warningsOf(properties: Record<string, string>): string[] {
  return resolve(properties).warnings.map(({ message }) => message);
}

describe('defaults', () => {
  test('without a file, a node that only this machine reaches', () => {
    const config = configOf(Object.fromEntries(WITHOUT_FILE));
    expect(config.listeners).toEqual([{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }]);
    expect(config.advertisedListeners).toEqual(config.listeners);
    expect([config.nodeId, config.logDirs, config.flush]).toEqual([1, ['data'], 'fsync']);
    expect([config.isBroker, config.isController]).toEqual([true, true]);
  });

  test('a listener on every interface advertises the host name', () => {
    expect(configOf({}).advertisedListeners).toEqual([{ name: 'PLAINTEXT', host: 'node-1', port: 9092 }]);
  });

  test('a backlog is what was asked for, and the choice of the server where nothing was', () => {
    expect(configOf({}).socketListenBacklogSize).toBe(null);
    expect(configOf({ 'socket.listen.backlog.size': '7' }).socketListenBacklogSize).toBe(7);
  });

  test('a controller listener is bound and not advertised, a voter may have an IPv6 address', () => {
    const config = configOf({
      'node.id': '3',
      listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      'controller.listener.names': 'CONTROLLER',
      'controller.quorum.voters': '3@[::1]:9093',
    });
    expect(config.controllerQuorumVoters).toEqual([{ id: 3, host: '::1', port: 9093 }]);
    expect(config.listeners.map(({ name }) => name)).toEqual(['PLAINTEXT', 'CONTROLLER']);
    expect(config.advertisedListeners.map(({ name }) => name)).toEqual(['PLAINTEXT']);
    expect(config.listenerSecurityProtocolMap.get('CONTROLLER')).toBe('PLAINTEXT');
  });
});

describe('precedence', () => {
  test('environment over overrides over file', () => {
    const merged = mergeSources({
      file: new Map([
        ['a', 'file'],
        ['b', 'file'],
        ['c', 'file'],
      ]),
      overrides: new Map([
        ['b', 'override'],
        ['c', 'override'],
      ]),
      environment: new Map([['c', 'environment']]),
    });
    expect([merged.get('a'), merged.get('b'), merged.get('c')]).toEqual(['file', 'override', 'environment']);
    expect(merged.has('listeners')).toBe(false);
  });

  test('log.dir given on the command line beats log.dirs of the file', () => {
    const sources = {
      file: new Map([['log.dirs', '/file']]),
      overrides: new Map([['log.dir', '/mine']]),
      environment: new Map(),
    };
    expect(mergeSources(sources).has('log.dirs')).toBe(false);
    expect(mergeSources({ ...sources, environment: new Map([['log.dirs', '/env']]) }).get('log.dirs')).toBe('/env');
  });

  test('milliseconds over minutes over hours', () => {
    expect(configOf({ 'log.retention.hours': '2' }).topicDefaults.retentionMs).toBe(7_200_000);
    expect(configOf({ 'log.retention.hours': '2', 'log.retention.minutes': '3' }).topicDefaults.retentionMs).toBe(
      180_000,
    );
    expect(configOf({ 'log.retention.minutes': '3', 'log.retention.ms': '5' }).topicDefaults.retentionMs).toBe(5);
    expect(configOf({ 'log.retention.hours': '-1' }).topicDefaults.retentionMs).toBe(-1);
  });

  test('dynamic values change what they may and leave the static layer alone', () => {
    const config = configOf({ 'log.retention.hours': '2', 'max.connections': '10' });
    const changed = withDynamicConfig(
      config,
      new Map([
        ['log.retention.ms', '9'],
        ['max.connections', '20'],
      ]),
      new Map([['max.connections', '30']]),
      context,
    );
    expect([changed.topicDefaults.retentionMs, changed.connectionLimits.maxConnections]).toEqual([9, 30]);
    expect(changed.properties).toEqual(config.properties);
  });
});

describe('errors name the property to change', () => {
  const cases: [string, Record<string, string>, string[]][] = [
    ['not a number', { 'num.partitions': 'many' }, ['num.partitions']],
    ['several at once', { 'num.partitions': '0', 'node.id': '-1' }, ['num.partitions', 'node.id']],
    ['two ids', { 'node.id': '1', 'broker.id': '2' }, ['broker.id']],
    ['no such address', { listeners: 'PLAINTEXT:/x' }, ['listeners']],
    ['port too large', { listeners: 'PLAINTEXT://h:70000' }, ['listeners']],
    [
      'one port twice',
      { listeners: 'A://:1,B://:1', 'listener.security.protocol.map': 'A:PLAINTEXT,B:PLAINTEXT' },
      ['listeners'],
    ],
    ['one name twice', { listeners: 'PLAINTEXT://:1,PLAINTEXT://:2' }, ['listeners']],
    ['no protocol', { listeners: 'PLAINTEXT://:1,EXTERNAL://:2' }, ['listener.security.protocol.map']],
    ['TLS', { listeners: 'SSL://:9093' }, ['listener.security.protocol.map']],
    ['advertised but not bound', { 'advertised.listeners': 'OTHER://h:1' }, ['advertised.listeners']],
    ['advertised everywhere', { 'advertised.listeners': 'PLAINTEXT://0.0.0.0:1' }, ['advertised.listeners']],
    ['voter without address', { 'controller.quorum.voters': '1@host' }, ['controller.quorum.voters']],
    ['not a voter', { 'node.id': '9', 'controller.quorum.voters': '1@h:1' }, ['controller.quorum.voters']],
    ['voters without a listener', { 'controller.quorum.voters': '1@h:1,2@h:2' }, ['controller.listener.names']],
    [
      'voters whose listener is not bound',
      { 'controller.quorum.voters': '1@h:1,2@h:2', 'controller.listener.names': 'CONTROLLER' },
      ['listeners'],
    ],
    [
      'a voter that listens elsewhere',
      {
        listeners: 'PLAINTEXT://h:9092,CONTROLLER://h:9093',
        'controller.quorum.voters': '1@h:9094,2@h:9095',
        'controller.listener.names': 'CONTROLLER',
      },
      ['controller.quorum.voters'],
    ],
    ['a controller alone', { 'process.roles': 'controller' }, ['process.roles']],
    ['one role and no quorum', { 'process.roles': 'broker' }, ['controller.quorum.voters']],
    [
      'a voter that is no controller',
      { 'process.roles': 'broker', 'controller.quorum.voters': '1@h:1,2@h:2' },
      ['process.roles'],
    ],
    [
      'a quorum to be found',
      { 'controller.quorum.bootstrap.servers': 'a:1,b:2' },
      ['controller.quorum.bootstrap.servers'],
    ],
    ['no directory', { 'log.dirs': '' }, ['log.dirs']],
    ['nothing kept', { 'log.retention.ms': '0' }, ['log.retention.ms']],
    ['authorizer', { 'authorizer.class.name': 'org.x.Y' }, ['authorizer.class.name']],
    [
      'session bounds',
      { 'group.min.session.timeout.ms': '9', 'group.max.session.timeout.ms': '8' },
      ['group.min.session.timeout.ms'],
    ],
  ];
  test.each(cases)('%s', (_name, properties, expected) => {
    expect(errorsOf(properties)).toEqual(expected);
  });
});

describe('warnings', () => {
  test('a property without effect is reported with the reason, unless it repeats the default', () => {
    expect(warningsOf({ 'num.io.threads': '8', 'socket.send.buffer.bytes': '102400' })).toEqual([]);
    expect(warningsOf({ 'num.io.threads': '9' })).toEqual([
      'num.io.threads has no effect: sockets and requests are served by one event loop; see chronik.threads',
    ]);
  });

  test('unknown and retired names are reported', () => {
    expect(warningsOf({ 'num.partition': '3', 'zookeeper.connect': 'z:2181' })).toEqual([
      'num.partition is not a property of this broker: did you mean num.partitions?',
      'zookeeper.connect has no effect: there is no ZooKeeper',
    ]);
  });

  test('a ring that does not take what message.max.bytes allows is reported; it is a power of two', () => {
    expect(warningsOf({ 'chronik.ring.bytes': '5000000' })).toEqual([]);
    expect(resolve({ 'chronik.ring.bytes': '5000000' })).toMatchObject({ config: { ringBytes: 8 * 1024 * 1024 } });
    expect(warningsOf({ 'chronik.ring.bytes': '4194304' })).toEqual([
      'message.max.bytes is 1048588, but chronik.ring.bytes=4194304 takes no batch of 1048576 bytes or more: such batches are refused',
    ]);
    expect(warningsOf({ 'chronik.ring.bytes': '4194304', 'message.max.bytes': '1000000' })).toEqual([]);
  });

  test('a value that is ignored is still checked', () => {
    expect(errorsOf({ 'num.io.threads': 'x' })).toEqual(['num.io.threads']);
  });
});

test('every property resolves at both ends of its range', () => {
  // A number that fits the table must never trip the typed resolution: only cross checks may object, as problems.
  for (const definition of BROKER_PROPERTIES.values()) {
    if (definition.constraint.kind !== 'range') continue;
    for (const bound of [definition.constraint.min, definition.constraint.max]) {
      if (bound !== null) expect(() => resolve({ [definition.name]: String(bound) })).not.toThrow();
    }
  }
});
