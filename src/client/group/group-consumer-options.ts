/** What a group consumer can be told, with the defaults of Kafka's Java consumer but for one, and the membership that follows from it. */
import type { TopicPartition } from '../describe-group.ts';
import { ClassicMembership } from './classic-membership.ts';
import { ConsumerMembership } from './consumer-membership.ts';
import type { Membership } from './membership.ts';

export interface GroupConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly protocol?: 'classic' | 'consumer';
  readonly instanceId?: string | null;
  /** For the consumer protocol, 36 characters or less; for the classic one the broker chooses. */
  readonly memberId?: string;
  /** Where to begin where the group has committed nothing, or the log has gone past it. */
  readonly offsetReset?: 'earliest' | 'latest';
  /** How long this member may be silent; for the consumer protocol the broker decides. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** The longest time between two polls; the others wait so long in a rebalance. */
  readonly maxPollIntervalMs?: number;
  /** 0: only when partitions go and at the end. */
  readonly autoCommitIntervalMs?: number;
  readonly isReadCommitted?: boolean;
  /** How often the leader of a classic group looks whether its topics have grown; nobody else notices. */
  readonly metadataMaxAgeMs?: number;
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => void;
  readonly onRevoked?: (partitions: readonly TopicPartition[], isLost: boolean) => void;
}

export type GroupConsumerSettings = Required<Omit<GroupConsumerOptions, 'onAssigned' | 'onRevoked' | 'memberId'>>;

const DEFAULTS = {
  protocol: 'classic',
  instanceId: null,
  offsetReset: 'latest',
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3000,
  maxPollIntervalMs: 300_000,
  autoCommitIntervalMs: 5000,
  isReadCommitted: false,
  // Kafka's five minutes spare a large cluster's brokers; a command or a test has less time.
  metadataMaxAgeMs: 30_000,
} as const;

export function withDefaults(options: GroupConsumerOptions): GroupConsumerSettings {
  return { ...DEFAULTS, ...options };
}

export function createMembership(options: GroupConsumerOptions): Membership {
  const { groupId, instanceId, topics, protocol, maxPollIntervalMs, sessionTimeoutMs, heartbeatIntervalMs } =
    withDefaults(options);
  const common = { groupId, instanceId, topics, rebalanceTimeoutMs: maxPollIntervalMs };
  if (protocol === 'classic') return new ClassicMembership({ ...common, sessionTimeoutMs, heartbeatIntervalMs });
  return new ConsumerMembership({ ...common, memberId: options.memberId ?? crypto.randomUUID(), serverAssignor: null });
}
