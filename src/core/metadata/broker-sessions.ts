/**
 * When each broker was last heard of: soft state of the active controller, in monotonic time, never in a record. Wrong
 * guesses cost availability, never safety, which rests on epochs.
 */

export class BrokerSessions {
  readonly #timeoutMs: number;
  readonly #lastContact = new Map<number, number>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** A new controller has heard of nobody: it gives each broker a full session before it draws conclusions. */
  startAll(brokerIds: Iterable<number>, now: number): void {
    this.#lastContact.clear();
    for (const id of brokerIds) this.#lastContact.set(id, now);
  }

  touch(brokerId: number, now: number): void {
    this.#lastContact.set(brokerId, now);
  }

  /** The process is known to be gone (its connection was reset and refused again). */
  end(brokerId: number): void {
    this.#lastContact.delete(brokerId);
  }

  isLive(brokerId: number, now: number): boolean {
    const last = this.#lastContact.get(brokerId);
    return last !== undefined && now - last < this.#timeoutMs;
  }
}
