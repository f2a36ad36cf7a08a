/** DescribeQuorum (KIP-595, KIP-853): the controller's log and how far each node has it. Changes nothing. */
import { ErrorCode, errorMessage } from '../protocol/error-codes.ts';
import type { DescribeQuorumRequest } from '../protocol/generated/describe-quorum-request.ts';
import type { DescribeQuorumResponse } from '../protocol/generated/describe-quorum-response.ts';
import type { ControlContext, ControlResult } from './control.ts';
import { CLUSTER_METADATA_TOPIC } from './topic-names.ts';

export interface QuorumReplica {
  readonly nodeId: number;
  /** The zero uuid while it is not known. */
  readonly directoryId: string;
  /** Last index that is known to be on its disk; -1 for one that has not said so in this epoch. */
  readonly durableIndex: number;
  readonly isConnected: boolean;
}

/** What the active controller knows of those who hold its log. */
export interface QuorumView {
  readonly leaderId: number;
  readonly epoch: number;
  readonly commitIndex: number;
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

type TopicAnswer = DescribeQuorumResponse['topics'][number];
type Answer = TopicAnswer['partitions'][number];

export function describeQuorum(
  { quorum }: ControlContext,
  request: DescribeQuorumRequest,
): ControlResult<DescribeQuorumResponse> {
  const topics = request.topics.map(
    ({ partitions, topicName }): TopicAnswer => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) => {
        const isKnown = topicName === CLUSTER_METADATA_TOPIC && partitionIndex === 0;
        if (!isKnown) return failed(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        return quorum === undefined
          ? failed(partitionIndex, ErrorCode.NOT_LEADER_OR_FOLLOWER)
          : described(quorum, partitionIndex);
      }),
    }),
  );
  return { records: [], response: { errorCode: ErrorCode.NONE, errorMessage: null, topics, nodes: [] } };
}

function described(quorum: QuorumView, partitionIndex: number): Answer {
  const state = ({ directoryId, durableIndex, isConnected, nodeId }: QuorumReplica) => ({
    replicaId: nodeId,
    replicaDirectoryId: directoryId,
    // Kafka counts from 0 and names the next offset; our first entry is number 1.
    logEndOffset: durableIndex < 0 ? -1 : durableIndex + 1,
    lastFetchTimestamp: isConnected ? quorum.wallMs : -1,
    lastCaughtUpTimestamp: isConnected && durableIndex >= quorum.commitIndex ? quorum.wallMs : -1,
  });
  return {
    partitionIndex,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    leaderId: quorum.leaderId,
    leaderEpoch: quorum.epoch,
    highWatermark: quorum.commitIndex + 1,
    currentVoters: quorum.voters.map(state),
    observers: quorum.observers.map(state),
  };
}

function failed(partitionIndex: number, errorCode: number): Answer {
  return {
    partitionIndex,
    errorCode,
    errorMessage: errorMessage(errorCode),
    leaderId: -1,
    leaderEpoch: -1,
    highWatermark: -1,
    currentVoters: [],
    observers: [],
  };
}
