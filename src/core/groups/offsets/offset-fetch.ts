/** OffsetFetch of one group: named partitions, or all that have an offset. */
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { OffsetFetchRequest } from '../../protocol/generated/offset-fetch-request.ts';
import type { OffsetFetchResponse } from '../../protocol/generated/offset-fetch-response.ts';
import type { GroupStore } from '../group-store.ts';
import type { CommittedOffset } from './offset-store.ts';

export type FetchGroup = OffsetFetchRequest['groups'][number];
export type FetchedGroup = OffsetFetchResponse['groups'][number];
type FetchedPartition = FetchedGroup['topics'][number]['partitions'][number];

/** `byId`: topics are named by id (version 10), resolved with the metadata port. */
export function fetchOffsets(
  store: GroupStore,
  request: FetchGroup,
  requireStable: boolean,
  byId: boolean,
): FetchedGroup {
  const { groupId } = request;
  const errorCode = validateFetch(store, request);
  if (errorCode !== ErrorCode.NONE) return { groupId, errorCode, topics: [] };
  if (request.topics === null) return { groupId, errorCode, topics: allTopics(store, groupId, requireStable, byId) };
  const topics = request.topics.map((topic) => {
    const name = byId ? store.ports.topics.topicName(topic.topicId) : topic.name;
    const partitions = topic.partitionIndexes.map((partition) => {
      if (name === null) return absent(partition, ErrorCode.UNKNOWN_TOPIC_ID);
      const offset = store.offsets.get(groupId, name, partition);
      return fetched(store, groupId, name, partition, isOf(offset, topic.topicId) ? offset : null, requireStable);
    });
    return { name: topic.name, topicId: topic.topicId, partitions };
  });
  return { groupId, errorCode, topics };
}

/** An unknown group has committed nothing, which is no error. */
function validateFetch(store: GroupStore, request: FetchGroup): number {
  const group = store.consumerGroup(request.groupId);
  if (group === null || (request.memberId === null && request.memberEpoch < 0)) return ErrorCode.NONE;
  const member = group.members.get(request.memberId ?? '');
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  if (member.memberEpoch === request.memberEpoch) return ErrorCode.NONE;
  return member.classic === null ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.ILLEGAL_GENERATION;
}

function allTopics(store: GroupStore, groupId: string, requireStable: boolean, byId: boolean): FetchedGroup['topics'] {
  const all: FetchedGroup['topics'] = [];
  for (const [name, offsets] of store.offsets.topics(groupId) ?? []) {
    const topicId = byId ? store.ports.topics.topicId(name) : ZERO_UUID;
    // A topic without an id cannot be named in version 10: it was deleted.
    if (topicId === null) continue;
    const partitions: FetchedPartition[] = [];
    for (const [partition, offset] of offsets) {
      if (isOf(offset, topicId)) partitions.push(fetched(store, groupId, name, partition, offset, requireStable));
    }
    all.push({ name, topicId, partitions });
  }
  return all;
}

/** An offset that was committed for a topic of the same name that is no more does not count. */
function isOf(offset: CommittedOffset | null, topicId: string): boolean {
  const committedFor = offset?.value.topicId ?? ZERO_UUID;
  return committedFor === ZERO_UUID || topicId === ZERO_UUID || committedFor === topicId;
}

function fetched(
  store: GroupStore,
  groupId: string,
  topic: string,
  partition: number,
  offset: CommittedOffset | null,
  requireStable: boolean,
): FetchedPartition {
  // KIP-447: the open transaction may still move it; the client asks again.
  if (requireStable && store.offsets.isPending(groupId, topic, partition))
    return absent(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT);
  if (offset === null) return absent(partition, ErrorCode.NONE);
  const { value } = offset;
  return {
    partitionIndex: partition,
    committedOffset: value.offset,
    committedLeaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    errorCode: ErrorCode.NONE,
  };
}

const absent = (partitionIndex: number, errorCode: number): FetchedPartition => ({
  partitionIndex,
  committedOffset: -1,
  committedLeaderEpoch: -1,
  metadata: '',
  errorCode,
});
