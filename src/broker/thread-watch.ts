/**
 * Whether the threads that requests rest on get on with their work: a broker that can be talked to and cannot write must
 * not look alive. Asked before every heartbeat. Main thread, whose own life the heartbeat itself proves.
 */
import type { Clock } from '../runtime/clock/clock.ts';
import type { LogDirectory } from '../services/log/log-directory.ts';

interface Progress {
  written: number;
  /** Since when nothing has been written although there is something to write; null while there is not. */
  stuckSince: number | null;
}

export class ThreadWatch {
  readonly #clock: Clock;
  readonly #directories: () => readonly LogDirectory[];
  readonly #patienceMs: number;
  readonly #progress = new Map<LogDirectory, Progress>();

  /** @param patienceMs how long a disk may keep its thread; longer than the slowest write of a healthy one */
  constructor(clock: Clock, directories: () => readonly LogDirectory[], patienceMs: number) {
    this.#clock = clock;
    this.#directories = directories;
    this.#patienceMs = patienceMs;
  }

  isHealthy(): boolean {
    const now = this.#clock.monotonicMs();
    let isHealthy = true;
    for (const directory of this.#directories()) {
      if (directory.isOnline && !this.#getsOn(directory, now)) isHealthy = false;
    }
    return isHealthy;
  }

  #getsOn(directory: LogDirectory, now: number): boolean {
    const { head, writtenUpTo } = directory.wal;
    let progress = this.#progress.get(directory);
    if (progress === undefined) {
      progress = { written: writtenUpTo, stuckSince: null };
      this.#progress.set(directory, progress);
    }
    if (writtenUpTo !== progress.written || head === writtenUpTo) {
      progress.written = writtenUpTo;
      progress.stuckSince = null;
      return true;
    }
    progress.stuckSince ??= now;
    return now - progress.stuckSince < this.#patienceMs;
  }
}
