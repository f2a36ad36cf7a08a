/** Keeps work on files within so many bytes a second: says when to rest after what was done. Pure; milliseconds. */

/** Shorter rests are saved up: a sleep costs more than it spares. Kafka looks every 300 ms. */
const LEAST_REST_MS = 50;

export class IoPace {
  readonly #bytesPerMs: number;
  readonly #startedAt: number;
  #bytes = 0;

  constructor(bytesPerSecond: number, now: number) {
    // With nothing allowed there would be no end; one byte a second comes close.
    this.#bytesPerMs = Math.max(bytesPerSecond, 1) / 1000;
    this.#startedAt = now;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How long to rest now, so that the average since the start stays within the limit; 0 for going on. */
  spend(bytes: number, now: number): number {
    this.#bytes += bytes;
    const rest = this.restMs(now);
    return rest < LEAST_REST_MS ? 0 : rest;
  }

  /** What is left to rest when the work is done. */
  restMs(now: number): number {
    return Math.max(0, this.#startedAt + this.#bytes / this.#bytesPerMs - now);
  }
}
