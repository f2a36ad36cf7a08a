/**
 * Everything Raft nodes say to each other and to their own storage threads. One closed union. `term` is the sender's
 * term, except for pre-votes, which speak of the term they would campaign in, and for requests that a follower passes
 * on to its leader, which have none (0).
 */

import type { Entry, EntryId } from './entry.ts';
import type { NodeId } from './node-id.ts';
import type { HardState } from './ready.ts';
import type { Snapshot } from './snapshot.ts';

interface Envelope {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly term: number;
}

/** Entries that follow `previous`; none when only the commit index is news. */
export interface AppendEntries extends Envelope {
  readonly type: 'AppendEntries';
  readonly previous: EntryId;
  readonly entries: readonly Entry[];
  readonly commit: number;
}

/** Durable up to `index`. Also sent without an index (0) to tell a stale leader about the current term. */
export interface AppendEntriesResponse extends Envelope {
  readonly type: 'AppendEntriesResponse';
  readonly index: number;
  /** Null when accepted. Otherwise the entry at or before which the two logs may agree (term 0: compacted). */
  readonly rejection: EntryId | null;
}

export interface Heartbeat extends Envelope {
  readonly type: 'Heartbeat';
  /** Never beyond what the receiver is known to have. */
  readonly commit: number;
  /** The newest read that waits for a quorum; 0 when none does. */
  readonly readRound: number;
}

export interface HeartbeatResponse extends Envelope {
  readonly type: 'HeartbeatResponse';
  readonly readRound: number;
}

export interface RequestVote extends Envelope {
  readonly type: 'RequestVote' | 'RequestPreVote';
  readonly last: EntryId;
  /** The last entry the candidate knows to be committed. */
  readonly committed: EntryId;
  /** The leader asked for this election: a lease on it is no reason to refuse. */
  readonly transfer: boolean;
}

export interface VoteResponse extends Envelope {
  readonly type: 'VoteResponse' | 'PreVoteResponse';
  readonly granted: boolean;
  /** The last entry the voter knows to be committed. */
  readonly committed: EntryId;
}

export interface InstallSnapshot extends Envelope {
  readonly type: 'InstallSnapshot';
  readonly snapshot: Snapshot;
}

/** The leader hands over: campaign now, without a pre-vote. */
export interface TimeoutNow extends Envelope {
  readonly type: 'TimeoutNow';
}

/** Proposals on their way to the leader. Their entries have no term and no index yet (0). */
export interface Propose extends Envelope {
  readonly type: 'Propose';
  readonly entries: readonly Entry[];
}

export interface TransferLeadership extends Envelope {
  readonly type: 'TransferLeadership';
  readonly transferee: NodeId;
}

/** `from` is who asked first; the id is that node's own. */
export interface ReadIndex extends Envelope {
  readonly type: 'ReadIndex';
  readonly requestId: number;
}

export interface ReadIndexResponse extends Envelope {
  readonly type: 'ReadIndexResponse';
  readonly requestId: number;
  readonly index: number;
}

/**
 * To the append thread, in order: make the hard state, the snapshot or the entries durable, and only then deliver the
 * responses. An fsync is needed only if entries or snapshot are given, or term or vote changed.
 */
export interface StorageAppend extends Envelope {
  readonly type: 'StorageAppend';
  readonly hardState: HardState | null;
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | null;
  readonly responses: readonly Message[];
}

export interface StorageAppendResponse extends Envelope {
  readonly type: 'StorageAppendResponse';
  /** The last entry now durable; null when the append carried none. */
  readonly stable: EntryId | null;
  readonly snapshot: Snapshot | null;
}

/** To the apply thread, in order: carry these committed entries into the state machine, then deliver the response. */
export interface StorageApply extends Envelope {
  readonly type: 'StorageApply';
  readonly entries: readonly Entry[];
  readonly responses: readonly Message[];
}

export interface StorageApplyResponse extends Envelope {
  readonly type: 'StorageApplyResponse';
  readonly entries: readonly Entry[];
}

/** What travels between nodes. */
export type PeerMessage =
  | AppendEntries
  | AppendEntriesResponse
  | Heartbeat
  | HeartbeatResponse
  | RequestVote
  | VoteResponse
  | InstallSnapshot
  | TimeoutNow
  | Propose
  | TransferLeadership
  | ReadIndex
  | ReadIndexResponse;

export type Message = PeerMessage | StorageAppend | StorageAppendResponse | StorageApply | StorageApplyResponse;

export type MessageType = Message['type'];

/** Answers make sense only from a member. */
export function isResponse(message: Message): boolean {
  switch (message.type) {
    case 'AppendEntriesResponse':
    case 'HeartbeatResponse':
    case 'VoteResponse':
    case 'PreVoteResponse':
    case 'ReadIndexResponse':
      return true;
    default:
      return false;
  }
}

/** Sent by a leader only: whoever receives it knows who leads the term. */
export function isFromLeader(message: Message): boolean {
  return message.type === 'AppendEntries' || message.type === 'Heartbeat' || message.type === 'InstallSnapshot';
}
