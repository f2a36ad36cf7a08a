/** A log thread on a virtual clock: jobs run one after another, each after a while; a crash forgets those not yet run. */
import type { Clock } from '../../../../src/runtime/clock/clock.ts';
import type { FileSystem } from '../../../../src/runtime/files/file-system.ts';
import type { LogIo } from '../../../../src/workers/controller/log-io.ts';
import { type LogJob, type LogJobResult, runLogJob } from '../../../../src/workers/controller/log-jobs.ts';

export class VirtualLogIo implements LogIo {
  readonly #files: FileSystem;
  readonly #clock: Clock;
  readonly #delayMs: () => number;
  readonly #queue: { job: LogJob; done: (result: LogJobResult) => void }[] = [];
  #isBusy = false;
  #isCrashed = false;
  isStalled = false;

  constructor(files: FileSystem, clock: Clock, delayMs: () => number) {
    this.#files = files;
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  run(job: LogJob, done: (result: LogJobResult) => void): void {
    this.#queue.push({ job, done });
    this.#next();
  }

  close(): void {}

  crash(): void {
    this.#isCrashed = true;
  }

  stall(isStalled: boolean): void {
    this.isStalled = isStalled;
    this.#next();
  }

  #next(): void {
    const first = this.#queue[0];
    if (this.#isBusy || this.isStalled || first === undefined || this.#isCrashed) return;
    this.#isBusy = true;
    this.#clock.setTimer(this.#delayMs(), () => {
      if (this.#isCrashed) return;
      const result = runLogJob(this.#files, first.job);
      // The answer takes its own time: a crash in between leaves something durable that nobody was told of.
      this.#clock.setTimer(this.#delayMs() / 4, () => {
        if (this.#isCrashed) return;
        this.#queue.shift();
        this.#isBusy = false;
        first.done(result);
        this.#next();
      });
    });
  }
}
