/**
 * Nodes that must not come in, at a cluster that serves: each is refused with a line that says why, at both ends, and
 * what was acknowledged stays. (Garbage and half-open connections: test/workers/control-net and
 * test/services/replication/bad-peers.test.ts; a clock that is off: test/nemesis.)
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Broker } from '../../src/broker/broker.ts';
import { freePorts, type LocalNode, localNodeConfig, localNodeProperties } from '../../src/broker/local-cluster.ts';
import { createTopic } from '../../src/client/admin.ts';
import { Producer } from '../../src/client/producer.ts';
import type { BrokerConfig } from '../../src/core/config/broker-config.ts';
import { collectLogs } from '../support/captured-logs.ts';
import { areInSync, ClusterClients, eventually, readAll, topicOf } from './support/cluster-client.ts';

const RECORDS = 20;
const clients = new ClusterClients();
let folder: string;
let nodes: LocalNode[];

class Attempt {
  broker: Broker | null = null;
  readonly failures: string[] = [];
  readonly #logs = collectLogs();
  readonly #abort = new AbortController();
  readonly #outcome: Promise<void>;

  constructor(config: BrokerConfig) {
    const { logger } = this.#logs;
    const onFatal = ({ message }: Error): void => void this.failures.push(message);
    this.#outcome = Broker.start({
      config,
      logger,
      loggers: logger as never,
      onFatal,
      signal: this.#abort.signal,
    }).then(
      (broker) => {
        this.broker = broker;
      },
      ({ message }: Error) => void this.failures.push(message),
    );
  }

  /** Waits for a line, or for a failure, with these words. */
  async says(words: string | RegExp): Promise<void> {
    const has = (line: string): boolean => (typeof words === 'string' ? line.includes(words) : words.test(line));
    await eventually(
      async () => [...this.#logs.lines(), ...this.failures],
      (lines) => lines.some(has),
    );
  }

  async serves(): Promise<Broker> {
    await this.#outcome;
    if (this.broker === null) throw new Error(this.failures.join('; '));
    return this.broker;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#outcome;
    await this.broker?.stop();
  }
}

const running: Attempt[] = [];

/** The node as it should be, but for some properties. `voters`: whom it takes for them. */
function attempt(
  i: number,
  properties: Record<string, string> = {},
  more: Partial<BrokerConfig> = {},
  voters = nodes.slice(0, 3),
) {
  const overrides = new Map([
    ['chronik.threads', 'in-thread'],
    ['chronik.flush', 'os'],
  ]);
  const all = localNodeProperties(nodes[i]!, voters, overrides);
  if (i === 3) all.set('process.roles', 'broker').set('listeners', 'PLAINTEXT://127.0.0.1:0');
  for (const [name, value] of Object.entries(properties)) all.set(name, value);
  const one = new Attempt({ ...localNodeConfig(all), ...more });
  running.push(one);
  return one;
}

/** A copy that another process could run on. */
function copyOf(directory: string, name: string): string {
  const target = join(folder, name);
  const isData = (path: string): boolean => basename(path) !== '.lock' && !path.endsWith('.sock');
  cpSync(directory, target, { recursive: true, filter: isData });
  return target;
}

let peers: Attempt[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  nodes = (await freePorts(4)).map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: join(folder, `node-${i + 1}`),
    clientPort: 0,
    controllerPort,
  }));
  const started = [0, 1, 2].map((i) => attempt(i));
  for (const one of started) await one.serves();
  const client = clients.to(started[0]!.broker!.bootstrapServers);
  await createTopic(client, topicOf('kept', 1));
  const producer = await Producer.create(client, { acks: -1 });
  await producer.prepare('kept');
  for (let i = 0; i < RECORDS; i++) producer.append('kept', 0, null, new TextEncoder().encode(String(i)));
  await producer.flush();
  producer.close();
  // The third one makes room for those who are no third one.
  await started[2]!.stop();
  peers = started.slice(0, 2);
}, 60_000);

