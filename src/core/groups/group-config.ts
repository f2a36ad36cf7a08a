/** The broker's properties that a group coordinator obeys, by Kafka's names and with Kafka's defaults. */

export type MigrationPolicy = 'disabled' | 'upgrade' | 'downgrade' | 'bidirectional';

export interface GroupConfig {
  readonly 'group.min.session.timeout.ms': number;
  readonly 'group.max.session.timeout.ms': number;
  readonly 'group.initial.rebalance.delay.ms': number;
  readonly 'group.max.size': number;
  readonly 'group.consumer.session.timeout.ms': number;
  readonly 'group.consumer.heartbeat.interval.ms': number;
  readonly 'group.consumer.max.size': number;
  /** The first is the one a group uses while no member asks for another. */
  readonly 'group.consumer.assignors': readonly string[];
  readonly 'group.consumer.migration.policy': MigrationPolicy;
  /** The least time between two target assignments of one group (KIP-1263); 0 computes at every change. */
  readonly 'group.consumer.assignment.interval.ms': number;
  readonly 'group.consumer.regex.refresh.interval.ms': number;
  readonly 'offsets.retention.minutes': number;
  readonly 'offsets.retention.check.interval.ms': number;
  /** Kafka's property is called so; it bounds the metadata of one committed offset, in characters. */
  readonly 'offset.metadata.max.bytes': number;
  readonly 'offsets.commit.timeout.ms': number;
}

export const DEFAULT_GROUP_CONFIG: GroupConfig = {
  'group.min.session.timeout.ms': 6000,
  'group.max.session.timeout.ms': 1_800_000,
  'group.initial.rebalance.delay.ms': 3000,
  'group.max.size': 2_147_483_647,
  'group.consumer.session.timeout.ms': 45_000,
  'group.consumer.heartbeat.interval.ms': 5000,
  'group.consumer.max.size': 2_147_483_647,
  'group.consumer.assignors': ['uniform', 'range'],
  'group.consumer.migration.policy': 'bidirectional',
  'group.consumer.assignment.interval.ms': 0,
  'group.consumer.regex.refresh.interval.ms': 600_000,
  'offsets.retention.minutes': 10_080,
  'offsets.retention.check.interval.ms': 600_000,
  'offset.metadata.max.bytes': 4096,
  'offsets.commit.timeout.ms': 5000,
};

/** `value` gives the effective value of a broker property, null or undefined where the default counts. */
export function readGroupConfig(value: (property: string) => unknown): GroupConfig {
  const config: Record<string, unknown> = {};
  for (const [property, fallback] of Object.entries(DEFAULT_GROUP_CONFIG)) {
    const given = value(property) ?? fallback;
    config[property] = property === 'group.consumer.migration.policy' ? String(given).toLowerCase() : given;
  }
  return config as unknown as GroupConfig;
}

/** A member that joined a classic group for the first time may wait this long for its first answer (as in Kafka). */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

export const allowsUpgrade = (policy: MigrationPolicy): boolean => policy === 'upgrade' || policy === 'bidirectional';
export const allowsDowngrade = (policy: MigrationPolicy): boolean =>
  policy === 'downgrade' || policy === 'bidirectional';
