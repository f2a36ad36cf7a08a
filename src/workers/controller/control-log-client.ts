/** Runs the log's jobs on a thread of their own, so that an fdatasync never delays the controller's event loop. */
import type { Worker } from 'node:worker_threads';
import type { LogIo } from './log-io.ts';
import type { LogJob, LogJobResult } from './log-jobs.ts';

export class ThreadLogIo implements LogIo {
  readonly #worker: Worker;
  /** Answers come in the order of the jobs. */
  readonly #waiting: ((result: LogJobResult) => void)[] = [];

  #death: LogJobResult | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (result: LogJobResult) => this.#waiting.shift()?.(result));
    worker.on('error', (error: Error) => this.#died(error.message));
    worker.on('exit', () => this.#died('it ended'));
  }

  run(job: LogJob, done: (result: LogJobResult) => void): void {
    if (this.#death !== null) {
      done(this.#death);
      return;
    }
    this.#waiting.push(done);
    this.#worker.postMessage(job);
  }

  /** Ends the thread; jobs still running are not waited for. */
  close(): void {
    void this.#worker.terminate();
  }

  #died(reason: string): void {
    this.#death ??= { file: null, error: { code: 'EIO', message: `the control-log thread is gone: ${reason}` } };
    for (const done of this.#waiting.splice(0)) done(this.#death);
  }
}
