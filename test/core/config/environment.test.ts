import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src/core/config/environment.ts';

test('one underscore is a dot, two are an underscore, three a dash', () => {
  const { properties } = readEnvironment({
    KAFKA_NODE_ID: '1',
    KAFKA_LOG_RETENTION_MS: '1000',
    KAFKA_LISTENER_NAME_MY__LISTENER_SASL___MECHANISM: 'x',
    PATH: '/bin',
  });
  expect([...properties]).toEqual([
    ['node.id', '1'],
    ['log.retention.ms', '1000'],
    ['listener.name.my_listener.sasl-mechanism', 'x'],
  ]);
});

test("leaves out what is meant for the image's scripts and the JVM", () => {
  const { properties } = readEnvironment({
    KAFKA_HEAP_OPTS: '-Xmx1g',
    KAFKA_OPTS: '',
    KAFKA_LOG4J_OPTS: 'x',
    KAFKA_VERSION: '4',
  });
  expect(properties.size).toBe(0);
});

test('the cluster id is not a property', () => {
  const { properties, clusterId } = readEnvironment({ CLUSTER_ID: 'abc' });
  expect([properties.size, clusterId]).toEqual([0, 'abc']);
});

test('listeners follow advertised listeners on every interface', () => {
  const advertised = 'PLAINTEXT://broker-1:9092,LOCAL://[::1]:9094';
  for (const environment of [
    { KAFKA_ADVERTISED_LISTENERS: advertised },
    { KAFKA_ADVERTISED_LISTENERS: advertised, KAFKA_LISTENERS: '' },
  ]) {
    expect(readEnvironment(environment).properties.get('listeners')).toBe(
      'PLAINTEXT://0.0.0.0:9092,LOCAL://0.0.0.0:9094',
    );
  }
  const given = readEnvironment({ KAFKA_ADVERTISED_LISTENERS: advertised, KAFKA_LISTENERS: 'PLAINTEXT://:1' });
  expect(given.properties.get('listeners')).toBe('PLAINTEXT://:1');
});

test('the older prefix is taken with a warning and loses to the newer', () => {
  const { properties, warnings } = readEnvironment({
    KAFKA_NODE_ID: '1',
    KAFKA_CFG_NODE_ID: '2',
    KAFKA_CFG_LOG_DIRS: '/x',
  });
  expect([...properties]).toEqual([
    ['node.id', '1'],
    ['log.dirs', '/x'],
  ]);
  expect(warnings).toHaveLength(2);
});
