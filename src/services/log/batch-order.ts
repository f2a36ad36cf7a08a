/**
 * Whether batches that were read from a segment follow one another. A batch's checksum does not cover its base offset:
 * a flipped bit there makes other offsets of sound records, and only the neighbours tell. Pure; main thread.
 */
import { readInt64 } from '../../core/bytes/int64.ts';
import {
  BASE_OFFSET_AT,
  BATCH_OVERHEAD,
  LAST_OFFSET_DELTA_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
} from '../../core/records/batch-format.ts';

/**
 * How much of `bytes[0, length)`, which begins with a batch, may be shown. Where two neighbours overlap either may be the
 * wrong one, so it ends before both.
 *
 * @param from no batch begins below this offset
 * @param to no batch ends above it
 * @param writtenLimit what begins at or above this offset may be half written, and is not looked at
 */
export function orderedLength(
  bytes: Uint8Array,
  length: number,
  from: number,
  to: number,
  writtenLimit: number,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let previous = 0;
  let expected = from;
  for (let at = 0; at + BATCH_OVERHEAD <= length; ) {
    if (expected >= writtenLimit) return length;
    const baseOffset = readInt64(view, at + BASE_OFFSET_AT);
    const after = baseOffset + view.getInt32(at + LAST_OFFSET_DELTA_AT) + 1;
    if (baseOffset < expected) return previous;
    if (after > to) return at;
    const size = LOG_OVERHEAD + view.getInt32(at + LENGTH_AT);
    // Whoever cuts the batches says what is wrong with this one.
    if (size < BATCH_OVERHEAD || after <= baseOffset) return length;
    expected = after;
    previous = at;
    at += size;
  }
  return length;
}
