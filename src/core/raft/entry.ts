/** One log entry, and what it counts for in the limits. Entries are shared by reference and never changed. */

/** A configuration entry carries an encoded ConfigurationChange (configuration-change.ts). */
export type EntryKind = 'normal' | 'configuration';

export interface Entry {
  readonly term: number;
  readonly index: number;
  readonly kind: EntryKind;
  readonly data: Uint8Array;
}

/** Where an entry stands. Term and index together fix an entry's bytes for ever. */
export interface EntryId {
  readonly term: number;
  readonly index: number;
}

export const NO_BYTES = new Uint8Array(0);

/** Bytes of an entry in a compact encoding: a tag and a varint per field. The unit of all size limits. */
export function entrySize(entry: Entry): number {
  const length = entry.data.length;
  const data = length === 0 ? 0 : 1 + varintSize(length) + length;
  return 2 + 1 + varintSize(entry.term) + 1 + varintSize(entry.index) + data;
}

export function entriesSize(entries: readonly Entry[]): number {
  let size = 0;
  for (const entry of entries) size += entrySize(entry);
  return size;
}

/** Bytes the proposers handed in. Empty entries (a new leader's first, leave-joint) weigh nothing. */
export function payloadSize(entries: readonly Entry[]): number {
  let size = 0;
  for (const entry of entries) size += entry.data.length;
  return size;
}

/** The longest prefix within `maxBytes`, but never less than one entry: an oversized entry must still travel. */
export function limitEntries(entries: readonly Entry[], maxBytes: number): readonly Entry[] {
  let size = 0;
  for (let count = 0; count < entries.length; count++) {
    size += entrySize(entries[count]!);
    if (size > maxBytes && count > 0) return entries.slice(0, count);
  }
  return entries;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}
