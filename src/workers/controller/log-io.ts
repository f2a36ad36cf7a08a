/** Who runs the log's jobs: the caller itself, or a thread of its own (control-log-client.ts). */
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { type LogJob, type LogJobResult, runLogJob } from './log-jobs.ts';

export interface LogIo {
  /** Jobs run one after another, in order; `done` is called once for each, at once or later, on the caller's thread. */
  run(job: LogJob, done: (result: LogJobResult) => void): void;
  close(): void;
}

/** Runs jobs on the caller's thread before `run` returns: start-up, tests, the embedded broker. */
export class SyncLogIo implements LogIo {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  run(job: LogJob, done: (result: LogJobResult) => void): void {
    done(runLogJob(this.#files, job));
  }

  close(): void {}
}
