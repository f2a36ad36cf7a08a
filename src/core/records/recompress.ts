/**
 * A batch under another codec: what a topic whose `compression.type` is not `producer` stores. Pure but for the codecs
 * it is given; runs in the compute pool. Header and records stay as they are; only codec, length and checksum change.
 */
import { ATTRIBUTES_AT, COMPRESSION_MASK, Compression, LENGTH_AT, LOG_OVERHEAD, RECORDS_AT } from './batch-format.ts';
import { BatchView } from './batch-view.ts';
import type { Compressor, DecompressionFailure, Decompressor } from './decompressor.ts';

/** A level as `compression.<codec>.level` gives it; null for the codec's default. */
export interface LevelledCompressor extends Compressor {
  compress(codec: number, bytes: Uint8Array, start: number, end: number, level?: number | null): Uint8Array | null;
}

/**
 * The batch with its records under `codec`, in an array of its own. Control batches are never compressed. The limit
 * bounds what is unfolded on the way.
 */
export function recompress(
  batch: BatchView,
  codec: number,
  level: number | null,
  codecs: Decompressor & LevelledCompressor,
  maxDecompressedBytes: number,
): Uint8Array | DecompressionFailure {
  const { bytes, start, end, recordsStart, compression } = batch;
  if (compression === codec || batch.isControl) return bytes.slice(start, end);
  let section: Uint8Array = bytes;
  let sectionStart = recordsStart;
  let sectionEnd = end;
  if (compression !== Compression.None) {
    const unfolded = codecs.decompress(compression, bytes, recordsStart, end, maxDecompressedBytes);
    if (typeof unfolded === 'string') return unfolded;
    section = unfolded;
    sectionStart = 0;
    sectionEnd = unfolded.length;
  }
  let packed: Uint8Array | null = section.subarray(sectionStart, sectionEnd);
  if (codec !== Compression.None) packed = codecs.compress(codec, section, sectionStart, sectionEnd, level);
  if (packed === null) return 'unsupported';

  const output = new Uint8Array(RECORDS_AT + packed.length);
  output.set(bytes.subarray(start, recordsStart));
  output.set(packed, RECORDS_AT);
  const view = new DataView(output.buffer);
  view.setInt32(LENGTH_AT, output.length - LOG_OVERHEAD);
  view.setInt16(ATTRIBUTES_AT, (batch.attributes & ~COMPRESSION_MASK) | codec);
  new BatchView().wrap(output, view, 0).stampCrc();
  return output;
}
