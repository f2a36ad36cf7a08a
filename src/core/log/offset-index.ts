/**
 * The offset index of one segment (`.index`): from offsets to file positions, one entry every `index.interval.bytes`.
 * Owned by the thread that writes the segment; readers get positions that were written before the entry.
 *
 *   entry   relative offset int32 | position int32          relative to the segment's base offset, ascending
 *
 * An entry names the last offset of a batch and the position at which that batch begins.
 */

export const OFFSET_INDEX_ENTRY_SIZE = 8;
const INITIAL_ENTRIES = 64;
/** Relative offsets and positions are int32. */
const MAX_RELATIVE = 2 ** 31 - 1;

export class OffsetIndex {
  readonly baseOffset: number;
  /** From `segment.index.bytes`: a full index makes the segment roll. */
  readonly maxEntries: number;
  #relativeOffsets: Int32Array;
  #positions: Int32Array;
  #entries = 0;

  constructor(baseOffset: number, maxEntries: number) {
    this.baseOffset = baseOffset;
    this.maxEntries = maxEntries;
    const capacity = Math.min(INITIAL_ENTRIES, maxEntries);
    this.#relativeOffsets = new Int32Array(capacity);
    this.#positions = new Int32Array(capacity);
  }

  get entries(): number {
    return this.#entries;
  }
  get isFull(): boolean {
    return this.#entries >= this.maxEntries;
  }
  /** The base offset while there is no entry. */
  get lastOffset(): number {
    return this.#entries === 0 ? this.baseOffset : this.offsetAt(this.#entries - 1);
  }
  offsetAt(slot: number): number {
    return this.baseOffset + this.#relativeOffsets[slot]!;
  }
  positionAt(slot: number): number {
    return this.#positions[slot]!;
  }

  /** Whether an offset can be told relative to the base at all; if not, the segment must roll. */
  canAppend(offset: number): boolean {
    return offset >= this.baseOffset && offset - this.baseOffset <= MAX_RELATIVE;
  }

  /** False, and nothing appended, where the index is full or the entry would not ascend. */
  append(offset: number, position: number): boolean {
    if (this.isFull || !this.canAppend(offset)) return false;
    if (this.#entries > 0 && offset <= this.lastOffset) return false;
    if (this.#entries === this.#positions.length) this.#grow();
    this.#relativeOffsets[this.#entries] = offset - this.baseOffset;
    this.#positions[this.#entries] = position;
    this.#entries++;
    return true;
  }

  /** Slot of the last entry at or below `offset`, or -1. */
  lookup(offset: number): number {
    const relative = offset - this.baseOffset;
    const offsets = this.#relativeOffsets;
    let low = 0;
    let high = this.#entries - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (offsets[middle]! <= relative) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }

  /** Where to begin to scan for `offset`: at or before the batch that holds it. */
  positionFor(offset: number): number {
    const slot = this.lookup(offset);
    return slot < 0 ? 0 : this.#positions[slot]!;
  }

  /** The first indexed position at or beyond `position`, or -1: an upper bound for a read that begins before it. */
  positionAfter(position: number): number {
    let low = 0;
    let high = this.#entries;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#positions[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low === this.#entries ? -1 : this.#positions[low]!;
  }

  /** Drops every entry at or above `offset`. */
  truncateTo(offset: number): void {
    this.#entries = this.lookup(offset - 1) + 1;
  }

  /** Entries from `fromSlot` on as file bytes. */
  encode(fromSlot = 0): Uint8Array {
    const bytes = new Uint8Array((this.#entries - fromSlot) * OFFSET_INDEX_ENTRY_SIZE);
    const view = new DataView(bytes.buffer);
    for (let slot = fromSlot, at = 0; slot < this.#entries; slot++, at += OFFSET_INDEX_ENTRY_SIZE) {
      view.setInt32(at, this.#relativeOffsets[slot]!);
      view.setInt32(at + 4, this.#positions[slot]!);
    }
    return bytes;
  }

  #grow(): void {
    const capacity = Math.min(this.maxEntries, this.#positions.length * 2);
    const offsets = new Int32Array(capacity);
    const positions = new Int32Array(capacity);
    offsets.set(this.#relativeOffsets);
    positions.set(this.#positions);
    this.#relativeOffsets = offsets;
    this.#positions = positions;
  }
}

/**
 * An index from its file, or why it cannot be one; the caller then rebuilds it from the log. `logSize` is the size of
 * the segment: no entry may point beyond it. Zeros at the end, left by preallocation before a crash, are not entries.
 */
export function decodeOffsetIndex(
  bytes: Uint8Array,
  baseOffset: number,
  maxEntries: number,
  logSize: number,
): OffsetIndex | string {
  if (bytes.length % OFFSET_INDEX_ENTRY_SIZE !== 0) {
    return `size ${bytes.length} is not a multiple of ${OFFSET_INDEX_ENTRY_SIZE}`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fileEntries = bytes.length / OFFSET_INDEX_ENTRY_SIZE;
  const index = new OffsetIndex(baseOffset, Math.max(maxEntries, fileEntries));
  let lastPosition = -1;
  for (let at = 0; at < bytes.length; at += OFFSET_INDEX_ENTRY_SIZE) {
    const relative = view.getInt32(at);
    const position = view.getInt32(at + 4);
    const slot = at / OFFSET_INDEX_ENTRY_SIZE;
    if (relative === 0 && position === 0) {
      return restIsZero(bytes, at) ? index : `entry ${slot} is zero but more entries follow`;
    }
    if (relative < 0 || position <= lastPosition || position >= logSize) {
      return `entry ${slot} (offset ${baseOffset + relative}, position ${position}) does not fit a log of ${logSize} bytes`;
    }
    if (!index.append(baseOffset + relative, position)) return `entry ${slot} does not ascend`;
    lastPosition = position;
  }
  return index;
}

/** Whether `bytes` holds nothing but zeros from `start` on. */
export function restIsZero(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
