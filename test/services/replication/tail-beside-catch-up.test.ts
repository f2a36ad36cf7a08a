/**
 * Catching up never starves the tail: acks=all goes on being answered while a broker takes tens of megabytes of another
 * partition from segment files, also by that very broker, over the same connection.
 */
import { afterEach, expect, test } from 'vitest';
import { produce, TestCluster, until } from './cluster.ts';

const BULK = 'bulk';
const TAIL = 'tail';
/** Key and value of a record: a batch is twice as much. */
const TEXT = 'x'.repeat(100_000);
const BULK_BATCHES = 160;

let cluster: TestCluster | null = null;

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

/** How many records were acknowledged, one after the other, until the broker was in the set. */
async function acknowledgedUntil(isOver: () => boolean): Promise<number> {
  let count = 0;
  for (; !isOver(); count++) await produce(cluster!.node(1), ['tail'], TAIL);
  return count;
}

test.each([
  ['another follower', [1, 2], 3],
  ['the same follower', [1, 3], 3],
])('records at the tail are acknowledged by %s while one catches up', async (_, tailReplicas, behind) => {
  cluster = await TestCluster.start({ threads: 'dedicated', minInsyncReplicas: 1, maxLagMs: 60_000 });
  cluster.createTopic([[1, behind]], BULK);
  cluster.createTopic([tailReplicas], TAIL);
  await cluster.stopNode(behind);
  cluster.fence(behind);
  const sent: Promise<number>[] = [];
  for (let i = 0; i < BULK_BATCHES; i++) sent.push(produce(cluster.node(1), [TEXT], BULK));
  await Promise.all(sent);
  const isIn = (topic: string): boolean => cluster!.controller.only(topic).isr.includes(behind);
  // Slow enough to be seen, until the tail is in step; then as fast as it goes.
  cluster.configure({ 'leader.replication.throttled.replicas': '*' });
  cluster.throttles = { ...cluster.throttles, leaderRate: 1 };
  cluster.node(1).replication.throttlesChanged();
  await cluster.startNode(behind);
  if (tailReplicas.includes(behind)) await until(() => isIn(TAIL), 'a full in-sync set of the tail');
  cluster.configure({ 'leader.replication.throttled.replicas': '' });
  // Starved, the first would wait for all of the bulk.
  expect(await acknowledgedUntil(() => isIn(BULK))).toBeGreaterThan(10);
});
