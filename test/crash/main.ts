/**
 * Kills the broker at random moments under load, starts it again and reads everything back, for many cycles:
 * `npm run test:crash -- --cycles 200`. Every acknowledged record must be there exactly once, in order (ledger.ts).
 * With --power-loss the disk is first set back to what was synced, plus a random part of what was not.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCodecs } from './batch.ts';
import { BrokerProcess, createTopics } from './broker.ts';
import { checkFiles, checkPartitions } from './check.ts';
import { freePort } from './free-port.ts';
import { PartitionLedger } from './ledger.ts';
import { PLANS, Producer } from './load.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { PowerSwitch } from './power-loss/power-switch.ts';
import { Prng } from './prng.ts';

/** Small segments in one topic, so that kills meet rolls; many bytes in the other. */
const TOPICS = new Map([
  ['small-segments', 3],
  ['plain', 2],
]);
const FULL_CHECK_EVERY = 25;

interface Totals {
  kills: number;
  killsWhileStarting: number;
  recoveryMs: number[];
}

async function main(options: Options): Promise<void> {
  await initCodecs();
  const prng = new Prng(options.seed);
  const folder = await mkdtemp(join(tmpdir(), 'crash-'));
  const port = await freePort();
  const power = options.powerLoss ? PowerSwitch.open(folder, prng) : null;
  const directory = power === null ? `${folder}/data` : power.directory;
  const retrying = (producer: number): boolean => PLANS[producer]!.idempotent;
  const partitions = [...TOPICS].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, n) => new PartitionLedger(`${topic}-${n}`, retrying)),
  );
  const plans = PLANS.filter(({ number }) => options.producers.length === 0 || options.producers.includes(number));
  const producers = plans.map((plan) => new Producer(plan, partitions, new Prng(options.seed + 1 + plan.number)));
  const check = async (full: boolean): Promise<void> => {
    if (options.readFiles) checkFiles(options.broker === 'apache' ? `${directory}/logs` : directory, partitions, full);
    else await checkPartitions(port, partitions, full);
  };
  const totals: Totals = { kills: 0, killsWhileStarting: 0, recoveryMs: [] };
  console.log(
    `crash test: seed ${options.seed}, ${options.cycles} cycles${options.powerLoss ? ', power loss' : ''}, broker ${options.broker}, data in ${folder}`,
  );
  let broker: BrokerProcess | null = null;
  try {
    for (let cycle = 0; cycle < options.cycles; cycle++) {
      power?.on();
      broker = BrokerProcess.spawn(options.broker, directory, port, power?.env);
      if (cycle > 0 && prng.chance(20)) {
        await sleep(prng.below(300));
        await broker.kill();
        power?.off();
        totals.killsWhileStarting++;
        power?.on();
        broker = BrokerProcess.spawn(options.broker, directory, port, power?.env);
      }
      const started = performance.now();
      await broker.ready();
      totals.recoveryMs.push(performance.now() - started);
      if (cycle === 0) {
        await createTopics(port, new Map([['small-segments', 3]]), { 'segment.bytes': '1048576' });
        await createTopics(port, new Map([['plain', 2]]), {});
      } else {
        await check(cycle % FULL_CHECK_EVERY === 0);
      }
      const running = producers.map((producer) => producer.run(port));
      await Promise.race([sleep(prng.between(30, options.loadMs)), Promise.all(running)]);
      if (broker.ended) throw new Error(`the broker ended by itself:\n${broker.log}`);
      await broker.kill();
      totals.kills++;
      await Promise.all(running);
      power?.off();
      if ((cycle + 1) % 10 === 0)
        console.log(`  ${cycle + 1} cycles, ${sum(partitions, (p) => p.acked)} records acknowledged`);
    }
    broker = BrokerProcess.spawn(options.broker, directory, port);
    await broker.ready();
    await check(true);
    await settle(producers, port);
    await check(false);
    await broker.stop();
    broker = BrokerProcess.spawn(options.broker, directory, port);
    await broker.ready();
    await check(true);
    await broker.stop();
  } catch (error) {
    await broker?.kill();
    console.error(
      `FAILED after ${totals.kills} kills, seed ${options.seed}, data kept in ${folder}\n${error instanceof Error ? error.stack : error}`,
    );
    if (broker !== null) console.error(`--- the broker's last words ---\n${broker.log}`);
    process.exitCode = 1;
    return;
  }
  if (!options.keep) await rm(folder, { recursive: true, force: true });
  report(totals, partitions, producers);
}

/** Lets every idempotent producer finish what it had begun. */
async function settle(producers: readonly Producer[], port: number): Promise<void> {
  for (const producer of producers) {
    const running = producer.run(port);
    producer.stop();
    await running;
    if (producer.unsettled > 0)
      throw new Error(`producer ${producer.plan.number} could not settle ${producer.unsettled} requests`);
  }
}

function report(totals: Totals, partitions: readonly PartitionLedger[], producers: readonly Producer[]): void {
  const times = totals.recoveryMs.sort((a, b) => a - b);
  const at = (share: number): string => `${Math.round(times[Math.floor(share * (times.length - 1))] ?? 0)} ms`;
  console.log(`kills                ${totals.kills} under load, ${totals.killsWhileStarting} while starting`);
  console.log(`requests             ${sum(producers, (p) => p.requests)}`);
  console.log(`records acknowledged ${sum(partitions, (p) => p.acked)}`);
  console.log(
    `records in the log   ${sum(partitions, (p) => p.checked)}: each acknowledged one exactly once, in order`,
  );
  console.log(`start to first reply p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 64;
}
