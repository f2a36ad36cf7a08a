/**
 * Reads whole batches of a log for fetches: from ring memory at the tail, else from segment files through the page cache.
 * Main thread; the file path is asynchronous and never blocks.
 */

import { readInt64 } from '../../core/bytes/int64.ts';
import { decodeOffsetIndex, OffsetIndex } from '../../core/log/offset-index.ts';
import {
  BASE_OFFSET_AT,
  BATCH_OVERHEAD,
  LAST_OFFSET_DELTA_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
} from '../../core/records/batch-format.ts';
import type { BufferPool } from '../../runtime/memory/buffer-pool.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';
import { orderedLength } from './batch-order.ts';
import { type FileReader, REPLACED } from './file-reader.ts';
import type { LogSegment } from './log-segment.ts';
import type { PartitionLog } from './partition-log.ts';
import { ReadAhead } from './read-ahead.ts';

const NOTHING = new Uint8Array(0);

/** What a reader asks for. */
export interface ReadTerms {
  /** Batches from the one that holds this offset on. Not below the log start, not above the log end. */
  readonly offset: number;
  /** Batches that begin at or above this are not shown (high watermark, last stable offset). */
  readonly limitOffset: number;
  readonly maxBytes: number;
  /** The first batch is given whole even when it exceeds `maxBytes` (KIP-74). */
  readonly atLeastOneBatch: boolean;
}

/** Batches, contiguous and whole; or null with a reason when the files do not give them. */
export type ReadCallback = (bytes: Uint8Array | null, fault: string | null) => void;

/** Batches from ring memory, copied; null when the offset is no longer there. Empty when nothing may be shown. */
export function readTail(log: PartitionLog, terms: ReadTerms, pool: BufferPool | null = null): Uint8Array | null {
  const { offset, limitOffset, maxBytes } = terms;
  if (offset >= limitOffset) return NOTHING;
  const { wal } = log.directory;
  const { tail } = log;
  const first = tail.find(offset, wal.reusedUpTo);
  if (first === -1) return null;
  let total = 0;
  let last = first;
  for (; last < tail.count && tail.baseOffset(last) < limitOffset; last++) {
    const length = tail.length(last);
    if (total + length > maxBytes && !(total === 0 && terms.atLeastOneBatch)) break;
    total += length;
  }
  if (total === 0) return NOTHING;
  const { bytes, capacity } = wal.memory;
  const copy = pool?.take(total) ?? Buffer.allocUnsafeSlow(total);
  let at = 0;
  for (let i = first; i < last; i++) {
    const start = tail.position(i) % capacity;
    const length = tail.length(i);
    copyBytes(bytes, start, start + length, copy, at);
    at += length;
  }
  return copy.subarray(0, total);
}

export class LogReader {
  readonly #files: FileReader;
  readonly #ahead: ReadAhead;
  /** What was read may be given back to it, by whoever knows that nobody looks at it any more. */
  readonly pool: BufferPool;

  constructor(files: FileReader) {
    this.#files = files;
    this.#ahead = new ReadAhead(files);
    this.pool = files.pool;
  }

  /** Batches from the segment files. The callback runs later, once. */
  read(log: PartitionLog, terms: ReadTerms, callback: ReadCallback): void {
    const index = log.segmentIndexFor(terms.offset);
    if (index === -1) return void queueMicrotask(() => callback(NOTHING, null));
    this.#readSegment(log, index, terms, callback);
  }

