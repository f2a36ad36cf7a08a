/**
 * Raft's pulse: a tick every 10 ms, made up for where the thread was held up for a moment, and not where it was paused
 * for longer, since then nobody can tell how long the others were silent.
 */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { RaftGauges } from './raft-gauges.ts';

export const TICK_MS = 10;
/** A tick later than this means that the thread, the process or the machine stood still. */
export const PAUSE_MS = 150;
/** Later than this, what peers have sent meanwhile is looked at first. */
const LATE_MS = 20;

export class TickTimer {
  readonly #clock: Clock;
  readonly #gauges: RaftGauges;
  readonly #tick: () => void;
  readonly #onPause: (pausedMs: number) => void;
  #cancel: (() => void) | null = null;
  #dueAt = 0;

  /** `onPause` learns how long it was, and is called before the one tick that follows a pause. */
  constructor(clock: Clock, gauges: RaftGauges, tick: () => void, onPause: (pausedMs: number) => void) {
    this.#clock = clock;
    this.#gauges = gauges;
    this.#tick = tick;
    this.#onPause = onPause;
  }

  get isRunning(): boolean {
    return this.#cancel !== null;
  }

  start(): void {
    if (this.#cancel !== null) return;
    this.#dueAt = this.#clock.monotonicMs() + TICK_MS;
    this.#arm(TICK_MS);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #arm(delayMs: number): void {
    this.#cancel = this.#clock.setTimer(delayMs, () => this.#fire());
  }

  #fire(): void {
    const lateMs = Math.max(0, this.#clock.monotonicMs() - this.#dueAt);
    this.#gauges.tick(lateMs);
    // An event loop looks at timers before sockets: one turn later the heartbeats that are waiting there have been read.
    if (lateMs > LATE_MS) this.#cancel = this.#clock.setTimer(0, () => this.#catchUp(lateMs));
    else this.#run(1);
  }

  #catchUp(lateMs: number): void {
    if (lateMs > PAUSE_MS) {
      this.#gauges.pause();
      this.#dueAt = this.#clock.monotonicMs();
      this.#onPause(lateMs);
      this.#run(1);
    } else this.#run(1 + Math.floor((this.#clock.monotonicMs() - this.#dueAt) / TICK_MS));
  }

  #run(ticks: number): void {
    this.#dueAt += ticks * TICK_MS;
    this.#arm(Math.max(0, this.#dueAt - this.#clock.monotonicMs()));
    for (let n = 0; n < ticks && this.#cancel !== null; n++) this.#tick();
  }
}
