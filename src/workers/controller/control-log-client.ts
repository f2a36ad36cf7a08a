/** Runs the log's jobs on the control-log thread, so that an fdatasync never delays the controller's event loop. */
import type { MessagePort } from 'node:worker_threads';
import type { LogIo } from './log-io.ts';
import type { LogJob, LogJobResult } from './log-jobs.ts';

const GONE: LogJobResult = {
  file: null,
  active: null,
  error: { code: 'EIO', message: 'the control-log thread is gone' },
};

export class ThreadLogIo implements LogIo {
  readonly #port: MessagePort;
  /** Answers come in the order of the jobs. */
  readonly #waiting: ((result: LogJobResult) => void)[] = [];
  #isGone = false;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (result: LogJobResult) => this.#waiting.shift()?.(result));
    port.on('close', () => {
      this.#isGone = true;
      for (const done of this.#waiting.splice(0)) done(GONE);
    });
  }

  run(job: LogJob, done: (result: LogJobResult) => void): void {
    if (this.#isGone) {
      done(GONE);
      return;
    }
    this.#waiting.push(done);
    this.#port.postMessage(job);
  }

  /** Lets the thread end. */
  close(): void {
    this.#port.close();
  }
}
