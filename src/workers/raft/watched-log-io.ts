/** A LogIo that knows how long the disk has owed an answer: raft and the metadata log share one, so it sees both. */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { LogIo } from '../controller/log-io.ts';
import type { LogJob, LogJobResult } from '../controller/log-jobs.ts';

export class WatchedLogIo implements LogIo {
  readonly #io: LogIo;
  readonly #clock: Clock;
  /** Jobs run in order, so the first one is the oldest. */
  readonly #startedAt: number[] = [];

  constructor(io: LogIo, clock: Clock) {
    this.#io = io;
    this.#clock = clock;
  }

  /** Milliseconds since the disk last made progress while something was asked of it; 0 when nothing is. */
  get owedMs(): number {
    const oldest = this.#startedAt[0];
    return oldest === undefined ? 0 : this.#clock.monotonicMs() - oldest;
  }

  run(job: LogJob, done: (result: LogJobResult) => void): void {
    this.#startedAt.push(this.#clock.monotonicMs());
    this.#io.run(job, (result) => {
      this.#startedAt.shift();
      // The next one waited for this one: its own time begins now.
      if (this.#startedAt.length > 0) this.#startedAt[0] = this.#clock.monotonicMs();
      done(result);
    });
  }

  close(): void {
    this.#io.close();
  }
}
