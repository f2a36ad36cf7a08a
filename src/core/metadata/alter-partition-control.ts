/**
 * AlterPartition (KIP-497, KIP-903, KIP-966): the leader of a partition proposes its in-sync set. Accepted only from the
 * leader of the current epochs, and only with members that are alive in the incarnation that the leader heard from (I33).
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AlterPartitionRequest } from '../protocol/generated/alter-partition-request.ts';
import type { AlterPartitionResponse } from '../protocol/generated/alter-partition-response.ts';
import { staleEpoch } from './broker-control.ts';
import type { ClusterImage } from './cluster-image.ts';
import type { ControlContext, ControlResult } from './control.ts';
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import { LeaderRecoveryState, planPartitionChange } from './partition-change.ts';
import { leadershipRules } from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, NO_LEADER_CHANGE, RecordType } from './records.ts';
import { changedPartition, type PartitionRegistration } from './topics-image.ts';

type Proposal = AlterPartitionRequest['topics'][number]['partitions'][number];
type TopicAnswer = AlterPartitionResponse['topics'][number];
type Answer = TopicAnswer['partitions'][number];

/**
 * Each partition by itself. Errors: NOT_CONTROLLER (the leader knows more than this controller), FENCED_LEADER_EPOCH,
 * INVALID_UPDATE_VERSION (its picture is old), INELIGIBLE_REPLICA (a member is fenced, leaving or another incarnation),
 * NEW_LEADER_ELECTED (accepted, and the change completed a reassignment that takes the leader out), INVALID_REQUEST,
 * UNKNOWN_TOPIC_ID, UNKNOWN_TOPIC_OR_PARTITION. INELIGIBLE_REPLICA is judged under matching epochs, so it proves that the
 * proposal has had no effect; the others do not, since what is refused may be the second copy of what was accepted.
 */
export function alterPartition(
  context: ControlContext,
  request: AlterPartitionRequest,
): ControlResult<AlterPartitionResponse> {
  const stale = staleEpoch(context.image.brokers.get(request.brokerId), request.brokerEpoch);
  if (stale !== ErrorCode.NONE) {
    return { records: [], response: { throttleTimeMs: 0, errorCode: ErrorCode.STALE_BROKER_EPOCH, topics: [] } };
  }
  const records: MetadataRecord[] = [];
  const topics: TopicAnswer[] = [];
  const seen = new Set<string>();
  for (const { topicId, partitions } of request.topics) {
    const topic = context.image.topics.byId(topicId);
    const answers: Answer[] = [];
    for (const proposal of partitions) {
      const partition = topic?.partitions[proposal.partitionIndex];
      const unknown = topic === undefined ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      if (partition === undefined || topic === undefined) {
        answers.push(refusal(proposal, unknown));
        continue;
      }
      const key = `${topicId}:${proposal.partitionIndex}`;
      const problem = seen.has(key)
        ? ErrorCode.INVALID_REQUEST
        : problemWith(context.image, request.brokerId, partition, proposal);
      seen.add(key);
      answers.push(
        problem === ErrorCode.NONE
          ? accept(context, request.brokerId, topic.name, partition, proposal, records)
          : refusal(proposal, problem),
      );
    }
    topics.push({ topicId, partitions: answers });
  }
  return { records, response: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, topics } };
}

function problemWith(
  image: ClusterImage,
  brokerId: number,
  partition: PartitionRegistration,
  proposal: Proposal,
): number {
  const { leaderEpoch, leaderRecoveryState, newIsrWithEpochs, partitionEpoch } = proposal;
  // What this broker knows can only have come from a later controller than this one.
  if (leaderEpoch > partition.leaderEpoch || partitionEpoch > partition.partitionEpoch) return ErrorCode.NOT_CONTROLLER;
  if (leaderEpoch < partition.leaderEpoch) return ErrorCode.FENCED_LEADER_EPOCH;
  if (brokerId !== partition.leader) return ErrorCode.INVALID_REQUEST;
  if (partitionEpoch < partition.partitionEpoch) return ErrorCode.INVALID_UPDATE_VERSION;
  const isr = newIsrWithEpochs.map((member) => member.brokerId);
  const isValidSet = new Set(isr).size === isr.length && isr.every((id) => partition.replicas.includes(id));
  if (!isValidSet || !isr.includes(partition.leader)) return ErrorCode.INVALID_REQUEST;
  const isRecovering = leaderRecoveryState === LeaderRecoveryState.RECOVERING;
  if (!isRecovering && leaderRecoveryState !== LeaderRecoveryState.RECOVERED) return ErrorCode.INVALID_REQUEST;
  if (isRecovering && isr.length > 1) return ErrorCode.INVALID_REQUEST;
  if (isRecovering && partition.leaderRecoveryState === LeaderRecoveryState.RECOVERED) return ErrorCode.INVALID_REQUEST;
  for (const member of newIsrWithEpochs) {
    // A member that the leader has not heard of in its epoch has no epoch: it may stay, it may not enter (KIP-903).
    const isCurrent =
      member.brokerEpoch === -1
        ? partition.isr.includes(member.brokerId)
        : image.brokers.get(member.brokerId)?.epoch === member.brokerEpoch;
    if (!isCurrent || !image.brokers.isActive(member.brokerId)) return ErrorCode.INELIGIBLE_REPLICA;
  }
  return ErrorCode.NONE;
}

function accept(
  context: ControlContext,
  brokerId: number,
  topicName: string,
  partition: PartitionRegistration,
  proposal: Proposal,
  records: MetadataRecord[],
): Answer {
  const proposed = proposal.newIsrWithEpochs.map((member) => member.brokerId);
  const target = {
    isr: stayingFirst(partition, proposed),
    leaderRecoveryState: proposal.leaderRecoveryState,
  };
  const planned = planPartitionChange(partition, target, leadershipRules(context, topicName));
  // A leader that asks for the set there is wants the partition epoch to move on: whatever it asked for before, and may
  // still be under way, can then not be accepted any more.
  const change = planned ?? sameSet(partition);
  records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
  const after = changedPartition(partition, change);
  if (after.leader !== brokerId) return refusal(proposal, ErrorCode.NEW_LEADER_ELECTED);
  return {
    partitionIndex: proposal.partitionIndex,
    errorCode: ErrorCode.NONE,
    leaderId: after.leader,
    leaderEpoch: after.leaderEpoch,
    isr: [...after.isr],
    leaderRecoveryState: after.leaderRecoveryState,
    partitionEpoch: after.partitionEpoch,
  };
}

function sameSet({ topicId, partition, isr }: PartitionRegistration): PartitionChangeRecord {
  return {
    topicId,
    partitionId: partition,
    isr: [...isr],
    leader: NO_LEADER_CHANGE,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
}

/** Members that stay keep their places, so that the same set is no change; newcomers follow. */
function stayingFirst(partition: PartitionRegistration, proposed: readonly number[]): number[] {
  const staying = partition.isr.filter((id) => proposed.includes(id));
  return [...staying, ...proposed.filter((id) => !staying.includes(id))];
}

function refusal(proposal: Proposal, errorCode: number): Answer {
  return {
    partitionIndex: proposal.partitionIndex,
    errorCode,
    leaderId: 0,
    leaderEpoch: 0,
    isr: [],
    leaderRecoveryState: 0,
    partitionEpoch: 0,
  };
}
