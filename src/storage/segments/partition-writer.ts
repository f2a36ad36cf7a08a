/**
 * The files of one partition, written by the WAL thread: batches go to places that the log's owner decided, so that
 * doing it again (recovery) gives the same bytes.
 *
 *   <log directory>/<topic>-<partition>/  partition.metadata, 00000000000000000000.log .index .timeindex ...
 */

import { segmentFileName } from '../../core/log/segment-names.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';
import type { CacheBypass } from './cache-bypass.ts';
import { SegmentIndexes } from './segment-indexes.ts';

/** Batches of one run at most: IOV_MAX with room to spare. */
const MAX_RUN = 512;
/** Batches of this mean size are joined before they are written. */
const SMALL_BATCH_BYTES = 8 * 1024;
/** Scratch of this thread, in use only within one call. */
const JOINED = new Uint8Array(256 * 1024);

export class PartitionWriter {
  readonly path: string;
  readonly topicId: string;
  readonly #files: FileSystem;
  #indexIntervalBytes: number;
  #baseOffset = -1;
  #log: FileHandle | null = null;
  /** The same file past the page cache, once that was wanted. */
  #uncached: FileHandle | null = null;
  #index: SegmentIndexes | null = null;
  readonly #batch = new BatchView();
  #runBase = 0;
  #runPosition = 0;
  #runEnd = 0;
  readonly #runStarts: number[] = [];
  #runCount = 0;
  #logDirty = false;
  /** Turn of the writer's loop in which the log was last used: who closes idle handles goes by it. */
  lastUsed = 0;
  /** Files that whoever takes them next has synced, at a checkpoint or before: logs that were written, indexes that were cut. And whether files came or went. */
  readonly dirtyFiles = new Set<string>();
  /** Of the logs among them, as far as the page cache has it. */
  unsyncedBytes = 0;
  directoryDirty = true;
  /** Offset after the last batch written; what a checkpoint calls the recovery point. */
  nextOffset = 0;
  logStartOffset = 0;
  /** Least offset that a cut of this process went down to: what was known durable above it is gone by right. */
  cutTo = Number.POSITIVE_INFINITY;

  constructor(files: FileSystem, path: string, topicId: string, indexIntervalBytes: number) {
    this.#files = files;
    this.path = path;
    this.topicId = topicId;
    this.#indexIntervalBytes = indexIntervalBytes;
  }

  get isOpen(): boolean {
    return this.#log !== null;
  }

  configure(indexIntervalBytes: number): void {
    this.#indexIntervalBytes = indexIntervalBytes;
  }

  /** Batches gathered and not yet written. */
  get gathered(): number {
    return this.#runCount;
  }

