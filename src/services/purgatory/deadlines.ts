/**
 * Deadlines of parked replies on the main thread: one wheel and one pending timer for all of them, however many wait.
 */
import { TimerWheel } from '../../core/base/timer-wheel.ts';
import type { Clock } from '../../runtime/clock/clock.ts';

export interface Expiring {
  onDeadline(): void;
}

/** Replies that expire within the same step go together: a deadline is met at most this much late. */
const STEP_MS = 5;

export class Deadlines {
  readonly #clock: Clock;
  readonly #wheel: TimerWheel<Expiring>;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#wheel = new TimerWheel(clock.monotonicMs());
  }

  get size(): number {
    return this.#wheel.size;
  }

  /** @param atMs monotonic milliseconds */
  schedule(atMs: number, waiting: Expiring): void {
    this.#wheel.schedule(atMs, waiting);
    if (atMs + STEP_MS < this.#timerAt) this.#arm(atMs);
  }

  cancel(waiting: Expiring): void {
    this.#wheel.cancel(waiting);
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #arm(atMs: number): void {
    this.#cancelTimer?.();
    this.#timerAt = atMs;
    this.#cancelTimer = this.#clock.setTimer(Math.max(STEP_MS, atMs - this.#clock.monotonicMs()), this.#onTimer);
  }

  readonly #onTimer = (): void => {
    this.#cancelTimer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    for (const waiting of this.#wheel.advance(this.#clock.monotonicMs())) waiting.onDeadline();
    if (this.#wheel.size > 0) this.#arm(this.#wheel.nextDeadline());
  };
}
