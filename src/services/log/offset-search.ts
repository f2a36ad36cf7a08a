/**
 * Finds records of a log by time, for ListOffsets: the segment by its latest time, the place in it by the time index,
 * the batch by its header, the record by unfolding that one batch. Main thread; files are read asynchronously.
 */
import { decodeTimeIndex } from '../../core/log/time-index.ts';
import { BATCH_OVERHEAD, Compression } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { Decompressor } from '../../core/records/decompressor.ts';
import { RecordReader } from '../../core/records/record-reader.ts';
import {
  firstRecordAtOrAfter,
  recordOfMaxTimestamp,
  type TimestampedOffset,
} from '../../core/records/record-search.ts';
import type { FileReader } from './file-reader.ts';
import { type LogReader, readTail } from './log-reader.ts';
import type { LogSegment } from './log-segment.ts';
import type { PartitionLog } from './partition-log.ts';

/** Read at once while batches are looked through: a few index intervals. */
const CHUNK_BYTES = 64 * 1024;

export interface FoundOffset extends TimestampedOffset {
  /** Under which the record was written. */
  readonly leaderEpoch: number;
}

/** What was found; null: no such record; text: the log could not be read, and why. */
export type SearchResult = FoundOffset | null | string;

export interface SearchTerms {
  /** Records at or above it (high watermark, last stable offset) are not looked at. */
  readonly limitOffset: number;
  readonly maxDecompressedBytes: number;
}

export class OffsetSearch {
  readonly #files: FileReader;
  readonly #reader: LogReader;
  readonly #decompressor: Decompressor;

  constructor(files: FileReader, reader: LogReader, decompressor: Decompressor) {
    this.#files = files;
    this.#reader = reader;
    this.#decompressor = decompressor;
  }

  /** The first record, by offset, that is at least as late as `timestamp` (>= 0). Never rejects. */
  async firstAtOrAfter(log: PartitionLog, timestamp: number, terms: SearchTerms): Promise<SearchResult> {
    let from = log.logStartOffset;
    for (;;) {
      const segment = segmentReaching(log, timestamp, from);
      if (segment === null) return null;
      let offset = Math.max(from, segment.baseOffset, await this.#startIn(segment, timestamp));
      // Until the segment ends: the next ones may be skipped whole.
      while (offset < endOf(log, segment)) {
        if (offset >= terms.limitOffset) return null;
        const bytes = await this.#read(log, offset, terms.limitOffset);
        if (typeof bytes === 'string') {
          if (offset >= log.logStartOffset) return bytes;
          // The segment went while it was read.
          break;
        }
        if (bytes.length === 0) return null;
        for (const batch of batchesIn(bytes)) {
          offset = batch.nextOffset;
          const found = this.#inBatch(batch, (each) =>
            firstRecordAtOrAfter(each, timestamp, log.logStartOffset, this.#decompressor, terms.maxDecompressedBytes),
          );
          if (found !== null) return found;
        }
      }
      from = Math.max(offset, log.logStartOffset);
    }
  }

  /**
   * The first record that bears the latest time of the log (KIP-734). As Kafka has it: null, and not the latest one
   * below, while that record is at or above `limitOffset`. Never rejects.
   */
  async ofMaxTimestamp(log: PartitionLog, terms: SearchTerms): Promise<SearchResult> {
    const latest = latestOf(log.segments);
    if (latest === null) return null;
    const found = await this.#maxOfSegment(log, latest, terms);
    if (found === null || typeof found === 'string' || found.offset >= log.logStartOffset) return found;
    // That record was deleted with the log's start: what remains of its segment has to be looked through.
    const remaining = await this.#maxFrom(log, latest, terms);
    if (typeof remaining === 'string') return remaining;
    const next = latestOf(log.segments.filter((segment) => segment !== latest));
    if (next === null || (remaining !== null && next.maxTimestamp <= remaining.timestamp)) return remaining;
    return this.#maxOfSegment(log, next, terms);
  }

  async #maxOfSegment(log: PartitionLog, segment: LogSegment, terms: SearchTerms): Promise<SearchResult> {
    const { offsetOfMaxTimestamp: offset, maxTimestamp: timestamp } = segment.cadence;
    if (offset < log.logStartOffset) return { offset, timestamp, leaderEpoch: -1 };
    const bytes = await this.#read(log, offset, terms.limitOffset);
    if (typeof bytes === 'string') return bytes;
    for (const batch of batchesIn(bytes)) {
      return this.#inBatch(batch, (each) => recordOfMaxTimestamp(each, this.#decompressor, terms.maxDecompressedBytes));
    }
    return null;
  }