afterAll(async () => {
  await clients.close();
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a node that must not come in', () => {
  test('has another cluster id', async () => {
    const foreign = attempt(2, { 'log.dirs': join(folder, 'foreign') }, { clusterId: 'AAAAAAAAAAAAAAAAAAAAAQ' });
    await foreign.says(/refused: cluster id AAAAAAAAAAAAAAAAAAAAAQ is not this cluster's, .*check CLUSTER_ID/);
    for (const peer of peers) await peer.says(/"nodeId":3.*AAAAAAAAAAAAAAAAAAAAAQ is not this cluster's/);
    await foreign.stop();
    expect(foreign.broker).toBe(null);
  });

  test('has lost its disk: an empty directory is another voter', async () => {
    const wiped = attempt(2, { 'log.dirs': join(folder, 'wiped') });
    await wiped.says(/refused: directory .* is not the one node 3 joined with, .*: remove the voter and add it again/);
    for (const peer of peers) await peer.says(/"nodeId":3.* is not the one node 3 joined with/);
    await wiped.stop();
    expect(wiped.broker).toBe(null);
  });

  test('has other voters in its configuration', async () => {
    const other = [nodes[0]!, nodes[1]!, nodes[2]!, nodes[3]!];
    const mismatched = attempt(2, { 'log.dirs': join(folder, 'mismatched') }, {}, other);
    await mismatched.says(/refused: cluster id .* is not this cluster's, .* or controller.quorum.voters, from which/);
    await mismatched.stop();
    expect(mismatched.broker).toBe(null);
  });

  test('has the id of a broker that runs', async () => {
    const four = attempt(3);
    await four.serves();
    const second = attempt(3, { 'log.dirs': join(folder, 'second') });
    await second.says(/another process has the id of this node/);
    await second.says(/node id 4 is in use by directory .*, start 1/);
    await peers[0]!.says(/"nodeId":4.*node id 4 is in use by directory/);
    await second.stop();
    expect(second.broker).toBe(null);
    expect(four.failures).toEqual([]);
    await four.stop();
  });

  test.each([
    [
      { 'process.roles': 'broker', listeners: 'PLAINTEXT://127.0.0.1:0' },
      'process.roles is broker alone, but controller.quorum.voters lists this node',
    ],
    [{ 'inter.broker.listener.name': 'INTERNAL' }, 'inter.broker.listener.name'],
    [{ 'controller.listener.names': 'CTRL' }, 'listeners must contain CTRL://host:port'],
    [{ 'advertised.listeners': 'EXTERNAL://h:1' }, 'advertised.listeners'],
  ] as [Record<string, string>, string][])('is configured as %o', (properties, words) => {
    expect(() => attempt(2, properties)).toThrow(words);
  });
});

test('a copy of a voter that runs, and the voter as it was at its start before, are ended with the reason', async () => {
  const former = copyOf(nodes[2]!.directory, 'former');
  const third = attempt(2);
  await third.serves();
  // Started as often as the one that runs, from where that one began.
  const elsewhere = { 'log.dirs': former, listeners: 'PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0' };
  const copy = attempt(2, elsewhere, { controllerListener: { name: 'CONTROLLER', host: '127.0.0.1', port: 0 } });
  await copy.says('another process runs on a copy of this directory');
  await copy.says(/start 2 of node 3 on directory .* must end: node [12] says that node id 3 is in use/);
  await copy.stop();
  expect([copy.broker, third.failures]).toEqual([null, []]);
  await third.stop();
  // The voter goes on without the copy, which falls behind.
  for (let starts = 0; starts < 2; starts++) {
    const again = attempt(2);
    await again.serves();
    await again.stop();
  }
  const old = attempt(2, elsewhere, { controllerListener: { name: 'CONTROLLER', host: '127.0.0.1', port: 0 } });
  await old.says(
    /start \d of node 3 on directory .* must end: node [12] says that start \d of node 3 is over: start 4 was seen/,
  );
  await old.stop();
  expect(old.broker).toBe(null);
}, 60_000);

test('a voter whose configuration has another address of a peer than the peer itself says so', async () => {
  const voters = nodes.slice(0, 3).map((node) => (node.nodeId === 2 ? { ...node, controllerPort: 9 } : node));
  const third = attempt(2, {}, {}, voters);
  await third.says(
    /"voter":2,"configured":"127.0.0.1:9","own":"127.0.0.1:\d+".*another address of a voter than the voter itself/,
  );
  await third.serves();
  await third.stop();
}, 60_000);

test('nothing of it has changed what was acknowledged', async () => {
  const third = attempt(2);
  await third.serves();
  const client = clients.to(third.broker!.bootstrapServers);
  await eventually(() => client.metadata(['kept']), areInSync('kept', 3));
  expect(await readAll(client, 'kept', 1, RECORDS)).toEqual(Array.from({ length: RECORDS }, (_, i) => String(i)));
}, 60_000);
