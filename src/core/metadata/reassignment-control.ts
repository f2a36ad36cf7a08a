/**
 * AlterPartitionReassignments (KIP-455): a partition first grows by the replicas it shall have, and lets go of the old
 * ones when the new ones are in sync. Adds nobody to the in-sync set by itself, and never takes it below the minimum (I36).
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AlterPartitionReassignmentsRequest } from '../protocol/generated/alter-partition-reassignments-request.ts';
import type { AlterPartitionReassignmentsResponse } from '../protocol/generated/alter-partition-reassignments-response.ts';
import { manualAssignment } from './assignments.ts';
import { type ApiFailure, type ControlContext, type ControlResult, failure } from './control.ts';
import { isReassigning, type LeadershipRules, type PartitionTarget, planPartitionChange } from './partition-change.ts';
import { leadershipRules } from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { PartitionRegistration, TopicImage } from './topics-image.ts';

type Response = AlterPartitionReassignmentsResponse;

export function alterPartitionReassignments(
  context: ControlContext,
  request: AlterPartitionReassignmentsRequest,
): ControlResult<Response> {
  const records: MetadataRecord[] = [];
  const seen = new Set<string>();
  const responses = request.topics.map(({ name, partitions }) => {
    const topic = context.image.topics.byName(name);
    return {
      name,
      partitions: partitions.map(({ partitionIndex, replicas }) => {
        const key = `${partitionIndex}:${name}`;
        const planned = seen.has(key)
          ? failure(ErrorCode.INVALID_REQUEST, `Partition ${name}-${partitionIndex} is named twice.`)
          : plan(context, topic, name, partitionIndex, replicas, request.allowReplicationFactorChange);
        seen.add(key);
        if (planned !== null && 'errorCode' in planned) return { partitionIndex, ...planned };
        if (planned !== null) records.push(planned);
        return { partitionIndex, errorCode: ErrorCode.NONE, errorMessage: null };
      }),
    };
  });
  const { allowReplicationFactorChange } = request;
  const response: Response = {
    throttleTimeMs: 0,
    allowReplicationFactorChange,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    responses,
  };
  return { records, response };
}

function plan(
  context: ControlContext,
  topic: TopicImage | undefined,
  topicName: string,
  partitionIndex: number,
  replicas: number[] | null,
  mayChangeReplicationFactor: boolean,
): MetadataRecord | ApiFailure | null {
  if (topic === undefined) {
    return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find a topic named ${topicName}.`);
  }
  const partition = topic.partitions[partitionIndex];
  if (partition === undefined) {
    return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find partition ${topicName}:${partitionIndex}.`);
  }
  const rules = leadershipRules(context, topicName);
  const target =
    replicas === null
      ? reverted(topicName, partition, rules)
      : changed(context, partition, replicas, mayChangeReplicationFactor);
  if ('errorCode' in target) return target;
  const change = planPartitionChange(partition, target, rules);
  return change === null ? null : metadataRecord(RecordType.PARTITION_CHANGE, change);
}

function changed(
  context: ControlContext,
  partition: PartitionRegistration,
  replicas: number[],
  mayChangeReplicationFactor: boolean,
): PartitionTarget | ApiFailure {
  // What an unfinished reassignment adds does not count: the partition never had as many by its owner's wish.
  const current = partition.replicas.filter((id) => !partition.addingReplicas.includes(id)).length;
  const valid = manualAssignment(context.image, partition.partition, replicas, null);
  if ('errorCode' in valid) return valid;
  if (!mayChangeReplicationFactor && replicas.length !== current) {
    return failure(
      ErrorCode.INVALID_REPLICATION_FACTOR,
      `The replication factor is changed from ${current} to ${replicas.length}, and the request does not allow that.`,
    );
  }
  const removingReplicas = partition.replicas.filter((id) => !replicas.includes(id)).sort((a, b) => a - b);
  // Those of an unfinished reassignment that are not in sync are still being added.
  const addingReplicas = replicas
    .filter((id) => !partition.replicas.includes(id) || partition.addingReplicas.includes(id))
    .sort((a, b) => a - b);
  return { replicas: [...replicas, ...removingReplicas], addingReplicas, removingReplicas };
}

/** The replicas from before the reassignment, as far as they can carry on. */
function reverted(
  topicName: string,
  partition: PartitionRegistration,
  rules: LeadershipRules,
): PartitionTarget | ApiFailure {
  if (!isReassigning(partition)) return failure(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  const isOld = (id: number) => !partition.addingReplicas.includes(id);
  const replicas = partition.replicas.filter(isOld);
  const isr = partition.isr.filter(isOld);
  const unable = `Unable to revert partition assignment for ${topicName}:${partition.partition} because it would`;
  if (replicas.length === 0 || (isr.length === 0 && partition.isr.length > 0)) {
    if (replicas.length === 0 || !rules.isUncleanAllowed) {
      return failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, `${unable} require an unclean leader election.`);
    }
    return { replicas, isr: [], addingReplicas: [], removingReplicas: [], election: 'unclean' };
  }
  const minimum = Math.min(rules.minInsyncReplicas, replicas.length);
  if (isr.length < partition.isr.length && isr.length < minimum) {
    const message = `${unable} leave ${isr.length} in-sync replica(s), fewer than min.insync.replicas (${minimum}).`;
    return failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  }
  return { replicas, isr, addingReplicas: [], removingReplicas: [] };
}
