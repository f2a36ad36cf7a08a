/**
 * When each record of an open loop is meant to be sent: evenly, whatever the broker does. Latency counts from there and
 * not from the moment of sending, or a broker that stalls would be asked less while it does (coordinated omission).
 */

export class Schedule {
  readonly #ratePerMs: number;
  readonly #startMs: number;
  /** How many records there are in all. */
  readonly total: number;

  /** @param ratePerSecond records */
  constructor(ratePerSecond: number, startMs: number, durationMs: number) {
    this.#ratePerMs = ratePerSecond / 1_000;
    this.#startMs = startMs;
    this.total = Math.round(this.#ratePerMs * durationMs);
  }

  /** Of the record with this number, the first being 0. */
  intendedAt(record: number): number {
    return this.#startMs + record / this.#ratePerMs;
  }

  /** How many records are meant to have been sent by now. */
  dueBy(nowMs: number): number {
    if (nowMs < this.#startMs) return 0;
    // What intendedAt rounds up by a hair must not be missed by a hair.
    return Math.min(this.total, Math.floor((nowMs - this.#startMs) * this.#ratePerMs + 1e-6) + 1);
  }
}
