/** Brokers with two log directories each: one fails, and what was in it is led elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Broker } from '../../src/broker/broker.ts';
import { freePorts, localNodeConfig, localNodeProperties } from '../../src/broker/local-cluster.ts';
import { createTopic } from '../../src/client/admin.ts';
import type { FileHandle } from '../../src/runtime/files/file-system.ts';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import { silentLogger } from '../../src/runtime/logging/logger.ts';
import { ClusterClients, eventually, partitionsOf, topicOf } from './support/cluster-client.ts';

/** Refuses every write below one directory, once it is told which. */
class FailingDisk extends NodeFileSystem {
  failing: string | null = null;
  readonly #paths = new Map<FileHandle, string>();

  override open(path: string, mode: 'read' | 'write' | 'create'): FileHandle {
    const file = super.open(path, mode);
    this.#paths.set(file, path);
    return file;
  }

  override write(file: FileHandle, source: Uint8Array, start: number, end: number, position: number): void {
    this.#check(file);
    super.write(file, source, start, end, position);
  }

  override writeAll(file: FileHandle, parts: Uint8Array[], position: number): void {
    this.#check(file);
    super.writeAll(file, parts, position);
  }

  #check(file: FileHandle): void {
    if (this.failing === null || !this.#paths.get(file)!.startsWith(`${this.failing}/`)) return;
    throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  }
}

const clients = new ClusterClients();
const brokers: Broker[] = [];
let folder: string;

afterEach(async () => {
  await clients.close();
  await Promise.all(brokers.map((broker) => broker.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test('the controller knows which replicas went with a directory, and elects others', async () => {
  folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  const ports = await freePorts(3);
  const nodes = ports.map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: join(folder, `node-${i + 1}`),
    clientPort: 0,
    controllerPort,
  }));
  const overrides = new Map([
    ['chronik.threads', 'in-thread'],
    ['chronik.flush', 'os'],
  ]);
  const disks = nodes.map(() => new FailingDisk());
  const started = nodes.map((node) => {
    const properties = localNodeProperties(node, nodes, overrides);
    properties.set('log.dirs', `${node.directory}/a,${node.directory}/b`);
    const config = localNodeConfig(properties);
    const loggers = silentLogger as never;
    return Broker.start({ config, logger: silentLogger, loggers, onFatal: () => {}, files: disks[node.nodeId - 1]! });
  });
  brokers.push(...(await Promise.all(started)));
  const client = clients.to(brokers[0]!.bootstrapServers);
  await createTopic(client, topicOf('t', 6));
  const image = () => brokers[0]!.cache.image.topics.byName('t')!.partitions;
  await eventually(
    async () => image(),
    (partitions) => partitions.every(({ directories }) => directories.every((id) => !/^A+$/.test(id))),
  );
  for (const broker of brokers) {
    const own = image().map(({ directories, replicas }) => directories[replicas.indexOf(broker.config.nodeId)]);
    expect(new Set(own).size).toBe(2);
  }
  const victim = brokers[1]!;
  const failing = victim.replicas.directories[1]!;
  const led = image().filter(
    ({ directories, leader, replicas }) => leader === 2 && directories[replicas.indexOf(2)] === failing.directoryId,
  );
  disks[1]!.failing = failing.path;
  // Opens partitions in every directory, which writes.
  await createTopic(client, topicOf('writes', 6));
  const after = await eventually(
    () => client.metadata(['t']),
    (metadata) =>
      image().every(
        ({ directories, isr, partition, replicas }) =>
          directories[replicas.indexOf(2)] !== failing.directoryId ||
          (!isr.includes(2) && partitionsOf(metadata, 't')[partition]!.leader !== 2),
      ),
  );
  for (const { partition } of led) expect(partitionsOf(after, 't')[partition]!.leader).toBeGreaterThan(0);
  // What is in the other directory goes on.
  expect(image().some(({ isr }) => isr.includes(2))).toBe(true);
}, 60_000);
