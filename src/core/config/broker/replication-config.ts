/** Replicas: who leads, how long a follower may lag, how it fetches. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface ReplicationConfig {
  readonly controlledShutdownEnable: boolean;
  readonly defaultReplicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly replicaLagTimeMaxMs: number;
  readonly replicaFetchWaitMaxMs: number;
  /** Where other brokers receive this one's partitions; 0 takes a free port. */
  readonly replicationPort: number;
}

export function resolveReplicationConfig(values: BrokerValues, problems: ConfigProblem[]): ReplicationConfig {
  const config: ReplicationConfig = {
    controlledShutdownEnable: values.flag('controlled.shutdown.enable'),
    defaultReplicationFactor: values.number('default.replication.factor'),
    minInsyncReplicas: values.number('min.insync.replicas'),
    replicaLagTimeMaxMs: values.number('replica.lag.time.max.ms'),
    replicaFetchWaitMaxMs: values.number('replica.fetch.wait.max.ms'),
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
