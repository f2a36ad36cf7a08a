/** How committed offsets go: by OffsetDelete, with their group, and with their topic. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { OffsetDeleteRequest } from '../../protocol/generated/offset-delete-request.ts';
import type { OffsetDeleteResponse } from '../../protocol/generated/offset-delete-response.ts';
import { RecordType } from '../group-records.ts';
import type { Group, GroupStore } from '../group-store.ts';

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

export function emitTombstones(
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
