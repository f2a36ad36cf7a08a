/** Names that Kafka knew once, or knows outside its own definitions, and what to tell who still writes them. */

const RETIRED: readonly (readonly [RegExp, string])[] = [
  [/^zookeeper\./, 'there is no ZooKeeper'],
  [
    /^control\.plane\.listener\.name$|^broker\.id\.generation\.enable$|^reserved\.broker\.max\.id$/,
    'it belongs to ZooKeeper mode',
  ],
  [/^inter\.broker\.protocol\.version$/, 'the version among brokers is a feature level of the cluster'],
  [/^log\.message\.format\.version$|^message\.format\.version$/, 'records have had one format since Kafka 4.0'],
  [
    /^log\.message\.timestamp\.difference\.max\.ms$/,
    'Kafka 4.0 has log.message.timestamp.before.max.ms and log.message.timestamp.after.max.ms instead',
  ],
  [/^(super\.users|allow\.everyone\.if\.no\.acl\.found)$/, 'authorization is not available yet'],
  [/^(confluent|metric\.reporters)\./, 'it configures a plugin of another distribution'],
];

/** The reason a property that is not in the tables has no effect, or null when nothing is known of it. */
export function retiredBecause(name: string): string | null {
  return RETIRED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
