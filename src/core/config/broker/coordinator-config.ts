/** Group coordinators, committed offsets, transactions and producer ids. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface CoordinatorConfig {
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupCoordinatorRebalanceProtocols: readonly string[];
  readonly offsetsTopicCompressionCodec: number;
  readonly offsetsTopicNumPartitions: number;
  readonly transactionMaxTimeoutMs: number;
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
  readonly transactionalIdExpirationMs: number;
  readonly transactionStateLogNumPartitions: number;
}

export function resolveCoordinatorConfig(values: BrokerValues, problems: ConfigProblem[]): CoordinatorConfig {
  checkGroups(values, problems);
  return {
    groupInitialRebalanceDelayMs: values.number('group.initial.rebalance.delay.ms'),
    groupCoordinatorRebalanceProtocols: values.list('group.coordinator.rebalance.protocols'),
    offsetsTopicCompressionCodec: values.number('offsets.topic.compression.codec'),
    offsetsTopicNumPartitions: values.number('offsets.topic.num.partitions'),
    transactionMaxTimeoutMs: values.number('transaction.max.timeout.ms'),
    transactionAbortTimedOutTransactionCleanupIntervalMs: values.number(
      'transaction.abort.timed.out.transaction.cleanup.interval.ms',
    ),
    transactionRemoveExpiredTransactionCleanupIntervalMs: values.number(
      'transaction.remove.expired.transaction.cleanup.interval.ms',
    ),
    transactionalIdExpirationMs: values.number('transactional.id.expiration.ms'),
    transactionStateLogNumPartitions: values.number('transaction.state.log.num.partitions'),
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
