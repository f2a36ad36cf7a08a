/** Committed offsets of a group from outside it: read, set and deleted by whoever administers it. */
import { ZERO_UUID } from '../core/bytes/uuid.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newOffsetCommitRequest } from '../core/protocol/generated/offset-commit-request.ts';
import { newOffsetDeleteRequest } from '../core/protocol/generated/offset-delete-request.ts';
import { newOffsetFetchRequest, newOffsetFetchRequestGroup } from '../core/protocol/generated/offset-fetch-request.ts';
import type { OffsetFetchResponse } from '../core/protocol/generated/offset-fetch-response.ts';
import { CoordinatorType, callCoordinator } from './coordinators.ts';
import type { TopicPartition } from './describe-group.ts';
import { OFFSET_COMMIT, OFFSET_DELETE, OFFSET_FETCH } from './group-apis.ts';
import type { KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';

export interface CommittedOffset extends TopicPartition {
  readonly offset: number;
  /** -1 when whoever committed it did not know. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

/** What the group committed, for all partitions; none for a group that is not there. */
export async function committedOffsets(client: KafkaClient, groupId: string): Promise<CommittedOffset[]> {
  const response = await callCoordinator(
    client,
    CoordinatorType.GROUP,
    groupId,
    OFFSET_FETCH,
    (version) =>
      version >= 8
        ? newOffsetFetchRequest({ groups: [newOffsetFetchRequestGroup({ groupId, topics: null })] })
        : newOffsetFetchRequest({ groupId, topics: null }),
    (answer) => committedIn(answer, groupId),
  );
  return committedIn(response, groupId);
}

/** Throws what the response refuses. */
export function committedIn(response: OffsetFetchResponse, groupId: string): CommittedOffset[] {
  const group = response.groups.find((candidate) => candidate.groupId === groupId);
  refuseError(group?.errorCode ?? response.errorCode, `group ${groupId}`);
  const committed: CommittedOffset[] = [];
  for (const { name, partitions } of group?.topics ?? response.topics) {
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode } of partitions) {
      refuseError(errorCode, `offset of group ${groupId} in ${name}-${partitionIndex}`);
      if (committedOffset < 0) continue;
      committed.push({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata: metadata ?? '',
      });
    }
  }
  return committed;
}

/**
 * Commits for a group without members, which makes it if need be. Throws UNKNOWN_MEMBER_ID when it has members, whose
 * place it is.
 */
export async function setOffsets(
  client: KafkaClient,
  groupId: string,
  offsets: readonly (TopicPartition & { readonly offset: number })[],
): Promise<void> {
  const request = newOffsetCommitRequest({
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    topics: byTopic(offsets).map(([name, partitions]) => ({
      name,
      topicId: ZERO_UUID,
      partitions: partitions.map(({ partition, offset }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: -1,
        committedMetadata: '',
      })),
    })),
  });
  await callCoordinator(
    client,
    CoordinatorType.GROUP,
    groupId,
    OFFSET_COMMIT,
    () => request,
    ({ topics }) => {
      for (const { name, partitions } of topics) {
        for (const { partitionIndex, errorCode } of partitions)
          refuseError(errorCode, `offset of group ${groupId} in ${name}-${partitionIndex}`);
      }
    },
    // To whoever administers it, a topic that is missing is missing.
    (error) => error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  );
}

export interface DeletedOffset extends TopicPartition {
  readonly errorCode: number;
}

/** One result per partition. Throws what is refused as a whole. */
export async function deleteOffsets(
  client: KafkaClient,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<DeletedOffset[]> {
  const request = newOffsetDeleteRequest({
    groupId,
    topics: byTopic(partitions).map(([name, places]) => ({
      name,
      partitions: places.map(({ partition }) => ({ partitionIndex: partition })),
    })),
  });
  const response = await callCoordinator(
    client,
    CoordinatorType.GROUP,
    groupId,
    OFFSET_DELETE,
    () => request,
    ({ errorCode }) => refuseError(errorCode, `group ${groupId}`),
  );
  return partitions.map(({ topic, partition }) => {
    const result = response.topics
      .find(({ name }) => name === topic)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
    if (result === undefined)
      throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `offset of group ${groupId} in ${topic}-${partition}`);
    return { topic, partition, errorCode: result.errorCode };
  });
}

function byTopic<Place extends TopicPartition>(places: readonly Place[]): [string, Place[]][] {
  const topics = new Map<string, Place[]>();
  for (const place of places) {
    const group = topics.get(place.topic);
    if (group === undefined) topics.set(place.topic, [place]);
    else group.push(place);
  }
  return [...topics];
}
