/**
 * Producer state as a file (`<offset>.snapshot`), in Kafka's format: its name is the offset up to which the log was
 * replayed. Holds the last batch of each producer only; the four before it come back with the batches after it.
 *
 *   0          2          6                 10
 *   +----------+----------+-----------------+-----------
 *   | version 1| crc32c   | number of       | entries
 *   | int16    | uint32   | entries int32   |
 *   +----------+----------+-----------------+-----------
 *                         |<---- covered by the crc ---
 *
 *   entry (46)  producer id int64 | epoch int16 | last sequence int32 | last offset int64 | offset delta int32
 *               | timestamp int64 | coordinator epoch int32 | first offset of the open transaction int64, or -1
 */
import { crc32c } from '../bytes/crc32c.ts';
import { readInt64, writeInt64 } from '../bytes/int64.ts';
import { ProducerEntry } from './producer-entry.ts';

const VERSION = 1;
const CRC_AT = 2;
const ENTRIES_AT = 6;
const FIRST_ENTRY_AT = 10;
const ENTRY_SIZE = 46;

export function encodeProducerSnapshot(entries: ReadonlyMap<number, ProducerEntry>): Uint8Array {
  const bytes = new Uint8Array(FIRST_ENTRY_AT + entries.size * ENTRY_SIZE);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, VERSION);
  view.setInt32(ENTRIES_AT, entries.size);
  let at = FIRST_ENTRY_AT;
  for (const entry of entries.values()) {
    writeInt64(view, at, entry.producerId);
    view.setInt16(at + 8, entry.producerEpoch);
    view.setInt32(at + 10, entry.lastSequence);
    writeInt64(view, at + 14, entry.lastDataOffset);
    view.setInt32(at + 22, entry.lastOffsetDelta);
    writeInt64(view, at + 26, entry.lastTimestamp);
    view.setInt32(at + 34, entry.coordinatorEpoch);
    writeInt64(view, at + 38, entry.currentTxnFirstOffset);
    at += ENTRY_SIZE;
  }
  view.setUint32(CRC_AT, crc32c(bytes, ENTRIES_AT, bytes.length));
  return bytes;
}

/** The entries, or why the file is not to be trusted: the caller then takes an older one and replays more. */
export function decodeProducerSnapshot(bytes: Uint8Array): ProducerEntry[] | string {
  if (bytes.length < FIRST_ENTRY_AT) return `Snapshot of ${bytes.length} bytes is too short`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getInt16(0);
  if (version !== VERSION) return `Snapshot contained an unknown file version ${version}`;
  const stored = view.getUint32(CRC_AT);
  const computed = crc32c(bytes, ENTRIES_AT, bytes.length);
  if (stored !== computed) {
    return `Snapshot is corrupt (CRC is no longer valid). Stored crc: ${stored}. Computed crc: ${computed}`;
  }
  const count = view.getInt32(ENTRIES_AT);
  if (count < 0 || FIRST_ENTRY_AT + count * ENTRY_SIZE !== bytes.length) {
    return `Snapshot of ${bytes.length} bytes cannot hold ${count} entries`;
  }
  const entries: ProducerEntry[] = [];
  for (let at = FIRST_ENTRY_AT; at < bytes.length; at += ENTRY_SIZE) {
    const entry = new ProducerEntry(readInt64(view, at));
    const lastOffset = readInt64(view, at + 14);
    const timestamp = readInt64(view, at + 26);
    entry.setEpoch(view.getInt16(at + 8));
    if (lastOffset >= 0) entry.addBatch(view.getInt32(at + 10), lastOffset, view.getInt32(at + 22), timestamp);
    entry.lastTimestamp = timestamp;
    entry.coordinatorEpoch = view.getInt32(at + 34);
    entry.currentTxnFirstOffset = Math.max(-1, readInt64(view, at + 38));
    entries.push(entry);
  }
  return entries;
}
