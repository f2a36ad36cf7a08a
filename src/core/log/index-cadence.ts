/**
 * Which appends leave entries in the indexes of a segment, by Kafka's rule: the batch that follows more than
 * `index.interval.bytes` of unindexed batches is indexed, and the time index then notes the latest time so far.
 * Runs beside the writer of the segment, and again when recovery rebuilds indexes: both give the same entries.
 */
import type { OffsetIndex } from './offset-index.ts';
import type { TimeIndex } from './time-index.ts';

export class IndexCadence {
  readonly #offsets: OffsetIndex;
  readonly #times: TimeIndex;
  readonly #intervalBytes: number;
  #bytesSinceEntry = 0;
  /** Latest record time in the segment, -1 while it is empty, and the last offset of the batch that brought it. */
  maxTimestamp = -1;
  offsetOfMaxTimestamp = -1;

  constructor(offsets: OffsetIndex, times: TimeIndex, intervalBytes: number) {
    this.#offsets = offsets;
    this.#times = times;
    this.#intervalBytes = intervalBytes;
    if (times.entries > 0) {
      this.maxTimestamp = times.lastTimestamp;
      this.offsetOfMaxTimestamp = times.lastOffset;
    }
  }

  /**
   * Takes note of the time of a batch that is in the segment already. After opening or truncating one, its latest time
   * may lie in batches behind the last entry: every batch from that entry's position on is to be shown here.
   */
  observe(lastOffset: number, maxTimestamp: number): void {
    if (maxTimestamp <= this.maxTimestamp) return;
    this.maxTimestamp = maxTimestamp;
    this.offsetOfMaxTimestamp = lastOffset;
  }

  /** Takes note of a batch written at `position`. True where it was indexed. */
  onAppend(lastOffset: number, position: number, sizeInBytes: number, maxTimestamp: number): boolean {
    this.observe(lastOffset, maxTimestamp);
    const isIndexed = this.#bytesSinceEntry > this.#intervalBytes;
    if (isIndexed) {
      this.#offsets.append(lastOffset, position);
      this.#times.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
      this.#bytesSinceEntry = 0;
    }
    this.#bytesSinceEntry += sizeInBytes;
    return isIndexed;
  }

  /** When the segment rolls or closes: its latest time must be the last entry, for retention after a restart. */
  onClose(): void {
    if (this.maxTimestamp >= 0) this.#times.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp, true);
  }
}

/** How many entries `segment.index.bytes` allows for entries of a size. */
export function maxIndexEntries(segmentIndexBytes: number, entrySize: number): number {
  return Math.floor(segmentIndexBytes / entrySize);
}
