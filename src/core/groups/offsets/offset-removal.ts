/** How committed offsets go: by OffsetDelete, with their group, with their topic, and by age. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { OffsetDeleteRequest } from '../../protocol/generated/offset-delete-request.ts';
import type { OffsetDeleteResponse } from '../../protocol/generated/offset-delete-response.ts';
import { deleteGroupRecords } from '../delete-groups.ts';
import { RecordType } from '../group-records.ts';
import type { Group, GroupStore } from '../group-store.ts';
import type { CommittedOffset } from './offset-store.ts';

export function deleteOffsets(store: GroupStore, request: OffsetDeleteRequest): OffsetDeleteResponse {
  const group = store.groups.get(request.groupId);
  const errorCode = group === undefined ? ErrorCode.GROUP_ID_NOT_FOUND : validateDelete(group);
  if (group === undefined || errorCode !== ErrorCode.NONE) return { errorCode, throttleTimeMs: 0, topics: [] };
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => {
      if (group.isSubscribedTo(name)) return { partitionIndex, errorCode: ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC };
      const exists =
        store.offsets.get(request.groupId, name, partitionIndex) !== null ||
        store.offsets.isPending(request.groupId, name, partitionIndex);
      if (exists) emitTombstone(store, request.groupId, name, partitionIndex);
      return { partitionIndex, errorCode: ErrorCode.NONE };
    }),
  }));
  return { errorCode, throttleTimeMs: 0, topics };
}

/** Of a group that is not of consumers nobody knows what it subscribes to. */
function validateDelete(group: Group): number {
  if (group.type === 'consumer' || group.state === 'Empty' || group.usesConsumerProtocol) return ErrorCode.NONE;
  return ErrorCode.NON_EMPTY_GROUP;
}

export function deleteAllOffsets(store: GroupStore, groupId: string): void {
  const doomed: [string, number][] = [];
  for (const [topic, partitions] of store.offsets.topics(groupId) ?? [])
    for (const partition of partitions.keys()) doomed.push([topic, partition]);
  for (const [topic, partition] of store.offsets.pendingPartitions(groupId)) doomed.push([topic, partition]);
  emitTombstones(store, groupId, doomed);
}

/** The topic is gone: nobody will ever resume there. */
export function deleteOffsetsOfTopic(store: GroupStore, topic: string, topicId: string): void {
  const seen = new Set<string>();
  for (const [groupId, partition] of [...store.offsets.offsetsOfTopic(topic, topicId)]) {
    const key = `${partition} ${groupId}`;
    if (!seen.has(key)) emitTombstone(store, groupId, topic, partition);
    seen.add(key);
  }
}

/** Drops what has expired, and groups that are empty and have no offsets left. */
export function expireOffsets(store: GroupStore): void {
  for (const group of [...store.groups.values()]) {
    if (!expireOffsetsOf(store, group)) continue;
    if (group.state === 'Empty') deleteGroupRecords(store, group);
  }
}

/** True if the group has no offsets left. */
function expireOffsetsOf(store: GroupStore, group: Group): boolean {
  const { groupId } = group;
  const topics = store.offsets.topics(groupId);
  if (topics === null) return !store.offsets.hasPending(groupId);
  const base = expirationBase(group);
  if (base === null) return false;
  const retentionMs = store.config['offsets.retention.minutes'] * 60_000;
  const expired: [string, number][] = [];
  let remaining = 0;
  const subscribed = group.type === 'consumer' ? group.subscribedTopics() : null;
  for (const [topic, partitions] of topics) {
    const isSubscribed = subscribed === null ? group.isSubscribedTo(topic) : subscribed.has(topic);
    for (const [partition, offset] of partitions) {
      if (
        !isSubscribed &&
        isExpired(offset, base(offset), store.now, retentionMs) &&
        !store.offsets.isPending(groupId, topic, partition)
      )
        expired.push([topic, partition]);
      else remaining++;
    }
  }
  emitTombstones(store, groupId, expired);
  return remaining === 0 && !store.offsets.hasPending(groupId);
}

/** From when an offset of the group ages; null while it does not (KIP-211, KIP-496). */
function expirationBase(group: Group): ((offset: CommittedOffset) => number) | null {
  const sinceCommit = (offset: CommittedOffset): number => offset.value.commitTimestamp;
  if (group.type === 'consumer' || group.protocolType === null) return sinceCommit;
  if (group.state === 'Empty') return () => group.stateTimestamp;
  // Live consumers keep what they subscribe to, and only that.
  return group.usesConsumerProtocol && group.subscribedTopics !== null && group.state === 'Stable' ? sinceCommit : null;
}

function isExpired({ value }: CommittedOffset, base: number, now: number, retentionMs: number): boolean {
  return value.expireTimestamp === -1 ? now - base >= retentionMs : now >= value.expireTimestamp;
}

function emitTombstones(
  store: GroupStore,
  groupId: string,
  partitions: readonly (readonly [topic: string, partition: number])[],
): void {
  const seen = new Set<string>();
  for (const [topic, partition] of partitions) {
    const key = `${partition} ${topic}`;
    if (!seen.has(key)) emitTombstone(store, groupId, topic, partition);
    seen.add(key);
  }
}

function emitTombstone(store: GroupStore, groupId: string, topic: string, partition: number): void {
  store.emit({ type: RecordType.OffsetCommit, key: { group: groupId, topic, partition }, value: null });
}
