/**
 * Memory for frames that span several reads, used again once their handler says that it holds no view of them: a
 * produce is in the append ring when it has been handled. Without it, each large request is an allocation outside the
 * heap, and those make the collector run as often as requests come. Main thread; one per server.
 *
 * If a frame were given back while someone still reads it, that reader would see another request's bytes.
 */

/** Smaller frames are cheap to allocate; larger ones are rare, and kept they would only sit there. */
const SMALLEST_BITS = 12;
const LARGEST_BITS = 22;
/** Kept over all sizes: a few large requests in flight. */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;

export class FramePool {
  readonly #free: Uint8Array[][] = [];
  #keptBytes = 0;

  constructor() {
    for (let bits = SMALLEST_BITS; bits <= LARGEST_BITS; bits++) this.#free.push([]);
  }

  /** Memory for a frame of `size` bytes, at most twice as long; null where frames of that size are not kept. */
  take(size: number): Uint8Array | null {
    const bits = Math.max(SMALLEST_BITS, 32 - Math.clz32(size - 1));
    if (size < 1 << SMALLEST_BITS || bits > LARGEST_BITS) return null;
    const kept = this.#free[bits - SMALLEST_BITS]!.pop();
    if (kept === undefined) return Buffer.allocUnsafeSlow(1 << bits);
    this.#keptBytes -= kept.length;
    return kept;
  }

  giveBack(frame: Uint8Array): void {
    if (this.#keptBytes + frame.length > MAX_KEPT_BYTES) return;
    this.#keptBytes += frame.length;
    this.#free[31 - Math.clz32(frame.length) - SMALLEST_BITS]!.push(frame);
  }
}
