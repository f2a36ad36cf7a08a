/** Group coordinators, committed offsets, transactions and producer ids. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface CoordinatorConfig {
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupMinSessionTimeoutMs: number;
  readonly groupMaxSessionTimeoutMs: number;
  readonly groupMaxSize: number;
  readonly groupCoordinatorAppendLingerMs: number;
  readonly groupCoordinatorRebalanceProtocols: readonly string[];
  readonly groupConsumerAssignors: readonly string[];
  readonly groupConsumerHeartbeatIntervalMs: number;
  readonly groupConsumerSessionTimeoutMs: number;
  readonly groupConsumerMaxSize: number;
  readonly groupConsumerAssignmentIntervalMs: number;
  /** Lower case: disabled, downgrade, upgrade or bidirectional. */
  readonly groupConsumerMigrationPolicy: 'disabled' | 'downgrade' | 'upgrade' | 'bidirectional';
  readonly groupConsumerRegexRefreshIntervalMs: number;
  readonly offsetsCommitTimeoutMs: number;
  readonly offsetsLoadBufferSize: number;
  readonly offsetsRetentionMinutes: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly offsetsTopicCompressionCodec: number;
  readonly offsetsTopicNumPartitions: number;
  readonly offsetsTopicReplicationFactor: number;
  readonly offsetsTopicSegmentBytes: number;
  readonly offsetMetadataMaxBytes: number;
  readonly transactionMaxTimeoutMs: number;
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
  readonly transactionalIdExpirationMs: number;
  readonly transactionPartitionVerificationEnable: boolean;
  readonly transactionTwoPhaseCommitEnable: boolean;
  readonly transactionStateLogLoadBufferSize: number;
  readonly transactionStateLogMinIsr: number;
  readonly transactionStateLogNumPartitions: number;
  readonly transactionStateLogReplicationFactor: number;
  readonly transactionStateLogSegmentBytes: number;
  readonly producerIdExpirationMs: number;
  readonly producerIdExpirationCheckIntervalMs: number;
}

/**
 * `clusterSize` is the number of voters. Where nobody set the replication factors of the internal topics, a cluster
 * smaller than Kafka's default of 3 gets as many replicas as it has nodes, instead of topics that cannot be created.
 */
export function resolveCoordinatorConfig(
  values: BrokerValues,
  clusterSize: number,
  problems: ConfigProblem[],
): CoordinatorConfig {
  const bounded = (property: string, bound: number) =>
    values.isGiven(property) ? values.number(property) : Math.min(values.number(property), bound);
  const transactionReplicationFactor = bounded('transaction.state.log.replication.factor', clusterSize);
  checkGroups(values, problems);
  return {
    groupInitialRebalanceDelayMs: values.number('group.initial.rebalance.delay.ms'),
    groupMinSessionTimeoutMs: values.number('group.min.session.timeout.ms'),
    groupMaxSessionTimeoutMs: values.number('group.max.session.timeout.ms'),
    groupMaxSize: values.number('group.max.size'),
    groupCoordinatorAppendLingerMs: values.number('group.coordinator.append.linger.ms'),
    groupCoordinatorRebalanceProtocols: values.list('group.coordinator.rebalance.protocols'),
    groupConsumerAssignors: values.list('group.consumer.assignors'),
    groupConsumerHeartbeatIntervalMs: values.number('group.consumer.heartbeat.interval.ms'),
    groupConsumerSessionTimeoutMs: values.number('group.consumer.session.timeout.ms'),
    groupConsumerMaxSize: values.number('group.consumer.max.size'),
    groupConsumerAssignmentIntervalMs: values.number('group.consumer.assignment.interval.ms'),
    groupConsumerMigrationPolicy: values
      .text('group.consumer.migration.policy')!
      .toLowerCase() as CoordinatorConfig['groupConsumerMigrationPolicy'],
    groupConsumerRegexRefreshIntervalMs: values.number('group.consumer.regex.refresh.interval.ms'),
    offsetsCommitTimeoutMs: values.number('offsets.commit.timeout.ms'),
    offsetsLoadBufferSize: values.number('offsets.load.buffer.size'),
    offsetsRetentionMinutes: values.number('offsets.retention.minutes'),
    offsetsRetentionCheckIntervalMs: values.number('offsets.retention.check.interval.ms'),
    offsetsTopicCompressionCodec: values.number('offsets.topic.compression.codec'),
    offsetsTopicNumPartitions: values.number('offsets.topic.num.partitions'),
    offsetsTopicReplicationFactor: bounded('offsets.topic.replication.factor', clusterSize),
    offsetsTopicSegmentBytes: values.number('offsets.topic.segment.bytes'),
    offsetMetadataMaxBytes: values.number('offset.metadata.max.bytes'),
    transactionMaxTimeoutMs: values.number('transaction.max.timeout.ms'),
    transactionAbortTimedOutTransactionCleanupIntervalMs: values.number(
      'transaction.abort.timed.out.transaction.cleanup.interval.ms',
    ),
    transactionRemoveExpiredTransactionCleanupIntervalMs: values.number(
      'transaction.remove.expired.transaction.cleanup.interval.ms',
    ),
    transactionalIdExpirationMs: values.number('transactional.id.expiration.ms'),
    transactionPartitionVerificationEnable: values.flag('transaction.partition.verification.enable'),
    transactionTwoPhaseCommitEnable: values.flag('transaction.two.phase.commit.enable'),
    transactionStateLogLoadBufferSize: values.number('transaction.state.log.load.buffer.size'),
    transactionStateLogMinIsr: bounded('transaction.state.log.min.isr', transactionReplicationFactor),
    transactionStateLogNumPartitions: values.number('transaction.state.log.num.partitions'),
    transactionStateLogReplicationFactor: transactionReplicationFactor,
    transactionStateLogSegmentBytes: values.number('transaction.state.log.segment.bytes'),
    producerIdExpirationMs: values.number('producer.id.expiration.ms'),
    producerIdExpirationCheckIntervalMs: values.number('producer.id.expiration.check.interval.ms'),
  };
}

function checkGroups(values: BrokerValues, problems: ConfigProblem[]): void {
  const notAbove = (low: string, high: string) => {
    if (values.number(low) > values.number(high)) {
      problems.push({ property: low, message: `${low} must be less than or equal to ${high}` });
    }
  };
  notAbove('group.min.session.timeout.ms', 'group.max.session.timeout.ms');
  for (const kind of ['consumer', 'share', 'streams']) {
    for (const interval of ['heartbeat.interval.ms', 'session.timeout.ms', 'assignment.interval.ms']) {
      notAbove(`group.${kind}.min.${interval}`, `group.${kind}.max.${interval}`);
      notAbove(`group.${kind}.min.${interval}`, `group.${kind}.${interval}`);
      notAbove(`group.${kind}.${interval}`, `group.${kind}.max.${interval}`);
    }
  }
  if (!values.list('group.coordinator.rebalance.protocols').includes('classic')) {
    problems.push({
      property: 'group.coordinator.rebalance.protocols',
      message: "Disabling the 'classic' protocol is not supported.",
    });
  }
  const codec = values.number('offsets.topic.compression.codec');
  if (codec < 0 || codec > 4) {
    problems.push({ property: 'offsets.topic.compression.codec', message: `Unknown compression type id: ${codec}` });
  }
}
