/**
 * One segment of a log as its owner sees it: how far it is written, its times, its sparse index. The index of what was
 * written before this start is read from its file when a reader first needs it; what is written now is kept. Main thread.
 */
import { IndexCadence, maxIndexEntries } from '../../core/log/index-cadence.ts';
import { OFFSET_INDEX_ENTRY_SIZE, OffsetIndex } from '../../core/log/offset-index.ts';
import type { ActiveSegment } from '../../core/log/roll.ts';
import { segmentFileName } from '../../core/log/segment-names.ts';
import { TIME_INDEX_ENTRY_SIZE, TimeIndex } from '../../core/log/time-index.ts';
import type { TransactionIndex } from '../../core/log/transaction-index.ts';

/** Readers that go on where they stopped, per segment, before the index is asked again. */
const READ_HINTS = 8;

export class LogSegment implements ActiveSegment {
  readonly baseOffset: number;
  /** Path of `.log`, `.index` and so on, without the suffix. */
  readonly stem: string;
  sizeInBytes: number;
  /** Wall clock of the first append of this process, or of loading: `segment.ms` counts from the first batch's time. */
  readonly createdMs: number;
  /** Largest timestamp of the first batch appended or found, −1 while unknown or empty. */
  firstAppendTimestamp = -1;
  /** Milliseconds by which the segment rolls early (`segment.jitter.ms`). */
  readonly jitterMs: number;
  readonly aborted: TransactionIndex;
  /** Position from which `offsets` and `times` know the segment; below it the files do. */
  readonly indexedFrom: number;
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
  /** lsn of the frame that began it; −1 for one that was there at this start. */
  firstFrameLsn = -1;
  /** Compaction has put another in its place: its positions mean nothing in the files any more. */
  isReplaced = false;
  readonly cadence: IndexCadence;
  /** The index file as it stood at this start, once a reader needed it. */
  #earlierOffsets: OffsetIndex | null = null;
  /** What readers learnt: at this offset, the first batch begins at this position. Serves whoever reads on. */
  readonly #hintOffsets = new Float64Array(READ_HINTS).fill(-1);
  readonly #hintPositions = new Float64Array(READ_HINTS);
  #nextHint = 0;

  constructor(
    directory: string,
    baseOffset: number,
    sizeInBytes: number,
    createdMs: number,
    intervalBytes: number,
    segmentIndexBytes: number,
    jitterMs: number,
    aborted: TransactionIndex,
  ) {
    this.baseOffset = baseOffset;
    this.stem = `${directory}/${segmentFileName(baseOffset, '.log').slice(0, -'.log'.length)}`;
    this.sizeInBytes = sizeInBytes;
    this.createdMs = createdMs;
    this.indexedFrom = sizeInBytes;
    this.offsets = new OffsetIndex(baseOffset, maxIndexEntries(segmentIndexBytes, OFFSET_INDEX_ENTRY_SIZE));
    this.times = new TimeIndex(baseOffset, maxIndexEntries(segmentIndexBytes, TIME_INDEX_ENTRY_SIZE));
    this.cadence = new IndexCadence(this.offsets, this.times, intervalBytes);
    this.jitterMs = jitterMs;
    this.aborted = aborted;
  }

  get logPath(): string {
    return `${this.stem}.log`;
  }

  get isOffsetIndexFull(): boolean {
    return this.offsets.isFull;
  }

  get isTimeIndexFull(): boolean {
    return this.times.isFull;
  }

  /** Largest record timestamp, −1 when empty. */
  get maxTimestamp(): number {
    return this.cadence.maxTimestamp;
  }

  onAppend(lastOffset: number, sizeInBytes: number, maxTimestamp: number): void {
    if (this.firstAppendTimestamp === -1) this.firstAppendTimestamp = maxTimestamp;
    this.cadence.onAppend(lastOffset, this.sizeInBytes, sizeInBytes, maxTimestamp);
    this.sizeInBytes += sizeInBytes;
  }

  /**
   * Position at or before the batch that holds `offset`, from what is in memory; −1 when only the index file knows.
   */
  positionInMemory(offset: number): number {
    if (offset === this.baseOffset) return 0;
    const hint = this.hintFor(offset);
    if (hint >= 0) return hint;
    const slot = this.offsets.lookup(offset);
    if (slot >= 0) return this.offsets.positionAt(slot);
    if (this.#earlierOffsets !== null) return this.#earlierOffsets.positionFor(offset);
    return this.indexedFrom === 0 ? 0 : -1;
  }

  /** Where exactly the first batch at or above the offset begins, if a read ended there; else −1. */
  hintFor(offset: number): number {
    const hint = this.#hintOffsets.indexOf(offset);
    return hint >= 0 ? this.#hintPositions[hint]! : -1;
  }

  /** A read ended here: the batch with `offset` begins at `position`. */
  noteRead(offset: number, position: number): void {
    const known = this.#hintOffsets.indexOf(offset);
    const at = known >= 0 ? known : this.#nextHint++ % READ_HINTS;
    this.#hintOffsets[at] = offset;
    this.#hintPositions[at] = position;
  }

  /** The index file has been read: from now on memory knows the part written before this start, too. */
  learnEarlier(fromFile: OffsetIndex): void {
    this.#earlierOffsets = fromFile;
  }
}
