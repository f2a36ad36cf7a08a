/** Brokers that replicate over real sockets and disks: acknowledgements, in-sync sets, leaders that change. */
import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { createLogger, silentLogger } from '../../../src/runtime/logging/logger.ts';
import { HighWatermarkCheckpoints } from '../../../src/services/log/high-watermark-checkpoints.ts';
import { REPLICATION_ENDPOINT } from '../../../src/services/replication/replication-service.ts';
import { InThreadCompute } from '../../../src/workers/compute/compute-client.ts';
import { contentOf, produce, TestCluster, type TestClusterOptions, TOPIC, until } from './cluster.ts';

let cluster: TestCluster | null = null;

async function start(options: TestClusterOptions = {}): Promise<TestCluster> {
  cluster = await TestCluster.start(options);
  return cluster;
}

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

/** Every broker holds the same bytes and shows all of them. */
async function expectEqualLogs(of: TestCluster): Promise<void> {
  const nodes = [...of.nodes.values()];
  const leader = nodes.find((node) => node.partition().isLeader)!;
  const end = leader.partition().log!.logEndOffset;
  await until(
    () => nodes.every((node) => node.partition().log?.logEndOffset === end && node.partition().highWatermark === end),
    'equal ends',
  );
  const contents = await Promise.all(nodes.map((node) => contentOf(node)));
  for (const content of contents) expect(Buffer.compare(content, contents[0]!)).toBe(0);
}

test('acks=all is answered when every in-sync replica has it on disk, and all hold the same bytes', async () => {
  const { nodes } = await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 50; i++) {
    expect(await produce(nodes.get(1)!, [`a${i}`, `b${i}`])).toBe(2 * i);
    const ends = [...nodes.values()].map((node) => node.partition().highWatermarkOf.localDurableEnd);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(2 * i + 2);
  }
  await expectEqualLogs(cluster!);
});

test('a broker that was away catches up and joins the in-sync set again', async () => {
  const { controller } = await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  await produce(cluster!.node(1), ['before']);
  await cluster!.stopNode(3);
  cluster!.fence(3);
  expect(controller.only(TOPIC).isr).toEqual([1, 2]);
  for (let i = 0; i < 200; i++) void produce(cluster!.node(1), ['x'.repeat(5_000), String(i)]);
  await produce(cluster!.node(1), ['after']);
  await cluster!.startNode(3);
  await until(() => controller.only(TOPIC).isr.length === 3, 'a full in-sync set');
  await expectEqualLogs(cluster!);
});

test('a follower that hears nothing leaves the in-sync set, and the produce that waited for it is answered', async () => {
  const { controller } = await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  await produce(cluster!.node(1), ['before']);
  await cluster!.stopNode(3);
  await produce(cluster!.node(1), ['waits for the shrink']);
  expect(controller.only(TOPIC).isr).toEqual([1, 2]);
});

test('below min.insync.replicas nothing is committed, and acks=all is refused', async () => {
  const { controller } = await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  await produce(cluster!.node(1), ['before']);
  await cluster!.stopNode(3);
  await cluster!.stopNode(2);
  const waiting = produce(cluster!.node(1), ['parked']);
  let isAnswered = false;
  waiting.then(
    () => {
      isAnswered = true;
    },
    () => {},
  );
  await until(() => controller.only(TOPIC).isr.length === 1, 'a shrunk set');
  await expect(produce(cluster!.node(1), ['refused'])).rejects.toThrow(String(ErrorCode.NOT_ENOUGH_REPLICAS));
  expect(cluster!.node(1).partition().highWatermark).toBe(1);
  expect(isAnswered).toBe(false);
  await cluster!.startNode(2);
  await waiting;
});

test('a leader change fails what is parked; a follower cuts what the new leader does not have', async () => {
  const { controller } = await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 20; i++) await produce(cluster!.node(1), [`kept ${i}`]);
  // Broker 1 goes on alone: nothing it writes now reaches anybody.
  const old = cluster!.node(1);
  old.isCutOff = true;
  old.isolation.begin();
  const lost = [produce(old, ['lost 1', 'lost 2']), produce(old, ['lost 3'])];
  for (const each of lost) each.catch(() => {});
  await until(() => old.partition().highWatermarkOf.localDurableEnd === 23, 'its own disk');
  cluster!.fence(1);
  expect(controller.only(TOPIC).leader).toBe(2);
  for (let i = 0; i < 5; i++) await produce(cluster!.node(2), [`new ${i}`]);
  old.isCutOff = false;
  old.isolation.end();
  cluster!.publish();
  for (const each of lost) await expect(each).rejects.toThrow(String(ErrorCode.NOT_LEADER_OR_FOLLOWER));
  cluster!.unfence(1);
  await until(() => controller.only(TOPIC).isr.length === 3, 'a full in-sync set');
  await expectEqualLogs(cluster!);
  expect(old.partition().log!.epochs.entries).toEqual(cluster!.node(2).partition().log!.epochs.entries);
});

