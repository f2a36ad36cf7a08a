/**
 * The offset and time index of the segment that is being written, and their files. Entries gather in memory and reach
 * the files at a checkpoint, a roll or a close; an index is always rebuildable from its log, so nothing waits for it.
 * Owned by the WAL thread.
 */
import { IndexCadence, maxIndexEntries } from '../../core/log/index-cadence.ts';
import { decodeOffsetIndex, OFFSET_INDEX_ENTRY_SIZE, OffsetIndex } from '../../core/log/offset-index.ts';
import { decodeTimeIndex, TIME_INDEX_ENTRY_SIZE, TimeIndex } from '../../core/log/time-index.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { type WalkEnd, walkBatches } from './segment-walk.ts';

/** `segment.index.bytes` decides when a segment rolls, elsewhere; here it only bounds memory. */
const MAX_INDEX_BYTES = 128 * 1024 * 1024;
const MAX_OFFSET_ENTRIES = maxIndexEntries(MAX_INDEX_BYTES, OFFSET_INDEX_ENTRY_SIZE);
const MAX_TIME_ENTRIES = maxIndexEntries(MAX_INDEX_BYTES, TIME_INDEX_ENTRY_SIZE);

export class SegmentIndexes {
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
  readonly cadence: IndexCadence;
  /** Where the walk that completed the indexes ended; null for a new segment. */
  walkEnd: WalkEnd | null = null;
  readonly #stem: string;
  #flushedOffsets: number;
  #flushedTimes: number;

  private constructor(stem: string, offsets: OffsetIndex, times: TimeIndex, intervalBytes: number) {
    this.#stem = stem;
    this.offsets = offsets;
    this.times = times;
    this.cadence = new IndexCadence(offsets, times, intervalBytes);
    this.#flushedOffsets = offsets.entries;
    this.#flushedTimes = times.entries;
  }

  /** @param stem path of the segment without suffix */
  static empty(stem: string, baseOffset: number, intervalBytes: number): SegmentIndexes {
    const offsets = new OffsetIndex(baseOffset, MAX_OFFSET_ENTRIES);
    return new SegmentIndexes(stem, offsets, new TimeIndex(baseOffset, MAX_TIME_ENTRIES), intervalBytes);
  }

  /**
   * The indexes of an existing segment, true up to `end`: keeps the sound entries of the files, then walks the batches
   * after the last one. A missing or damaged index costs a walk of the whole segment, never an answer.
   */
  static open(
    files: FileSystem,
    stem: string,
    baseOffset: number,
    intervalBytes: number,
    log: FileHandle,
    end: number,
  ): SegmentIndexes {
    const { offsets, times } = readSound(files, stem, baseOffset, files.size(log), end);
    const indexes = new SegmentIndexes(stem, offsets, times, intervalBytes);
    const from = offsets.entries === 0 ? 0 : offsets.positionAt(offsets.entries - 1);
    indexes.#walk(files, log, from, end);
    if (indexes.walkEnd!.fault !== null && from > 0) {
      // A wrong last entry leads into the middle of a batch: the log is judged from its beginning, without the index.
      const anew = SegmentIndexes.empty(stem, baseOffset, intervalBytes);
      anew.#walk(files, log, 0, end);
      anew.rewrite(files);
      return anew;
    }
    indexes.rewrite(files);
    return indexes;
  }

  /**
   * The log of a segment that nobody writes now ends at `end`: so do its index files. What an index knew behind a cut would
   * speak against the log once that is full.
   */
  static cut(files: FileSystem, stem: string, baseOffset: number, logSize: number, end: number): void {
    if (!files.exists(`${stem}.index`) && !files.exists(`${stem}.timeindex`)) return;
    const { offsets, times } = readSound(files, stem, baseOffset, logSize, end);
    new SegmentIndexes(stem, offsets, times, 0).rewrite(files);
  }

  #walk(files: FileSystem, log: FileHandle, position: number, end: number): void {
    const options = { position, end, nextOffset: this.offsets.baseOffset, checkCrc: false };
    this.walkEnd = walkBatches(files, log, options, (batch, at) => {
      this.cadence.onAppend(batch.lastOffset, at, batch.sizeInBytes, batch.maxTimestamp);
    });
  }

  get isPending(): boolean {
    return this.offsets.entries > this.#flushedOffsets || this.times.entries > this.#flushedTimes;
  }

  flush(files: FileSystem): void {
    if (!this.isPending) return;
    append(
      files,
      `${this.#stem}.index`,
      this.offsets.encode(this.#flushedOffsets),
      this.#flushedOffsets * OFFSET_INDEX_ENTRY_SIZE,
    );
    append(
      files,
      `${this.#stem}.timeindex`,
      this.times.encode(this.#flushedTimes),
      this.#flushedTimes * TIME_INDEX_ENTRY_SIZE,
    );
    this.#flushedOffsets = this.offsets.entries;
    this.#flushedTimes = this.times.entries;
  }

  /** Writes both files anew: nothing of an earlier life of theirs stays behind the last entry. */
  rewrite(files: FileSystem): void {
    replace(files, `${this.#stem}.index`, this.offsets.encode());
    replace(files, `${this.#stem}.timeindex`, this.times.encode());
    this.#flushedOffsets = this.offsets.entries;
    this.#flushedTimes = this.times.entries;
  }
}

function readSound(
  files: FileSystem,
  stem: string,
  baseOffset: number,
  logSize: number,
  end: number,
): { offsets: OffsetIndex; times: TimeIndex } {
  const none = {
    offsets: new OffsetIndex(baseOffset, MAX_OFFSET_ENTRIES),
    times: new TimeIndex(baseOffset, MAX_TIME_ENTRIES),
  };
  const offsetBytes = files.readFile(`${stem}.index`);
  const timeBytes = files.readFile(`${stem}.timeindex`);
  if (offsetBytes === null || timeBytes === null) return none;
  const offsets = decodeOffsetIndex(offsetBytes, baseOffset, MAX_OFFSET_ENTRIES, logSize);
  const times = decodeTimeIndex(timeBytes, baseOffset, MAX_TIME_ENTRIES);
  if (typeof offsets === 'string' || typeof times === 'string') return none;
  for (let slot = 0; slot < offsets.entries; slot++) {
    if (offsets.positionAt(slot) < end) continue;
    offsets.truncateTo(offsets.offsetAt(slot));
    break;
  }
  times.truncateTo(offsets.entries === 0 ? baseOffset : offsets.lastOffset + 1);
  return { offsets, times };
}

function append(files: FileSystem, path: string, bytes: Uint8Array, position: number): void {
  const file = files.open(path, 'write');
  try {
    if (bytes.length > 0) files.write(file, bytes, 0, bytes.length, position);
  } finally {
    files.close(file);
  }
}

function replace(files: FileSystem, path: string, bytes: Uint8Array): void {
  const file = files.open(path, 'write');
  try {
    if (bytes.length > 0) files.write(file, bytes, 0, bytes.length, 0);
    if (files.size(file) > bytes.length) files.truncate(file, bytes.length);
  } finally {
    files.close(file);
  }
}
