/**
 * Walks the batch headers of a segment file from a position on, with a bounded window. Used by recovery, by the opening
 * of a partition and by index rebuilding: everything that must look at a log without its index. Synchronous.
 */
import {
  BATCH_OVERHEAD,
  HEADER_UP_TO_MAGIC,
  LOG_OVERHEAD,
  MAGIC_V2,
  MIN_BATCH_LENGTH,
} from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';

const WINDOW_BYTES = 256 * 1024;
/** Batches up to this size are in the window as a whole: control records can be read without asking for all records. */
const WHOLE_BATCH_BYTES = 4 * 1024;

export interface WalkEnd {
  /** Position after the last sound batch. */
  readonly position: number;
  /** Offset after the last sound batch; the start offset given when there was none. */
  readonly nextOffset: number;
  /** Why the walk stopped before the file's end; null when it did not. */
  readonly fault: string | null;
}

export interface WalkOptions {
  readonly position: number;
  readonly end: number;
  /** Offset that the next batch must not be below. */
  readonly nextOffset: number;
  /** Reads whole batches and checks each CRC; otherwise only headers are read. */
  readonly checkCrc: boolean;
}

/**
 * @param onBatch called with a view that is valid during the call; the records lie in it with `checkCrc`, and of
 *   batches up to WHOLE_BATCH_BYTES
 */
export function walkBatches(
  files: FileSystem,
  file: FileHandle,
  options: WalkOptions,
  onBatch: (batch: BatchView, position: number) => void,
): WalkEnd {
  let window = new Uint8Array(Math.min(WINDOW_BYTES, Math.max(BATCH_OVERHEAD, options.end - options.position)));
  let view = new DataView(window.buffer);
  const batch = new BatchView();
  let windowStart = options.position;
  let windowEnd = options.position;
  let position = options.position;
  let nextOffset = options.nextOffset;

  const load = (from: number, needed: number): boolean => {
    if (needed > window.length) {
      window = new Uint8Array(needed);
      view = new DataView(window.buffer);
    }
    const wanted = Math.min(window.length, options.end - from);
    const got = files.read(file, window, 0, wanted, from);
    windowStart = from;
    windowEnd = from + got;
    return got >= needed;
  };
  const has = (needed: number): boolean =>
    position + needed <= windowEnd && position >= windowStart
      ? true
      : position + needed <= options.end && load(position, needed);
  const stop = (fault: string | null): WalkEnd => ({ position, nextOffset, fault });

  while (position < options.end) {
    if (!has(BATCH_OVERHEAD)) return stop('a batch header is cut short');
    let at = position - windowStart;
    if (view.getInt8(at + HEADER_UP_TO_MAGIC - 1) !== MAGIC_V2) return stop('not a version 2 batch');
    const size = LOG_OVERHEAD + view.getInt32(at + LOG_OVERHEAD - 4);
    if (size < LOG_OVERHEAD + MIN_BATCH_LENGTH) return stop('a batch length is too small');
    if (position + size > options.end) return stop('a batch is cut short');
    if ((options.checkCrc || size <= WHOLE_BATCH_BYTES) && !has(size)) return stop('a batch is cut short');
    at = position - windowStart;
    batch.wrap(window, view, at, Math.min(window.length, windowEnd - windowStart));
    if (options.checkCrc && !batch.isValid) return stop('a batch checksum does not match');
    if (batch.baseOffset < nextOffset || batch.lastOffsetDelta < 0) return stop('offsets go backwards');
    onBatch(batch, position);
    nextOffset = batch.nextOffset;
    position += size;
  }
  return stop(null);
}
