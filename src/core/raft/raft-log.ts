/**
 * The log as Raft reasons about it: storage and its unstable end in one, with three marks on it.
 *
 *   applied <= applying <= committed <= lastIndex
 *
 * `applied` has come back from the state machine, `applying` has been handed to it.
 */

import { assert } from '../base/assert.ts';
import { type Entry, type EntryId, entriesSize, limitEntries } from './entry.ts';
import type { RaftEvents } from './raft-events.ts';
import { RaftStateError } from './raft-state-error.ts';
import { type RaftStorage, UNKNOWN_TERM } from './raft-storage.ts';
import type { Snapshot } from './snapshot.ts';
import { UnstableLog } from './unstable-log.ts';

/** Bytes scanned at a time when a candidate looks for configuration changes it has not applied. */
const SCAN_PAGE_BYTES = 1 << 20;

export class RaftLog {
  readonly unstable: UnstableLog;
  readonly #storage: RaftStorage;
  readonly #emit: RaftEvents;
  readonly #maxApplyingBytes: number;
  committed: number;
  #applying: number;
  #applied: number;
  /** Bytes handed to the state machine and not yet answered for. */
  #applyingBytes = 0;
  #applyingPaused = false;

  constructor(storage: RaftStorage, maxApplyingBytes: number, emit: RaftEvents) {
    this.#storage = storage;
    this.#emit = emit;
    this.#maxApplyingBytes = maxApplyingBytes;
    this.unstable = new UnstableLog(storage.lastIndex() + 1, emit);
    this.committed = storage.firstIndex() - 1;
    this.#applying = this.committed;
    this.#applied = this.committed;
  }

  get applied(): number {
    return this.#applied;
  }

  get applying(): number {
    return this.#applying;
  }

  firstIndex(): number {
    const { snapshot } = this.unstable;
    return snapshot === null ? this.#storage.firstIndex() : snapshot.index + 1;
  }

  lastIndex(): number {
    return this.unstable.lastIndex() ?? this.#storage.lastIndex();
  }

  last(): EntryId {
    const index = this.lastIndex();
    const term = this.term(index);
    if (term === UNKNOWN_TERM) throw new RaftStateError(`the term of the last entry, ${index}, is not in the log`);
    return { term, index };
  }

  /** The last entry known to be committed. */
  lastCommitted(): EntryId {
    return { term: Math.max(this.term(this.committed), 0), index: this.committed };
  }

  /** UNKNOWN_TERM for an index that was compacted away or is not there yet. */
  term(index: number): number {
    const unstable = this.unstable.term(index);
    if (unstable !== null) return unstable;
    if (index + 1 < this.firstIndex() || index > this.lastIndex()) return UNKNOWN_TERM;
    return this.#storage.term(index);
  }

  matches(id: EntryId): boolean {
    return this.term(id.index) === id.term;
  }

  /** Whether a candidate with this last entry may lead us: it holds everything that we may have helped to commit. */
  isUpToDate(candidate: EntryId): boolean {
    const own = this.last();
    return candidate.term > own.term || (candidate.term === own.term && candidate.index >= own.index);
  }

  /** Entries from `from` on, as many as fit; null if they were compacted. */
  entriesFrom(from: number, maxBytes: number): readonly Entry[] | null {
    const last = this.lastIndex();
    return from > last ? [] : this.#slice(from, last + 1, maxBytes);
  }

  /** A leader's own entries, at the end. */
  append(entries: readonly Entry[]): void {
    const first = entries[0];
    if (first === undefined) return;
    if (first.index <= this.committed) throw new RaftStateError(`committed entry ${first.index} would be overwritten`);
    this.unstable.truncateAndAppend(entries);
  }

  /**
   * A follower's append: false if `previous` is not in the log. Entries that are already there stay untouched, so an
   * old, reordered message cannot cut off what a newer one brought.
   */
  tryAppend(previous: EntryId, entries: readonly Entry[], leaderCommit: number): boolean {
    if (!this.matches(previous)) return false;
    const conflict = entries.findIndex((entry) => !this.matches(entry));
    if (conflict >= 0) {
      const { index, term } = entries[conflict]!;
      if (index <= this.lastIndex()) {
        this.#emit({ type: 'logConflict', index, existingTerm: Math.max(this.term(index), 0), term });
      }
      this.append(entries.slice(conflict));
    }
    this.commitTo(Math.min(leaderCommit, previous.index + entries.length));
    return true;
  }

