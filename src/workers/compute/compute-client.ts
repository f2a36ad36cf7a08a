/**
 * The verbs of the compute pool, for the thread that owns the work. Tasks are finite and stateless; a pool thread parks
 * between them. The in-thread variant does the same work on the caller's thread.
 */
import type { Piscina } from 'piscina';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { carryOutFlush, type FlushOutcome, type FlushRequest } from '../../storage/flush.ts';
import { type LoadedPartition, loadPartition } from '../../storage/partition-loader.ts';
import { swapSegments } from '../../storage/segments/segment-swap.ts';
import { type CompactRequest, type CompactResult, compactSegments } from './compact-segments.ts';
import { type RecompressRequest, type RecompressResult, recompressBatch } from './recompress-batch.ts';

export interface SwapRequest {
  readonly directory: string;
  readonly baseOffset: number;
  /** Base offsets of the segments that go; begins with `baseOffset`. */
  readonly replaced: readonly number[];
}

/** A log whose files were changed by their WAL, and to which nothing is appended meanwhile. */
export interface LoadRequest {
  readonly directory: string;
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly logStartOffset: number;
  /** Wall clock. */
  readonly now: number;
}

export interface ComputeClient {
  /** fdatasync of segment files for a checkpoint. Rejects when one fails: that directory is lost. */
  flush(request: FlushRequest): Promise<FlushOutcome>;
  /** The memory of `request.batch` is gone afterwards. Rejects only when the pool itself breaks. */
  recompress(request: RecompressRequest): Promise<RecompressResult>;
  /** Writes what stays of a compacted log into `.cleaned` files. Rejects with the operating system's error. */
  compact(request: CompactRequest): Promise<CompactResult>;
  /** Finds out what a log's files hold, as a start would. Rejects with the operating system's error. */
  load(request: LoadRequest): Promise<LoadedPartition>;
  /** Puts one rewritten segment in the place of its sources. */
  swap(request: SwapRequest): Promise<void>;
  close(): Promise<void>;
}

/** What every thread of a pool is told when it starts. */
export interface ComputeThreadData {
  readonly counters?: PageHandle | undefined;
  /** What it does can wait: others are to be run first. */
  readonly isBackground: boolean;
}

export interface ComputePoolOptions {
  readonly counters?: PageHandle | undefined;
  readonly cleanerCounters?: PageHandle | undefined;
  /** `chronik.thread.priorities` */
  readonly takesPriority?: boolean;
}

/** Threads start with the first task and go when idle for this long. */
const IDLE_MS = 10_000;

export class ComputePool implements ComputeClient {
  readonly #threads: number;
  readonly #options: ComputePoolOptions;
  #pool: Promise<Piscina> | null = null;
  /** Of its own: a compaction takes minutes, and a checkpoint must not wait for it. */
  #cleaners: Promise<Piscina> | null = null;

  constructor(threads: number, options: ComputePoolOptions = {}) {
    this.#threads = threads;
    this.#options = options;
  }

  flush(request: FlushRequest): Promise<FlushOutcome> {
    return this.#run('flush', request);
  }

  recompress(request: RecompressRequest): Promise<RecompressResult> {
    return this.#run('recompress', request, [request.batch.buffer]);
  }

  async compact(request: CompactRequest): Promise<CompactResult> {
    const { cleanerCounters, takesPriority = false } = this.#options;
    this.#cleaners ??= this.#create(1, { counters: cleanerCounters, isBackground: takesPriority });
    return (await this.#cleaners).run(request, { name: 'compact' });
  }

  swap(request: SwapRequest): Promise<void> {
    return this.#run('swap', request);
  }

  load(request: LoadRequest): Promise<LoadedPartition> {
    return this.#run('load', request);
  }

  async close(): Promise<void> {
    for (const pool of [this.#pool, this.#cleaners]) if (pool !== null) await (await pool).destroy();
  }

  async #run<Result>(name: string, argument: unknown, transferList: ArrayBuffer[] = []): Promise<Result> {
    this.#pool ??= this.#create(this.#threads, { counters: this.#options.counters, isBackground: false });
    return (await this.#pool).run(argument, { name, transferList });
  }

  async #create(maxThreads: number, workerData: ComputeThreadData): Promise<Piscina> {
    const { Piscina } = await import('piscina');
    return new Piscina({
      filename: threadUrl('workers/compute/compute-thread.ts').href,
      minThreads: 0,
      maxThreads,
      idleTimeout: IDLE_MS,
      workerData,
    });
  }
}

export class InThreadCompute implements ComputeClient {
  readonly #files: FileSystem;

  /** @param files the disk of whoever lives in memory */
  constructor(files: FileSystem = new NodeFileSystem()) {
    this.#files = files;
  }

  async flush(request: FlushRequest): Promise<FlushOutcome> {
    return carryOutFlush(this.#files, request);
  }

  recompress(request: RecompressRequest): Promise<RecompressResult> {
    return recompressBatch(request);
  }

  compact(request: CompactRequest): Promise<CompactResult> {
    return compactSegments(this.#files, request);
  }

  async swap({ directory, baseOffset, replaced }: SwapRequest): Promise<void> {
    swapSegments(this.#files, directory, baseOffset, replaced);
  }

  async load(request: LoadRequest): Promise<LoadedPartition> {
    return loadAgain(this.#files, request);
  }

  async close(): Promise<void> {}
}

/** As at a start, of a log that is known to be whole. */
export function loadAgain(files: FileSystem, { directory, ...request }: LoadRequest): LoadedPartition {
  return loadPartition(files, directory, {
    ...request,
    recoveryPoint: 0,
    tornTailAllowed: false,
    checkSealed: false,
    rebuildsFurther: true,
  });
}
