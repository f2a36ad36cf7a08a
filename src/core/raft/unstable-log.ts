/**
 * The end of the log that is not known to be durable: a received snapshot, or entries, or a snapshot and the entries
 * after it. Entries before `offset` are in storage.
 *
 *   offset <= offsetInProgress <= offset + entries.length
 *   [offset, offsetInProgress)  handed to storage, its answer is outstanding
 *   [offsetInProgress, end)     to be handed out with the next Ready
 */

import { assert } from '../base/assert.ts';
import type { Entry, EntryId } from './entry.ts';
import type { RaftEvents } from './raft-events.ts';
import type { Snapshot } from './snapshot.ts';

export class UnstableLog {
  #entries: Entry[] = [];
  #offset: number;
  #offsetInProgress: number;
  #snapshot: Snapshot | null = null;
  #snapshotInProgress = false;
  readonly #emit: RaftEvents;

  constructor(offset: number, emit: RaftEvents) {
    this.#offset = offset;
    this.#offsetInProgress = offset;
    this.#emit = emit;
  }

  get offset(): number {
    return this.#offset;
  }

  get offsetInProgress(): number {
    return this.#offsetInProgress;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** A snapshot that is not durable yet, handed out or not. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  get nextSnapshot(): Snapshot | null {
    return this.#snapshotInProgress ? null : this.#snapshot;
  }

  get hasNextEntries(): boolean {
    return this.#entries.length > this.#offsetInProgress - this.#offset;
  }

  nextEntries(): readonly Entry[] {
    return this.#entries.slice(this.#offsetInProgress - this.#offset);
  }

  /** Null while everything is in storage. */
  lastIndex(): number | null {
    if (this.#entries.length > 0) return this.#offset + this.#entries.length - 1;
    return this.#snapshot?.index ?? null;
  }

  /** Null for an index that only storage can know. */
  term(index: number): number | null {
    if (index < this.#offset) return this.#snapshot?.index === index ? this.#snapshot.term : null;
    return this.#entries[index - this.#offset]?.term ?? null;
  }

  /** Entries [from, to), all of which must be here. */
  slice(from: number, to: number): readonly Entry[] {
    assert(from >= this.#offset && to <= this.#offset + this.#entries.length, 'outside the unstable log');
    return this.#entries.slice(from - this.#offset, to - this.#offset);
  }

  /** What a Ready shows is now being written. */
  acceptInProgress(): void {
    this.#offsetInProgress = this.#offset + this.#entries.length;
    if (this.#snapshot !== null) this.#snapshotInProgress = true;
  }

  /**
   * Storage has everything up to this entry. Ignored if the log has changed since: then a later write covers it, and
   * to trust the earlier one would take an overwritten entry for a durable one.
   */
  stableTo(id: EntryId): void {
    const term = this.term(id.index);
    if (term === null || id.index < this.#offset || term !== id.term) {
      const reason = term === null ? 'missing' : id.index < this.#offset ? 'inSnapshot' : 'overwritten';
      this.#emit({ type: 'stableEntryIgnored', id, reason, unstableTerm: term ?? 0 });
      return;
    }
    this.#entries.splice(0, id.index + 1 - this.#offset);
    this.#offset = id.index + 1;
    this.#offsetInProgress = Math.max(this.#offsetInProgress, this.#offset);
  }

  snapshotStable(index: number): void {
    if (this.#snapshot?.index !== index) return;
    this.#snapshot = null;
    this.#snapshotInProgress = false;
  }

  /** The snapshot takes the place of the whole log. */
  restore(snapshot: Snapshot): void {
    this.#offset = snapshot.index + 1;
    this.#offsetInProgress = this.#offset;
    this.#entries = [];
    this.#snapshot = snapshot;
    this.#snapshotInProgress = false;
  }

  /** Appends, after dropping every entry from the first new index on. */
  truncateAndAppend(entries: readonly Entry[]): void {
    const from = entries[0]!.index;
    if (from === this.#offset + this.#entries.length) {
      for (const entry of entries) this.#entries.push(entry);
    } else if (from <= this.#offset) {
      this.#emit({ type: 'logReplaced', from });
      this.#entries = [...entries];
      this.#offset = from;
      this.#offsetInProgress = from;
    } else {
      this.#emit({ type: 'logTruncated', from });
      this.#entries = [...this.slice(this.#offset, from), ...entries];
      this.#offsetInProgress = Math.min(this.#offsetInProgress, from);
    }
  }
}
