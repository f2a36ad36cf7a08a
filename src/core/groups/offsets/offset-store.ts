/**
 * The committed offsets of one coordinator's groups, and those that wait for the end of their transaction. Owned by the
 * group store; changed only by replaying records and transaction markers.
 */
import { ZERO_UUID } from '../../bytes/uuid.ts';
import type { OffsetCommitValue } from '../group-record-codecs.ts';

export interface CommittedOffset {
  readonly value: OffsetCommitValue;
  /** Place in the order of replay: a transaction's offset does not overwrite one that was committed after it. */
  readonly sequence: number;
}

type PartitionOffsets = Map<number, CommittedOffset>;
type TopicOffsets = Map<string, PartitionOffsets>;

/** What a replayed record replaced, for taking it back. */
export interface ReplacedOffset {
  readonly committed: CommittedOffset | null;
  readonly pending: readonly (readonly [producerId: number, offset: CommittedOffset])[];
}

export const NO_PRODUCER_ID = -1;
const NOTHING_PENDING: ReplacedOffset['pending'] = [];

export class OffsetStore {
  readonly #committed = new Map<string, TopicOffsets>();
  /** By producer id: its open transaction's offsets, by group. */
  readonly #pending = new Map<number, Map<string, TopicOffsets>>();
  /** How many pending offsets a group has; groups without are absent. */
  readonly #pendingByGroup = new Map<string, number>();
  #sequence = 0;

  get(groupId: string, topic: string, partition: number): CommittedOffset | null {
    return this.#committed.get(groupId)?.get(topic)?.get(partition) ?? null;
  }

