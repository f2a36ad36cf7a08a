/** Everything that goes on beside the strikes, by the names of the command line. */
import type { Cluster } from './cluster.ts';
import { Freshness } from './freshness.ts';
import { GroupLoad } from './group-load.ts';
import { type Load, TOPIC } from './load.ts';
import type { LoadName, Options } from './options.ts';
import { numberIn, textIn } from './reading.ts';
import { TailLoad } from './tail-load.ts';
import { TRANSACTIONS_PARTITIONS, TRANSACTIONS_TOPIC, TransactionLoad } from './transaction-load.ts';
import type { Workload } from './workload.ts';

const TRANSACTIONAL_PRODUCERS = 2;

/** @param load comes first: it is finished before the readers are judged */
export function workloadsOf(options: Options, cluster: Cluster, load: Load): Workload[] {
  const { bootstrapServers, nodes } = cluster;
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
    kafkajs: () => [],
    java: () => [],
  };
  const names = new Set<LoadName>(['producers', ...options.load]);
  return [...names].flatMap((name) => made[name]());
}
