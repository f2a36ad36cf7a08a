/**
 * Which broker properties stand behind a topic or group property, strongest first, and the unit each is written in.
 * `log.retention.ms` beats `log.retention.minutes` beats `log.retention.hours`, whatever order they are written in.
 */

export interface Synonym {
  readonly name: string;
  /** Multiplies the broker property's value into the topic property's unit. */
  readonly factor: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const same = (name: string): readonly Synonym[] => [{ name, factor: 1 }];

export const TOPIC_SYNONYMS: ReadonlyMap<string, readonly Synonym[]> = new Map<string, readonly Synonym[]>([
  ['cleanup.policy', same('log.cleanup.policy')],
  ['compression.gzip.level', same('compression.gzip.level')],
  ['compression.lz4.level', same('compression.lz4.level')],
  ['compression.type', same('compression.type')],
  ['compression.zstd.level', same('compression.zstd.level')],
  ['delete.retention.ms', same('log.cleaner.delete.retention.ms')],
  ['file.delete.delay.ms', same('log.segment.delete.delay.ms')],
  ['flush.messages', same('log.flush.interval.messages')],
  ['flush.ms', [...same('log.flush.interval.ms'), ...same('log.flush.scheduler.interval.ms')]],
  ['index.interval.bytes', same('log.index.interval.bytes')],
  ['local.retention.bytes', same('log.local.retention.bytes')],
  ['local.retention.ms', same('log.local.retention.ms')],
  ['max.compaction.lag.ms', same('log.cleaner.max.compaction.lag.ms')],
  ['max.message.bytes', same('message.max.bytes')],
  ['message.timestamp.after.max.ms', same('log.message.timestamp.after.max.ms')],
  ['message.timestamp.before.max.ms', same('log.message.timestamp.before.max.ms')],
  ['message.timestamp.type', same('log.message.timestamp.type')],
  ['min.cleanable.dirty.ratio', same('log.cleaner.min.cleanable.ratio')],
  ['min.compaction.lag.ms', same('log.cleaner.min.compaction.lag.ms')],
  ['min.insync.replicas', same('min.insync.replicas')],
  ['preallocate', same('log.preallocate')],
  ['retention.bytes', same('log.retention.bytes')],
  [
    'retention.ms',
    [
      ...same('log.retention.ms'),
      { name: 'log.retention.minutes', factor: MINUTE_MS },
      { name: 'log.retention.hours', factor: HOUR_MS },
    ],
  ],
  ['segment.bytes', same('log.segment.bytes')],
  ['segment.index.bytes', same('log.index.size.max.bytes')],
  ['segment.jitter.ms', [...same('log.roll.jitter.ms'), { name: 'log.roll.jitter.hours', factor: HOUR_MS }]],
  ['segment.ms', [...same('log.roll.ms'), { name: 'log.roll.hours', factor: HOUR_MS }]],
  ['unclean.leader.election.enable', same('unclean.leader.election.enable')],
]);

const WITHOUT_SYNONYM: ReadonlySet<string> = new Set([
  'share.auto.offset.reset',
  'share.isolation.level',
  'share.renew.acknowledge.enable',
]);

/** The broker property that holds a group property's default, or null when the group property stands alone. */
export function groupSynonym(name: string): string | null {
  return WITHOUT_SYNONYM.has(name) ? null : `group.${name}`;
}

const RETENTION = ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'];
const ROLL = ['log.roll.ms', 'log.roll.hours'];
const ROLL_JITTER = ['log.roll.jitter.ms', 'log.roll.jitter.hours'];
const FLUSH_INTERVAL = ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'];

/** The names under which a broker property may have been given a value, strongest first; its own name among them. */
export function brokerSynonyms(name: string): readonly string[] {
  if (RETENTION.includes(name)) return RETENTION;
  if (ROLL.includes(name)) return ROLL;
  if (ROLL_JITTER.includes(name)) return ROLL_JITTER;
  if (name === 'log.flush.interval.ms') return FLUSH_INTERVAL;
  const listenerProperty = /^listener\.name\.[^.]*\.(.*)$/.exec(name);
  return listenerProperty === null ? [name] : [name, listenerProperty[1]!];
}
