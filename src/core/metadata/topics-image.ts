/**
 * The topics of a cluster image, by id and by name, and their partitions. A partition's registration is an immutable
 * value that a change replaces, so readers may keep one across later changes.
 */
import { assert } from '../base/assert.ts';
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import type { PartitionRecord } from './generated/partition-record.ts';
import type { RemoveTopicRecord } from './generated/remove-topic-record.ts';
import type { TopicRecord } from './generated/topic-record.ts';
import type { ImageDelta } from './image-delta.ts';
import { NO_LEADER, NO_LEADER_CHANGE } from './records.ts';

export interface PartitionRegistration {
  readonly topicId: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  /** Log directory of each replica, parallel to `replicas`; the zero uuid where not yet assigned. */
  readonly directories: readonly string[];
  readonly isr: readonly number[];
  /** Eligible leader replicas (KIP-966): left the ISR while it was below min.insync.replicas. */
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  /** -1: none. */
  readonly leader: number;
  readonly leaderRecoveryState: number;
  /** Grows whenever a leader is elected or lost. */
  readonly leaderEpoch: number;
  /** Grows with every change of the partition. */
  readonly partitionEpoch: number;
}

export interface TopicImage {
  readonly id: string;
  readonly name: string;
  /** Dense: partition p is at index p. */
  readonly partitions: readonly PartitionRegistration[];
}

interface MutableTopic extends TopicImage {
  readonly partitions: PartitionRegistration[];
}

export class TopicsImage {
  readonly #byId = new Map<string, MutableTopic>();
  readonly #byName = new Map<string, MutableTopic>();
  /** Topics with '.' or '_' in their name, by the name with every '.' made '_': metric names would collide. */
  readonly #byUnifiedName = new Map<string, Set<string>>();
  #partitionCount = 0;

  get size(): number {
    return this.#byId.size;
  }

  get partitionCount(): number {
    return this.#partitionCount;
  }

  byId(id: string): TopicImage | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): TopicImage | undefined {
    return this.#byName.get(name);
  }

  partition(topicId: string, partition: number): PartitionRegistration | undefined {
    return this.#byId.get(topicId)?.partitions[partition];
  }

  all(): IterableIterator<TopicImage> {
    return this.#byId.values();
  }

  names(): IterableIterator<string> {
    return this.#byName.keys();
  }

  /** An existing topic whose name differs from `name` in nothing but '.' and '_'. */
  collidingWith(name: string): string | undefined {
    if (!hasCollisionChars(name)) return undefined;
    return this.#byUnifiedName.get(unifyCollisionChars(name))?.values().next().value;
  }

  replayTopic(record: TopicRecord, delta: ImageDelta | null): void {
    assert(!this.#byId.has(record.topicId), `topic id ${record.topicId} is in use`);
    assert(!this.#byName.has(record.name), `topic name ${record.name} is in use`);
    const topic: MutableTopic = { id: record.topicId, name: record.name, partitions: [] };
    this.#byId.set(topic.id, topic);
    this.#byName.set(topic.name, topic);
    if (hasCollisionChars(topic.name)) {
      const unified = unifyCollisionChars(topic.name);
      const names = this.#byUnifiedName.get(unified);
      if (names === undefined) this.#byUnifiedName.set(unified, new Set([topic.name]));
      else names.add(topic.name);
    }
    delta?.topicCreated(topic);
  }

  replayPartition(record: PartitionRecord, delta: ImageDelta | null): void {
    const topic = this.#topic(record.topicId);
    assert(
      record.partitionId === topic.partitions.length,
      `partition ${record.partitionId} of ${topic.name} is out of order`,
    );
    topic.partitions.push({
      topicId: record.topicId,
      partition: record.partitionId,
      replicas: record.replicas,
      directories: record.directories,
      isr: record.isr,
      elr: record.eligibleLeaderReplicas,
      lastKnownElr: record.lastKnownElr,
      removingReplicas: record.removingReplicas,
      addingReplicas: record.addingReplicas,
      leader: record.leader,
      leaderRecoveryState: record.leaderRecoveryState,
      leaderEpoch: record.leaderEpoch,
      partitionEpoch: record.partitionEpoch,
    });
    this.#partitionCount++;
    delta?.partitionChanged(topic, record.partitionId);
  }

  replayPartitionChange(record: PartitionChangeRecord, delta: ImageDelta | null): void {
    const topic = this.#topic(record.topicId);
    const before = topic.partitions[record.partitionId];
    assert(before !== undefined, `partition ${record.partitionId} of ${topic.name} does not exist`);
    topic.partitions[record.partitionId] = changedPartition(before, record);
    delta?.partitionChanged(topic, record.partitionId);
  }

  replayRemoveTopic(record: RemoveTopicRecord, delta: ImageDelta | null): TopicImage {
    const topic = this.#topic(record.topicId);
    this.#byId.delete(topic.id);
    this.#byName.delete(topic.name);
    this.#partitionCount -= topic.partitions.length;
    const unified = unifyCollisionChars(topic.name);
    const names = this.#byUnifiedName.get(unified);
    if (names?.delete(topic.name) && names.size === 0) this.#byUnifiedName.delete(unified);
    delta?.topicDeleted(topic);
    return topic;
  }

  #topic(id: string): MutableTopic {
    const topic = this.#byId.get(id);
    assert(topic !== undefined, `topic ${id} does not exist`);
    return topic;
  }
}

/** What a change makes of a partition: a named leader, even the same one again, opens a new leader epoch. */
export function changedPartition(before: PartitionRegistration, change: PartitionChangeRecord): PartitionRegistration {
  const replicas = change.replicas ?? before.replicas;
  const isLeaderNamed = change.leader !== NO_LEADER_CHANGE;
  return {
    topicId: before.topicId,
    partition: before.partition,
    replicas,
    directories: change.directories ?? before.directories,
    isr: change.isr ?? before.isr,
    elr: change.eligibleLeaderReplicas ?? before.elr,
    lastKnownElr: change.lastKnownElr ?? before.lastKnownElr,
    removingReplicas: change.removingReplicas ?? before.removingReplicas,
    addingReplicas: change.addingReplicas ?? before.addingReplicas,
    leader: isLeaderNamed ? change.leader : before.leader,
    leaderRecoveryState: change.leaderRecoveryState === -1 ? before.leaderRecoveryState : change.leaderRecoveryState,
    leaderEpoch: isLeaderNamed ? before.leaderEpoch + 1 : before.leaderEpoch,
    partitionEpoch: before.partitionEpoch + 1,
  };
}

export function isLeaderless(partition: PartitionRegistration): boolean {
  return partition.leader === NO_LEADER;
}

function hasCollisionChars(name: string): boolean {
  return name.includes('.') || name.includes('_');
}

function unifyCollisionChars(name: string): string {
  return name.replaceAll('.', '_');
}
