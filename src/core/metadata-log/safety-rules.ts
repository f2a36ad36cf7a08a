/**
 * The decisions on which the safety of the metadata log rests, each on its own and without state, so that they can be
 * read in one place, and so that a test can replace each by a wrong one and see that it is missed.
 */
import { jointIndex, jointVote, majorityIndex } from '../raft/quorum.ts';
import { isAhead, type LogPosition } from './log-entry.ts';

/** The raft configuration in force. While `votersOutgoing` is not empty, a decision needs a majority of each list. */
export interface Members {
  readonly voters: readonly number[];
  readonly votersOutgoing: readonly number[];
}

export interface SafetyRules {
  /** A promise shuts out every lower epoch: fences, entries, snapshots. */
  refuses(authorEpoch: number, promised: number): boolean;
  /** The same on the path of the local controller: a deposed one must not write to its own log either. */
  refusesOwn(authorEpoch: number, promised: number): boolean;
  /** A new controller has shut out its predecessors once a majority of each half promised, and its own log as well. */
  isFenced(members: Members, hasPromised: (id: number) => boolean, self: number): boolean;
  /** The log to adopt: the one written last, not the longest. */
  isBetterTail(candidate: LogPosition, than: LogPosition): boolean;
  /** A promise and the log it speaks of are on the disk before anyone is told. */
  isFenceAnswerable(epoch: number, durablePromise: number, durableIndex: number, lastIndex: number): boolean;
  /** Entries are taken where the one before them is the same in both logs. */
  follows(localEpoch: number | null, prev: LogPosition): boolean;
  /** What a voter says it has: on the disk, and known to be the controller's own log. */
  acknowledged(durableIndex: number, matchedIndex: number): number;
  /**
   * What each half of the configuration has on a majority of its disks. Not beyond the own one: when that follows, other
   * members may be in force, and have to agree anew.
   */
  committed(members: Members, durable: (id: number) => number, ownDurable: number): number;
  /** Entries of earlier epochs commit only below one of this epoch. */
  mayCommit(index: number, epochStart: number): boolean;
  /** What a voter may apply: committed, known to be in its own log, and on its own disk. */
  applicable(commitIndex: number, matchedIndex: number, durableIndex: number): number;
  /** After a snapshot the log behind it stays only where it is known to follow it. */
  keepsSuffix(localEpoch: number | null, snapshot: LogPosition): boolean;
  /** A joint configuration is left once the new voters alone hold everything committed. */
  mayLeaveJoint(members: Members, commitIndex: number, durable: (id: number) => number): boolean;
}

export const SAFETY_RULES: SafetyRules = {
  refuses: (authorEpoch, promised) => authorEpoch < promised,
  refusesOwn: (authorEpoch, promised) => authorEpoch < promised,
  isFenced: (members, hasPromised, self) =>
    hasPromised(self) &&
    jointVote(members.voters, members.votersOutgoing, (id) => hasPromised(id) || undefined) === 'won',
  isBetterTail: isAhead,
  isFenceAnswerable: (epoch, durablePromise, durableIndex, lastIndex) =>
    durablePromise >= epoch && durableIndex >= lastIndex,
  follows: (localEpoch, prev) => localEpoch === prev.epoch,
  acknowledged: (durableIndex, matchedIndex) => Math.min(durableIndex, matchedIndex),
  committed: (members, durable, ownDurable) =>
    Math.min(jointIndex(members.voters, members.votersOutgoing, durable), ownDurable),
  mayCommit: (index, epochStart) => index >= epochStart,
  applicable: (commitIndex, matchedIndex, durableIndex) => Math.min(commitIndex, matchedIndex, durableIndex),
  keepsSuffix: (localEpoch, snapshot) => localEpoch === snapshot.epoch,
  mayLeaveJoint: (members, commitIndex, durable) =>
    members.votersOutgoing.length > 0 && majorityIndex(members.voters, durable) >= commitIndex,
};
