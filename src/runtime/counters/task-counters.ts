/**
 * How a thread tells what it does that sleeps between tasks: it counts tasks instead of turns of a loop, and no timer wakes
 * it. Compute threads, control-log.
 */
import { Histogram, Real, Word } from './counter-layout.ts';
import type { CounterPage } from './counter-page.ts';
import { identifyThread } from './thread-identity.ts';

export class TaskCounters {
  readonly #page: CounterPage;
  #running = 0;
  #since = 0;
  #busyMs: number;

  constructor(page: CounterPage) {
    this.#page = page;
    this.#page.open();
    identifyThread(this.#page);
    // The page may be that of a thread before, which went when it was idle.
    this.#busyMs = this.#page.reals[Real.BUSY_MS]!;
    this.#page.set(Word.SLEEPS, 1);
  }

  /** Runs one task; several may overlap where one waits. */
  async measure<Result>(task: () => Result | Promise<Result>): Promise<Result> {
    const startedAt = this.begin();
    try {
      return await task();
    } finally {
      this.end(startedAt);
    }
  }

  /** Returns what `end` wants to know. */
  begin(): number {
    const startedAt = performance.now();
    if (this.#running++ === 0) {
      this.#since = startedAt;
      this.#page.beat(this.#busyMs);
      this.#page.set(Word.SLEEPS, 0);
    }
    this.#page.set(Word.IN_FLIGHT, this.#running);
    return startedAt;
  }

  end(startedAt: number): void {
    const now = performance.now();
    this.#page.observe(Histogram.SYNC, now - startedAt);
    this.#page.count(Word.GROUPS);
    if (--this.#running === 0) {
      this.#busyMs += now - this.#since;
      this.#page.set(Word.SLEEPS, 1);
    }
    this.#page.set(Word.IN_FLIGHT, this.#running);
    this.#page.beat(this.#busyMs);
  }
}
