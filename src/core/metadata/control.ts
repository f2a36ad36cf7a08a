/**
 * What every `*-control.ts` file is given and gives back. A control file plans on the head image and returns records;
 * it never changes the image, reads no clock and draws no random number but through this context.
 */
import { ErrorCode, errorMessage } from '../protocol/error-codes.ts';
import type { BrokerSessions } from './broker-sessions.ts';
import type { ClusterImage } from './cluster-image.ts';
import type { ConfigSchema } from './config-schema.ts';
import type { QuorumView } from './quorum-control.ts';
import type { MetadataRecord } from './records.ts';

/** Randomness as an argument. */
export interface RandomSource {
  /** Fresh bytes. */
  bytes(length: number): Uint8Array;
  /** An integer in [0, limit). */
  below(limit: number): number;
}

export interface ControllerSettings {
  /** `num.partitions` */
  readonly numPartitions: number;
  /** `default.replication.factor` */
  readonly defaultReplicationFactor: number;
  /** `delete.topic.enable` */
  readonly isTopicDeletionEnabled: boolean;
  /** `leader.imbalance.check.interval.seconds`, in milliseconds; absent where `auto.leader.rebalance.enable` is off. */
  readonly leaderBalanceIntervalMs?: number;
  /** Whether a topic may be created or configured as asked: null, or why not (POLICY_VIOLATION). */
  readonly policies?: ControllerPolicies;
}

export interface ControllerPolicies {
  createTopic?(topic: NewTopicDescription): string | null;
  alterConfig?(resourceType: number, resourceName: string, configs: ReadonlyMap<string, string | null>): string | null;
}

export interface NewTopicDescription {
  readonly name: string;
  readonly replicas: readonly (readonly number[])[];
  readonly configs: ReadonlyMap<string, string>;
}

export interface ControlContext {
  /** The head: everything appended, committed or not. */
  readonly image: ClusterImage;
  /** Index that the returned records will have. */
  readonly index: number;
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly random: RandomSource;
  readonly settings: ControllerSettings;
  readonly schema: ConfigSchema;
  readonly sessions: BrokerSessions;
  /** For those who ask for it (DescribeQuorum). */
  readonly quorum?: QuorumView;
}

export interface ControlResult<Response> {
  /** Take effect together or not at all. Empty: nothing changes, the response may go at once. */
  readonly records: MetadataRecord[];
  readonly response: Response;
}

/** An error for one item of a request; tools print the message, so there always is one. */
export interface ApiFailure {
  readonly errorCode: number;
  readonly errorMessage: string;
}

export function failure(errorCode: number, message: string = errorMessage(errorCode)): ApiFailure {
  const isLong = message.length > LONGEST_MESSAGE;
  return { errorCode, errorMessage: isLong ? `${message.slice(0, LONGEST_MESSAGE)}...` : message };
}

/** Messages quote what the client sent; a string field holds no more than 32,767 bytes. */
const LONGEST_MESSAGE = 8_000;

/** As in Kafka: more partitions than this in one request is refused as a whole. */
export const MAX_PARTITIONS_PER_REQUEST = 10_000;

export function tooManyPartitions(): ApiFailure {
  return failure(ErrorCode.POLICY_VIOLATION, 'Excessively large number of partitions per request.');
}
