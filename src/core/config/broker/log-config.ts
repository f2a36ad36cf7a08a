/** Log directories, what a topic gets that says nothing itself, and the background work on logs. */
import type { BrokerConfigLayers } from '../layers.ts';
import { resolveTopicConfig, type TopicConfig, validateTopicConfigs } from '../topic-config.ts';
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

/** When a write counts as durable: after the disk said so, or once the operating system has it. Of all topics of a broker. */
export type FlushMode = 'fsync' | 'os';

export interface LogConfig {
  readonly logDirs: readonly string[];
  readonly numPartitions: number;
  /** What a topic without overrides gets. */
  readonly topicDefaults: TopicConfig;
  readonly flush: FlushMode;
  readonly threads: 'dedicated' | 'in-thread';
  /** `chronik.thread.priorities` */
  readonly threadPriorities: boolean;
  readonly journalBytes: number;
  /** A power of two. */
  readonly ringBytes: number;
}

export function resolveLogConfig(
  values: BrokerValues,
  layers: BrokerConfigLayers,
  problems: ConfigProblem[],
): LogConfig {
  const logDirs = values.list(values.isGiven('log.dirs') ? 'log.dirs' : 'log.dir');
  for (const property of ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours']) {
    if (values.isGiven(property) && values.number(property) === 0) {
      problems.push({ property, message: `${property} must be unlimited (-1) or, equal or greater than 1` });
    }
  }
  const conflict = validateTopicConfigs(new Map(), layers);
  if (conflict !== null) problems.push({ property: 'log.cleaner.min.compaction.lag.ms', message: conflict });
  return {
    logDirs,
    numPartitions: values.number('num.partitions'),
    topicDefaults: resolveTopicConfig(new Map(), layers),
    flush: values.text('chronik.flush') as FlushMode,
    threads: values.text('chronik.threads') as LogConfig['threads'],
    threadPriorities: values.flag('chronik.thread.priorities'),
    journalBytes: values.number('chronik.journal.bytes'),
    ringBytes: 2 ** Math.ceil(Math.log2(values.number('chronik.ring.bytes'))),
  };
}
