/**
 * The verbs of the compute pool, for the thread that owns the work. Tasks are finite and stateless; a pool thread parks
 * between them. The in-thread variant does the same work on the caller's thread.
 */
import type { Piscina } from 'piscina';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { carryOutFlush, type FlushRequest } from '../../storage/flush.ts';
import { type RecompressRequest, type RecompressResult, recompressBatch } from './recompress-batch.ts';

export interface ComputeClient {
  /** fdatasync of segment files for a checkpoint. Rejects when one fails: that directory is lost. */
  flush(request: FlushRequest): Promise<void>;
  /** The memory of `request.batch` is gone afterwards. Rejects only when the pool itself breaks. */
  recompress(request: RecompressRequest): Promise<RecompressResult>;
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

  recompress(request: RecompressRequest): Promise<RecompressResult> {
    return this.#run('recompress', request, [request.batch.buffer]);
  }

  async close(): Promise<void> {
    if (this.#pool !== null) await (await this.#pool).destroy();
  }

  async #run<Result>(name: string, argument: unknown, transferList: ArrayBuffer[] = []): Promise<Result> {
    this.#pool ??= this.#create();
    return (await this.#pool).run(argument, { name, transferList });
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

  recompress(request: RecompressRequest): Promise<RecompressResult> {
    return recompressBatch(request);
  }

  async close(): Promise<void> {}
}
