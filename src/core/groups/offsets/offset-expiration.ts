/** How committed offsets go by age (KIP-211, KIP-496), and empty groups with them. */
import { deleteGroupRecords } from '../delete-groups.ts';
import type { Group, GroupStore } from '../group-store.ts';
import { emitTombstones } from './offset-removal.ts';
import type { CommittedOffset } from './offset-store.ts';

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
