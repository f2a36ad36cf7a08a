/**
 * Three real processes, idempotent producers with acks=all, and a node killed with SIGKILL again and again:
 * `npm run test:nemesis -- --kills 200`. In the end every acknowledged record must be there exactly once and in order
 * (history.ts). Prints how long nothing went forward after each kill.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../crash/free-port.ts';
import { Prng } from '../crash/prng.ts';
import { percentile } from './history.ts';
import { clientOf, Load, readAll, TOPIC } from './load.ts';
import { ClusterNode } from './nodes.ts';
import { type Options, readOptions, type Target, USAGE } from './options.ts';
import { type Client, type ClusterMetadata, createTopic, describeCluster, LATEST, listOffsets } from './our-client.ts';
import { MetadataProbe } from './probe.ts';

const PARTITIONS = 6;
const PRODUCERS = 3;
/** A cluster that is not whole again by then has not recovered. */
const RECOVERY_MS = 60_000;

/** Milliseconds without progress, by whom the kill hit. */
interface Windows {
  readonly leader: number[];
  readonly controller: number[];
  /** The longest silence of a partition whose leader goes in good order. */
  readonly restart: number[];
}

async function main(options: Options): Promise<void> {
  const prng = new Prng(options.seed);
  const folder = await mkdtemp(join(tmpdir(), 'nemesis-'));
  const ports: { client: number; controller: number }[] = [];
  for (let i = 0; i < options.nodes; i++) ports.push({ client: await freePort(), controller: await freePort() });
  const nodes = ports.map((_, i) => new ClusterNode(i + 1, ports, folder));
  const bootstrap = nodes.map(({ address }) => address).join(',');
  console.log(
    `nemesis: seed ${options.seed}, ${options.kills} kills of ${options.targets.join(', ')}, data in ${folder}`,
  );
  const windows: Windows = { leader: [], controller: [], restart: [] };
  const client = clientOf(bootstrap);
  const load = new Load(bootstrap, PARTITIONS, PRODUCERS);
  const probe = new MetadataProbe(nodes.map(({ address }) => address));
  try {
    await Promise.all(nodes.map((node) => node.start()));
    await createTopic(client, {
      name: TOPIC,
      partitions: PARTITIONS,
      replicationFactor: 3,
      configs: new Map([['min.insync.replicas', '2']]),
    });
    load.start();
    probe.start();
    const failed = load.watch();
    failed.catch(() => {});
    for (let kill = 0; kill < options.kills; kill++) {
      await untilWhole(client, options.nodes);
      await sleep(options.pauseMs + prng.below(500));
      const target = options.targets[kill % options.targets.length]!;
      await Promise.race([strike(target, nodes, client, load, probe, windows, prng), failed]);
      if ((kill + 1) % 10 === 0) console.log(`  ${kill + 1} kills, ${acknowledged(load)} records acknowledged`);
    }
    await untilWhole(client, options.nodes);
    await probe.stop();
    await load.settle();
    const problems = await judge(client, bootstrap, load);
    if (problems.length > 0) {
      throw new Error(`${problems.length} problems:\n  ${problems.slice(0, 20).join('\n  ')}`);
    }
    await client.close();
    for (const node of nodes) await node.stop();
  } catch (error) {
    await Promise.all(nodes.map((node) => node.kill()));
    console.error(`FAILED, seed ${options.seed}, data kept in ${folder}`);
    console.error(error instanceof Error ? error.stack : error);
    for (const node of nodes) console.error(`--- last words of node ${node.nodeId} ---\n${node.log.slice(-3_000)}`);
    process.exit(1);
  }
  if (!options.keep) await rm(folder, { recursive: true, force: true });
  report(options, load, probe, windows);
}