  topics(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> | null {
    return this.#committed.get(groupId) ?? null;
  }

  /** Committed or pending. */
  has(groupId: string): boolean {
    return this.#committed.has(groupId) || this.#pendingByGroup.has(groupId);
  }

  hasPending(groupId: string): boolean {
    return this.#pendingByGroup.has(groupId);
  }

  isPending(groupId: string, topic: string, partition: number): boolean {
    if (!this.#pendingByGroup.has(groupId)) return false;
    for (const groups of this.#pending.values()) if (groups.get(groupId)?.get(topic)?.has(partition)) return true;
    return false;
  }

  /** Every topic and partition with a pending offset of the group; one may come more than once. */
  *pendingPartitions(groupId: string): Generator<readonly [topic: string, partition: number]> {
    if (!this.#pendingByGroup.has(groupId)) return;
    for (const groups of this.#pending.values()) {
      for (const [topic, partitions] of groups.get(groupId) ?? [])
        for (const partition of partitions.keys()) yield [topic, partition];
    }
  }

  replay(
    groupId: string,
    topic: string,
    partition: number,
    value: OffsetCommitValue | null,
    producerId: number,
  ): ReplacedOffset {
    this.#sequence++;
    if (value === null) return this.#replayTombstone(groupId, topic, partition);
    const offset = { value, sequence: this.#sequence };
    if (producerId === NO_PRODUCER_ID) {
      const committed = put(this.#committed, groupId, topic, partition, offset);
      return { committed, pending: NOTHING_PENDING };
    }
    const previous = this.#putPending(producerId, groupId, topic, partition, offset);
    return { committed: null, pending: previous === null ? NOTHING_PENDING : [[producerId, previous]] };
  }

  /** Takes a replayed record back. `producerId` and `wasTombstone` as they were in the record. */
  undo(groupId: string, topic: string, partition: number, replaced: ReplacedOffset, producerId: number): void {
    if (producerId !== NO_PRODUCER_ID) {
      this.#removePending(producerId, groupId, topic, partition);
    } else if (replaced.committed === null) {
      remove(this.#committed, groupId, topic, partition);
    } else {
      put(this.#committed, groupId, topic, partition, replaced.committed);
    }
    for (const [id, offset] of replaced.pending) this.#putPending(id, groupId, topic, partition, offset);
  }

  /** The transaction of the producer ended: its offsets become visible, or are forgotten. */
  replayMarker(producerId: number, isCommit: boolean): void {
    const groups = this.#pending.get(producerId);
    if (groups === undefined) return;
    this.#pending.delete(producerId);
    for (const [groupId, topics] of groups) {
      for (const [topic, partitions] of topics) {
        for (const [partition, offset] of partitions) {
          this.#countPending(groupId, -1);
          if (!isCommit) continue;
          const current = this.get(groupId, topic, partition);
          if (current === null || current.sequence < offset.sequence)
            put(this.#committed, groupId, topic, partition, offset);
        }
      }
    }
  }

  #replayTombstone(groupId: string, topic: string, partition: number): ReplacedOffset {
    const committed = remove(this.#committed, groupId, topic, partition);
    if (!this.#pendingByGroup.has(groupId)) return { committed, pending: NOTHING_PENDING };
    const pending: [number, CommittedOffset][] = [];
    for (const producerId of [...this.#pending.keys()]) {
      const removed = this.#removePending(producerId, groupId, topic, partition);
      if (removed !== null) pending.push([producerId, removed]);
    }
    return { committed, pending };
  }

  #putPending(
    producerId: number,
    groupId: string,
    topic: string,
    partition: number,
    offset: CommittedOffset,
  ): CommittedOffset | null {
    let groups = this.#pending.get(producerId);
    if (groups === undefined) {
      groups = new Map();
      this.#pending.set(producerId, groups);
    }
    const previous = put(groups, groupId, topic, partition, offset);
    if (previous === null) this.#countPending(groupId, 1);
    return previous;
  }

  #removePending(producerId: number, groupId: string, topic: string, partition: number): CommittedOffset | null {
    const groups = this.#pending.get(producerId);
    if (groups === undefined) return null;
    const removed = remove(groups, groupId, topic, partition);
    if (removed !== null) this.#countPending(groupId, -1);
    if (groups.size === 0) this.#pending.delete(producerId);
    return removed;
  }

  #countPending(groupId: string, by: number): void {
    const count = (this.#pendingByGroup.get(groupId) ?? 0) + by;
    if (count === 0) this.#pendingByGroup.delete(groupId);
    else this.#pendingByGroup.set(groupId, count);
  }

  /** Groups with an offset of the topic, committed or pending, whose topic id is unknown or `topicId`. */
  *offsetsOfTopic(topic: string, topicId: string): Generator<readonly [groupId: string, partition: number]> {
    for (const groups of [this.#committed, ...this.#pending.values()]) {
      for (const [groupId, topics] of groups) {
        for (const [partition, { value }] of topics.get(topic) ?? []) {
          if (value.topicId === ZERO_UUID || value.topicId === topicId) yield [groupId, partition];
        }
      }
    }
  }

  /** All that is durable, in an order of its own: for tests and checks. */
  snapshot(): unknown {
    const list = (groups: Map<string, TopicOffsets>, producerId: number): unknown[] =>
      [...groups].flatMap(([groupId, topics]) =>
        [...topics].flatMap(([topic, partitions]) =>
          [...partitions].map(([partition, { value }]) => ({ producerId, groupId, topic, partition, ...value })),
        ),
      );
    const all = [
      ...list(this.#committed, NO_PRODUCER_ID),
      ...[...this.#pending].flatMap(([id, groups]) => list(groups, id)),
    ];
    return all.map((one) => JSON.stringify(one)).sort();
  }
}

function put(
  groups: Map<string, TopicOffsets>,
  groupId: string,
  topic: string,
  partition: number,
  offset: CommittedOffset,
): CommittedOffset | null {
  let topics = groups.get(groupId);
  if (topics === undefined) {
    topics = new Map();
    groups.set(groupId, topics);
  }
  let partitions = topics.get(topic);
  if (partitions === undefined) {
    partitions = new Map();
    topics.set(topic, partitions);
  }
  const previous = partitions.get(partition) ?? null;
  partitions.set(partition, offset);
  return previous;
}

function remove(
  groups: Map<string, TopicOffsets>,
  groupId: string,
  topic: string,
  partition: number,
): CommittedOffset | null {
  const topics = groups.get(groupId);
  const partitions = topics?.get(topic);
  const previous = partitions?.get(partition);
  if (topics === undefined || partitions === undefined || previous === undefined) return null;
  partitions.delete(partition);
  if (partitions.size === 0) topics.delete(topic);
  if (topics.size === 0) groups.delete(groupId);
  return previous;
}
