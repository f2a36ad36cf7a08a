/** CreateTopics: Kafka's checks in its order and with its words, then the records of the new topics. */
import { randomUuidFrom, ZERO_UUID } from '../bytes/uuid.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import type { CreateTopicsRequest } from '../protocol/generated/create-topics-request.ts';
import type { CreateTopicsResponse } from '../protocol/generated/create-topics-response.ts';
import {
  automaticAssignments,
  brokerLoads,
  manualAssignment,
  type NewPartition,
  partitionRecord,
} from './assignments.ts';
import { planTopicConfigs } from './config-control.ts';
import {
  type ApiFailure,
  type ControlContext,
  type ControlResult,
  failure,
  MAX_PARTITIONS_PER_REQUEST,
  tooManyPartitions,
} from './control.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { BrokerLoad } from './replica-placement.ts';
import { CLUSTER_METADATA_TOPIC, topicNameError } from './topic-names.ts';

type NewTopic = CreateTopicsRequest['topics'][number];
type NewTopicResult = CreateTopicsResponse['topics'][number];

interface PlannedTopic {
  readonly records: MetadataRecord[];
  readonly topicId: string;
  readonly partitions: readonly NewPartition[];
}

/**
 * Names are independent of each other: each gets its own error or its own topic. The configs of the response are left
 * empty: the broker that answers fills them in, they are no part of what was decided.
 */
