/** Replicas: who leads, how long a follower may lag, how it fetches. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface ReplicationConfig {
  readonly controlledShutdownEnable: boolean;
  readonly autoLeaderRebalanceEnable: boolean;
  readonly leaderImbalanceCheckIntervalSeconds: number;
  readonly defaultReplicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchMinBytes: number;
  readonly replicaFetchMaxBytes: number;
  readonly replicaFetchResponseMaxBytes: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaFetchBackoffMs: number;
  readonly replicaSocketTimeoutMs: number;
  readonly replicaHighWatermarkCheckpointIntervalMs: number;
  readonly numReplicaFetchers: number;
  /** Where other brokers receive this one's partitions; 0 takes a free port. */
  readonly replicationPort: number;
}

export function resolveReplicationConfig(values: BrokerValues, problems: ConfigProblem[]): ReplicationConfig {
  const config: ReplicationConfig = {
    controlledShutdownEnable: values.flag('controlled.shutdown.enable'),
    autoLeaderRebalanceEnable: values.flag('auto.leader.rebalance.enable'),
    leaderImbalanceCheckIntervalSeconds: values.number('leader.imbalance.check.interval.seconds'),
    defaultReplicationFactor: values.number('default.replication.factor'),
    minInsyncReplicas: values.number('min.insync.replicas'),
    replicaLagTimeMaxMs: values.number('replica.lag.time.max.ms'),
    replicaFetchMinBytes: values.number('replica.fetch.min.bytes'),
    replicaFetchMaxBytes: values.number('replica.fetch.max.bytes'),
    replicaFetchResponseMaxBytes: values.number('replica.fetch.response.max.bytes'),
    replicaFetchWaitMaxMs: values.number('replica.fetch.wait.max.ms'),
    replicaFetchBackoffMs: values.number('replica.fetch.backoff.ms'),
    replicaSocketTimeoutMs: values.number('replica.socket.timeout.ms'),
    replicaHighWatermarkCheckpointIntervalMs: values.number('replica.high.watermark.checkpoint.interval.ms'),
    numReplicaFetchers: values.number('num.replica.fetchers'),
    replicationPort: values.number('chronik.replication.port'),
  };
  if (config.replicaFetchWaitMaxMs > config.replicaLagTimeMaxMs) {
    problems.push({
      property: 'replica.fetch.wait.max.ms',
      message:
        'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR',
    });
  }
  return config;
}
