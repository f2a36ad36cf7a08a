/**
 * One cleaning of one compacted log, as a task of the compute pool: two walks over the segments, the result beside them
 * in `.cleaned` files. Exchanging the files is a task of its own, begun when readers have been told.
 */
import { statSync, utimesSync } from 'node:fs';
import { BatchCleaner, type CleaningCounts, KeyCollector, type LastRecord } from '../../core/log/cleaner.ts';
import { CompactionKeys } from '../../core/log/compaction-keys.ts';
import { type CompactionSegment, type GroupLimits, groupSegments } from '../../core/log/compaction-plan.ts';
import { CompactionTransactions } from '../../core/log/compaction-transactions.ts';
import { IoPace } from '../../core/log/io-pace.ts';
import { segmentFileName } from '../../core/log/segment-names.ts';
import type { AbortedTxn } from '../../core/log/transaction-index.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { type Codecs, loadCodecs } from '../../runtime/compression/codecs.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import type { LoadedSegment } from '../../storage/partition-loader.ts';
import { walkBatches } from '../../storage/segments/segment-walk.ts';
import { SegmentOutput } from './segment-output.ts';

export interface CompactRequest extends GroupLimits {
  readonly directory: string;
  /** Everything from the start of the log to `firstUncleanableOffset`, ascending. */
  readonly segments: readonly SourceSegment[];
  readonly firstDirtyOffset: number;
  readonly firstUncleanableOffset: number;
  /** All that overlap the range. */
  readonly abortedTransactions: readonly AbortedTxn[];
  readonly lastRecords: ReadonlyMap<number, LastRecord>;
  readonly now: number;
  readonly deleteRetentionMs: number;
  readonly indexIntervalBytes: number;
  /** Share of `log.cleaner.dedupe.buffer.size`. */
  readonly keyMemoryBytes: number;
  /** Secret: keeps keys from being chosen to collide. */
  readonly seed: number;
  readonly maxDecompressedBytes: number;
  /** `log.cleaner.io.max.bytes.per.second`: what is read and what is written count. */
  readonly maxBytesPerSecond: number;
}

export interface SourceSegment {
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly sizeInBytes: number;
}

export interface RewrittenSegment {
  /** Base offsets of the segments that it replaces, ascending. */
  readonly sources: readonly number[];
  readonly segment: LoadedSegment;
}

export interface CompactResult {
  /** Why the log cannot be cleaned, naming the place; nothing of it was changed. */
  readonly failure: string | null;
  /** The log is clean below. */
  readonly cleanedUpTo: number;
  readonly rewritten: readonly RewrittenSegment[];
  readonly counts: CleaningCounts | null;
  /** Read and written. */
  readonly ioBytes: number;
}

/** Blocks the thread. */
export type Pause = (ms: number) => void;

/**
 * `pause` null: on a thread that others need nothing is slowed down; whoever asked may rest afterwards.
 * @throws the operating system's error; the log is as it was
 */
export async function compactSegments(
  files: FileSystem,
  request: CompactRequest,
  pause: Pause | null = null,
): Promise<CompactResult> {
  return new Compaction(files, request, await loadCodecs(), pause).run();
}

class Compaction {
  readonly #files: FileSystem;
  readonly #request: CompactRequest;
  readonly #codecs: Codecs;
  readonly #keys: CompactionKeys;
  readonly #pause: Pause | null;
  readonly #pace: IoPace;

  constructor(files: FileSystem, request: CompactRequest, codecs: Codecs, pause: Pause | null) {
    this.#pause = pause;
    this.#pace = new IoPace(request.maxBytesPerSecond, performance.now());
    this.#files = files;
    this.#request = request;
    this.#codecs = codecs;
    this.#keys = new CompactionKeys(request.keyMemoryBytes, request.seed);
  }

  run(): CompactResult {
    const { segments, firstDirtyOffset, directory } = this.#request;
    const size = segments.reduce((total, { sizeInBytes }) => total + sizeInBytes, 0);
    const free = this.#files.freeBytes(directory);
    // What stays is written beside what is there, and producers must not be the ones who find the disk full.
    if (free < size * 2)
      throw new Error(`${directory}: compaction may need ${size} bytes; of ${free} free ones half must stay`);
    const fault = this.#collectKeys();
    if (fault !== null) return this.#failed(fault);
    const cleanedUpTo = Math.max(this.#keys.latestOffset + 1, firstDirtyOffset);
    if (cleanedUpTo === firstDirtyOffset)
      return this.#failed(`${directory}: a key is larger than log.cleaner.dedupe.buffer.size allows`);
    return this.#rewrite(
      segments.filter(({ baseOffset }) => baseOffset < cleanedUpTo),
      cleanedUpTo,
    );
  }

