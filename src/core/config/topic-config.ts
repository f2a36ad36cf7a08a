/**
 * A topic's configuration as the broker acts on it: the topic's own overrides over the broker properties behind them over
 * the defaults. Rebuilt when any of those changes, never read from text on a request's path.
 */
import { TOPIC_PROPERTIES } from './definitions.ts';
import { type BrokerConfigLayers, firstSynonymValue } from './layers.ts';
import { type ParsedValue, parseValue } from './parse-value.ts';
import { TOPIC_SYNONYMS } from './synonyms.ts';

export type CompressionType = 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd' | 'producer';

/** Times in milliseconds, sizes in bytes; 2^63 stands for Kafka's "no limit" of Long.MAX_VALUE. */
export interface TopicConfig {
  readonly cleanupPolicy: readonly string[];
  /** Old segments are deleted by time and size. */
  readonly isDeleted: boolean;
  /** The newest record of each key is kept. */
  readonly isCompacted: boolean;
  readonly compressionType: CompressionType;
  readonly compressionGzipLevel: number;
  readonly compressionLz4Level: number;
  readonly compressionZstdLevel: number;
  readonly deleteRetentionMs: number;
  readonly fileDeleteDelayMs: number;
  readonly followerReplicationThrottledReplicas: readonly string[];
  readonly leaderReplicationThrottledReplicas: readonly string[];
  readonly indexIntervalBytes: number;
  readonly maxCompactionLagMs: number;
  readonly maxMessageBytes: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime';
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly minInsyncReplicas: number;
  /** -1: no limit. */
  readonly retentionBytes: number;
  /** -1: for ever. */
  readonly retentionMs: number;
  readonly segmentBytes: number;
  readonly segmentIndexBytes: number;
  readonly segmentJitterMs: number;
  readonly segmentMs: number;
}

/** The effective value of one topic property; null for one without value (internal.segment.bytes) or unknown name. */
export function topicValue(
  name: string,
  overrides: ReadonlyMap<string, string>,
  layers: BrokerConfigLayers,
): ParsedValue | null {
  const definition = TOPIC_PROPERTIES.get(name);
  if (definition === undefined) return null;
  const override = overrides.get(name);
  if (override !== undefined) {
    const outcome = parseValue(definition, override);
    if ('parsed' in outcome) return outcome.parsed;
  }
  const synonyms = TOPIC_SYNONYMS.get(name);
  const inherited = synonyms === undefined ? null : firstSynonymValue(layers, synonyms);
  if (inherited !== null) return inherited;
  if (definition.defaultValue === null) return null;
  const outcome = parseValue(definition, definition.defaultValue);
  return 'parsed' in outcome ? outcome.parsed : null;
}

export function resolveTopicConfig(overrides: ReadonlyMap<string, string>, layers: BrokerConfigLayers): TopicConfig {
  const value = (name: string) => topicValue(name, overrides, layers)!.value;
  const number = (name: string) => value(name) as number;
  const list = (name: string) => value(name) as readonly string[];
  const cleanupPolicy = list('cleanup.policy');
  const segmentBytesForTests = topicValue('internal.segment.bytes', overrides, layers);
  return {
    cleanupPolicy,
    isDeleted: cleanupPolicy.includes('delete'),
    isCompacted: cleanupPolicy.includes('compact'),
    compressionType: value('compression.type') as CompressionType,
    compressionGzipLevel: number('compression.gzip.level'),
    compressionLz4Level: number('compression.lz4.level'),
    compressionZstdLevel: number('compression.zstd.level'),
    deleteRetentionMs: number('delete.retention.ms'),
    fileDeleteDelayMs: number('file.delete.delay.ms'),
    followerReplicationThrottledReplicas: list('follower.replication.throttled.replicas'),
    leaderReplicationThrottledReplicas: list('leader.replication.throttled.replicas'),
    indexIntervalBytes: number('index.interval.bytes'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    maxMessageBytes: number('max.message.bytes'),
    messageTimestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    messageTimestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    messageTimestampType: value('message.timestamp.type') as TopicConfig['messageTimestampType'],
    minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    minInsyncReplicas: number('min.insync.replicas'),
    retentionBytes: number('retention.bytes'),
    retentionMs: Math.max(number('retention.ms'), -1),
    segmentBytes: segmentBytesForTests === null ? number('segment.bytes') : (segmentBytesForTests.value as number),
    segmentIndexBytes: number('segment.index.bytes'),
    segmentJitterMs: number('segment.jitter.ms'),
    segmentMs: number('segment.ms'),
  };
}

/** Kafka's refusal of one topic property (answered as INVALID_CONFIG), or null when it may be set. */
export function validateTopicConfig(name: string, value: string): string | null {
  const definition = TOPIC_PROPERTIES.get(name);
  if (definition === undefined) return `Unknown topic config name: ${name}`;
  const outcome = parseValue(definition, value);
  return 'error' in outcome ? outcome.error : null;
}

/** Validates a topic's whole set of overrides: each by itself, then what only their combination shows. */
export function validateTopicConfigs(
  overrides: ReadonlyMap<string, string>,
  layers: BrokerConfigLayers,
): string | null {
  for (const [name, value] of overrides) {
    const refusal = validateTopicConfig(name, value);
    if (refusal !== null) return refusal;
  }
  if (overrides.get('remote.storage.enable')?.trim().toLowerCase() === 'true') {
    return 'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.';
  }
  const min = topicValue('min.compaction.lag.ms', overrides, layers)!;
  const max = topicValue('max.compaction.lag.ms', overrides, layers)!;
  if ((min.value as number) > (max.value as number)) {
    return `conflict topic config setting min.compaction.lag.ms (${min.text}) > max.compaction.lag.ms (${max.text})`;
  }
  return null;
}
