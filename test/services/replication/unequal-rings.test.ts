/** Brokers whose append rings differ: what one takes in reaches all, and what cannot is refused, or told of and left alone. */
import { afterEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { createLogger, type Logger } from '../../../src/runtime/logging/logger.ts';
import { contentOf, produce, TestCluster, TOPIC, until } from './cluster.ts';

const LARGE = 1024 * 1024;
const SMALL = 64 * 1024;
/** Fits the large ring, and is more than twice what the small one takes. */
const OVERSIZE = 'x'.repeat(40_000);
const NOBODY = { onDurable(): void {} };

let cluster: TestCluster | null = null;
const errors: string[] = [];

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
  errors.length = 0;
});

function keepErrors(id: number): Logger {
  return createLogger('error', { write: (line) => errors.push(`${id}: ${JSON.parse(line).event}`) });
}

async function start(...ringsBytes: number[]): Promise<TestCluster> {
  cluster = await TestCluster.start({ nodes: 2, minInsyncReplicas: 1, ringsBytes, logger: keepErrors });
  return cluster;
}

test.each([
  [LARGE, SMALL],
  [SMALL, LARGE],
])('many batches at once, from a ring of %d bytes to one of %d', async (leader, follower) => {
  const { createTopic, node } = bound(await start(leader, follower));
  createTopic([[1, 2]]);
  for (let round = 0; round < 5; round++)
    await Promise.all(Array.from({ length: 60 }, (_, i) => produce(node(1), [`${round}-${i}`, 'y'.repeat(7_000)])));
  // One that missed all of it, and is served from files.
  node(2).isolation.begin();
  await Promise.all(Array.from({ length: 60 }, (_, i) => produce(node(1), [`away-${i}`, 'z'.repeat(7_000)])));
  node(2).isolation.end();
  await until(
    () => node(2).partition().highWatermark === 720,
    () => cluster!.describe(),
  );
  expect(Buffer.compare(await contentOf(node(1)), await contentOf(node(2)))).toBe(0);
  expect(errors).toEqual([]);
});

test('a leader refuses what a replica cannot take', async () => {
  const { createTopic, node } = bound(await start(LARGE, SMALL));
  createTopic([[1, 2]]);
  createTopic([[1]], 'alone');
  await produce(node(1), ['both are there']);
  await until(() => node(2).partition().highWatermark === 1, 'the replica follows');
  await expect(produce(node(1), [OVERSIZE])).rejects.toThrow(String(ErrorCode.MESSAGE_TOO_LARGE));
  // Where the other broker has no replica nothing is in the way.
  await produce(node(1), [OVERSIZE], 'alone');
});

test('a batch that came in before the replica was known keeps that partition behind, and nothing else', async () => {
  const { createTopic, node } = bound(await start(LARGE, SMALL));
  node(2).isolation.begin();
  createTopic([
    [1, 2],
    [1, 2],
  ]);
  await produce(node(1), [OVERSIZE]);
  node(2).isolation.end();
  await produce(node(1), ['small'], TOPIC, 1);
  await until(() => node(2).partition(TOPIC, 1).highWatermark === 1, 'the other partition goes on');
  await until(() => errors.length === 2, 'both brokers say what is wrong');
  expect(errors.sort()).toEqual([
    '1: a follower stays behind: a batch fits the append ring of one broker only',
    '2: a partition stays behind: a batch of the leader does not fit the append ring',
  ]);
  await until(() => cluster!.controller.only(TOPIC).isr.length === 1, 'the in-sync set goes on without it');

  // Once the batch is gone a new subscription brings the replica back.
  await produce(node(1), ['after']);
  node(1).partition().log!.setLogStartOffset(1, NOBODY);
  node(2).isolation.begin();
  node(2).isolation.end();
  await until(
    () => cluster!.controller.only(TOPIC).isr.length === 2 && node(2).partition().highWatermark === 2,
    () => cluster!.describe(),
  );
  expect(errors.length).toBe(2);
});

test('a leader whose own ring has become too small for its log says so, and serves the rest', async () => {
  const { createTopic, node } = bound(await start(LARGE, LARGE));
  node(2).isolation.begin();
  createTopic([
    [1, 2],
    [1, 2],
  ]);
  await produce(node(1), [OVERSIZE]);
  await cluster!.stopNode(1);
  cluster!.ringsBytes = [SMALL, LARGE];
  await cluster!.startNode(1);
  node(2).isolation.end();
  await until(() => errors.length === 2, 'both brokers say what is wrong');
  await produce(node(1), ['small'], TOPIC, 1);
  await until(() => node(2).partition(TOPIC, 1).highWatermark === 1, 'the other partition goes on');
});

function bound(of: TestCluster): Pick<TestCluster, 'createTopic' | 'node'> {
  return { createTopic: of.createTopic.bind(of), node: of.node.bind(of) };
}
