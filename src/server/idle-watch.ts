/**
 * Closes connections on which nothing has moved for `connections.max.idle.ms`. Activity only stores a time; a
 * connection is looked at when its deadline comes, and most are then simply given a later one. Main thread.
 */
import { TimerWheel } from '../core/base/timer-wheel.ts';
import type { Clock } from '../runtime/clock/clock.ts';

export interface Watched {
  /** Monotonic milliseconds of the last byte in either direction. */
  readonly lastActiveAt: number;
  /** A long poll or a produce that waits for its fsync is not idle, however long it takes. */
  readonly hasUnanswered: boolean;
}

/** A connection may outlive its limit by one tick, a sixteenth of the limit but never more than this. */
const LONGEST_TICK_MS = 10_000;

export class IdleWatch<Connection extends Watched> {
  readonly #wheel: TimerWheel<Connection>;
  readonly #clock: Clock;
  readonly #maxIdleMs: number;
  readonly #onIdle: (connection: Connection) => void;
  #cancelTick: (() => void) | null = null;

  /** A negative limit means none, as in Kafka. */
  constructor(clock: Clock, maxIdleMs: number, onIdle: (connection: Connection) => void) {
    this.#clock = clock;
    this.#maxIdleMs = maxIdleMs;
    this.#onIdle = onIdle;
    this.#wheel = new TimerWheel(clock.monotonicMs());
  }

  add(connection: Connection): void {
    if (this.#maxIdleMs < 0) return;
    this.#wheel.schedule(connection.lastActiveAt + this.#maxIdleMs, connection);
    if (this.#cancelTick === null) this.#armTick();
  }

  remove(connection: Connection): void {
    this.#wheel.cancel(connection);
    if (this.#wheel.size > 0) return;
    this.#cancelTick?.();
    this.#cancelTick = null;
  }

  #armTick(): void {
    const tickMs = Math.min(Math.max(this.#maxIdleMs / 16, 1), LONGEST_TICK_MS);
    this.#cancelTick = this.#clock.setTimer(tickMs, this.#tick);
  }

  readonly #tick = (): void => {
    const now = this.#clock.monotonicMs();
    for (const connection of this.#wheel.advance(now)) {
      const deadline = (connection.hasUnanswered ? now : connection.lastActiveAt) + this.#maxIdleMs;
      if (deadline > now) this.#wheel.schedule(deadline, connection);
      else this.#onIdle(connection);
    }
    if (this.#wheel.size > 0) this.#armTick();
    else this.#cancelTick = null;
  };
}