  #readSegment(log: PartitionLog, index: number, terms: ReadTerms, callback: ReadCallback): void {
    const segment = log.segments[index]!;
    this.#locate(segment, terms.offset, (position, fault) => {
      if (segment.isReplaced || fault === REPLACED) return this.read(log, terms, callback);
      if (fault !== null) return callback(null, fault);
      this.#readAt(log, segment, position, Math.max(terms.maxBytes, BATCH_OVERHEAD), terms, callback);
    });
  }

  /** Position at or before the batch that holds the offset; reads the index file when memory does not know. */
  #locate(segment: LogSegment, offset: number, callback: (position: number, fault: string | null) => void): void {
    const known = segment.positionInMemory(offset);
    if (known >= 0) return callback(known, null);
    const path = `${segment.stem}.index`;
    this.#files.readWhole(path, (error, bytes) => {
      if (isReplaced(error)) return callback(-1, REPLACED);
      // A missing or damaged index costs a scan of the segment; the next start rebuilds it.
      const { baseOffset, sizeInBytes, offsets } = segment;
      const decoded = error === null ? decodeOffsetIndex(bytes, baseOffset, offsets.maxEntries, sizeInBytes) : null;
      const isUsable = decoded !== null && typeof decoded !== 'string';
      segment.learnEarlier(isUsable ? decoded : new OffsetIndex(baseOffset, 1));
      const position = segment.positionInMemory(offset);
      callback(Math.max(position, 0), null);
    });
  }

  #readAt(
    log: PartitionLog,
    segment: LogSegment,
    position: number,
    length: number,
    terms: ReadTerms,
    callback: ReadCallback,
  ): void {
    const ahead = this.#ahead.take(segment, position);
    // One header more than asked for: whether a batch's offset is right shows in the one behind it.
    const wanted = ahead?.length ?? Math.min(length + BATCH_OVERHEAD, segment.sizeInBytes - position);
    if (wanted <= 0) return this.#afterSegment(log, segment, terms, callback);
    // As of now: a batch that leaves the ring while the read is under way may have been read half written.
    const limitOffset = this.#writtenLimit(log, terms.limitOffset);
    const onRead = (error: Error | null, bytes: Uint8Array, got: number): void => {
      if (segment.isReplaced || isReplaced(error)) return this.read(log, terms, callback);
      if (error !== null) return callback(null, error.message);
      const isReadingOn = segment.hintFor(terms.offset) === position;
      const from = isReadingOn ? terms.offset : segment.baseOffset;
      const to = log.segments[log.segments.indexOf(segment) + 1]?.baseOffset ?? log.logEndOffset;
      const ordered = orderedLength(bytes, got, from, to, limitOffset);
      const cut = cutToBatches(bytes, ordered, terms, limitOffset);
      if (cut.end > cut.start) {
        if (cut.nextOffset !== -1) {
          segment.noteRead(cut.nextOffset, position + cut.end);
          if (isReadingOn) this.#readOn(log, segment, position + cut.end, wanted);
        }
        return callback(bytes.subarray(cut.start, cut.end), null);
      }
      if (cut.isAtLimit && limitOffset < terms.limitOffset) return this.#goOnInRing(log, limitOffset, terms, callback);
      if (cut.isLimited) return callback(NOTHING, null);
      if (ordered < got)
        return callback(null, `${segment.logPath} is damaged at byte ${position + ordered}: its offsets do not ascend`);
      if (cut.missing < 0) return callback(null, `${segment.logPath} is damaged at byte ${position + cut.start}`);
      // The wanted batch begins past what was read, or is larger than it.
      const next = position + cut.start;
      if (got < wanted) {
        if (position + got >= segment.sizeInBytes - bytesInRing(log, segment)) return callback(NOTHING, null);
        return callback(null, `${segment.logPath} ends at byte ${position + got}, expected ${segment.sizeInBytes}`);
      }
      if (cut.missing > 0) {
        if (cut.start === 0 && !terms.atLeastOneBatch && cut.missing > terms.maxBytes) return callback(NOTHING, null);
        if (next + cut.missing > segment.sizeInBytes)
          return callback(null, `${segment.logPath} ends inside a batch at byte ${next}`);
        if (!terms.atLeastOneBatch && cut.missing > terms.maxBytes) return callback(NOTHING, null);
        return this.#readAt(log, segment, next, Math.max(cut.missing, terms.maxBytes), terms, callback);
      }
      this.#readAt(log, segment, next, length, terms, callback);
    };
    if (ahead === null) this.#files.read(segment.logPath, position, wanted, onRead);
    else ahead.whenRead(onRead);
  }

  /** For a reader that has come to `position` by reading on, and goes on: as much as now, if the file has it all. */
  #readOn(log: PartitionLog, segment: LogSegment, position: number, length: number): void {
    const { tail } = log;
    const last = tail.count - 1;
    // At most: other logs' batches lie between ours.
    const inRing = last < 0 ? 0 : tail.position(last) + tail.length(last) - tail.position(0);
    if (position + length <= segment.sizeInBytes - inRing) this.#ahead.begin(segment, position, length);
  }

  /** Compaction and truncation leave gaps between segments: what is not in one may be in the next. */
  #afterSegment(log: PartitionLog, segment: LogSegment, terms: ReadTerms, callback: ReadCallback): void {
    const next = log.segments.indexOf(segment) + 1;
    if (next === 0 || next >= log.segments.length) return callback(NOTHING, null);
    this.#readSegment(log, next, terms, callback);
  }

  /** Nothing is left between what was asked for and the oldest batch in the ring: compaction took it. */
  #goOnInRing(log: PartitionLog, offset: number, terms: ReadTerms, callback: ReadCallback): void {
    const bytes = readTail(log, { ...terms, offset });
    if (bytes !== null) callback(bytes, null);
    else this.read(log, terms, callback);
  }

  /** Batches at or past the oldest one in the ring may be half written to their file: the ring has them. */
  #writtenLimit(log: PartitionLog, limitOffset: number): number {
    const { tail } = log;
    if (tail.find(log.logEndOffset, log.directory.wal.reusedUpTo) === -1) return limitOffset;
    return Math.min(limitOffset, tail.baseOffset(0));
  }
}

