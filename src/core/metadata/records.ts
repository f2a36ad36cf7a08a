/**
 * The vocabulary of the metadata log: every fact about the cluster is one of these records, and the cluster image is
 * nothing but their replay. Field names and the type numbers below 100 are those of Kafka's metadata log.
 */
import type { BrokerRegistrationChangeRecord } from './generated/broker-registration-change-record.ts';
import type { ConfigRecord } from './generated/config-record.ts';
import type { EpochStartRecord } from './generated/epoch-start-record.ts';
import type { FeatureLevelRecord } from './generated/feature-level-record.ts';
import type { NoOpRecord } from './generated/no-op-record.ts';
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import type { PartitionRecord } from './generated/partition-record.ts';
import type { ProducerIdsRecord } from './generated/producer-ids-record.ts';
import type { RegisterBrokerRecord } from './generated/register-broker-record.ts';
import type { RemoveTopicRecord } from './generated/remove-topic-record.ts';
import type { RequestResultRecord } from './generated/request-result-record.ts';
import type { TopicRecord } from './generated/topic-record.ts';
import type { UnregisterBrokerRecord } from './generated/unregister-broker-record.ts';

export const RecordType = {
  REGISTER_BROKER: 0,
  UNREGISTER_BROKER: 1,
  TOPIC: 2,
  PARTITION: 3,
  CONFIG: 4,
  PARTITION_CHANGE: 5,
  REMOVE_TOPIC: 9,
  FEATURE_LEVEL: 12,
  PRODUCER_IDS: 15,
  BROKER_REGISTRATION_CHANGE: 17,
  NO_OP: 20,
  /** First entry of a controller's epoch: when it is committed, so is everything below it. */
  EPOCH_START: 100,
  /** What a request was answered, so that the same request sent again gets the same answer and no second effect. */
  REQUEST_RESULT: 101,
} as const;

export interface RecordShapes {
  [RecordType.REGISTER_BROKER]: RegisterBrokerRecord;
  [RecordType.UNREGISTER_BROKER]: UnregisterBrokerRecord;
  [RecordType.TOPIC]: TopicRecord;
  [RecordType.PARTITION]: PartitionRecord;
  [RecordType.CONFIG]: ConfigRecord;
  [RecordType.PARTITION_CHANGE]: PartitionChangeRecord;
  [RecordType.REMOVE_TOPIC]: RemoveTopicRecord;
  [RecordType.FEATURE_LEVEL]: FeatureLevelRecord;
  [RecordType.PRODUCER_IDS]: ProducerIdsRecord;
  [RecordType.BROKER_REGISTRATION_CHANGE]: BrokerRegistrationChangeRecord;
  [RecordType.NO_OP]: NoOpRecord;
  [RecordType.EPOCH_START]: EpochStartRecord;
  [RecordType.REQUEST_RESULT]: RequestResultRecord;
}

export type RecordTypeId = keyof RecordShapes;
export type RecordOf<T extends RecordTypeId> = { readonly type: T; readonly data: RecordShapes[T] };
export type MetadataRecord = { [T in RecordTypeId]: RecordOf<T> }[RecordTypeId];

/** Pairs a record with its type, checked together. */
export function metadataRecord<T extends RecordTypeId>(type: T, data: RecordShapes[T]): RecordOf<T> {
  return { type, data };
}

/** PartitionChange.leader: no leader at all, and "as before". */
export const NO_LEADER = -1;
export const NO_LEADER_CHANGE = -2;
