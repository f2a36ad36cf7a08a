/**
 * 64-bit integers as plain numbers. Exact within +-(2^53 - 1), which covers every offset, timestamp and id that is in
 * use; larger ones are rounded to the nearest double. Both ends of the int64 range survive a round trip, because Kafka
 * uses Long.MAX_VALUE and Long.MIN_VALUE as sentinels.
 */
import { EncodeError } from './encode-error.ts';

const TWO_32 = 2 ** 32;

/** Long.MAX_VALUE as it appears in code: 2^63, since 2^63 - 1 has no double of its own. */
export const INT64_MAX: number = 2 ** 63;

/** Long.MIN_VALUE. */
export const INT64_MIN: number = -(2 ** 63);

export function readInt64(view: DataView, position: number): number {
  return view.getInt32(position) * TWO_32 + view.getUint32(position + 4);
}

/** Throws EncodeError for a fraction, NaN or a value beyond the range. */
export function writeInt64(view: DataView, position: number, value: number): void {
  const low = value >>> 0;
  let high = (value - low) / TWO_32;
  if (!Number.isSafeInteger(value)) {
    if (value === INT64_MAX) {
      view.setUint32(position, 0x7fff_ffff);
      view.setUint32(position + 4, 0xffff_ffff);
      return;
    }
    if (!Number.isInteger(value) || value > INT64_MAX || value < INT64_MIN) {
      throw new EncodeError(`not an int64: ${value}`);
    }
    high = Math.floor(value / TWO_32);
  }
  view.setInt32(position, high);
  view.setUint32(position + 4, low);
}
