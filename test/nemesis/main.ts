/**
 * Three real processes, idempotent producers with acks=all, and a node struck again and again: killed, paused, cut off,
 * given a bad disk or a wrong clock, or restarted in good order (README.md). In the end every acknowledged record must be
 * there exactly once and in order (history.ts). Prints how long nothing went forward after each strike.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Prng } from '../crash/prng.ts';
import { Cluster, possibleFaults } from './cluster.ts';
import { sleep } from './faults/fault.ts';
import { percentile } from './history.ts';
import { clientOf, Load, PARTITIONS } from './load.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { createTopic } from './our-client.ts';
import { MetadataProbe } from './probe.ts';
import { differences } from './replicas.ts';
import { Strikes } from './strikes.ts';
import type { Workload } from './workload.ts';
import { TOPICS, workloadsOf } from './workloads.ts';

const PRODUCERS = 3;

async function main(options: Options): Promise<void> {
  const faults = possibleFaults(options.faults);
  if (faults.length === 0) return;
  const cluster = await Cluster.open(options.nodes, faults);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void cluster.abandon().then(() => process.exit(1)));
  }
  const { bootstrapServers, folder, nodes } = cluster;
  const how = options.isMixed ? 'mixed' : `of ${options.targets.join(', ')}`;
  console.log(`nemesis: seed ${options.seed}, ${options.kills} x ${faults.join(', ')} ${how}, data in ${folder}`);
  const client = clientOf(bootstrapServers);
  const load = new Load(bootstrapServers, PARTITIONS, PRODUCERS);
  const workloads = workloadsOf({ ...options, faults }, cluster, load);
  const probe = new MetadataProbe(nodes.map(({ address }) => address));
  const strikes = new Strikes({ cluster, client, load, probe, prng: new Prng(options.seed), options, faults });
  try {
    await cluster.start();
    const configs = new Map([['min.insync.replicas', '2']]);
    for (const [name, partitions] of TOPICS) {
      await createTopic(client, { name, partitions, replicationFactor: 3, configs });
    }
    for (const workload of workloads) await workload.start();
    probe.start();
    const failed = Promise.all(workloads.map(watched));
    failed.catch(() => {});
    await Promise.race([load.begun(), failed]);
    for (let turn = 0; turn < options.kills; turn++) {
      await Promise.race([cluster.untilWhole(), failed]);
      await sleep(options.pauseMs + strikes.pause());
      const done = await Promise.race([strikes.strike(turn), failed]);
      console.log(`  ${turn + 1}/${options.kills}, ${load.acknowledged} records: ${done}`);
    }
    await cluster.untilWhole();
    await probe.stop();
    for (const workload of workloads) await Promise.race([workload.finish(), failed]);
    const problems: string[] = [];
    for (const workload of workloads) problems.push(...(await workload.judge()));
    await client.close();
    await cluster.stop();
    problems.push(...replicasPart(cluster));
    if (problems.length > 0) throw new Error(`${problems.length} problems:\n  ${problems.slice(0, 20).join('\n  ')}`);
  } catch (error) {
    await cluster.abandon();
    console.error(`FAILED, seed ${options.seed}, data and logs kept in ${folder}`);
    console.error(error);
    for (const node of nodes) console.error(`--- last words of node ${node.nodeId} ---\n${node.log.slice(-3_000)}`);
    process.exit(1);
  }
  if (!options.keep) cluster.discard();
  report(options.kills, faults, workloads, probe, strikes);
}

/** An error is told with the name of whom it reached. */
async function watched(workload: Workload): Promise<void> {
  try {
    await workload.watch();
  } catch (error) {
    throw new Error(`an error reached ${workload.name}`, { cause: error });
  }
}

/** All nodes have stopped. */
function replicasPart({ nodes }: Cluster): string[] {
  return [...TOPICS].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, p) => `${topic}-${p}`).flatMap((name) =>
      differences(
        name,
        nodes.map(({ directory }) => join(directory, name)).filter((directory) => existsSync(directory)),
      ),
    ),
  );
}

function report(
  kills: number,
  faults: readonly string[],
  workloads: readonly Workload[],
  probe: MetadataProbe,
  { windows }: Strikes,
): void {
  const what = faults.length === 1 && faults[0] === 'kill' ? 'kills' : `strikes (${faults.join(', ')})`;
  console.log(`${kills} ${what}: nothing lost, nothing twice, nothing out of order; replicas are equal byte by byte`);
  for (const workload of workloads) console.log(`${workload.name}: ${workload.summary()}`);
  console.log(`${probe.changes} changes of metadata beside it`);
  for (const [name, values] of windows) {
    const [median, p99, most] = [percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)].map(
      Math.round,
    );
    console.log(`no progress ${name}: median ${median} ms, p99 ${p99} ms, longest ${most} ms (${values.length})`);
  }
}

if (process.argv.includes('--help')) console.log(USAGE);
else await main(readOptions(process.argv.slice(2)));