/** Bytes of the segment that its file need not have yet. */
function bytesInRing({ tail, segments }: PartitionLog, segment: LogSegment): number {
  const end = segments[segments.indexOf(segment) + 1]?.baseOffset ?? Number.POSITIVE_INFINITY;
  let total = 0;
  for (let i = 0; i < tail.count; i++) {
    const baseOffset = tail.baseOffset(i);
    if (baseOffset >= segment.baseOffset && baseOffset < end) total += tail.length(i);
  }
  return total;
}

/** Compaction exchanged the file under the read: it begins again with the segments that the log has now. */
function isReplaced(error: NodeJS.ErrnoException | null): boolean {
  return error?.code === REPLACED;
}

interface Cut {
  /** First byte of the first batch that holds or follows the offset. */
  readonly start: number;
  readonly end: number;
  /** Offset after the last batch, −1 when there is none. */
  readonly nextOffset: number;
  /** True when a batch was there but must not be shown. */
  readonly isLimited: boolean;
  /** True when that batch is the first one, and too young. */
  readonly isAtLimit: boolean;
  /** Bytes needed from `start` on to see the batch there whole; 0 when nothing begins there yet, −1 when it is damaged. */
  readonly missing: number;
}

/** Finds the whole batches in `bytes[0, length)` that the terms ask for. */
function cutToBatches(bytes: Uint8Array, length: number, terms: ReadTerms, limitOffset: number): Cut {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const { offset, maxBytes } = terms;
  let start = 0;
  let at = 0;
  let nextOffset = -1;
  while (at + BATCH_OVERHEAD <= length) {
    const baseOffset = readInt64(view, at + BASE_OFFSET_AT);
    const size = LOG_OVERHEAD + view.getInt32(at + LENGTH_AT);
    const after = baseOffset + view.getInt32(at + LAST_OFFSET_DELTA_AT) + 1;
    if (size < BATCH_OVERHEAD || after <= baseOffset)
      return { start, end: at, nextOffset, isLimited: false, isAtLimit: false, missing: -1 };
    if (after <= offset && start === at) {
      // Before what was asked for.
      at += size;
      start = at;
      continue;
    }
    if (baseOffset >= limitOffset)
      return { start, end: at, nextOffset, isLimited: true, isAtLimit: at === start, missing: 0 };
    if (at + size > length)
      return { start, end: at, nextOffset, isLimited: false, isAtLimit: false, missing: at === start ? size : 0 };
    if (at + size - start > maxBytes && !(at === start && terms.atLeastOneBatch)) {
      return { start, end: at, nextOffset, isLimited: true, isAtLimit: false, missing: 0 };
    }
    at += size;
    nextOffset = after;
  }
  const missing = at === start && at < length ? BATCH_OVERHEAD : 0;
  return {
    start,
    end: Math.max(at > length ? start : at, start),
    nextOffset,
    isLimited: false,
    isAtLimit: false,
    missing,
  };
}
