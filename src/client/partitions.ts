/** What operators do with partitions: give them to their preferred leaders, move their replicas, see who moves. */
import { ApiKey } from '../core/protocol/api-keys.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import {
  newAlterPartitionReassignmentsRequest,
  writeAlterPartitionReassignmentsRequest,
} from '../core/protocol/generated/alter-partition-reassignments-request.ts';
import { readAlterPartitionReassignmentsResponse } from '../core/protocol/generated/alter-partition-reassignments-response.ts';
import { newElectLeadersRequest, writeElectLeadersRequest } from '../core/protocol/generated/elect-leaders-request.ts';
import { readElectLeadersResponse } from '../core/protocol/generated/elect-leaders-response.ts';
import {
  newListPartitionReassignmentsRequest,
  writeListPartitionReassignmentsRequest,
} from '../core/protocol/generated/list-partition-reassignments-request.ts';
import { readListPartitionReassignmentsResponse } from '../core/protocol/generated/list-partition-reassignments-response.ts';
import { api } from './api.ts';
import type { KafkaClient } from './kafka-client.ts';
import { refuseError } from './kafka-error.ts';

const ELECT_LEADERS = api(ApiKey.ElectLeaders, writeElectLeadersRequest, readElectLeadersResponse);
const ALTER_REASSIGNMENTS = api(
  ApiKey.AlterPartitionReassignments,
  writeAlterPartitionReassignmentsRequest,
  readAlterPartitionReassignmentsResponse,
);
const LIST_REASSIGNMENTS = api(
  ApiKey.ListPartitionReassignments,
  writeListPartitionReassignmentsRequest,
  readListPartitionReassignmentsResponse,
);

export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

/** What came of one partition; `errorCode` is one of Kafka's, NONE for success. */
export interface PartitionOutcome extends PartitionName {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

export interface Reassignment extends PartitionName {
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** `partitions` null: all there are, and only those where something was done are answered. */
export async function electLeaders(
  client: KafkaClient,
  kind: 'preferred' | 'unclean',
  partitions: readonly PartitionName[] | null,
): Promise<PartitionOutcome[]> {
  const request = newElectLeadersRequest({
    electionType: kind === 'preferred' ? 0 : 1,
    topicPartitions:
      partitions === null
        ? null
        : byTopic(partitions).map(([topic, some]) => ({ topic, partitions: some.map(({ partition }) => partition) })),
    timeoutMs: client.requestTimeoutMs,
  });
  const response = await client.callController(ELECT_LEADERS, request, ({ errorCode }) =>
    refuseError(errorCode, 'ElectLeaders'),
  );
  return response.replicaElectionResults.flatMap(({ partitionResult, topic }) =>
    partitionResult.map(({ errorCode, errorMessage, partitionId }) => ({
      topic,
      partition: partitionId,
      errorCode,
      errorMessage,
    })),
  );
}

/** `replicas` null takes a reassignment back that is under way. */
export async function reassign(
  client: KafkaClient,
  moves: readonly (PartitionName & { readonly replicas: readonly number[] | null })[],
): Promise<PartitionOutcome[]> {
  const request = newAlterPartitionReassignmentsRequest({
    timeoutMs: client.requestTimeoutMs,
    topics: byTopic(moves).map(([name, some]) => ({
      name,
      partitions: some.map(({ partition, replicas }) => ({
        partitionIndex: partition,
        replicas: replicas === null ? null : [...replicas],
      })),
    })),
  });
  const response = await client.callController(ALTER_REASSIGNMENTS, request, ({ errorCode, errorMessage }) =>
    refuseError(errorCode, 'AlterPartitionReassignments', errorMessage),
  );
  return response.responses.flatMap(({ name, partitions }) =>
    partitions.map(({ errorCode, errorMessage, partitionIndex }) => ({
      topic: name,
      partition: partitionIndex,
      errorCode,
      errorMessage,
    })),
  );
}

/** Partitions whose replicas are being moved. */
export async function listReassignments(client: KafkaClient): Promise<Reassignment[]> {
  const request = newListPartitionReassignmentsRequest({ timeoutMs: client.requestTimeoutMs, topics: null });
  const response = await client.callController(LIST_REASSIGNMENTS, request, ({ errorCode, errorMessage }) =>
    refuseError(errorCode, 'ListPartitionReassignments', errorMessage),
  );
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ addingReplicas, partitionIndex, removingReplicas, replicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      addingReplicas,
      removingReplicas,
    })),
  );
}

/** Nothing to do is nothing wrong. */
export function isFailure({ errorCode }: PartitionOutcome): boolean {
  return errorCode !== ErrorCode.NONE && errorCode !== ErrorCode.ELECTION_NOT_NEEDED;
}

function byTopic<P extends PartitionName>(partitions: readonly P[]): [string, P[]][] {
  const groups = new Map<string, P[]>();
  for (const each of partitions) {
    const group = groups.get(each.topic);
    if (group === undefined) groups.set(each.topic, [each]);
    else group.push(each);
  }
  return [...groups];
}
