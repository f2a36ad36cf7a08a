/** AssignReplicasToDirs (KIP-858): a broker with several log directories says in which of them it keeps each replica. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AssignReplicasToDirsRequest } from '../protocol/generated/assign-replicas-to-dirs-request.ts';
import type { AssignReplicasToDirsResponse } from '../protocol/generated/assign-replicas-to-dirs-response.ts';
import { staleEpoch } from './broker-control.ts';
import type { ControlContext, ControlResult } from './control.ts';
import { type PartitionTarget, planPartitionChange } from './partition-change.ts';
import { leadershipRules } from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { PartitionRegistration } from './topics-image.ts';

export function assignReplicasToDirs(
  context: ControlContext,
  request: AssignReplicasToDirsRequest,
): ControlResult<AssignReplicasToDirsResponse> {
  const { brokerId } = request;
  const errorCode = staleEpoch(context.image.brokers.get(brokerId), request.brokerEpoch);
  if (errorCode !== ErrorCode.NONE) return { records: [], response: { throttleTimeMs: 0, errorCode, directories: [] } };
  const records: MetadataRecord[] = [];
  const seen = new Set<string>();
  const directories = request.directories.map(({ id, topics }) => ({
    id,
    topics: topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map(({ partitionIndex }) => {
        const key = `${topicId}:${partitionIndex}`;
        const problem = seen.has(key)
          ? ErrorCode.INVALID_REQUEST
          : assign(context, brokerId, id, topicId, partitionIndex, records);
        seen.add(key);
        return { partitionIndex, errorCode: problem };
      }),
    })),
  }));
  return { records, response: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, directories } };
}

function assign(
  context: ControlContext,
  brokerId: number,
  directoryId: string,
  topicId: string,
  partitionIndex: number,
  records: MetadataRecord[],
): number {
  const topic = context.image.topics.byId(topicId);
  if (topic === undefined) return ErrorCode.UNKNOWN_TOPIC_ID;
  const partition = topic.partitions[partitionIndex];
  if (partition === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const at = partition.replicas.indexOf(brokerId);
  if (at < 0) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
  const directories = new Map([[brokerId, directoryId]]);
  const target = { directories, ...whatIsLost(context, partition, at, directoryId) };
  const change = planPartitionChange(partition, target, leadershipRules(context, topic.name));
  if (change !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
  return ErrorCode.NONE;
}

/**
 * A replica that turns up elsewhere while its directory is gone begins anew, with nothing. Where it is the only one
 * there is nobody who knows more, so it may lead; where it has gone to a directory that has failed, it leads nothing.
 */
function whatIsLost(
  context: ControlContext,
  partition: PartitionRegistration,
  at: number,
  directoryId: string,
): Pick<PartitionTarget, 'emptyReplicas' | 'isr'> {
  const { brokers } = context.image;
  const brokerId = partition.replicas[at]!;
  const before = partition.directories[at]!;
  if (!brokers.hasOnlineDirectory(brokerId, directoryId)) return { isr: partition.isr.filter((id) => id !== brokerId) };
  const isLost = before !== directoryId && !brokers.hasOnlineDirectory(brokerId, before);
  return isLost && partition.replicas.length > 1 ? { emptyReplicas: [brokerId] } : {};
}