export function createTopics(
  context: ControlContext,
  request: CreateTopicsRequest,
): ControlResult<CreateTopicsResponse> {
  const records: MetadataRecord[] = [];
  const topics: NewTopicResult[] = [];
  const refuseAll = countPartitions(context, request) > MAX_PARTITIONS_PER_REQUEST ? tooManyPartitions() : null;
  const times = new Map<string, number>();
  for (const { name } of request.topics) times.set(name, (times.get(name) ?? 0) + 1);
  const loads = brokerLoads(context.image);
  const createdUnified = new Map<string, string>();
  const seen = new Set<string>();
  for (const topic of request.topics) {
    if (seen.has(topic.name)) continue;
    seen.add(topic.name);
    const isDuplicate = times.get(topic.name)! > 1;
    const planned = isDuplicate
      ? failure(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.')
      : (refuseAll ?? planTopic(context, topic, loads, createdUnified));
    if ('errorCode' in planned) {
      topics.push(failedTopic(topic.name, planned));
      continue;
    }
    createdUnified.set(unified(topic.name), topic.name);
    if (!request.validateOnly) for (const record of planned.records) records.push(record);
    topics.push(createdTopic(topic.name, planned));
  }
  return { records, response: { throttleTimeMs: 0, topics } };
}

function countPartitions(context: ControlContext, request: CreateTopicsRequest): number {
  let total = 0;
  for (const topic of request.topics) {
    if (topic.assignments.length > 0) total += topic.assignments.length;
    else if (topic.numPartitions === -1) total += context.settings.numPartitions;
    else if (topic.numPartitions > 0) total += topic.numPartitions;
  }
  return total;
}

function planTopic(
  context: ControlContext,
  topic: NewTopic,
  loads: Map<number, BrokerLoad>,
  createdUnified: ReadonlyMap<string, string>,
): PlannedTopic | ApiFailure {
  const illegal = illegalName(context, topic.name, createdUnified);
  if (illegal !== null) return illegal;
  const configs = planTopicConfigs(context, topic);
  if ('errorCode' in configs) return configs;
  const partitions = topic.assignments.length > 0 ? named(context, topic) : counted(context, topic, loads);
  if ('errorCode' in partitions) return partitions;
  const replicas = partitions.map((partition) => partition.replicas);
  const forbidden = context.settings.policies?.createTopic?.({ name: topic.name, replicas, configs: configs.values });
  if (forbidden !== undefined && forbidden !== null) return failure(ErrorCode.POLICY_VIOLATION, forbidden);
  const topicId = newTopicId(context);
  const records: MetadataRecord[] = [
    metadataRecord(RecordType.TOPIC, { name: topic.name, topicId }),
    ...configs.records,
  ];
  for (const [i, partition] of partitions.entries()) {
    records.push(partitionRecord(context.image, topicId, i, partition));
  }
  return { records, topicId, partitions };
}

function illegalName(
  context: ControlContext,
  name: string,
  createdUnified: ReadonlyMap<string, string>,
): ApiFailure | null {
  if (name === CLUSTER_METADATA_TOPIC) {
    return failure(ErrorCode.INVALID_REQUEST, `Creation of internal topic ${CLUSTER_METADATA_TOPIC} is prohibited.`);
  }
  if (context.image.topics.byName(name) !== undefined) {
    return failure(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  }
  const error = topicNameError(name);
  if (error !== null) return failure(ErrorCode.INVALID_TOPIC_EXCEPTION, error);
  const colliding = context.image.topics.collidingWith(name) ?? createdUnified.get(unified(name));
  if (colliding === undefined) return null;
  const message = `Topic '${name}' collides with existing topic: ${colliding}`;
  return failure(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
}

function unified(name: string): string {
  return name.replaceAll('.', '_');
}

/** Partitions whose brokers the request names. */
function named(context: ControlContext, topic: NewTopic): NewPartition[] | ApiFailure {
  const both = (field: string) =>
    failure(ErrorCode.INVALID_REQUEST, `A manual partition assignment was specified, but ${field} was not set to -1.`);
  if (topic.replicationFactor !== -1) return both('replication factor');
  if (topic.numPartitions !== -1) return both('numPartitions');
  const byIndex = new Map<number, NewPartition>();
  let replicationFactor: number | null = null;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (byIndex.has(partitionIndex)) {
      const message = `Found multiple manual partition assignments for partition ${partitionIndex}`;
      return failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    const partition = manualAssignment(context.image, partitionIndex, brokerIds, replicationFactor);
    if ('errorCode' in partition) return partition;
    replicationFactor = brokerIds.length;
    byIndex.set(partitionIndex, partition);
  }
  const partitions: NewPartition[] = [];
  for (let i = 0; i < byIndex.size; i++) {
    const partition = byIndex.get(i);
    if (partition === undefined) {
      const message = 'partitions should be a consecutive 0-based integer sequence';
      return failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    partitions.push(partition);
  }
  return partitions;
}

/** Partitions and replicas by number; -1 stands for the broker's default. */
function counted(
  context: ControlContext,
  topic: NewTopic,
  loads: Map<number, BrokerLoad>,
): NewPartition[] | ApiFailure {
  if (topic.replicationFactor < -1 || topic.replicationFactor === 0) {
    const message = 'Replication factor must be larger than 0, or -1 to use the default value.';
    return failure(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  if (topic.numPartitions < -1 || topic.numPartitions === 0) {
    return failure(ErrorCode.INVALID_PARTITIONS, 'Number of partitions was set to an invalid non-positive value.');
  }
  const count = topic.numPartitions === -1 ? context.settings.numPartitions : topic.numPartitions;
  const replicationFactor =
    topic.replicationFactor === -1 ? context.settings.defaultReplicationFactor : topic.replicationFactor;
  return automaticAssignments(context, count, replicationFactor, loads);
}

function newTopicId(context: ControlContext): string {
  for (;;) {
    const id = randomUuidFrom(context.random.bytes(16));
    if (id !== null && context.image.topics.byId(id) === undefined) return id;
  }
}

/** As in Kafka, a topic that was only validated is answered with an id, too: one that nothing will ever have. */
function createdTopic(name: string, planned: PlannedTopic): NewTopicResult {
  return {
    name,
    topicId: planned.topicId,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    topicConfigErrorCode: ErrorCode.NONE,
    numPartitions: planned.partitions.length,
    replicationFactor: planned.partitions[0]!.replicas.length,
    configs: [],
  };
}

function failedTopic(name: string, error: ApiFailure): NewTopicResult {
  return {
    name,
    topicId: ZERO_UUID,
    errorCode: error.errorCode,
    errorMessage: error.errorMessage,
    topicConfigErrorCode: ErrorCode.NONE,
    numPartitions: -1,
    replicationFactor: -1,
    configs: [],
  };
}
