/** Finding records by time inside one batch: the last step of ListOffsets. Pure; any thread. */
import { Compression, NO_TIMESTAMP, TimestampType } from './batch-format.ts';
import type { BatchView } from './batch-view.ts';
import type { Decompressor } from './decompressor.ts';
import { RecordReader } from './record-reader.ts';

export interface TimestampedOffset {
  readonly offset: number;
  readonly timestamp: number;
}

const reader = new RecordReader();

/**
 * The first record at or above `minOffset` that is at least as late as `timestamp`; null where the batch has none.
 * Text where its records cannot be read.
 */
export function firstRecordAtOrAfter(
  batch: BatchView,
  timestamp: number,
  minOffset: number,
  decompressor: Decompressor,
  maxDecompressedBytes: number,
): TimestampedOffset | null | string {
  if (batch.maxTimestamp < timestamp || batch.lastOffset < minOffset || batch.recordCount === 0) return null;
  return search(batch, decompressor, maxDecompressedBytes, (record) => {
    return record.timestamp >= timestamp && record.offset >= minOffset;
  });
}

/**
 * The first record that bears the batch's latest time (ListOffsets with timestamp -3, KIP-734); null where no record
 * has a time. Text where its records cannot be read.
 */
export function recordOfMaxTimestamp(
  batch: BatchView,
  decompressor: Decompressor,
  maxDecompressedBytes: number,
): TimestampedOffset | null | string {
  const latest = batch.maxTimestamp;
  if (latest === NO_TIMESTAMP || batch.recordCount === 0) return null;
  if (batch.timestampType === TimestampType.LogAppendTime) return { offset: batch.baseOffset, timestamp: latest };
  return search(batch, decompressor, maxDecompressedBytes, (record) => record.timestamp === latest);
}

function search(
  batch: BatchView,
  decompressor: Decompressor,
  maxDecompressedBytes: number,
  matches: (record: RecordReader) => boolean,
): TimestampedOffset | null | string {
  let section: Uint8Array | null = null;
  if (batch.compression !== Compression.None) {
    const { compression, bytes, recordsStart, end } = batch;
    const unfolded = decompressor.decompress(compression, bytes, recordsStart, end, maxDecompressedBytes);
    if (typeof unfolded === 'string') return `records of the batch at offset ${batch.baseOffset} are ${unfolded}`;
    section = unfolded;
  }
  reader.wrapBatch(batch, section);
  while (reader.next()) {
    if (matches(reader)) return { offset: reader.offset, timestamp: reader.timestamp };
  }
  return reader.error === null ? null : `batch at offset ${batch.baseOffset}: ${reader.error}`;
}
