/**
 * Consumer groups against the clock: from the first join to the first record in an embedded broker, rebalances of many
 * members, many groups, and commits per second. Members run in this process and share its core with an embedded broker,
 * as they do in a test; commits come from a process of their own to a durable node.
 */
import { room } from '../room.ts';
import { client } from './client-process.ts';
import { GroupMember } from './group-member.ts';
import { start } from './targets.ts';

const { startBroker } = await room<typeof import('../../src/broker/start-broker.ts')>('broker/start-broker.ts');
const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client.ts');
const { createTopic } = await room<typeof import('../../src/client/admin.ts')>('client/admin.ts');
const { Producer } = await room<typeof import('../../src/client/producer.ts')>('client/producer.ts');

export interface GroupRow {
  readonly name: string;
  readonly unit: 'ms' | 'commits/s' | 'MB';
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface GroupLoadOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly members: number;
  readonly crowd: number;
  readonly groups: number;
  readonly say: (line: string) => void;
}

const TOPIC = 'grouped';
/** How often a member asks whether it must join again: a rebalance cannot be faster than that. */
const HEARTBEAT_MS = 10;

/** One broker with one topic, and a record in every partition. */
async function withTopic<T>(partitions: number, work: (host: string, port: number) => Promise<T>): Promise<T> {
  const broker = await startBroker();
  const kafka = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  try {
    await createTopic(kafka, { name: TOPIC, partitions, replicationFactor: 1, configs: new Map() });
    const producer = await Producer.create(kafka);
    await producer.prepare(TOPIC);
    const value = new TextEncoder().encode('a record');
    for (let partition = 0; partition < partitions; partition++) producer.append(TOPIC, partition, null, value);
    await producer.flush();
    const [host, port] = broker.bootstrapServers.split(':') as [string, string];
    return await work(host, Number(port));
  } finally {
    await kafka.close();
    await broker.stop();
  }
}

/** From the search for a coordinator, which no group had before, to the bytes of a record. */
export function joinToFirstRecord(): Promise<number> {
  return withTopic(3, async (host, port) => {
    const member = new GroupMember({ host, port, group: 'first', topic: TOPIC, partitions: 3 });
    await member.connect();
    const began = performance.now();
    await member.findCoordinator();
    await member.join();
    await member.committed();
    if ((await member.fetch(member.assignment[0]!, 0)).length === 0) throw new Error('no record came');
    const took = performance.now() - began;
    member.close();
    return took;
  });
}

/** Members that send heartbeats, and join again when told, until they are stopped. */
export class Crowd {
  readonly members: GroupMember[] = [];
  readonly surfaced: string[] = [];
  readonly #beating: Promise<void>[] = [];
  readonly #options: { host: string; port: number; group: string; topic: string; partitions: number };
  #isStopped = false;

  constructor(host: string, port: number, partitions: number) {
    const onSurfaced = (what: string): void => void this.surfaced.push(what);
    const options = { host, port, group: 'crowd', topic: TOPIC, partitions, onSurfaced };
    this.#options = options;
  }

