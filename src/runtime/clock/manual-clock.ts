/** A clock that stands still until `advance` moves it: tests and the simulator decide when deadlines pass. */
import type { Clock } from './clock.ts';

interface ManualTimer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

export class ManualClock implements Clock {
  #nowMs: number;
  readonly #wallOffsetMs: number;
  #order = 0;
  readonly #timers = new Set<ManualTimer>();

  constructor(startMs = 0, wallStartMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
    this.#wallOffsetMs = wallStartMs - startMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return Math.floor(this.#nowMs + this.#wallOffsetMs);
  }

  setTimer(delayMs: number, fire: () => void): () => void {
    const timer: ManualTimer = { at: this.#nowMs + Math.max(delayMs, 0), order: this.#order++, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves time forward, firing what falls due in order of time, then of arming; timers armed meanwhile take part. */
  advance(byMs: number): void {
    const target = this.#nowMs + byMs;
    for (let next = this.#nextDue(target); next !== null; next = this.#nextDue(target)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.fire();
    }
    this.#nowMs = target;
  }

  /** Timers armed and not yet fired: a test that ends with some left has found a leak. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  #nextDue(target: number): ManualTimer | null {
    let first: ManualTimer | null = null;
    for (const timer of this.#timers) {
      if (timer.at > target) continue;
      if (first === null || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  }
}
