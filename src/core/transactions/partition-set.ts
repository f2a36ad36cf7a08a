/** The partitions of a transaction, by topic: immutable, in the order in which they came. Pure. */
import type { TopicPartitions } from './coordinator-contract.ts';

export type PartitionSet = ReadonlyMap<string, ReadonlySet<number>>;

/** How requests and records name partitions: the topic is called `name` there, `topic` elsewhere. */
export interface NamedPartitions {
  readonly name: string;
  readonly partitions: readonly number[];
}

export const NO_PARTITIONS: PartitionSet = new Map();

export function partitionSet(topics: Iterable<TopicPartitions>): PartitionSet {
  const set = new Map<string, Set<number>>();
  for (const { topic, partitions } of topics) addTo(set, topic, partitions);
  return set;
}

/** `set` itself where nothing is new. */
export function withPartitions(set: PartitionSet, added: readonly NamedPartitions[]): PartitionSet {
  if (containsAll(set, added)) return set;
  const union = new Map<string, Set<number>>();
  for (const [topic, partitions] of set) union.set(topic, new Set(partitions));
  for (const { name, partitions } of added) addTo(union, name, partitions);
  return union;
}

export function withoutPartitions(set: PartitionSet, removed: readonly TopicPartitions[]): PartitionSet {
  const rest = new Map(set);
  for (const { topic, partitions } of removed) {
    const known = rest.get(topic);
    if (known === undefined) continue;
    const left = new Set(known);
    for (const partition of partitions) left.delete(partition);
    if (left.size === 0) rest.delete(topic);
    else rest.set(topic, left);
  }
  return rest;
}

/** Those of `named` that are in `set`. */
export function intersection(set: PartitionSet, named: readonly TopicPartitions[]): PartitionSet {
  const common = new Map<string, Set<number>>();
  for (const { topic, partitions } of named) {
    const known = set.get(topic);
    if (known === undefined) continue;
    const both = partitions.filter((partition) => known.has(partition));
    if (both.length > 0) addTo(common, topic, both);
  }
  return common;
}

export function containsAll(set: PartitionSet, named: readonly NamedPartitions[]): boolean {
  return named.every(({ name, partitions }) => {
    const known = set.get(name);
    return partitions.every((partition) => known?.has(partition) === true);
  });
}

export function toTopics(set: PartitionSet): TopicPartitions[] {
  return Array.from(set, ([topic, partitions]) => ({ topic, partitions: [...partitions] }));
}

function addTo(set: Map<string, Set<number>>, topic: string, partitions: readonly number[]): void {
  let known = set.get(topic);
  if (known === undefined) {
    known = new Set();
    set.set(topic, known);
  }
  for (const partition of partitions) known.add(partition);
}
