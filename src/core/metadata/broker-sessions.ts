/**
 * What the active controller has heard from each broker, and when: soft state, in monotonic time, never in a record.
 * Wrong guesses cost availability, never safety, which rests on epochs.
 */

interface Session {
  lastContact: number;
  /** The index that the broker's image had reached; -1 before it has said so. */
  metadataOffset: number;
  /** Index of the entry that moved its partitions away: it may stop once everyone else's image is that far. */
  shutdownOffset: number;
}

export class BrokerSessions {
  readonly #timeoutMs: number;
  readonly #sessions = new Map<number, Session>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** A new controller has heard of nobody: it gives each broker a full session before it draws conclusions. */
  startAll(brokerIds: Iterable<number>, now: number): void {
    this.#sessions.clear();
    for (const id of brokerIds) this.touch(id, now);
  }

  touch(brokerId: number, now: number, metadataOffset = -1): void {
    const session = this.#sessions.get(brokerId);
    if (session === undefined) {
      this.#sessions.set(brokerId, { lastContact: now, metadataOffset, shutdownOffset: -1 });
      return;
    }
    session.lastContact = now;
    if (metadataOffset > session.metadataOffset) session.metadataOffset = metadataOffset;
  }

  /** The process is known to be gone (its connection was reset and refused again), or unregistered. */
  end(brokerId: number): void {
    this.#sessions.delete(brokerId);
  }

  /** A new incarnation: what the old one had seen says nothing. */
  restart(brokerId: number, now: number): void {
    this.end(brokerId);
    this.touch(brokerId, now);
  }

  isLive(brokerId: number, now: number): boolean {
    const session = this.#sessions.get(brokerId);
    return session !== undefined && now - session.lastContact < this.#timeoutMs;
  }

  /** The monotonic time at which a broker's session ends, unless it is heard of again. Past where there is none. */
  endOf(brokerId: number): number {
    const session = this.#sessions.get(brokerId);
    return session === undefined ? Number.NEGATIVE_INFINITY : session.lastContact + this.#timeoutMs;
  }

  /** How far this broker's image is known to be. */
  metadataOffset(brokerId: number): number {
    return this.#sessions.get(brokerId)?.metadataOffset ?? -1;
  }

  /** `index` of the entry that moved its partitions away. */
  startShutdown(brokerId: number, index: number): void {
    const session = this.#sessions.get(brokerId);
    if (session !== undefined) session.shutdownOffset = index;
  }

  /** -1 where it has not begun, or an earlier controller began it. */
  shutdownOffset(brokerId: number): number {
    return this.#sessions.get(brokerId)?.shutdownOffset ?? -1;
  }
}
