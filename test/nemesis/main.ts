/**
 * Three real processes, idempotent producers with acks=all, and a node struck again and again: killed, paused, cut off,
 * given a bad disk or a wrong clock, or restarted in good order (README.md). In the end every acknowledged record must be
 * there exactly once and in order (history.ts). Prints how long nothing went forward after each strike.
 */
import { Prng } from '../crash/prng.ts';
import { Cluster, possibleFaults } from './cluster.ts';
import { sleep } from './faults/fault.ts';
import { percentile } from './history.ts';
import { clientOf, Load, readAll, TOPIC } from './load.ts';
import { type FaultName, type Options, readOptions, USAGE } from './options.ts';
import { type Client, createTopic, LATEST, listOffsets } from './our-client.ts';
import { MetadataProbe } from './probe.ts';
import { Strikes } from './strikes.ts';

const PARTITIONS = 6;
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
  const probe = new MetadataProbe(nodes.map(({ address }) => address));
  const prng = new Prng(options.seed);
  const strikes = new Strikes({ cluster, client, load, probe, prng, options, faults });
  try {
    await cluster.start();
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
    for (let turn = 0; turn < options.kills; turn++) {
      await cluster.untilWhole();
      await sleep(options.pauseMs + prng.below(500));
      const done = await Promise.race([strikes.strike(turn), failed]);
      console.log(`  ${turn + 1}/${options.kills}, ${acknowledged(load)} records: ${done}`);
    }
    await cluster.untilWhole();
    await probe.stop();
    await load.settle();
    const problems = await judge(client, bootstrapServers, load);
    if (problems.length > 0) {
      throw new Error(`${problems.length} problems:\n  ${problems.slice(0, 20).join('\n  ')}`);
    }
    await client.close();
    await cluster.stop();
  } catch (error) {
    await cluster.abandon();
    console.error(`FAILED, seed ${options.seed}, data and logs kept in ${folder}`);
    console.error(error instanceof Error ? error.stack : error);
    for (const node of nodes) console.error(`--- last words of node ${node.nodeId} ---\n${node.log.slice(-3_000)}`);
    process.exit(1);
  }
  if (!options.keep) cluster.discard();
  report(options, faults, load, probe, strikes);
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

function report(
  { kills }: Options,
  faults: readonly FaultName[],
  load: Load,
  probe: MetadataProbe,
  { windows }: Strikes,
): void {
  const what = faults.length === 1 && faults[0] === 'kill' ? 'kills' : `strikes (${faults.join(', ')})`;
  console.log(`${kills} ${what}, ${acknowledged(load)} records acknowledged: none lost, none twice, none out of order`);
  console.log(`${probe.changes} changes of metadata beside it`);
  for (const [name, values] of windows) {
    const [median, p99, most] = [percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)].map(
      Math.round,
    );
    console.log(`no progress ${name}: median ${median} ms, p99 ${p99} ms, longest ${most} ms (${values.length})`);
  }
}

function acknowledged(load: Load): number {
  return load.histories.reduce((sum, history) => sum + history.acknowledged, 0);
}

if (process.argv.includes('--help')) console.log(USAGE);
else await main(readOptions(process.argv.slice(2)));
