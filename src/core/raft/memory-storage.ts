/**
 * The log from its last snapshot on, held in memory: what the raft thread reads from, in front of the files that the
 * control-log thread writes, and all there is in tests. Owns no I/O.
 */

import { assert } from '../base/assert.ts';
import type { Configuration } from './configuration.ts';
import { type Entry, type EntryId, limitEntries } from './entry.ts';
import type { RaftStorage } from './raft-storage.ts';
import { UNKNOWN_TERM } from './raft-storage.ts';
import { EMPTY_HARD_STATE, type HardState } from './ready.ts';
import { NO_SNAPSHOT, type Snapshot } from './snapshot.ts';

export class MemoryStorage implements RaftStorage {
  #hardState: HardState = EMPTY_HARD_STATE;
  #snapshot: Snapshot = NO_SNAPSHOT;
  /** The last entry no longer held: everything up to it was compacted. */
  #compacted: EntryId = { term: 0, index: 0 };
  #entries: Entry[] = [];

  initialState(): { hardState: HardState; configuration: Configuration } {
    return { hardState: this.#hardState, configuration: this.#snapshot.configuration };
  }

  firstIndex(): number {
    return this.#compacted.index + 1;
  }

  lastIndex(): number {
    return this.#compacted.index + this.#entries.length;
  }

  term(index: number): number {
    if (index === this.#compacted.index) return this.#compacted.term;
    return this.#entries[index - this.firstIndex()]?.term ?? UNKNOWN_TERM;
  }

  entries(from: number, to: number, maxBytes: number): readonly Entry[] | null {
    const first = this.firstIndex();
    if (from < first) return null;
    assert(to <= this.lastIndex() + 1, 'entries were asked for that are not in storage');
    return limitEntries(this.#entries.slice(from - first, to - first), maxBytes);
  }

  snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  setHardState(hardState: HardState): void {
    this.#hardState = hardState;
  }

  /** Replaces the log by a snapshot. One that is older than the one held is ignored. */
  applySnapshot(snapshot: Snapshot): void {
    if (snapshot.index <= this.#snapshot.index) return;
    this.#snapshot = snapshot;
    this.#compacted = { term: snapshot.term, index: snapshot.index };
    this.#entries = [];
  }

  /** Remembers the state machine's own snapshot, so that the log before it may be compacted. */
  recordSnapshot(snapshot: Snapshot): void {
    if (snapshot.index > this.#snapshot.index) this.#snapshot = snapshot;
  }

  /** Entries that overlap the log replace it from their first index on; what was compacted stays so. */
  append(entries: readonly Entry[]): void {
    const fresh = entries.filter((entry) => entry.index > this.#compacted.index);
    const first = fresh[0];
    if (first === undefined) return;
    assert(first.index <= this.lastIndex() + 1, 'a gap in the raft log');
    this.#entries.length = first.index - this.firstIndex();
    for (const entry of fresh) this.#entries.push(entry);
  }

  /** Forgets entries up to `index`, which must be in the log. */
  compact(index: number): void {
    const term = this.term(index);
    assert(index >= this.#compacted.index && term !== UNKNOWN_TERM, 'compaction beyond the raft log');
    this.#entries.splice(0, index - this.#compacted.index);
    this.#compacted = { term, index };
  }
}