  /** Notes the batch at `start` for writing. False when it does not continue what is gathered: that is written first. */
  gather(baseOffset: number, position: number, start: number, length: number): boolean {
    if (this.#runCount === 0) {
      this.#runBase = baseOffset;
      this.#runPosition = position;
      this.#runEnd = position;
    } else if (baseOffset !== this.#runBase || position !== this.#runEnd || this.#runCount === MAX_RUN) return false;
    this.#runStarts[this.#runCount++] = start;
    this.#runEnd += length;
    return true;
  }

  dropGathered(): void {
    this.#runCount = 0;
  }

  /** Writes what was gathered. `bytes` holds the batches, `view` covers exactly it. Returns bytes that the cache has now. */
  writeGathered(bytes: Uint8Array, view: DataView, bypass: CacheBypass | null): number {
    const count = this.#runCount;
    const position = this.#runPosition;
    const log = this.#logOf(this.#runBase, position);
    if (!this.#logDirty) {
      this.#logDirty = true;
      this.dirtyFiles.add(this.#logPath(this.#runBase));
    }
    let cachedBytes = this.#runEnd - position;
    if (bypass === null) this.#writeCached(log, bytes, view);
    else if (bypass.takes(cachedBytes) && this.#writeUncached(log, bypass, bytes, view)) cachedBytes = 0;
    else {
      const begun = bypass.cachedStart(cachedBytes);
      this.#writeCached(log, bytes, view);
      bypass.cachedEnd(begun, cachedBytes);
    }
    let at = position;
    for (let i = 0; i < count; i++) {
      const batch = this.#batch.wrap(bytes, view, this.#runStarts[i]!);
      this.#index!.cadence.onAppend(batch.lastOffset, at, batch.sizeInBytes, batch.maxTimestamp);
      at += batch.sizeInBytes;
      this.nextOffset = batch.nextOffset;
    }
    this.#runCount = 0;
    this.unsyncedBytes += cachedBytes;
    return cachedBytes;
  }

  #writeCached(log: FileHandle, bytes: Uint8Array, view: DataView): void {
    const count = this.#runCount;
    if ((this.#runEnd - this.#runPosition) / count <= SMALL_BATCH_BYTES && count > 1)
      this.#writeJoined(log, bytes, view);
    else this.#writeParts(log, bytes, view);
  }

  /** False where the file system has no way past the cache. */
  #writeUncached(log: FileHandle, bypass: CacheBypass, bytes: Uint8Array, view: DataView): boolean {
    this.#uncached ??= bypass.open(this.#logPath(this.#runBase));
    if (this.#uncached === null) return false;
    bypass.begin(log, this.#uncached, this.#runPosition);
    for (let i = 0; i < this.#runCount; i++) {
      const start = this.#runStarts[i]!;
      bypass.add(bytes, start, this.#batch.wrap(bytes, view, start).end);
    }
    bypass.finish();
    return true;
  }

  #writeParts(log: FileHandle, bytes: Uint8Array, view: DataView): void {
    const starts = this.#runStarts;
    const count = this.#runCount;
    if (count === 1) {
      this.#files.write(log, bytes, starts[0]!, this.#batch.wrap(bytes, view, starts[0]!).end, this.#runPosition);
      return;
    }
    const parts: Uint8Array[] = [];
    for (let i = 0; i < count; i++)
      parts.push(bytes.subarray(starts[i]!, this.#batch.wrap(bytes, view, starts[i]!).end));
    this.#files.writeAll(log, parts, this.#runPosition);
  }

  /** Many small batches: a copy costs less than what the system asks for each part of a gathered write. */
  #writeJoined(log: FileHandle, bytes: Uint8Array, view: DataView): void {
    let position = this.#runPosition;
    let filled = 0;
    for (let i = 0; i < this.#runCount; i++) {
      const start = this.#runStarts[i]!;
      const end = this.#batch.wrap(bytes, view, start).end;
      if (filled + (end - start) > JOINED.length) {
        if (filled > 0) this.#files.write(log, JOINED, 0, filled, position);
        position += filled;
        filled = 0;
      }
      if (end - start > JOINED.length) {
        this.#files.write(log, bytes, start, end, position);
        position += end - start;
        continue;
      }
      copyBytes(bytes, start, end, JOINED, filled);
      filled += end - start;
    }
    if (filled > 0) this.#files.write(log, JOINED, 0, filled, position);
  }

  /** The files that were written since the last call: whoever takes them has them synced. */
  takeFiles(): string[] {
    const paths = [...this.dirtyFiles];
    this.dirtyFiles.clear();
    this.unsyncedBytes = 0;
    this.#logDirty = false;
    return paths;
  }

  /**
   * The log ends at `position` of this segment. Segments after it have been forgotten and renamed by the caller. Its index
   * files are cut as durably as the log: longer than it, they would be witnesses of a loss.
   */
  truncate(baseOffset: number, position: number): void {
    this.closeLog();
    const path = this.#logPath(baseOffset);
    const stem = path.slice(0, -'.log'.length);
    const file = this.#files.open(path, 'write');
    try {
      const size = this.#files.size(file);
      SegmentIndexes.cut(this.#files, stem, baseOffset, size, position);
      if (size > position) this.#files.truncate(file, position);
    } finally {
      this.#files.close(file);
    }
    this.dirtyFiles.add(path);
    this.dirtyFiles.add(`${stem}.index`);
    this.dirtyFiles.add(`${stem}.timeindex`);
  }

  /** The segment is about to go: its handle closes, and no checkpoint asks for it. */
  forget(baseOffset: number): void {
    if (baseOffset === this.#baseOffset) this.closeLog();
    const path = this.#logPath(baseOffset);
    const stem = path.slice(0, -'.log'.length);
    for (const each of [path, `${stem}.index`, `${stem}.timeindex`]) this.dirtyFiles.delete(each);
  }

  flushIndex(): void {
    this.#index?.flush(this.#files);
  }

  /** Closes the handle; a later append opens it again. */
  closeLog(): void {
    if (this.#log === null) return;
    this.#index!.flush(this.#files);
    this.#files.close(this.#log);
    if (this.#uncached !== null) this.#files.close(this.#uncached);
    this.#uncached = null;
    this.#log = null;
    this.#index = null;
    this.#baseOffset = -1;
  }

  #logPath(baseOffset: number): string {
    return `${this.path}/${segmentFileName(baseOffset, '.log')}`;
  }

  #logOf(baseOffset: number, position: number): FileHandle {
    if (this.#log !== null && this.#baseOffset === baseOffset) return this.#log;
    if (this.#log !== null && baseOffset > this.#baseOffset) this.#index!.cadence.onClose();
    this.closeLog();
    const path = this.#logPath(baseOffset);
    const stem = path.slice(0, -'.log'.length);
    this.#log = this.#files.open(path, 'write');
    this.#baseOffset = baseOffset;
    if (position === 0) {
      this.#index = SegmentIndexes.empty(stem, baseOffset, this.#indexIntervalBytes);
      this.#index.rewrite(this.#files);
      this.directoryDirty = true;
    } else {
      this.#index = SegmentIndexes.open(this.#files, stem, baseOffset, this.#indexIntervalBytes, this.#log, position);
    }
    this.#logDirty = false;
    return this.#log;
  }
}
