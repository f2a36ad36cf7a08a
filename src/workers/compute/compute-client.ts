/**
 * The verbs of the compute pool, for the thread that owns the work. Tasks are finite and stateless; a pool thread parks
 * between them. The in-thread variant does the same work on the caller's thread.
 */
import type { Piscina } from 'piscina';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { carryOutFlush, type FlushRequest } from '../../storage/flush.ts';

export interface ComputeClient {
  /** fdatasync of segment files for a checkpoint. Rejects when one fails: that directory is lost. */
  flush(request: FlushRequest): Promise<void>;
  close(): Promise<void>;
}

/** Threads start with the first task and go when idle for this long. */
const IDLE_MS = 10_000;

export class ComputePool implements ComputeClient {
  readonly #threads: number;
  #pool: Promise<Piscina> | null = null;

  constructor(threads: number) {
    this.#threads = threads;
  }

  flush(request: FlushRequest): Promise<void> {
    return this.#run('flush', request);
  }

  async close(): Promise<void> {
    if (this.#pool !== null) await (await this.#pool).destroy();
  }

  async #run<Result>(name: string, argument: unknown): Promise<Result> {
    this.#pool ??= this.#create();
    return (await this.#pool).run(argument, { name });
  }

  async #create(): Promise<Piscina> {
    const { Piscina } = await import('piscina');
    return new Piscina({
      filename: threadUrl('workers/compute/compute-thread.ts').href,
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: IDLE_MS,
    });
  }
}

export class InThreadCompute implements ComputeClient {
  async flush(request: FlushRequest): Promise<void> {
    carryOutFlush(new NodeFileSystem(), request);
  }

  async close(): Promise<void> {}
}
