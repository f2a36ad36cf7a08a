/** OffsetCommit and TxnOffsetCommit: what is stored for each partition, under which conditions. */
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { OffsetCommitRequest } from '../../protocol/generated/offset-commit-request.ts';
import type { OffsetCommitResponse } from '../../protocol/generated/offset-commit-response.ts';
import type { TxnOffsetCommitRequest } from '../../protocol/generated/txn-offset-commit-request.ts';
import type { TxnOffsetCommitResponse } from '../../protocol/generated/txn-offset-commit-response.ts';
import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { type Committer, type CommitVerdict, validateCommit } from './commit-validation.ts';
import { NO_PRODUCER_ID } from './offset-store.ts';

/** Since these versions the request speaks of member epochs, and its answer may. */
const MEMBER_EPOCH_VERSION = 9;
const TXN_MEMBER_EPOCH_VERSION = 6;
/** Since this version topics are named by id. */
export const TOPIC_ID_VERSION = 10;
export const TXN_TOPIC_ID_VERSION = 6;

interface CommitTopic {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly {
    readonly partitionIndex: number;
    readonly committedOffset: number;
    readonly committedLeaderEpoch: number;
    readonly committedMetadata: string | null;
  }[];
}

export function commitOffsets(store: GroupStore, request: OffsetCommitRequest, version: number): OffsetCommitResponse {
  const committer = committerOf(request, false, version >= MEMBER_EPOCH_VERSION);
  const expireTimestamp = request.retentionTimeMs < 0 ? -1 : store.now + request.retentionTimeMs;
  const topics = commit(store, committer, request.topics, version >= TOPIC_ID_VERSION, expireTimestamp, NO_PRODUCER_ID);
  return { throttleTimeMs: 0, topics };
}

/** The offsets are pending until the producer's transaction ends; the producer itself is checked by its coordinator and the log. */
export function commitTransactionalOffsets(
  store: GroupStore,
  request: TxnOffsetCommitRequest,
  version: number,
): TxnOffsetCommitResponse {
  const committer = committerOf(request, true, version >= TXN_MEMBER_EPOCH_VERSION);
  const topics = commit(store, committer, request.topics, version >= TXN_TOPIC_ID_VERSION, -1, request.producerId);
  return { throttleTimeMs: 0, topics };
}

function committerOf(
  request: Pick<OffsetCommitRequest, 'groupId' | 'memberId' | 'groupInstanceId' | 'generationIdOrMemberEpoch'>,
  isTransactional: boolean,
  knowsMemberEpochs: boolean,
): Committer {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch } = request;
  return { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch, isTransactional, knowsMemberEpochs };
}

function commit(
  store: GroupStore,
  committer: Committer,
  topics: readonly CommitTopic[],
  byId: boolean,
  expireTimestamp: number,
  producerId: number,
): OffsetCommitResponse['topics'] {
  const resolvedTopics = topics.map((topic) => resolveTopic(store, topic, byId));
  const error = requestError(validateCommit(store, committer), topics, resolvedTopics);
  return topics.map((topic, at) => {
    const resolved = resolvedTopics[at]!;
    const partitions = topic.partitions.map((partition) => ({
      partitionIndex: partition.partitionIndex,
      errorCode: checkPartition(store, error, resolved, partition),
    }));
    topic.partitions.forEach((partition, i) => {
      if (partitions[i]!.errorCode !== ErrorCode.NONE) return;
      store.emit(
        {
          type: RecordType.OffsetCommit,
          key: { group: committer.groupId, topic: resolved.name!, partition: partition.partitionIndex },
          value: {
            offset: partition.committedOffset,
            leaderEpoch: partition.committedLeaderEpoch,
            metadata: partition.committedMetadata ?? '',
            commitTimestamp: store.now,
            expireTimestamp,
            topicId: resolved.topicId,
          },
        },
        producerId,
      );
    });
    return { name: topic.name, topicId: topic.topicId, partitions };
  });
}

/** One partition that the member no longer owns fences the whole request, as in Kafka. */
function requestError(
  verdict: CommitVerdict,
  topics: readonly CommitTopic[],
  resolved: readonly ResolvedTopic[],
): number {
  const { errorCode, mayCommit } = verdict;
  if (mayCommit === null) return errorCode;
  const mayAll = topics.every((topic, at) =>
    topic.partitions.every(({ partitionIndex }) => mayCommit(resolved[at]!.topicId, partitionIndex)),
  );
  return mayAll ? ErrorCode.NONE : errorCode;
}

interface ResolvedTopic {
  /** null where the id or the name is unknown. */
  readonly name: string | null;
  readonly topicId: string;
  readonly partitionCount: number;
  readonly error: number;
}

function resolveTopic(store: GroupStore, topic: CommitTopic, byId: boolean): ResolvedTopic {
  const { topics } = store.ports;
  const name = byId ? topics.topicName(topic.topicId) : topic.name;
  if (name === null)
    return { name: null, topicId: topic.topicId, partitionCount: 0, error: ErrorCode.UNKNOWN_TOPIC_ID };
  const partitionCount = topics.partitionCount(name);
  const topicId = topics.topicId(name) ?? ZERO_UUID;
  return { name, topicId, partitionCount, error: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
}

function checkPartition(
  store: GroupStore,
  requestError: number,
  topic: ResolvedTopic,
  partition: CommitTopic['partitions'][number],
): number {
  const { partitionIndex, committedMetadata } = partition;
  if (topic.name === null || partitionIndex < 0 || partitionIndex >= topic.partitionCount) return topic.error;
  if (requestError !== ErrorCode.NONE) return requestError;
  if ((committedMetadata?.length ?? 0) > store.config['offset.metadata.max.bytes'])
    return ErrorCode.OFFSET_METADATA_TOO_LARGE;
  return ErrorCode.NONE;
}
