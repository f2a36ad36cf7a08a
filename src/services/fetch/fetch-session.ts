/**
 * Incremental fetch sessions (KIP-227): what a client fetches is remembered, so that it sends and is sent only changes.
 * Pure: time and randomness come in. One cache per broker, bounded in sessions and in partitions. Main thread.
 */
import type { FetchPartition } from './fetch-partition.ts';

export const NO_SESSION = 0;
export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;
const MAX_INT32 = 2 ** 31 - 1;

/** A session this long unused gives way to any other; one this old may give way to a larger one. Kafka's two minutes. */
export const SESSION_EVICTION_MS = 120_000;
/** Over all sessions. Beyond it clients are served without a session: memory stays bounded whatever they ask for. */
export const MAX_CACHED_PARTITIONS = 1_000_000;

/** Epochs go 0 (the request that creates the session), 1, 2, … and from the largest int32 back to 1. */
export function nextSessionEpoch(epoch: number): number {
  if (epoch < 0) return FINAL_EPOCH;
  return epoch === MAX_INT32 ? 1 : epoch + 1;
}

export class FetchSession {
  readonly id: number;
  readonly usesTopicIds: boolean;
  readonly isPrivileged: boolean;
  readonly createdMs: number;
  /** In serving order: what just gave records goes to the end, so that a large partition does not starve the rest. */
  readonly partitions: Map<string, FetchPartition>;
  /** What the next request must carry. */
  epoch = nextSessionEpoch(INITIAL_EPOCH);
  lastUsedMs: number;
  /** Partitions as of the last `touch`. */
  cachedSize = 0;
  /** As of the last `touch`: followers may take the place of a consumer's session at once, of any after two minutes. */
  isEvictableByPrivileged = false;
  isEvictableByAll = false;

  constructor(
    id: number,
    usesTopicIds: boolean,
    isPrivileged: boolean,
    partitions: Map<string, FetchPartition>,
    nowMs: number,
  ) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.isPrivileged = isPrivileged;
    this.partitions = partitions;
    this.createdMs = nowMs;
    this.lastUsedMs = nowMs;
  }

  toEnd(partition: FetchPartition): void {
    if (this.partitions.get(partition.key) !== partition) return;
    this.partitions.delete(partition.key);
    this.partitions.set(partition.key, partition);
  }
}

export class FetchSessionCache {
  /** Least recently used first. */
  readonly #sessions = new Map<number, FetchSession>();
  readonly #slots: number;
  readonly #random: () => number;
  readonly #maxPartitions: number;
  #partitionCount = 0;

  /**
   * @param slots `max.incremental.fetch.session.cache.slots`
   * @param random in [0, 1)
   */
  constructor(slots: number, random: () => number, maxPartitions = MAX_CACHED_PARTITIONS) {
    this.#slots = slots;
    this.#random = random;
    this.#maxPartitions = maxPartitions;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get partitionCount(): number {
    return this.#partitionCount;
  }

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  /** Null when there is no place: the client is then served without a session, which it must always expect. */
  create(
    usesTopicIds: boolean,
    isPrivileged: boolean,
    partitions: Map<string, FetchPartition>,
    nowMs: number,
  ): FetchSession | null {
    if (this.#partitionCount + partitions.size > this.#maxPartitions) return null;
    if (this.#sessions.size >= this.#slots && !this.#evictFor(isPrivileged, partitions.size, nowMs)) return null;
    const session = new FetchSession(this.#newId(), usesTopicIds, isPrivileged, partitions, nowMs);
    this.touch(session, nowMs);
    return session;
  }

  /** The session was used and may have changed its size. False when it outgrew the cache and is no more. */
  touch(session: FetchSession, nowMs: number): boolean {
    this.remove(session.id);
    if (this.#partitionCount + session.partitions.size > this.#maxPartitions) return false;
    this.#sessions.set(session.id, session);
    session.lastUsedMs = nowMs;
    session.cachedSize = session.partitions.size;
    this.#partitionCount += session.cachedSize;
    session.isEvictableByAll = nowMs - session.createdMs > SESSION_EVICTION_MS;
    session.isEvictableByPrivileged = session.isEvictableByAll || !session.isPrivileged;
    return true;
  }

  remove(id: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    this.#partitionCount -= session.cachedSize;
  }

  #evictFor(isPrivileged: boolean, size: number, nowMs: number): boolean {
    const [oldest] = this.#sessions.values();
    if (oldest === undefined) return false;
    if (nowMs - oldest.lastUsedMs > SESSION_EVICTION_MS) {
      this.remove(oldest.id);
      return true;
    }
    let least: FetchSession | null = null;
    for (const session of this.#sessions.values()) {
      const isEvictable = isPrivileged ? session.isEvictableByPrivileged : session.isEvictableByAll;
      if (isEvictable && (least === null || isLess(session, least.isPrivileged, least.cachedSize, least.id)))
        least = session;
    }
    if (least === null || !isLess(least, isPrivileged, size, NO_SESSION)) return false;
    this.remove(least.id);
    return true;
  }

  #newId(): number {
    for (;;) {
      const id = 1 + Math.floor(this.#random() * (MAX_INT32 - 1));
      if (!this.#sessions.has(id)) return id;
    }
  }
}

/** Worth less than another: a consumer's before a follower's, then the smaller one. */
function isLess(session: FetchSession, isPrivileged: boolean, size: number, id: number): boolean {
  if (session.isPrivileged !== isPrivileged) return !session.isPrivileged;
  return session.cachedSize === size ? session.id < id : session.cachedSize < size;
}