/** Kills, measures how long nothing went forward, starts the node again. */
async function strike(
  target: Target,
  nodes: readonly ClusterNode[],
  client: Client,
  load: Load,
  probe: MetadataProbe,
  windows: Windows,
  prng: Prng,
): Promise<void> {
  const metadata = await client.metadata([TOPIC]);
  const victim = nodes[victimOf(target, metadata, nodes.length, prng) - 1]!;
  const led = metadata.topics
    .get(TOPIC)!
    .partitions.filter(({ leader }) => leader === victim.nodeId)
    .map(({ partition }) => partition);
  const wasController = metadata.controllerId === victim.nodeId;
  if (target === 'restart') return restart(victim, led, load, windows);
  const at = performance.now();
  await victim.kill();
  const deadline = at + RECOVERY_MS;
  const leaderWindow = await progress(() => worst(led.map((p) => load.histories[p]!.silenceAfter(at))), deadline);
  const controllerWindow = wasController ? await progress(() => probe.silenceAfter(at), deadline) : null;
  if (leaderWindow !== null && led.length > 0) windows.leader.push(leaderWindow);
  if (controllerWindow !== null) windows.controller.push(controllerWindow);
  await sleep(prng.below(1_500));
  await victim.start();
}

/** In good order. */
async function restart(victim: ClusterNode, led: readonly number[], load: Load, windows: Windows): Promise<void> {
  const began = performance.now();
  await victim.stop();
  const ended = performance.now();
  await progress(() => worst(led.map((p) => load.histories[p]!.silenceAfter(ended))), ended + RECOVERY_MS);
  for (const p of led) windows.restart.push(load.histories[p]!.longestSilence(began, performance.now()));
  await victim.start();
}

/** Polls until there is an answer. @throws past the deadline */
async function progress(measure: () => number | null, deadline: number): Promise<number | null> {
  for (;;) {
    const window = measure();
    if (window !== null) return window;
    if (performance.now() > deadline) throw new Error(`nothing went forward for ${RECOVERY_MS} ms after a kill`);
    await sleep(5);
  }
}

/** The longest of several; null while one has not ended. */
function worst(windows: readonly (number | null)[]): number | null {
  let longest = 0;
  for (const window of windows) {
    if (window === null) return null;
    longest = Math.max(longest, window);
  }
  return longest;
}

function victimOf(target: Target, metadata: ClusterMetadata, nodes: number, prng: Prng): number {
  if (target === 'controller' && metadata.controllerId > 0) return metadata.controllerId;
  if (target === 'leader') {
    const { partitions } = metadata.topics.get(TOPIC)!;
    const { leader } = partitions[prng.below(partitions.length)]!;
    if (leader > 0) return leader;
  }
  return 1 + prng.below(nodes);
}

/** Until all brokers are up and every partition has its whole in-sync set. */
async function untilWhole(client: Client, nodes: number): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS;
  for (;;) {
    try {
      const metadata = await client.metadata([TOPIC]);
      const { brokers } = await describeCluster(client);
      const { partitions } = metadata.topics.get(TOPIC)!;
      const isWhole = partitions.every(({ inSyncReplicas, leader }) => leader > 0 && inSyncReplicas.length === 3);
      if (isWhole && brokers.filter(({ isFenced }) => !isFenced).length === nodes) return;
      if (performance.now() > deadline) {
        throw new Error(`the cluster is not whole after ${RECOVERY_MS} ms: ${JSON.stringify(partitions)}`);
      }
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(20);
  }
}

async function judge(client: Client, bootstrap: string, load: Load): Promise<string[]> {
  const found = await listOffsets(
    client,
    load.histories.map((_, partition) => ({ topic: TOPIC, partition, timestamp: LATEST })),
  );
  const ends = new Map(found.map(({ offset, partition }) => [partition, offset]));
  const records = await readAll(bootstrap, ends);
  return load.histories.flatMap((history, partition) => history.judge(records[partition]!, true));
}

function report(options: Options, load: Load, probe: MetadataProbe, windows: Windows): void {
  console.log(
    `${options.kills} kills, ${acknowledged(load)} records acknowledged: none lost, none twice, none out of order`,
  );
  console.log(`${probe.changes} changes of metadata beside it`);
  for (const [name, values] of Object.entries(windows) as [string, number[]][]) {
    if (values.length === 0) continue;
    const [median, p99, most] = [percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)].map(
      Math.round,
    );
    const what = name === 'restart' ? 'while a leader goes in good order' : `after the kill of a ${name}`;
    console.log(`no progress ${what}: median ${median} ms, p99 ${p99} ms, longest ${most} ms (${values.length} kills)`);
  }
}

function acknowledged(load: Load): number {
  return load.histories.reduce((sum, history) => sum + history.acknowledged, 0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

if (process.argv.includes('--help')) console.log(USAGE);
else await main(readOptions(process.argv.slice(2)));
