/**
 * What the load on request and data threads does to the quorum: three brokers whose main threads are saturated, each beside a
 * thread that never rests; then metadata commits while every main thread stands still, and while each computes.
 */
import { room } from '../room.ts';
import { BurdenedCluster, type Variant } from './cluster.ts';

type ThreadFigures = import('../../src/runtime/counters/thread-figures.ts').ThreadFigures;

export const VARIANTS: Readonly<Record<string, Variant>> = {
  apart: { name: 'raft on its own thread', controllerOnMain: false, priorities: true },
  equal: { name: 'raft on its own thread, no priorities', controllerOnMain: false, priorities: false },
  main: { name: 'raft on the main loop', controllerOnMain: true, priorities: true },
};

export interface IsolationOptions {
  readonly seconds: number;
  readonly wedgeSeconds: number;
  /** Longest stretch in which a saturated main thread does not come back to its loop. */
  readonly sliceMs: number;
  readonly say: (line: string) => void;
}

export interface CommitTimes {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Commands that were refused, or not answered in time. */
  readonly failures: number;
}

export interface VoterTicks {
  readonly ticks: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  readonly elections: number;
  readonly pauses: number;
}

export interface IsolationRow {
  readonly variant: string;
  readonly idle: readonly VoterTicks[];
  readonly loaded: readonly VoterTicks[];
  /** Elections begun by any voter, and times that any learned of a new leader, under the load. */
  readonly elections: number;
  readonly leaderChanges: number;
  readonly commits: {
    readonly idle: CommitTimes;
    readonly loaded: CommitTimes;
    readonly blocked: CommitTimes;
    readonly computing: CommitTimes;
  };
  /** While the commits of `blocked` and `computing` were timed. */
  readonly electionsWhileBlocked: number;
  /** All threads of all voters under the load. */
  readonly threads: readonly (readonly ThreadFigures[])[];
}

const IDLE_MS = 3_000;
/** Between two commands: as many as this asks for, and no queue of them. */
const COMMIT_PAUSE_MS = 20;
const COMMIT_LIMIT_MS = 30_000;
const SETTLE_MS = 2_000;

export async function isolate(variant: Variant, options: IsolationOptions): Promise<IsolationRow> {
  const { say, seconds, sliceMs, wedgeSeconds } = options;
  const cluster = await BurdenedCluster.start(variant);
  const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client.ts');
  const client = new KafkaClient({
    bootstrapServers: cluster.bootstrapServers,
    clientId: 'isolation',
    requestTimeoutMs: COMMIT_LIMIT_MS,
    retry: { deadlineMs: COMMIT_LIMIT_MS },
  });
  const committer = await Committer.create(client, cluster.bootstrapServers);
  try {
    await sleep(SETTLE_MS);
    const window = async (ms: number, burden: () => void): Promise<[CommitTimes, (readonly ThreadFigures[])[]]> => {
      cluster.burden({ type: 'mark' });
      // Marks are taken before the burden comes.
      await cluster.figures(COMMIT_LIMIT_MS);
      burden();
      const commits = await committer.during(ms);
      const figures = await cluster.figures(COMMIT_LIMIT_MS + ms);
      await sleep(SETTLE_MS);
      return [commits, figures];
    };
    say(`${variant.name}: idle`);
    const [idleCommits, idle] = await window(Math.min(IDLE_MS, seconds * 1_000), () => {});
    say(`${variant.name}: ${seconds} s of load`);
    const [loadedCommits, loaded] = await window(seconds * 1_000, () => {
      cluster.burden({ type: 'busyThread', ms: seconds * 1_000 });
      cluster.burden({ type: 'saturate', ms: seconds * 1_000, sliceMs });
    });
    say(`${variant.name}: main threads blocked for ${wedgeSeconds} s`);
    const wedgeMs = wedgeSeconds * 1_000;
    const [blockedCommits, blocked] = await window(wedgeMs, () =>
      cluster.burden({ type: 'block', ms: wedgeMs, isBusy: false }),
    );
    say(`${variant.name}: main threads computing for ${wedgeSeconds} s`);
    const [computingCommits, computing] = await window(wedgeMs, () =>
      cluster.burden({ type: 'block', ms: wedgeMs, isBusy: true }),
    );
    return {
      variant: variant.name,
      idle: idle.map(ticksOf),
      loaded: loaded.map(ticksOf),
      elections: sum(loaded, 'elections'),
      leaderChanges: sum(loaded, 'leaderChanges'),
      commits: { idle: idleCommits, loaded: loadedCommits, blocked: blockedCommits, computing: computingCommits },
      electionsWhileBlocked: sum(blocked, 'elections') + sum(computing, 'elections'),
      threads: loaded,
    };
  } finally {
    await client.close();
    await cluster.stop();
  }
}

/** Creates topics one after another through the broker that nobody burdens, and times each. */
class Committer {
  readonly #create: (name: string) => Promise<void>;
  #next = 0;

  static async create(
    client: import('../../src/client/kafka-client.ts').KafkaClient,
    bootstrapServers: string,
  ): Promise<Committer> {
    const { parseAddresses } = await room<typeof import('../../src/client/addresses.ts')>('client/addresses.ts');
    const { CREATE_TOPICS } = await room<typeof import('../../src/client/apis.ts')>('client/apis.ts');
    const { newCreateTopicsRequest, newCreateTopicsRequestCreatableTopic } = await room<
      typeof import('../../src/core/protocol/generated/create-topics-request.ts')
    >('core/protocol/generated/create-topics-request.ts');
    // Not to whichever broker Metadata calls the controller: that one's main thread may be blocked.
    const connection = await client.at(parseAddresses(bootstrapServers)![0]!);
    return new Committer(async (name) => {
      const request = newCreateTopicsRequest({
        topics: [newCreateTopicsRequestCreatableTopic({ name, numPartitions: 1, replicationFactor: 1 })],
        timeoutMs: COMMIT_LIMIT_MS,
      });
      const { topics } = await connection.call(CREATE_TOPICS, request);
      if (topics[0]?.errorCode !== 0) throw new Error(`CreateTopics: error ${topics[0]?.errorCode}`);
    });
  }

  private constructor(create: (name: string) => Promise<void>) {
    this.#create = create;
  }

  async during(ms: number): Promise<CommitTimes> {
    const times: number[] = [];
    let failures = 0;
    for (const end = performance.now() + ms; performance.now() < end; await sleep(COMMIT_PAUSE_MS)) {
      const startedAt = performance.now();
      try {
        await this.#create(`t${this.#next++}`);
      } catch {
        failures++;
      }
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;
    return { count: times.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), failures };
  }
}

function raftOf(threads: readonly ThreadFigures[]): NonNullable<ThreadFigures['raft']> {
  const raft = threads.find(({ name }) => name === 'controller')?.raft;
  if (raft === undefined || raft === null) throw new Error('a voter has no raft');
  return raft;
}

function ticksOf(threads: readonly ThreadFigures[]): VoterTicks {
  const { elections, lateness, pauses } = raftOf(threads);
  const { count, maxMs, p50Ms, p99Ms, p999Ms } = lateness;
  return { ticks: count, p50Ms, p99Ms, p999Ms, maxMs, elections, pauses };
}

function sum(nodes: readonly (readonly ThreadFigures[])[], figure: 'elections' | 'leaderChanges'): number {
  return nodes.reduce((total, threads) => total + raftOf(threads)[figure], 0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
