/**
 * Large pieces of memory that are used again: frames that span reads, and what fetches read from files. Without it each
 * is an allocation outside the heap, and those make the collector run as often as requests come. One per owner, on one
 * thread; whatever is never given back is garbage like any other.
 *
 * If a piece were given back while someone still reads it, that reader would see another request's bytes.
 */

/** Smaller pieces are cheap to allocate; larger ones are rare, and kept they would only sit there. */
const SMALLEST_BITS = 12;
const LARGEST_BITS = 22;
/** Beside the power of two: a request of 1 MiB of records has a header, and shall not take 2 MiB. */
const HEADROOM_BYTES = 4096;
/** A few large requests in flight. */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;

export class BufferPool {
  readonly #free: Uint8Array[][] = [];
  /** Memory that is out. What is given back must be in here, so nothing foreign gets in and nothing twice. */
  readonly #lent = new WeakSet<ArrayBufferLike>();
  readonly #maxKeptBytes: number;
  #keptBytes = 0;

  /** @param maxKeptBytes over all sizes */
  constructor(maxKeptBytes = MAX_KEPT_BYTES) {
    this.#maxKeptBytes = maxKeptBytes;
    for (let bits = SMALLEST_BITS; bits <= LARGEST_BITS; bits++) this.#free.push([]);
  }

  /** At least `size` bytes, content undefined; null where pieces of that size are not kept. */
  take(size: number): Uint8Array | null {
    if (size < 1 << SMALLEST_BITS || size > (1 << LARGEST_BITS) + HEADROOM_BYTES) return null;
    const bits = Math.max(SMALLEST_BITS, 32 - Math.clz32(Math.max(size - HEADROOM_BYTES - 1, 0)));
    const kept = this.#free[bits - SMALLEST_BITS]!.pop();
    const memory = kept ?? Buffer.allocUnsafeSlow((1 << bits) + HEADROOM_BYTES);
    if (kept !== undefined) this.#keptBytes -= kept.length;
    this.#lent.add(memory.buffer);
    return memory;
  }

  /** @param view of what `take` gave, or a part of it; any other memory is left alone */
  giveBack(view: Uint8Array): void {
    const { buffer } = view;
    if (!this.#lent.delete(buffer) || this.#keptBytes + buffer.byteLength > this.#maxKeptBytes) return;
    this.#keptBytes += buffer.byteLength;
    const bits = 31 - Math.clz32(buffer.byteLength - HEADROOM_BYTES);
    this.#free[bits - SMALLEST_BITS]!.push(new Uint8Array(buffer));
  }
}