test('a leader that comes back with what nobody else has cuts it, on threads of its own', async () => {
  const { controller } = await start({
    minInsyncReplicas: 2,
    threads: 'dedicated',
    properties: { 'segment.bytes': '4096' },
  });
  cluster!.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 20; i++) await produce(cluster!.node(1), [`kept ${i}`.padEnd(400, '.')]);
  const old = cluster!.node(1);
  old.isCutOff = true;
  await old.replication.stop();
  for (let i = 0; i < 30; i++) produce(old, [`lost ${i}`.padEnd(400, '.')]).catch(() => {});
  await until(() => old.partition().highWatermarkOf.localDurableEnd === 50, 'its own disk');
  cluster!.fence(1);
  expect(controller.only(TOPIC).leader).toBe(2);
  for (let i = 0; i < 5; i++) await produce(cluster!.node(2), [`new ${i}`]);
  await cluster!.stopNode(1);
  const back = await cluster!.startNode(1);
  expect(back.partition().log!.logEndOffset).toBe(50);
  await until(
    () => controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  await expectEqualLogs(cluster!);
  expect(back.partition().log!.epochs.entries).toEqual(cluster!.node(2).partition().log!.epochs.entries);
  // Once more through its files.
  await cluster!.stopNode(1);
  await cluster!.startNode(1);
  await until(
    () => controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  await expectEqualLogs(cluster!);
});

test('a broker that starts while the others are away shows what was committed, and no more', async () => {
  await start({ minInsyncReplicas: 2 });
  cluster!.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 10; i++) await produce(cluster!.node(1), [`kept ${i}`]);
  await cluster!.stopNode(2);
  await cluster!.stopNode(3);
  produce(cluster!.node(1), ['nobody else has it']).catch(() => {});
  const { directory, replicas } = cluster!.node(1);
  await until(() => cluster!.node(1).partition().highWatermarkOf.localDurableEnd === 11, 'its own disk');
  const checkpoints = new HighWatermarkCheckpoints({
    clock: systemClock,
    logger: silentLogger,
    compute: new InThreadCompute(),
    directories: () => [directory],
    partitions: () => replicas.partitions(),
    intervalMs: 5000,
  });
  await checkpoints.stop();
  await cluster!.stopNode(1);
  const back = await cluster!.startNode(1);
  expect(back.partition().log!.logEndOffset).toBe(11);
  expect(back.partition().highWatermark).toBe(10);
});

test('a listener that cannot be opened is told, and leaves nothing behind', async () => {
  await start({ nodes: 1 });
  const taken = cluster!.controller.image.brokers.endpoint(1, REPLICATION_ENDPOINT)!.port;
  for (const threads of ['in-thread', 'dedicated'] as const)
    await expect(cluster!.tryListen(taken, threads)).rejects.toThrow('cannot be opened');
});

test('without its lease a leader answers what waits at once, and leads nothing until it is back', async () => {
  const { nodes } = await start({ minInsyncReplicas: 2, maxLagMs: 60_000 });
  cluster!.createTopic([[1, 2, 3]]);
  const leader = cluster!.node(1);
  await produce(leader, ['before']);
  cluster!.node(2).isolation.begin();
  cluster!.node(3).isolation.begin();
  const waiting = produce(leader, ['waits']);
  const fetched: number[] = [];
  const watcher = { onPartitionMoved: () => fetched.push(leader.partition().readError(false)) };
  leader.partition().watchers.add(watcher);
  leader.replicas.onLease(null);
  await expect(waiting).rejects.toThrow(String(ErrorCode.NOT_LEADER_OR_FOLLOWER));
  await expect(produce(leader, ['refused'])).rejects.toThrow(String(ErrorCode.NOT_LEADER_OR_FOLLOWER));
  expect(fetched).toEqual([ErrorCode.NOT_LEADER_OR_FOLLOWER]);
  leader.partition().watchers.delete(watcher);

  // Nobody took over: what was appended is committed in the end, and what comes is told so.
  leader.replicas.onLease(Number.POSITIVE_INFINITY);
  for (const id of [2, 3]) nodes.get(id)!.isolation.end();
  expect(await produce(leader, ['after'])).toBe(2);
  await expectEqualLogs(cluster!);
});

test('a replica that comes back with less than it had acknowledged is told of, and gets it again', async () => {
  const warnings: string[] = [];
  const logger = () => createLogger('warn', { write: (line) => warnings.push(line) });
  await start({ minInsyncReplicas: 2, logger });
  cluster!.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 5; i++) await produce(cluster!.node(1), [String(i)]);
  await cluster!.stopNode(3);
  await cluster!.startNode(3);
  await until(() => cluster!.controller.only(TOPIC).isr.length === 3, 'all are in sync');
  expect(warnings).toEqual([]);
  const { path } = cluster!.node(3).directory;
  await cluster!.stopNode(3);
  rmSync(path, { recursive: true });
  await cluster!.startNode(3);
  await until(() => cluster!.node(3).partition().highWatermark === 5, 'it has all of it again');
  expect(warnings.map((line) => JSON.parse(line))).toMatchObject([
    { event: expect.stringContaining('lacks what it had acknowledged'), follower: 3, acknowledged: 5, held: 0 },
  ]);
  await expectEqualLogs(cluster!);
});
