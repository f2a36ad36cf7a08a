/**
 * What a broker on its own gets that nobody wrote a server.properties for: the values with which Kafka's defaults, made
 * for clusters in production, stand in a developer's way. Whatever is said explicitly wins, and a file of the user's own
 * gets Kafka's defaults.
 */
import { splitList } from './parse-value.ts';

export const FRIENDLY_DEFAULTS: ReadonlyMap<string, string> = new Map([
  // Kafka's three seconds wait for the other members of a large group, at every start of a test.
  ['group.initial.rebalance.delay.ms', '0'],
  // Fifty partitions spread coordinators over brokers; one broker has nobody to spread to, and every one costs files.
  ['offsets.topic.num.partitions', '1'],
  ['offsets.topic.replication.factor', '1'],
  ['transaction.state.log.num.partitions', '1'],
  ['transaction.state.log.replication.factor', '1'],
  ['transaction.state.log.min.isr', '1'],
]);

/** `given` over the friendly defaults; `given` alone for a member of a cluster, whose internal topics serve several. */
export function withFriendlyDefaults(given: ReadonlyMap<string, string>): Map<string, string> {
  const voters = splitList(given.get('controller.quorum.voters') ?? '');
  const others = splitList(given.get('controller.quorum.bootstrap.servers') ?? '');
  const isAlone = voters.length <= 1 && others.length === 0;
  return new Map(isAlone ? [...FRIENDLY_DEFAULTS, ...given] : given);
}
