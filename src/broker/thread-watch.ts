/**
 * Whether the threads that requests rest on get on with their work: a broker that can be talked to and cannot write, or
 * cannot replicate, must not look alive. Asked before every heartbeat. Main thread, whose own life the heartbeat itself proves.
 */
import type { Clock } from '../runtime/clock/clock.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { LogDirectory } from '../services/log/log-directory.ts';

/** A thread that turns an event loop and waits for no disk. */
export interface WatchedLoop {
  readonly name: string;
  /** A number that moves as long as the thread gets on; null while it does not run. */
  beats(): number | null;
}

export interface ThreadWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly directories: () => readonly LogDirectory[];
  readonly loops: readonly WatchedLoop[];
  /** How long a disk may keep its thread; longer than the slowest write of a healthy one. */
  readonly diskPatienceMs: number;
  /** How long a loop may be silent, on a machine where everybody wants to run. */
  readonly loopPatienceMs: number;
}

interface Progress {
  position: number;
  /** Since when it has not moved although it should have. */
  stuckSince: number;
  isReported: boolean;
}

export class ThreadWatch {
  readonly #options: ThreadWatchOptions;
  readonly #progress = new Map<string, Progress>();

  constructor(options: ThreadWatchOptions) {
    this.#options = options;
  }

  isHealthy(): boolean {
    const { directories, diskPatienceMs, loopPatienceMs, loops } = this.#options;
    let isHealthy = true;
    for (const { isOnline, path, wal } of directories()) {
      if (!isOnline) continue;
      const { head, writtenUpTo } = wal;
      const position = head === writtenUpTo ? null : writtenUpTo;
      if (!this.#getsOn(`the WAL of ${path}`, position, diskPatienceMs)) isHealthy = false;
    }
    for (const loop of loops) {
      if (!this.#getsOn(loop.name, loop.beats(), loopPatienceMs)) isHealthy = false;
    }
    return isHealthy;
  }

  /** Measured from the first look that saw no progress, so a machine that stood still as a whole accuses nobody. */
  #getsOn(thread: string, position: number | null, patienceMs: number): boolean {
    const { clock, logger } = this.#options;
    const progress = this.#progress.get(thread);
    if (position === null || progress === undefined || progress.position !== position) {
      if (progress?.isReported === true) logger.warn('a thread gets on again', { thread });
      if (position === null) this.#progress.delete(thread);
      else this.#progress.set(thread, { position, stuckSince: clock.monotonicMs(), isReported: false });
      return true;
    }
    const stuckMs = clock.monotonicMs() - progress.stuckSince;
    if (stuckMs < patienceMs) return true;
    if (!progress.isReported) {
      progress.isReported = true;
      logger.error('a thread does not get on: this broker sends no heartbeats until it does', {
        thread,
        ms: Math.round(stuckMs),
      });
    }
    return false;
  }
}
