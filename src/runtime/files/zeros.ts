/** Where the zeros begin that preallocated files end in. Compared a block at a time: most of such a file is zeros. */

const BLOCK_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(BLOCK_BYTES);

/** The offset behind the last byte that is not zero, at least `from`. */
export function contentEnd(bytes: Uint8Array, from: number): number {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length;
  while (end > from) {
    const start = Math.max(from, end - BLOCK_BYTES);
    if (all.compare(ZEROS, 0, end - start, start, end) !== 0) break;
    end = start;
  }
  while (end > from && all[end - 1] === 0) end--;
  return end;
}
