/**
 * The files of one partition, written by the WAL thread: batches go to places that the log's owner decided, so that
 * doing it again (recovery) gives the same bytes.
 *
 *   <log directory>/<topic>-<partition>/  partition.metadata, 00000000000000000000.log .index .timeindex ...
 */
import { BatchView } from '../../core/records/batch-view.ts';
import { segmentFileName } from '../../core/log/segment-names.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { SegmentIndexes } from './segment-indexes.ts';

export class PartitionWriter {
  readonly path: string;
  readonly topicId: string;
  readonly #files: FileSystem;
  #indexIntervalBytes: number;
  #baseOffset = -1;
  #log: FileHandle | null = null;
  #index: SegmentIndexes | null = null;
  readonly #batch = new BatchView();
  #logDirty = false;
  /** Turn of the writer's loop in which the log was last used: who closes idle handles goes by it. */
  lastUsed = 0;
  /** Log files written since the last checkpoint, and whether files appeared or went. */
  readonly dirtyFiles = new Set<string>();
  directoryDirty = true;
  /** Offset after the last batch written; what a checkpoint calls the recovery point. */
  nextOffset = 0;
  logStartOffset = 0;

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

  /**
   * Writes `count` whole batches that lie in `bytes` at `starts`, one after another into the file from `position` on.
   * `view` covers exactly the bytes of `bytes`.
   */
  append(baseOffset: number, position: number, bytes: Uint8Array, view: DataView, starts: number[], count: number): void {
    const log = this.#logOf(baseOffset, position);
    if (!this.#logDirty) {
      this.#logDirty = true;
      this.dirtyFiles.add(this.#logPath(baseOffset));
    }
    if (count === 1) {
      this.#files.write(log, bytes, starts[0]!, this.#batch.wrap(bytes, view, starts[0]!).end, position);
    } else {
      const parts: Uint8Array[] = [];
      for (let i = 0; i < count; i++) parts.push(bytes.subarray(starts[i]!, this.#batch.wrap(bytes, view, starts[i]!).end));
      this.#files.writeAll(log, parts, position);
    }
    let at = position;
    for (let i = 0; i < count; i++) {
      const batch = this.#batch.wrap(bytes, view, starts[i]!);
      this.#index!.cadence.onAppend(batch.lastOffset, at, batch.sizeInBytes, batch.maxTimestamp);
      at += batch.sizeInBytes;
      this.nextOffset = batch.nextOffset;
    }
  }

  /** What a checkpoint must sync: log files written since the last call. Writes pending index entries first. */
  takeDirtyFiles(): string[] {
    this.flushIndex();
    const paths = [...this.dirtyFiles];
    this.dirtyFiles.clear();
    this.#logDirty = false;
    return paths;
  }

  /** The log ends at `position` of this segment. Segments after it have been forgotten and renamed by the caller. */
  truncate(baseOffset: number, position: number): void {
    this.closeLog();
    const path = this.#logPath(baseOffset);
    const file = this.#files.open(path, 'write');
    try {
      if (this.#files.size(file) > position) this.#files.truncate(file, position);
    } finally {
      this.#files.close(file);
    }
    this.dirtyFiles.add(path);
  }

  /** The segment is about to go: its handle closes, and no checkpoint asks for it. */
  forget(baseOffset: number): void {
    if (baseOffset === this.#baseOffset) this.closeLog();
    this.dirtyFiles.delete(this.#logPath(baseOffset));
  }

  flushIndex(): void {
    this.#index?.flush(this.#files);
  }

  /** Closes the handle; a later append opens it again. */
  closeLog(): void {
    if (this.#log === null) return;
    this.#index!.flush(this.#files);
    this.#files.close(this.#log);
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
