/** CreatePartitions: adds partitions to topics, touching nothing that exists. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { CreatePartitionsRequest } from '../protocol/generated/create-partitions-request.ts';
import type { CreatePartitionsResponse } from '../protocol/generated/create-partitions-response.ts';
import {
  automaticAssignments,
  brokerLoads,
  manualAssignment,
  type NewPartition,
  partitionRecord,
} from './assignments.ts';
import {
  type ApiFailure,
  type ControlContext,
  type ControlResult,
  failure,
  MAX_PARTITIONS_PER_REQUEST,
  tooManyPartitions,
} from './control.ts';
import type { MetadataRecord } from './records.ts';
import type { BrokerLoad } from './replica-placement.ts';
import type { TopicImage } from './topics-image.ts';

type Wish = CreatePartitionsRequest['topics'][number];

export function createPartitions(
  context: ControlContext,
  request: CreatePartitionsRequest,
): ControlResult<CreatePartitionsResponse> {
  const records: MetadataRecord[] = [];
  const results: CreatePartitionsResponse['results'] = [];
  const byName = new Map<string, Wish | null>();
  for (const topic of request.topics) byName.set(topic.name, byName.has(topic.name) ? null : topic);
  const loads = brokerLoads(context.image);
  let added = 0;
  for (const [name, wish] of byName) {
    const planned =
      wish === null ? failure(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.') : plan(context, wish, loads, added);
    if ('errorCode' in planned) {
      results.push({ name, errorCode: planned.errorCode, errorMessage: planned.errorMessage });
      continue;
    }
    added += planned.length;
    results.push({ name, errorCode: ErrorCode.NONE, errorMessage: null });
    if (!request.validateOnly) for (const record of planned) records.push(record);
  }
  return { records, response: { throttleTimeMs: 0, results } };
}

function plan(
  context: ControlContext,
  wish: Wish,
  loads: Map<number, BrokerLoad>,
  alreadyAdded: number,
): MetadataRecord[] | ApiFailure {
  const topic = context.image.topics.byName(wish.name);
  if (topic === undefined) return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  const existing = topic.partitions.length;
  if (wish.count === existing) {
    return failure(ErrorCode.INVALID_PARTITIONS, `Topic already has ${existing} partition(s).`);
  }
  if (wish.count < existing) {
    const message = `The topic ${wish.name} currently has ${existing} partition(s); ${wish.count} would not be an increase.`;
    return failure(ErrorCode.INVALID_PARTITIONS, message);
  }
  const additional = wish.count - existing;
  if (wish.assignments !== null && wish.assignments.length !== additional) {
    const message =
      `Attempted to add ${additional} additional partition(s), but only ${wish.assignments.length} ` +
      'assignment(s) were specified.';
    return failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }
  if (alreadyAdded + additional > MAX_PARTITIONS_PER_REQUEST) return tooManyPartitions();
  const partitions =
    wish.assignments === null ? counted(context, topic, additional, loads) : named(context, topic, wish.assignments);
  if ('errorCode' in partitions) return partitions;
  return partitions.map((partition, i) => partitionRecord(context.image, topic.id, existing + i, partition));
}

function counted(
  context: ControlContext,
  topic: TopicImage,
  count: number,
  loads: Map<number, BrokerLoad>,
): NewPartition[] | ApiFailure {
  return automaticAssignments(context, count, topic.partitions[0]!.replicas.length, loads);
}

function named(
  context: ControlContext,
  topic: TopicImage,
  assignments: NonNullable<Wish['assignments']>,
): NewPartition[] | ApiFailure {
  const partitions: NewPartition[] = [];
  const replicationFactor = topic.partitions[0]!.replicas.length;
  for (const { brokerIds } of assignments) {
    const index = topic.partitions.length + partitions.length;
    const partition = manualAssignment(context.image, index, brokerIds, replicationFactor);
    if ('errorCode' in partition) return partition;
    partitions.push(partition);
  }
  return partitions;
}
