/**
 * The durable log as the Raft core reads it: without waiting, from memory. Whoever drives the node writes to it
 * according to each Ready (or each StorageAppend); the core itself never writes.
 *
 * A cluster begins with a snapshot at index 1, term 1 that names its first voters, the same on each of them. Whoever
 * joins later begins with nothing, and is given it.
 */

import type { Configuration } from './configuration.ts';
import type { Entry } from './entry.ts';
import type { HardState } from './ready.ts';
import type { Snapshot } from './snapshot.ts';

/** Answered for the term of an index that was compacted away, or that is not there yet. */
export const UNKNOWN_TERM = -1;

export interface RaftStorage {
  /** What was durable when the node started; the configuration is that of the applied index, or of the snapshot. */
  initialState(): { readonly hardState: HardState; readonly configuration: Configuration };
  /** The first index still held as an entry; the snapshot's index + 1 after compaction. */
  firstIndex(): number;
  lastIndex(): number;
  /** Known from firstIndex - 1 (the snapshot's last entry) to lastIndex; UNKNOWN_TERM elsewhere. */
  term(index: number): number;
  /** Entries [from, to), as many as fit, at least one; null if some were compacted. Never asked beyond lastIndex. */
  entries(from: number, to: number, maxBytes: number): readonly Entry[] | null;
  /** The latest snapshot, or null if it cannot be given now: the leader will ask again. */
  snapshot(): Snapshot | null;
}