  /** They all join at once. Resolves when every partition has one owner. */
  async add(count: number): Promise<void> {
    const added = Array.from({ length: count }, () => new GroupMember(this.#options));
    await Promise.all(added.map((member) => member.connect()));
    if (this.members.length === 0) await added[0]!.findCoordinator();
    this.members.push(...added);
    for (const member of added) this.#beating.push(this.#live(member));
  }

  async #live(member: GroupMember): Promise<void> {
    await member.join();
    while (!this.#isStopped && this.members.includes(member)) {
      await new Promise((resolve) => setTimeout(resolve, HEARTBEAT_MS));
      if (!this.#isStopped && this.members.includes(member)) await member.heartbeat();
    }
  }

  async removeOne(): Promise<void> {
    const gone = this.members.pop()!;
    await gone.leave();
    gone.close();
  }

  /** Waits until all are in one generation and every partition has one owner. */
  async settled(): Promise<void> {
    for (const deadline = performance.now() + 60_000; !this.#isSettled(); ) {
      if (performance.now() > deadline) throw new Error('the group does not settle');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  #isSettled(): boolean {
    const [first] = this.members;
    const owned = new Set<number>();
    let count = 0;
    for (const { generation, assignment } of this.members) {
      if (generation !== first!.generation) return false;
      count += assignment.length;
      for (const partition of assignment) owned.add(partition);
    }
    return first!.generation > 0 && owned.size === this.#options.partitions && count === owned.size;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#beating);
    for (const member of this.members) member.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** All at once, then one more, then one less. */
export function rebalances(members: number): Promise<{ together: number; oneMore: number; oneLess: number }> {
  return withTopic(members * 2, async (host, port) => {
    const crowd = new Crowd(host, port, members * 2);
    const settle = async (change: Promise<void>): Promise<void> => {
      await change;
      await crowd.settled();
    };
    const together = await timed(() => settle(crowd.add(members)));
    const oneMore = await timed(() => settle(crowd.add(1)));
    const oneLess = await timed(() => settle(crowd.removeOne()));
    await crowd.stop();
    if (crowd.surfaced.length > 0) throw new Error(`told to members: ${crowd.surfaced[0]}`);
    return { together, oneMore, oneLess };
  });
}

/** Each with a member and a committed offset, over a few connections. Per group, in milliseconds; and what they keep. */
export function manyGroups(count: number): Promise<{ perGroup: number; heapMb: number }> {
  return withTopic(1, async (host, port) => {
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    const lanes = 8;
    const names = Array.from({ length: count }, (_, n) => `group-${n}`);
    const took = await timed(async () => {
      await Promise.all(
        Array.from({ length: lanes }, async (_, lane) => {
          let connected: GroupMember | null = null;
          for (let n = lane; n < count; n += lanes) {
            const member = new GroupMember({ host, port, group: names[n]!, topic: TOPIC, partitions: 1 });
            if (connected === null) await member.connect();
            else member.shareConnection(connected);
            connected = member;
            await member.findCoordinator();
            await member.join();
            const errorCode = await member.commit(0, n);
            if (errorCode !== 0) throw new Error(`OffsetCommit answered error ${errorCode}`);
          }
          connected?.close();
        }),
      );
    });
    global.gc?.();
    return { perGroup: took / count, heapMb: (process.memoryUsage().heapUsed - before) / 1e6 };
  });
}

function row(name: string, unit: GroupRow['unit'], values: readonly number[]): GroupRow {
  const sorted = [...values].sort((a, b) => a - b);
  return { name, unit, median: sorted[sorted.length >> 1]!, lowest: sorted[0]!, highest: sorted.at(-1)! };
}

export async function groupLoads(options: GroupLoadOptions): Promise<GroupRow[]> {
  const { rounds, seconds, members, crowd, groups, say } = options;
  const rows: GroupRow[] = [];
  const add = (name: string, unit: GroupRow['unit'], values: readonly number[]): void => {
    rows.push(row(name, unit, values));
    say(formatGroupRows(rows.slice(-1)));
  };
  const first: number[] = [];
  for (let round = 0; round < rounds + 1; round++) first.push(await joinToFirstRecord());
  add('first join to first record, embedded, cold', 'ms', first.slice(0, 1));
  add('first join to first record, embedded', 'ms', first.slice(1));
  for (const count of [members, crowd]) {
    const runs: Awaited<ReturnType<typeof rebalances>>[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await rebalances(count));
    add(
      `${count} members join at once`,
      'ms',
      runs.map((run) => run.together),
    );
    add(
      `one more than ${count} members`,
      'ms',
      runs.map((run) => run.oneMore),
    );
    add(
      `one of ${count + 1} members leaves`,
      'ms',
      runs.map((run) => run.oneLess),
    );
  }
  const many = await manyGroups(groups);
  add(`${groups} groups, each joins and commits: per group`, 'ms', [many.perGroup]);
  add(`${groups} groups keep`, 'MB', [many.heapMb]);
  const [floor, chronik] = [await start('floor'), await start('chronik')];
  try {
    await client('prepare', chronik.port, 2);
    const floorRate: number[] = [];
    const rate: number[] = [];
    for (let round = 0; round < rounds; round++) {
      floorRate.push((await client('produce', floor.port, seconds, 1_024, 900, 256, -1, 2)).requestsPerSecond);
      rate.push((await client('commit', chronik.port, seconds, 256, 2)).requestsPerSecond);
    }
    add('durable commits, one connection, 256 in flight', 'commits/s', rate);
    add('the floor: 1 KB batches, 256 in flight', 'commits/s', floorRate);
  } finally {
    await floor.stop();
    await chronik.stop();
  }
  return rows;
}

export function formatGroupRows(rows: readonly GroupRow[]): string {
  return rows
    .map(({ name, unit, median, lowest, highest }) => {
      const digits = unit === 'ms' ? 2 : 0;
      const spread = `${lowest.toFixed(digits)}..${highest.toFixed(digits)}`;
      return `${name.padEnd(52)} ${median.toFixed(digits)} ${unit}  ${spread}`;
    })
    .join('\n');
}
