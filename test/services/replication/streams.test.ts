/** Streams where it is tight: rings that are small, followers that are far behind, logs whose start moves, threads of their own. */
import { afterEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { FetchPartition } from '../../../src/services/fetch/fetch-partition.ts';
import { PartitionJudge } from '../../../src/services/fetch/partition-judge.ts';
import { batchOf, viewOf } from '../../support/logs.ts';
import { contentOf, produce, TestCluster, TOPIC, until } from './cluster.ts';

let cluster: TestCluster | null = null;

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

const NOBODY = { onDurable(): void {} };

async function inStep(name = TOPIC, index = 0): Promise<void> {
  const nodes = [...cluster!.nodes.values()];
  const ends = (): number[] => nodes.map((node) => node.partition(name, index).highWatermark);
  const leader = nodes.find((node) => node.partition(name, index).isLeader)!;
  await until(
    () => ends().every((end) => end === leader.partition(name, index).log!.logEndOffset),
    () => `equal ends: ${cluster!.describe(name)}`,
  );
  const [first, ...others] = await Promise.all(nodes.map((node) => contentOf(node, name, index)));
  for (const other of others) expect(Buffer.compare(first!, other)).toBe(0);
}

test.each(['in-thread', 'dedicated'] as const)(
  'many partitions under load, %s',
  { timeout: 60_000 },
  async (threads) => {
    cluster = await TestCluster.start({ minInsyncReplicas: 2, threads });
    cluster.createTopic([
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
      [1, 3, 2],
    ]);
    const leaders = [1, 2, 3, 1];
    const rounds = threads === 'in-thread' ? 40 : 20;
    for (let i = 0; i < rounds; i++) {
      await Promise.all(
        leaders.flatMap((id, index) =>
          [1, 2, 3].map((n) => produce(cluster!.node(id), [`${i}-${n}`, 'y'.repeat(2_000)], TOPIC, index)),
        ),
      );
    }
    for (let index = 0; index < 4; index++) {
      expect(cluster.node(leaders[index]!).partition(TOPIC, index).highWatermark).toBe(rounds * 6);
      await inStep(TOPIC, index);
    }
  },
);

test('batches as large as the ring allows, through rings that are full most of the time', async () => {
  cluster = await TestCluster.start({ minInsyncReplicas: 2, ringBytes: 64 * 1024, maxLagMs: 5_000 });
  cluster.createTopic([[1, 2, 3]]);
  const acks: Promise<number>[] = [];
  for (let i = 0; i < 120; i++) acks.push(produce(cluster.node(1), [String(i), 'z'.repeat(7_600)]));
  const offsets = await Promise.all(acks);
  expect(offsets).toEqual(offsets.map((_, i) => 2 * i));
  await inStep();
});

test('a follower that was away for many laps of the ring is served from files, while the tail goes on', async () => {
  cluster = await TestCluster.start({
    minInsyncReplicas: 2,
    ringBytes: 128 * 1024,
    properties: { 'segment.bytes': '65536' },
  });
  cluster.createTopic([[1, 2, 3]]);
  cluster.node(3).isolation.begin();
  for (let i = 0; i < 60; i++)
    await Promise.all([1, 2, 3].map((n) => produce(cluster!.node(1), [`${i}-${n}`, 'q'.repeat(8_000)])));
  expect(cluster.node(3).partition().log!.logEndOffset).toBeLessThan(100);
  cluster.node(3).isolation.end();
  for (let i = 0; i < 30; i++) await produce(cluster.node(1), [`tail ${i}`]);
  await until(
    () => cluster!.controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  await inStep();
});

test('the start of the log moves on followers too; one that needs what is gone begins anew there', async () => {
  cluster = await TestCluster.start({ minInsyncReplicas: 2, properties: { 'segment.bytes': '8192' } });
  cluster.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 10; i++) await produce(cluster.node(1), [`${i}`, 'w'.repeat(3_000)]);
  cluster.node(3).isolation.begin();
  for (let i = 10; i < 20; i++) await produce(cluster.node(1), [`${i}`, 'w'.repeat(3_000)]);
  expect(cluster.node(1).partition().log!.setLogStartOffset(33, NOBODY)).toBe(true);
  await until(() => cluster!.node(2).partition().logStartOffset === 33);
  cluster.node(3).isolation.end();
  await until(
    () => cluster!.controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  await inStep();
  expect(cluster.node(3).partition().log!).toMatchObject({ logStartOffset: 33, logEndOffset: 40 });
  // And through a restart.
  await cluster.stopNode(3);
  await cluster.startNode(3);
  await until(
    () => cluster!.controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  expect(cluster.node(3).partition().log!).toMatchObject({ logStartOffset: 33, logEndOffset: 40 });
});

test('the producers of a partition are known to the next leader: a repeated batch keeps its offset', async () => {
  cluster = await TestCluster.start({ minInsyncReplicas: 2 });
  cluster.createTopic([[1, 2, 3]]);
  const settings = (baseSequence: number): object => ({ producerId: 42, producerEpoch: 0, baseSequence });
  for (let i = 0; i < 5; i++) expect(await produce(cluster.node(1), [`${i}`], TOPIC, 0, settings(i))).toBe(i);
  cluster.fence(1);
  expect(cluster.controller.only(TOPIC).leader).toBe(2);
  for (let i = 0; i < 5; i++) expect(await produce(cluster.node(2), [`${i}`], TOPIC, 0, settings(i))).toBe(i);
  expect(await produce(cluster.node(2), ['5'], TOPIC, 0, settings(5))).toBe(5);
});

test('a consumer is sent to an in-sync follower in its rack, and served there', async () => {
  cluster = await TestCluster.start({ minInsyncReplicas: 2, racks: ['a', 'b', 'c'] });
  cluster.createTopic([[1, 2, 3]]);
  for (let i = 0; i < 3; i++) await produce(cluster.node(1), [`${i}`]);
  await inStep();
  const judgeOf = (id: number, isRackAware = true): PartitionJudge =>
    new PartitionJudge(cluster!.node(id).replicas, cluster!.node(id).cache, isRackAware);
  const asked = (clientRack: string | null, fetchOffset = 0): FetchPartition => {
    const partition = new FetchPartition('k', TOPIC, '', {
      partition: 0,
      currentLeaderEpoch: -1,
      fetchOffset,
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1000,
    } as never);
    partition.clientRack = clientRack;
    return partition;
  };
  const at = (
    judge: PartitionJudge,
    ...terms: Parameters<typeof asked>
  ): { preferred: number; error: number; isServed: boolean } => {
    judge.judge(asked(...terms), false, false);
    return { preferred: judge.preferredReadReplica, error: judge.errorCode, isServed: judge.log !== null };
  };
  expect(at(judgeOf(1), 'b')).toEqual({ preferred: 2, error: 0, isServed: false });
  expect(at(judgeOf(1), 'c', 3)).toEqual({ preferred: 3, error: 0, isServed: false });
  expect(at(judgeOf(1), 'a')).toEqual({ preferred: -1, error: 0, isServed: true });
  expect(at(judgeOf(1), 'elsewhere')).toEqual({ preferred: -1, error: 0, isServed: true });
  expect(at(judgeOf(1, false), 'b')).toEqual({ preferred: -1, error: 0, isServed: true });
  expect(at(judgeOf(2), 'b')).toEqual({ preferred: -1, error: 0, isServed: true });
  expect(at(judgeOf(2), null).error).toBe(6);
  // A follower may be behind: its end is not the partition's.
  expect(at(judgeOf(1), 'b', 4).error).toBe(ErrorCode.OFFSET_OUT_OF_RANGE);
  expect(at(judgeOf(2), 'b', 4).error).toBe(ErrorCode.OFFSET_NOT_AVAILABLE);
  // Out of the set it is nobody's choice.
  await cluster.stopNode(2);
  cluster.fence(2);
  expect(at(judgeOf(1), 'b')).toEqual({ preferred: -1, error: 0, isServed: true });
});

test('offsets that compaction took are missing on followers as well, from files and from the ring', async () => {
  cluster = await TestCluster.start({ minInsyncReplicas: 1, properties: { 'segment.bytes': '4096' } });
  cluster.createTopic([[1, 2, 3]]);
  await produce(cluster.node(1), ['first']);
  for (const id of [2, 3]) cluster.node(id).isolation.begin();
  const leader = cluster.node(1).partition();
  const log = leader.log!;
  for (let i = 0; i < 20; i++) {
    // As a log looks whose leader had compacted it before this broker followed.
    const batch = viewOf(batchOf([`${i}`, 'g'.repeat(300)]));
    while (
      log.append(
        batch,
        leader.leaderEpoch,
        batch.timestampType,
        batch.maxTimestamp,
        Date.now(),
        log.logEndOffset + ((i + 1) % 3),
      ) === -1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    leader.leading!.onAppended(log.logEndOffset);
  }
  cluster.node(1).replicas.wakeSoon();
  for (const id of [2, 3]) cluster.node(id).isolation.end();
  await until(
    () => [2, 3].every((id) => cluster!.node(id).partition().log!.logEndOffset === log.logEndOffset),
    () => cluster!.describe(),
  );
  await produce(cluster.node(1), ['last']);
  await inStep();
});