  /** Over the records of the segment from the log start on. */
  async #maxFrom(log: PartitionLog, segment: LogSegment, terms: SearchTerms): Promise<SearchResult> {
    const start = log.logStartOffset;
    let best: FoundOffset | null = null;
    for (let offset = start; offset < Math.min(endOf(log, segment), terms.limitOffset); ) {
      const bytes = await this.#read(log, offset, terms.limitOffset);
      if (typeof bytes === 'string') return bytes;
      if (bytes.length === 0) break;
      for (const batch of batchesIn(bytes)) {
        offset = batch.nextOffset;
        if (best !== null && batch.maxTimestamp <= best.timestamp) continue;
        const found = this.#inBatch(batch, (each) => {
          const { maxDecompressedBytes } = terms;
          if (each.baseOffset >= start) return recordOfMaxTimestamp(each, this.#decompressor, maxDecompressedBytes);
          return latestRecordFrom(each, start, this.#decompressor, maxDecompressedBytes);
        });
        if (typeof found === 'string') return found;
        if (found !== null && (best === null || found.timestamp > best.timestamp)) best = found;
      }
    }
    return best;
  }

  /** An offset before which the segment holds no record as late as `timestamp`, its batch included. */
  async #startIn(segment: LogSegment, timestamp: number): Promise<number> {
    const { baseOffset, indexedFrom, stem, times } = segment;
    if (times.lookup(timestamp) >= 0 || indexedFrom === 0) return times.offsetFor(timestamp);
    const bytes = await new Promise<Uint8Array | null>((resolve) => {
      this.#files.readWhole(`${stem}.timeindex`, (error, content) => resolve(error === null ? content : null));
    });
    // A missing or damaged index costs a scan of the segment; the next start rebuilds it.
    const index = bytes === null ? '' : decodeTimeIndex(bytes, baseOffset, times.maxEntries);
    return typeof index === 'string' ? baseOffset : index.offsetFor(timestamp);
  }

  /** Whole batches from the one that holds `offset` on; empty: none below the limit. Text: what is wrong. */
  #read(log: PartitionLog, offset: number, limitOffset: number): Promise<Uint8Array | string> {
    const terms = { offset, limitOffset, maxBytes: CHUNK_BYTES, atLeastOneBatch: true };
    const tail = readTail(log, terms);
    if (tail !== null) return Promise.resolve(tail);
    return new Promise((resolve) => {
      this.#reader.read(log, terms, (bytes, fault) => {
        if (bytes === null) return resolve(fault ?? 'unreadable');
        if (bytes.length > 0) return resolve(bytes);
        // Compaction took what was there; what follows it is in the ring.
        const isInRing = log.tail.find(log.logEndOffset - 1, log.directory.wal.reusedUpTo) !== -1;
        const first = isInRing ? log.tail.baseOffset(0) : -1;
        resolve(first > offset ? (readTail(log, { ...terms, offset: first }) ?? bytes) : bytes);
      });
    });
  }

  #inBatch(batch: BatchView, search: (batch: BatchView) => TimestampedOffset | null | string): SearchResult {
    const found = search(batch);
    if (found === null || typeof found === 'string') return found;
    return { ...found, leaderEpoch: batch.partitionLeaderEpoch };
  }
}

/** The first segment that holds offsets at or above `from` and a record as late as `timestamp`. */
function segmentReaching(log: PartitionLog, timestamp: number, from: number): LogSegment | null {
  if (from >= log.logEndOffset) return null;
  for (const segment of log.segments) {
    if (segment.maxTimestamp >= timestamp && endOf(log, segment) > from) return segment;
  }
  return null;
}

/** The offset at which the next segment begins; −1 when the segment is no longer part of the log. */
function endOf(log: PartitionLog, segment: LogSegment): number {
  const at = log.segments.indexOf(segment);
  if (at === -1) return -1;
  return log.segments[at + 1]?.baseOffset ?? log.logEndOffset;
}

/** The first of those with the latest time; null where no record has a time. */
function latestOf(segments: readonly LogSegment[]): LogSegment | null {
  let latest: LogSegment | null = null;
  for (const segment of segments) if (segment.maxTimestamp > (latest?.maxTimestamp ?? -1)) latest = segment;
  return latest;
}

/** One view, moved from batch to batch. */
function* batchesIn(bytes: Uint8Array): Generator<BatchView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batch = new BatchView();
  for (let at = 0; at + BATCH_OVERHEAD <= bytes.length; at = batch.end) yield batch.wrap(bytes, view, at);
}

/** For the batch that the log start cuts: the first record with the latest time of those at or above `start`. */
function latestRecordFrom(
  batch: BatchView,
  start: number,
  decompressor: Decompressor,
  maxDecompressedBytes: number,
): TimestampedOffset | null | string {
  let section: Uint8Array | null = null;
  if (batch.compression !== Compression.None) {
    const { compression, bytes, recordsStart, end } = batch;
    const unfolded = decompressor.decompress(compression, bytes, recordsStart, end, maxDecompressedBytes);
    if (typeof unfolded === 'string') return `records of the batch at offset ${batch.baseOffset} are ${unfolded}`;
    section = unfolded;
  }
  const reader = new RecordReader();
  reader.wrapBatch(batch, section);
  let best: TimestampedOffset | null = null;
  while (reader.next()) {
    const { offset, timestamp } = reader;
    if (offset >= start && timestamp > (best?.timestamp ?? -1)) best = { offset, timestamp };
  }
  return reader.error === null ? best : `batch at offset ${batch.baseOffset}: ${reader.error}`;
}
