/** Everything that goes on beside the strikes, by the names of the command line. */
import type { Cluster } from './cluster.ts';
import { Freshness } from './freshness.ts';
import { GroupLoad } from './group-load.ts';
import { JAVA_PARTITIONS, JAVA_TOPIC, JavaLoad, whyNoJava } from './java-load.ts';
import { KAFKAJS_PARTITIONS, KAFKAJS_TOPIC, KafkajsLoad } from './kafkajs-load.ts';
import { type Load, PARTITIONS, TOPIC } from './load.ts';
import type { LoadName, Options } from './options.ts';
import { numberIn, textIn } from './reading.ts';
import { TailLoad } from './tail-load.ts';
import { TRANSACTIONS_PARTITIONS, TRANSACTIONS_TOPIC, TransactionLoad } from './transaction-load.ts';
import type { Workload } from './workload.ts';

const TRANSACTIONAL_PRODUCERS = 2;

/** Partitions of every topic that the loads use. */
export const TOPICS: ReadonlyMap<string, number> = new Map([
  [TOPIC, PARTITIONS],
  [TRANSACTIONS_TOPIC, TRANSACTIONS_PARTITIONS],
  [KAFKAJS_TOPIC, KAFKAJS_PARTITIONS],
  [JAVA_TOPIC, JAVA_PARTITIONS],
]);

/** @param load comes first: it is finished before the readers are judged */
export function workloadsOf(options: Options, cluster: Cluster, load: Load): Workload[] {
  const { bootstrapServers, folder, nodes } = cluster;
  const partitions = load.histories.length;
  // What happens in good order is to be seen by nobody.
  const isOrderly = options.faults.every((name) => name === 'roll') && !options.isMixed;
  const transactional = { topic: TRANSACTIONS_TOPIC, partitions: TRANSACTIONS_PARTITIONS };
  const made: Record<LoadName, () => Workload[]> = {
    producers: () => [load],
    readers: () => [
      new TailLoad(bootstrapServers, { topic: TOPIC, partitions, isReadCommitted: false, decode: numberIn }),
      new Freshness(
        nodes.map(({ address }) => address),
        load.histories,
      ),
    ],
    groups: () => [
      new GroupLoad(bootstrapServers, partitions, 'classic'),
      new GroupLoad(bootstrapServers, partitions, 'consumer'),
    ],
    transactions: () => [
      ...Array.from(
        { length: TRANSACTIONAL_PRODUCERS },
        (_, i) => new TransactionLoad(bootstrapServers, i, !isOrderly),
      ),
      new TailLoad(bootstrapServers, { ...transactional, isReadCommitted: true, decode: textIn }),
    ],
    kafkajs: () => [new KafkajsLoad(bootstrapServers)],
    java: () => {
      const why = whyNoJava();
      if (why !== null) console.log(`SKIPPED load java: ${why}`);
      return why === null ? [new JavaLoad(bootstrapServers, folder)] : [];
    },
  };
  const names = new Set<LoadName>(['producers', ...options.load]);
  return [...names].flatMap((name) => made[name]());
}