  /**
   * The last entry at or before `index` whose term is at most `term`: where another log that has `term` at `index`
   * may still agree with this one. Its term is 0 where ours is no longer known.
   */
  lastPossibleMatch(index: number, term: number): EntryId {
    for (let at = index; at > 0; at--) {
      const own = this.term(at);
      if (own === UNKNOWN_TERM) return { index: at, term: 0 };
      if (own <= term) return { index: at, term: own };
    }
    return { index: 0, term: 0 };
  }

  /** Never backwards. The leader says so; if it speaks of entries we do not have, our log was cut. */
  commitTo(index: number): void {
    if (index <= this.committed) return;
    if (index > this.lastIndex()) {
      throw new RaftStateError(`commit ${index} is beyond the last entry ${this.lastIndex()}: the log was lost or cut`);
    }
    this.committed = index;
  }

  /**
   * Commits up to this entry, if it is ours; true if that is news. A leader that counts votes for an index gives its
   * own term: entries of earlier terms are committed only along with one of its own.
   */
  tryCommit(index: number, term: number): boolean {
    if (index <= this.committed || !this.matches({ term, index })) return false;
    this.commitTo(index);
    return true;
  }

  /** Committed entries for the state machine. Only from storage, unless `allowUnstable`. */
  nextCommitted(allowUnstable: boolean): readonly Entry[] {
    if (!this.hasNextCommitted(allowUnstable)) return [];
    const to = this.#lastAppliable(allowUnstable) + 1;
    const entries = this.#slice(this.#applying + 1, to, this.#maxApplyingBytes - this.#applyingBytes);
    if (entries === null)
      throw new RaftStateError(`committed entries from ${this.#applying + 1} on were compacted unapplied`);
    return entries;
  }

  hasNextCommitted(allowUnstable: boolean): boolean {
    if (this.#applyingPaused || this.unstable.snapshot !== null) return false;
    return this.#applying < this.#lastAppliable(allowUnstable);
  }

  acceptApplying(entries: readonly Entry[], allowUnstable: boolean): void {
    const last = entries.at(-1)!.index;
    assert(last <= this.committed, 'uncommitted entries were handed to the state machine');
    this.#applying = last;
    this.#applyingBytes += entriesSize(entries);
    // The limit may be reached though it is not exceeded: the next entry did not fit.
    this.#applyingPaused = this.#applyingBytes >= this.#maxApplyingBytes || last < this.#lastAppliable(allowUnstable);
  }

  appliedTo(index: number, bytes: number): void {
    assert(index >= this.#applied && index <= this.committed, 'entries were applied out of order');
    this.#applied = index;
    this.#applying = Math.max(this.#applying, index);
    this.#applyingBytes = Math.max(this.#applyingBytes - bytes, 0);
    this.#applyingPaused = this.#applyingBytes >= this.#maxApplyingBytes;
  }

  /** A committed configuration change that this node does not follow yet: it must not campaign in the old one. */
  hasUnappliedConfigurationChange(): boolean {
    let from = this.#applied + 1;
    while (from <= this.committed) {
      const page = this.#slice(from, this.committed + 1, SCAN_PAGE_BYTES);
      if (page === null) throw new RaftStateError(`committed entries from ${from} on were compacted unapplied`);
      if (page.some((entry) => entry.kind === 'configuration')) return true;
      from += page.length;
    }
    return false;
  }

  /** Null when none can be given now. */
  snapshot(): Snapshot | null {
    return this.unstable.snapshot ?? this.#storage.snapshot();
  }

  restore(snapshot: Snapshot): void {
    this.committed = snapshot.index;
    this.unstable.restore(snapshot);
  }

  #lastAppliable(allowUnstable: boolean): number {
    return allowUnstable ? this.committed : Math.min(this.committed, this.unstable.offset - 1);
  }

  #slice(from: number, to: number, maxBytes: number): readonly Entry[] | null {
    if (from < this.firstIndex()) return null;
    assert(from <= to && to <= this.lastIndex() + 1, 'outside the raft log');
    if (from === to) return [];
    const { offset } = this.unstable;
    if (from >= offset) return limitEntries(this.unstable.slice(from, to), maxBytes);
    const cut = Math.min(to, offset);
    const stored = this.#storage.entries(from, cut, maxBytes);
    if (stored === null || cut === to || stored.length < cut - from) return stored;
    const size = entriesSize(stored);
    if (size >= maxBytes) return stored;
    const rest = limitEntries(this.unstable.slice(offset, to), maxBytes - size);
    if (rest.length === 1 && size + entriesSize(rest) > maxBytes) return stored;
    return [...stored, ...rest];
  }
}