  /** Null, or why not. */
  #collectKeys(): string | null {
    const { firstDirtyOffset, segments, maxDecompressedBytes } = this.#request;
    const collector = new KeyCollector(
      this.#keys,
      this.#transactions(),
      firstDirtyOffset,
      this.#codecs,
      maxDecompressedBytes,
    );
    let isFull = false;
    for (const segment of segments) {
      if (segment.endOffset <= firstDirtyOffset || isFull) continue;
      const fault = this.#walk(segment, (batch) => {
        if (isFull) return null;
        const added = collector.add(batch);
        if (typeof added !== 'string') return added.failure;
        isFull = added === 'full';
        return null;
      });
      if (fault !== null) return fault;
      // A segment may end in offsets that nothing bears.
      if (!isFull) this.#keys.latestOffset = Math.max(this.#keys.latestOffset, segment.endOffset - 1);
    }
    return null;
  }

  #rewrite(segments: readonly SourceSegment[], cleanedUpTo: number): CompactResult {
    const { firstUncleanableOffset, lastRecords, now, deleteRetentionMs, maxDecompressedBytes } = this.#request;
    const terms = {
      now,
      deleteRetentionMs,
      lastRecords,
      maxDecompressedBytes,
      firstUncleanableOffset: Math.min(cleanedUpTo, firstUncleanableOffset),
    };
    const transactions = this.#transactions();
    const cleaner = new BatchCleaner(this.#keys, transactions, terms, this.#codecs);
    const outputs: SegmentOutput[] = [];
    const rewritten: RewrittenSegment[] = [];
    try {
      for (const group of groupSegments(
        segments.map((segment) => this.#measured(segment)),
        this.#request,
      )) {
        const output = new SegmentOutput(this.#files, this.#request.directory, group[0]!.baseOffset, this.#request);
        outputs.push(output);
        const fault = this.#fill(output, group, cleaner);
        if (fault !== null) {
          for (const each of outputs) each.discard();
          return this.#failed(fault);
        }
        rewritten.push({
          sources: group.map(({ baseOffset }) => baseOffset),
          segment: output.finish(transactions.takeRetained()),
        });
        this.#keepTime(group);
      }
    } catch (error) {
      for (const each of outputs) each.discard();
      throw error;
    }
    return { failure: null, cleanedUpTo, rewritten, counts: cleaner.counts, ioBytes: this.#pace.bytes };
  }

  #fill(output: SegmentOutput, group: readonly SourceSegment[], cleaner: BatchCleaner): string | null {
    for (const segment of group) {
      const fault = this.#walk(segment, (batch) => {
        const kept = cleaner.clean(batch);
        if (kept !== null) {
          output.append(kept);
          this.#spend(kept.length);
        }
        return cleaner.failure;
      });
      if (fault !== null) return fault;
    }
    return null;
  }

  /** Stops at the first failure, which is returned with the name of the file. */
  #walk(segment: SourceSegment, onBatch: (batch: BatchView) => string | null): string | null {
    const path = this.#path(segment.baseOffset, '.log');
    const file = this.#files.open(path, 'read');
    try {
      let failure: string | null = null;
      const { baseOffset, sizeInBytes } = segment;
      const walk = { position: 0, end: sizeInBytes, nextOffset: baseOffset, checkCrc: true };
      const { fault, position } = walkBatches(this.#files, file, walk, (batch) => {
        failure ??= onBatch(batch);
        this.#spend(batch.end - batch.start);
      });
      if (failure !== null) return `${path}: ${failure as string}`;
      return fault === null ? null : `${path} at byte ${position}: ${fault}`;
    } finally {
      this.#files.close(file);
    }
  }

  #spend(bytes: number): void {
    const rest = this.#pace.spend(bytes, performance.now());
    if (rest > 0) this.#pause?.(rest);
  }

  #failed(failure: string): CompactResult {
    return { failure, cleanedUpTo: -1, rewritten: [], counts: null, ioBytes: this.#pace.bytes };
  }

  #transactions(): CompactionTransactions {
    const transactions = new CompactionTransactions();
    transactions.addAborted(this.#request.abortedTransactions);
    return transactions;
  }

  #measured(segment: SourceSegment): CompactionSegment {
    const size = (suffix: '.index' | '.timeindex'): number =>
      statSync(this.#path(segment.baseOffset, suffix), { throwIfNoEntry: false })?.size ?? 0;
    const offsetIndexBytes = size('.index');
    const unused = { largestTimestamp: -1, lastModifiedMs: 0, firstBatchTimestamp: -1 };
    return { ...segment, ...unused, offsetIndexBytes, timeIndexBytes: size('.timeindex') };
  }

  /** Records without a time are as old as their file: it must not become younger. */
  #keepTime(group: readonly SourceSegment[]): void {
    const { mtime } = statSync(this.#path(group.at(-1)!.baseOffset, '.log'));
    const written = `${this.#path(group[0]!.baseOffset, '.log')}.cleaned`;
    utimesSync(written, mtime, mtime);
  }

  #path(baseOffset: number, suffix: '.log' | '.index' | '.timeindex'): string {
    return `${this.#request.directory}/${segmentFileName(baseOffset, suffix)}`;
  }
}
