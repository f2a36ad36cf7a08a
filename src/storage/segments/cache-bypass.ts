/**
 * Writes long runs of a log past the page cache while that is the faster way. Owned by the WAL thread, which has one.
 *
 * Readers of a log live on the page cache, so that is where it goes while that is cheap. Where the cache costs more than
 * the disk (fresh memory of a virtual machine: some ms a megabyte), or is not well below it while durable frames pile up
 * behind the segment writes or the cache is not written back in time, whole blocks go to the device directly; a consumer
 * that lags by more than the append ring then reads them from there. A block is only ever written one way: what stands in
 * the first and last, shared with other runs, goes through the cache.
 */
import { pageAlignedMemory } from '../../runtime/files/aligned-memory.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';

/** A multiple of every disk's logical block, and of the page. */
const BLOCK_BYTES = 4096;
/** Shorter runs cost the disk more than they cost the cache. */
const MIN_RUN_BYTES = 256 * 1024;
/** Bytes handed to the disk at once. */
const STEP_BYTES = 1024 * 1024;
/** How long frames that piled up are taken as a sign that more will. */
const PRESSED_MS = 1_000;
/** So many bytes in that time are the same sign: with the cache passed by, frames no longer pile up. */
const PRESSING_BYTES = 64 * 1024 * 1024;
/** A run in so many goes through the cache all the same, to learn what that costs now. */
const PROBE_EVERY = 256;
/** What is in the cache has yet to be written, while the journal wants the disk: a cached write must be so much cheaper. */
const WRITE_BACK_SHARE = 0.25;
/** Of the disk, in ms a megabyte, until it was measured. */
const EXPECTED_DIRECT_COST = 1;
/** Weight of the newest measurement. */
const SMOOTHING = 0.25;

export class CacheBypass {
  readonly #files: FileSystem;
  readonly #now: () => number;
  #pressedUntil = Number.NEGATIVE_INFINITY;
  /** Since the last sign. */
  #bypassedBytes = 0;
  /** Milliseconds a megabyte; −1 before the first measurement. */
  #cachedCost = -1;
  #directCost = -1;
  #runs = 0;
  #isPossible = true;
  #memory: Uint8Array | null = null;
  #cached: FileHandle = -1;
  #direct: FileHandle = -1;
  /** File position of the memory's first byte. */
  #base = 0;
  /** Bytes of the memory that are in use: from, up to. */
  #from = 0;
  #filled = 0;

  /** @param now monotonic milliseconds */
  constructor(files: FileSystem, now: () => number) {
    this.#files = files;
    this.#now = now;
  }

  /** Durable frames have piled up, or the cache has: segment writes are what the log waits for. */
  press(): void {
    this.#pressedUntil = this.#now() + PRESSED_MS;
    this.#bypassedBytes = 0;
  }

  #isPressed(): boolean {
    if (this.#now() >= this.#pressedUntil && this.#bypassedBytes >= PRESSING_BYTES) this.press();
    return this.#now() < this.#pressedUntil;
  }

  /** Whether the next run, of so many bytes, goes past the cache. */
  takes(bytes: number): boolean {
    if (bytes < MIN_RUN_BYTES || !this.#isPossible || this.#cachedCost < 0) return false;
    if (++this.#runs % PROBE_EVERY === 0) return false;
    if (!this.#isPressed()) return this.#cachedCost > (this.#directCost < 0 ? EXPECTED_DIRECT_COST : this.#directCost);
    return this.#directCost < 0 || this.#cachedCost > this.#directCost * WRITE_BACK_SHARE;
  }

  /** Times a run that goes through the cache. @returns what `cachedEnd` wants; −1: not of interest */
  cachedStart(bytes: number): number {
    return bytes < MIN_RUN_BYTES ? -1 : this.#now();
  }

  cachedEnd(start: number, bytes: number): void {
    if (start < 0) return;
    this.#cachedCost = smoothed(this.#cachedCost, ((this.#now() - start) * 2 ** 20) / bytes);
  }

  /** A handle for `begin`; null where the file system has none, from then on for good. */
  open(path: string): FileHandle | null {
    const file = this.#files.openUncached(path);
    if (file === null) this.#isPossible = false;
    return file;
  }

  /** A run begins at `position`. `cached` and `direct` are handles of the same file. */
  begin(cached: FileHandle, direct: FileHandle, position: number): void {
    this.#memory ??= pageAlignedMemory(STEP_BYTES);
    this.#cached = cached;
    this.#direct = direct;
    this.#from = position % BLOCK_BYTES;
    this.#filled = this.#from;
    this.#base = position - this.#from;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const memory = this.#memory!;
    for (let at = start; at < end; ) {
      const length = Math.min(end - at, STEP_BYTES - this.#filled);
      copyBytes(bytes, at, at + length, memory, this.#filled);
      this.#filled += length;
      at += length;
      if (this.#filled === STEP_BYTES) this.#write();
    }
  }

  /** Writes what is left of the run. */
  finish(): void {
    if (this.#filled > this.#from) this.#write();
  }

  #write(): void {
    const memory = this.#memory!;
    const headEnd = this.#from === 0 ? 0 : Math.min(BLOCK_BYTES, this.#filled);
    const tail = Math.max(headEnd, this.#filled - (this.#filled % BLOCK_BYTES));
    if (headEnd > 0) this.#files.write(this.#cached, memory, this.#from, headEnd, this.#base + this.#from);
    if (tail > headEnd) this.#writeBlocks(headEnd, tail);
    if (this.#filled > tail) this.#files.write(this.#cached, memory, tail, this.#filled, this.#base + tail);
    this.#base += this.#filled;
    this.#bypassedBytes += this.#filled - this.#from;
    this.#from = 0;
    this.#filled = 0;
  }

  #writeBlocks(start: number, end: number): void {
    const memory = this.#memory!;
    const begun = this.#now();
    try {
      this.#files.write(this.#direct, memory, start, end, this.#base + start);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EINVAL') throw error;
      // The device wants another alignment than ours. Writing it again gives the same bytes.
      this.#isPossible = false;
      this.#files.write(this.#cached, memory, start, end, this.#base + start);
      return;
    }
    if (end - start >= MIN_RUN_BYTES) {
      this.#directCost = smoothed(this.#directCost, ((this.#now() - begun) * 2 ** 20) / (end - start));
    }
  }
}

function smoothed(mean: number, value: number): number {
  return mean < 0 ? value : mean + (value - mean) * SMOOTHING;
}
