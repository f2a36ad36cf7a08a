/** KIP-73 over real sockets and disks: who catches up on throttled partitions waits, who is in sync never does. */
import { afterEach, expect, test } from 'vitest';
import { contentOf, produce, TestCluster, TOPIC, until } from './cluster.ts';

const SECOND = { samples: 11, sampleMs: 1000 };
const UNLIMITED = Number.MAX_SAFE_INTEGER;
const BATCHES = 100;
/** Key and value of a record: a batch is twice as much. */
const TEXT = 'x'.repeat(10_000);

let cluster: TestCluster | null = null;

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

/** Broker 3 was away while 2 MB came, and is back with nothing of it. */
async function startWithOneBehind(properties: Record<string, string>, throttles: object): Promise<void> {
  cluster = await TestCluster.start({ minInsyncReplicas: 2, ringBytes: 512 * 1024, maxLagMs: 5000 });
  cluster.createTopic([[1, 2, 3]]);
  await produce(cluster.node(1), ['before']);
  await cluster.stopNode(3);
  cluster.fence(3);
  const sent: Promise<number>[] = [];
  for (let i = 0; i < BATCHES; i++) sent.push(produce(cluster.node(1), [TEXT]));
  await Promise.all(sent);
  cluster.configure(properties);
  use(throttles);
  await cluster.startNode(3);
}

function use(throttles: object): void {
  cluster!.throttles = { leaderRate: UNLIMITED, followerRate: UNLIMITED, ...SECOND, ...throttles };
  for (const { replication } of cluster!.nodes.values()) replication.throttlesChanged();
}

const behind = (): number => {
  const end = cluster!.node(1).partition().log!.logEndOffset;
  return end - (cluster!.node(3).partition().log?.logEndOffset ?? 0);
};

async function isCaughtUp(): Promise<void> {
  await until(
    () => cluster!.controller.only(TOPIC).isr.length === 3,
    () => cluster!.describe(),
  );
  const [one, three] = await Promise.all([contentOf(cluster!.node(1)), contentOf(cluster!.node(3))]);
  expect(Buffer.compare(one, three)).toBe(0);
}

for (const side of ['leader', 'follower'] as const) {
  const property = `${side}.replication.throttled.replicas`;
  const list = { [property]: side === 'leader' ? '0:1' : '0:3' };

  test(`${side}.replication.throttled.rate slows down catching up, and no more than it says`, async () => {
    await startWithOneBehind(list, { [`${side}Rate`]: 1_000_000 });
    const begin = performance.now();
    // Two seconds' worth; the first is given at once.
    await isCaughtUp();
    const took = performance.now() - begin;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(5000);
  });

  test(`replicas that are in sync do not wait for ${side}.replication.throttled.rate, nor does its end`, async () => {
    await startWithOneBehind({ [property]: '*' }, { [`${side}Rate`]: 1 });
    await until(() => cluster!.node(3).replication.followed.streaming === 1);
    for (let i = 0; i < 20; i++) await produce(cluster!.node(1), [TEXT]);
    // At one byte per second a batch is as much as there is for hours.
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (side === 'leader') expect(behind()).toBeGreaterThan(BATCHES / 2);
    expect(cluster!.controller.only(TOPIC).isr).toEqual([1, 2]);
    use({});
    await isCaughtUp();
  });

  test(`other partitions do not wait for ${side}.replication.throttled.rate`, async () => {
    const other = { [property]: side === 'leader' ? '0:2,1:1' : '0:2,1:3' };
    await startWithOneBehind(other, { [`${side}Rate`]: 1 });
    await isCaughtUp();
  });
}
