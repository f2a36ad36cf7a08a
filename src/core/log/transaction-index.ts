/**
 * The aborted transactions of one segment (`.txnindex`), in the order of their markers: what a read_committed fetch
 * names so that the consumer skips their records. Owned by the writer of the segment.
 *
 *   entry   version int16 = 0 | producer id int64 | first offset int64 | last offset int64 | last stable offset int64
 *
 * `last offset` is the marker's; `last stable offset` is what it was once this transaction had ended.
 */
import { readInt64, writeInt64 } from '../bytes/int64.ts';

export const ABORTED_TXN_SIZE = 34;
const CURRENT_VERSION = 0;

export interface AbortedTxn {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly lastStableOffset: number;
}

export class TransactionIndex {
  #entries: AbortedTxn[] = [];

  get entries(): readonly AbortedTxn[] {
    return this.#entries;
  }

  /** False, and nothing appended, where the marker does not lie after the last one. */
  append(aborted: AbortedTxn): boolean {
    const last = this.#entries.at(-1);
    if (last !== undefined && aborted.lastOffset <= last.lastOffset) return false;
    this.#entries.push(aborted);
    return true;
  }

  /**
   * Adds to `found` what overlaps [fetchOffset, upperBoundOffset). True where no later segment can hold more, because
   * the last stable offset had passed the bound; else the search goes on in the next segment.
   */
  collect(fetchOffset: number, upperBoundOffset: number, found: AbortedTxn[]): boolean {
    for (const aborted of this.#entries) {
      if (aborted.lastOffset >= fetchOffset && aborted.firstOffset < upperBoundOffset) found.push(aborted);
      if (aborted.lastStableOffset >= upperBoundOffset) return true;
    }
    return false;
  }

  /** Drops the transactions whose markers lie at or above `offset`. */
  truncateTo(offset: number): void {
    let keep = this.#entries.length;
    while (keep > 0 && this.#entries[keep - 1]!.lastOffset >= offset) keep--;
    this.#entries.length = keep;
  }

  encode(fromEntry = 0): Uint8Array {
    const bytes = new Uint8Array((this.#entries.length - fromEntry) * ABORTED_TXN_SIZE);
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (let entry = fromEntry; entry < this.#entries.length; entry++, at += ABORTED_TXN_SIZE) {
      const aborted = this.#entries[entry]!;
      view.setInt16(at, CURRENT_VERSION);
      writeInt64(view, at + 2, aborted.producerId);
      writeInt64(view, at + 10, aborted.firstOffset);
      writeInt64(view, at + 18, aborted.lastOffset);
      writeInt64(view, at + 26, aborted.lastStableOffset);
    }
    return bytes;
  }
}

/** The index from its file, or why it is none: the caller then rebuilds it from the log. */
export function decodeTransactionIndex(bytes: Uint8Array, segmentBaseOffset: number): TransactionIndex | string {
  if (bytes.length % ABORTED_TXN_SIZE !== 0) return `size ${bytes.length} is not a multiple of ${ABORTED_TXN_SIZE}`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const index = new TransactionIndex();
  for (let at = 0; at < bytes.length; at += ABORTED_TXN_SIZE) {
    const version = view.getInt16(at);
    if (version !== CURRENT_VERSION) return `unexpected aborted transaction version ${version}`;
    const aborted: AbortedTxn = {
      producerId: readInt64(view, at + 2),
      firstOffset: readInt64(view, at + 10),
      lastOffset: readInt64(view, at + 18),
      lastStableOffset: readInt64(view, at + 26),
    };
    if (aborted.lastOffset < segmentBaseOffset) {
      return `last offset ${aborted.lastOffset} is less than the base offset ${segmentBaseOffset} of the segment`;
    }
    if (aborted.firstOffset > aborted.lastOffset || !index.append(aborted)) {
      return `the transaction that ends at ${aborted.lastOffset} does not follow the one before it`;
    }
  }
  return index;
}
