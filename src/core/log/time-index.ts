/**
 * The time index of one segment (`.timeindex`): for a time, the offset before which no record is that late. Owned by
 * the thread that writes the segment.
 *
 *   entry   timestamp int64 | relative offset int32          both ascending
 *
 * An entry says: every record after this offset that is later than this timestamp lies after it.
 */
import { readInt64, writeInt64 } from '../bytes/int64.ts';
import { restIsZero } from './offset-index.ts';

export const TIME_INDEX_ENTRY_SIZE = 12;
const INITIAL_ENTRIES = 64;

export class TimeIndex {
  readonly baseOffset: number;
  readonly maxEntries: number;
  #timestamps: Float64Array;
  #relativeOffsets: Int32Array;
  #entries = 0;

  constructor(baseOffset: number, maxEntries: number) {
    this.baseOffset = baseOffset;
    this.maxEntries = maxEntries;
    const capacity = Math.min(INITIAL_ENTRIES, maxEntries);
    this.#timestamps = new Float64Array(capacity);
    this.#relativeOffsets = new Int32Array(capacity);
  }

  get entries(): number {
    return this.#entries;
  }
  /** One entry stays free for the one that is written when the segment rolls. */
  get isFull(): boolean {
    return this.#entries >= this.maxEntries - 1;
  }
  /** -1 while there is no entry. */
  get lastTimestamp(): number {
    return this.#entries === 0 ? -1 : this.#timestamps[this.#entries - 1]!;
  }
  get lastOffset(): number {
    return this.#entries === 0 ? this.baseOffset : this.offsetAt(this.#entries - 1);
  }
  timestampAt(slot: number): number {
    return this.#timestamps[slot]!;
  }
  offsetAt(slot: number): number {
    return this.baseOffset + this.#relativeOffsets[slot]!;
  }

  /**
   * Appends where `timestamp` is later than the last entry's; otherwise there is nothing new to say. `isClosing` may
   * use the entry kept free. False where nothing was appended.
   */
  maybeAppend(timestamp: number, offset: number, isClosing = false): boolean {
    if (isClosing ? this.#entries >= this.maxEntries : this.isFull) return false;
    if (timestamp <= this.lastTimestamp) return false;
    if (this.#entries > 0 && offset < this.lastOffset) return false;
    if (this.#entries === this.#timestamps.length) this.#grow();
    this.#timestamps[this.#entries] = timestamp;
    this.#relativeOffsets[this.#entries] = offset - this.baseOffset;
    this.#entries++;
    return true;
  }

  /** Slot of the last entry at or before `timestamp`, or -1. */
  lookup(timestamp: number): number {
    const timestamps = this.#timestamps;
    let low = 0;
    let high = this.#entries - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (timestamps[middle]! <= timestamp) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }

  /** The offset from which to scan for the first record at or after `timestamp`. */
  offsetFor(timestamp: number): number {
    const slot = this.lookup(timestamp);
    return slot < 0 ? this.baseOffset : this.offsetAt(slot);
  }

  /** Drops every entry at or above `offset`. */
  truncateTo(offset: number): void {
    while (this.#entries > 0 && this.offsetAt(this.#entries - 1) >= offset) this.#entries--;
  }

  /** Entries from `fromSlot` on as file bytes. */
  encode(fromSlot = 0): Uint8Array {
    const bytes = new Uint8Array((this.#entries - fromSlot) * TIME_INDEX_ENTRY_SIZE);
    const view = new DataView(bytes.buffer);
    for (let slot = fromSlot, at = 0; slot < this.#entries; slot++, at += TIME_INDEX_ENTRY_SIZE) {
      writeInt64(view, at, this.#timestamps[slot]!);
      view.setInt32(at + 8, this.#relativeOffsets[slot]!);
    }
    return bytes;
  }

  #grow(): void {
    const capacity = Math.min(this.maxEntries, this.#timestamps.length * 2);
    const timestamps = new Float64Array(capacity);
    const offsets = new Int32Array(capacity);
    timestamps.set(this.#timestamps);
    offsets.set(this.#relativeOffsets);
    this.#timestamps = timestamps;
    this.#relativeOffsets = offsets;
  }
}

/** An index from its file, or why it cannot be one; the caller then rebuilds it from the log. */
export function decodeTimeIndex(bytes: Uint8Array, baseOffset: number, maxEntries: number): TimeIndex | string {
  if (bytes.length % TIME_INDEX_ENTRY_SIZE !== 0) {
    return `size ${bytes.length} is not a multiple of ${TIME_INDEX_ENTRY_SIZE}`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fileEntries = bytes.length / TIME_INDEX_ENTRY_SIZE;
  const index = new TimeIndex(baseOffset, Math.max(maxEntries, fileEntries));
  for (let at = 0; at < bytes.length; at += TIME_INDEX_ENTRY_SIZE) {
    const timestamp = readInt64(view, at);
    const relative = view.getInt32(at + 8);
    const slot = at / TIME_INDEX_ENTRY_SIZE;
    if (timestamp === 0 && relative === 0) {
      return restIsZero(bytes, at) ? index : `entry ${slot} is zero but more entries follow`;
    }
    if (relative < 0) return `entry ${slot} has the negative relative offset ${relative}`;
    if (!index.maybeAppend(timestamp, baseOffset + relative, true)) return `entry ${slot} does not ascend`;
  }
  return index;
}
