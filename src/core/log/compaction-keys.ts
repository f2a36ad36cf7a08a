/**
 * The latest offset of each key in the dirty part of a log. Keys are held whole and compared whole, so no two are ever
 * taken for one another; memory is bounded, and a full map only means that less of the log is cleaned this time.
 * Runs in the compute pool, one per cleaning.
 */
import { assert } from '../base/assert.ts';

/** Keys are kept in pieces of at most this size, so that growing copies none of them. */
const MAX_CHUNK_SIZE = 1 << 20;
/** No piece takes more than this share of the memory, or the table could not grow beside it. */
const CHUNK_SHARE = 16;
const MIN_SLOTS = 1024;
/** Hash int32, chunk int32, position int32, length int32, offset float64. */
const ENTRY_SIZE = 24;
const SLOT_SIZE = 4;
const EMPTY = -1;

export class CompactionKeys {
  readonly #memoryBytes: number;
  readonly #seed: number;
  readonly #chunkSize: number;
  #slots: Int32Array = new Int32Array(MIN_SLOTS).fill(EMPTY);
  #hashes: Int32Array = new Int32Array(MIN_SLOTS / 2);
  #chunkOf: Int32Array = new Int32Array(MIN_SLOTS / 2);
  #positions: Int32Array = new Int32Array(MIN_SLOTS / 2);
  #lengths: Int32Array = new Int32Array(MIN_SLOTS / 2);
  #offsets: Float64Array = new Float64Array(MIN_SLOTS / 2);
  #size = 0;
  #chunks: Uint8Array[] = [];
  #chunkBytes = 0;
  #chunkUsed = 0;
  /** The highest offset that the map speaks for; records above it are not compared with it. */
  latestOffset = -1;

  /** `memoryBytes` is the share of `log.cleaner.dedupe.buffer.size`; a secret `seed` keeps keys from being chosen to collide. */
  constructor(memoryBytes: number, seed: number) {
    this.#memoryBytes = memoryBytes;
    this.#seed = seed | 0;
    this.#chunkSize = Math.min(MAX_CHUNK_SIZE, Math.floor(memoryBytes / CHUNK_SHARE));
  }

  get size(): number {
    return this.#size;
  }
  /** Bytes in use, of which none is given back before the map itself goes. */
  get memoryUsed(): number {
    return this.#chunkBytes + this.#slots.length * SLOT_SIZE + this.#hashes.length * ENTRY_SIZE;
  }

  /** Notes `offset` for the key `bytes[start, start + length)`. False, and nothing noted, where the map is full. */
  put(bytes: Uint8Array, start: number, length: number, offset: number): boolean {
    const hash = hashOf(bytes, start, length, this.#seed);
    let slot = this.#find(bytes, start, length, hash);
    let entry = this.#slots[slot]!;
    if (entry === EMPTY) {
      if (this.#size === this.#hashes.length) {
        if (!this.#grow()) return false;
        slot = this.#find(bytes, start, length, hash);
      }
      if (!this.#store(bytes, start, length)) return false;
      entry = this.#size++;
      this.#slots[slot] = entry;
      this.#hashes[entry] = hash;
      this.#chunkOf[entry] = this.#chunks.length - 1;
      this.#positions[entry] = this.#chunkUsed - length;
      this.#lengths[entry] = length;
    }
    this.#offsets[entry] = offset;
    this.latestOffset = offset;
    return true;
  }

  /** The latest offset noted for the key, or -1. */
  get(bytes: Uint8Array, start: number, length: number): number {
    const entry = this.#slots[this.#find(bytes, start, length, hashOf(bytes, start, length, this.#seed))]!;
    return entry === EMPTY ? -1 : this.#offsets[entry]!;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  #find(bytes: Uint8Array, start: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry === EMPTY) return slot;
      if (this.#hashes[entry] === hash && this.#lengths[entry] === length && this.#holds(entry, bytes, start))
        return slot;
    }
  }

  #holds(entry: number, bytes: Uint8Array, start: number): boolean {
    const chunk = this.#chunks[this.#chunkOf[entry]!]!;
    const position = this.#positions[entry]!;
    const length = this.#lengths[entry]!;
    for (let i = 0; i < length; i++) if (chunk[position + i] !== bytes[start + i]) return false;
    return true;
  }

  #store(bytes: Uint8Array, start: number, length: number): boolean {
    const chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.length - this.#chunkUsed < length) {
      const room = this.#memoryBytes - this.memoryUsed;
      if (room < length) return false;
      const added = new Uint8Array(Math.min(room, Math.max(this.#chunkSize, length)));
      this.#chunks.push(added);
      this.#chunkBytes += added.length;
      this.#chunkUsed = 0;
    }
    this.#chunks.at(-1)!.set(bytes.subarray(start, start + length), this.#chunkUsed);
    this.#chunkUsed += length;
    return true;
  }

  /** Doubles the table; half of its slots stay free. */
  #grow(): boolean {
    const capacity = this.#hashes.length * 2;
    const added = (capacity - this.#hashes.length) * ENTRY_SIZE + this.#slots.length * SLOT_SIZE;
    if (this.memoryUsed + added > this.#memoryBytes) return false;
    this.#hashes = copyInto(new Int32Array(capacity), this.#hashes);
    this.#chunkOf = copyInto(new Int32Array(capacity), this.#chunkOf);
    this.#positions = copyInto(new Int32Array(capacity), this.#positions);
    this.#lengths = copyInto(new Int32Array(capacity), this.#lengths);
    this.#offsets = copyInto(new Float64Array(capacity), this.#offsets);
    const slots = new Int32Array(capacity * 2).fill(EMPTY);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = this.#hashes[entry]! & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
    assert(this.#size < this.#hashes.length, 'a grown table has room');
    return true;
  }
}

function copyInto<T extends Int32Array | Float64Array>(target: T, source: T): T {
  target.set(source);
  return target;
}

/** MurmurHash3, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, length: number, seed: number): number {
  let hash = seed;
  const end = start + length;
  let at = start;
  for (const last = end - 4; at <= last; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash ^= scramble(word);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let shift = 0; at < end; at++, shift += 8) tail |= bytes[at]! << shift;
  if (length & 3) hash ^= scramble(tail);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
