/**
 * Copies into and out of shared memory. Any thread; the positions around it say whose the bytes are at the moment.
 *
 * `TypedArray.set` copies shared memory by relaxed atomic accesses: of a word where source and target lie alike, else of
 * single bytes, at 3.6 GB/s. To fill a buffer with a source of its own length is one memcpy of the platform, at 25 GB/s.
 */

/** Below this the call costs more than the copy. */
const MIN_FILL_BYTES = 256;
const fill = Buffer.prototype.fill;

/** Puts `source[start, end)` at `target[at, …)`. They must not overlap. @throws RangeError beyond the target's end */
export function copyBytes(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  const length = end - start;
  const part = length === source.length ? source : source.subarray(start, end);
  if (length < MIN_FILL_BYTES) target.set(part, at);
  // The types know it of Buffers alone; the call takes any bytes.
  else fill.call(target as Buffer, part, at, at + length);
}
