/**
 * What a node wants done, and in which order. Two ways to do it:
 *
 * Synchronous (`asyncStorageWrites: false`): 1. write hardState, snapshot and entries, with an fsync if `mustSync`;
 * 2. only then send `messages`; 3. apply the snapshot, then committedEntries; 4. `advance()`.
 *
 * Asynchronous: send `messages` at once. Those to APPEND_THREAD and APPLY_THREAD carry the work and the responses to
 * deliver when it is done; the other messages depend on nothing. `advance` is not used; the fields of a Ready merely
 * show what the messages contain.
 *
 * A write that tears in a crash may leave a prefix of the entries, and the new term and vote; but a commit index must
 * not become durable before the entries it speaks of, or the log looks cut.
 */

import type { Entry } from './entry.ts';
import type { Message } from './messages.ts';
import { NO_NODE, type NodeId } from './node-id.ts';
import type { RoleName } from './role.ts';
import type { Snapshot } from './snapshot.ts';

/** Survives crashes. `commit` is a hint that saves work after a restart; term and vote are what safety rests on. */
export interface HardState {
  readonly term: number;
  readonly vote: NodeId;
  readonly commit: number;
}

export const EMPTY_HARD_STATE: HardState = { term: 0, vote: NO_NODE, commit: 0 };

export function sameHardState(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commit === b.commit;
}

export function isEmptyHardState(state: HardState): boolean {
  return sameHardState(state, EMPTY_HARD_STATE);
}

/** For observers; never written. */
export interface SoftState {
  readonly leader: NodeId;
  readonly role: RoleName;
}

/** Answers `readIndex(requestId)`: once `index` is applied, a read sees everything completed before it was asked. */
export interface ReadState {
  readonly requestId: number;
  readonly index: number;
}

export interface Ready {
  /** Null when unchanged. */
  readonly softState: SoftState | null;
  /** Null when unchanged. */
  readonly hardState: HardState | null;
  readonly readStates: readonly ReadState[];
  /** To be written, after any entry from the first one's index on has been dropped. */
  readonly entries: readonly Entry[];
  /** Replaces the log and the state machine. */
  readonly snapshot: Snapshot | null;
  readonly committedEntries: readonly Entry[];
  readonly messages: readonly Message[];
  /** Entries, term or vote changed: sending before an fsync could break a promise. A new commit index alone need not wait. */
  readonly mustSync: boolean;
}
