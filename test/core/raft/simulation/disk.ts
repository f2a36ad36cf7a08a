/**
 * A node's disk: what the node reads from, and what of it survives a crash. Appends are queued and carried out one by
 * one; a crash loses the queue, and may leave the first of it half done.
 */

import type { Entry } from '../../../../src/core/raft/entry.ts';
import type { MemoryStorage } from '../../../../src/core/raft/memory-storage.ts';
import type { Message, StorageAppend } from '../../../../src/core/raft/messages.ts';
import { EMPTY_HARD_STATE, type HardState } from '../../../../src/core/raft/ready.ts';
import type { Snapshot } from '../../../../src/core/raft/snapshot.ts';
import type { Random } from './random.ts';

/** Mistakes that whoever drives a node could make; the checkers must notice each. */
export interface DiskMistakes {
  /** Answers go out before the write they wait for. */
  readonly answersBeforeWriting: boolean;
  /** Term and vote are not written. */
  readonly forgetsVotes: boolean;
  /** A crash takes back the last entries that were written and answered for. */
  readonly losesTail: boolean;
}

export const NO_MISTAKES: DiskMistakes = { answersBeforeWriting: false, forgetsVotes: false, losesTail: false };

export class SimulatedDisk {
  storage: MemoryStorage;
  readonly #mistakes: DiskMistakes;
  #queue: StorageAppend[] = [];
  /** What an fsync has covered; a commit index alone is written without one. */
  #synced: HardState = EMPTY_HARD_STATE;
  #hardState: HardState = EMPTY_HARD_STATE;

  constructor(storage: MemoryStorage, mistakes: DiskMistakes) {
    this.storage = storage;
    this.#mistakes = mistakes;
  }

  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  /** Queues the append; the answers that may be given at once are none, unless a mistake is made. */
  enqueue(append: StorageAppend): readonly Message[] {
    if (!this.#mistakes.answersBeforeWriting) {
      this.#queue.push(append);
      return [];
    }
    this.#queue.push({ ...append, responses: append.responses.filter((message) => message.from < 0) });
    return append.responses.filter((message) => message.from >= 0);
  }

  /** Carries out the oldest append; answers what may be delivered now, and the snapshot that it installed. */
  workOff(): { responses: readonly Message[]; snapshot: Snapshot | null } {
    const { hardState, entries, snapshot, responses } = this.#queue.shift()!;
    const { term, vote } = hardState ?? this.#synced;
    const mustSync = entries.length > 0 || term !== this.#synced.term || vote !== this.#synced.vote;
    this.write(hardState, entries, snapshot, mustSync || snapshot !== null);
    return { responses, snapshot };
  }

  /** A commit index alone may be written without an fsync; then a crash takes it back. */
  write(hardState: HardState | null, entries: readonly Entry[], snapshot: Snapshot | null, mustSync: boolean): void {
    if (snapshot !== null) this.storage.applySnapshot(snapshot);
    this.storage.append(entries);
    if (hardState !== null) this.#setHardState(hardState);
    if (mustSync) this.#synced = this.#hardState;
  }

  /** The state machine's snapshot is durable, and the log before it goes. */
  compact(snapshot: Snapshot): void {
    this.storage.recordSnapshot(snapshot);
    this.storage.compact(snapshot.index);
  }

  crash(random: Random): void {
    const torn = this.#queue[0];
    this.#queue = [];
    if (torn !== undefined && torn.snapshot === null && random.chance(0.5)) {
      const { term, vote } = torn.hardState ?? this.#synced;
      this.#setHardState({ term, vote, commit: this.#synced.commit });
      this.storage.append(torn.entries.slice(0, random.below(torn.entries.length + 1)));
    } else this.#setHardState(this.#synced);
    if (this.#mistakes.losesTail) this.#loseTail();
    this.#synced = this.#hardState;
  }

  /** The last entry is gone, and the commit index made to fit what is left. */
  #loseTail(): void {
    const { storage } = this;
    const last = storage.lastIndex();
    if (last < storage.firstIndex()) return;
    const kept = storage.entries(storage.firstIndex(), last + 1, Number.POSITIVE_INFINITY)!.slice(0, -1);
    this.storage = new (storage.constructor as typeof MemoryStorage)();
    this.storage.applySnapshot(storage.snapshot()!);
    this.storage.append(kept);
    const { term, vote, commit } = this.#hardState;
    this.#setHardState({ term, vote, commit: Math.min(commit, last - 1) });
  }

  #setHardState(state: HardState): void {
    const kept = this.#mistakes.forgetsVotes ? { ...state, vote: -1 } : state;
    this.#hardState = kept;
    this.storage.setHardState(kept);
  }
}
