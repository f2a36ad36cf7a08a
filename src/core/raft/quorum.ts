/**
 * What a majority says, and what two majorities say together. Pure arithmetic over voters; used for commits, votes,
 * check-quorum and read rounds alike. An empty half agrees with everything, so a plain majority is a joint one with
 * an empty other half.
 */

import type { Configuration } from './configuration.ts';
import type { NodeId } from './node-id.ts';

export type VoteResult = 'won' | 'lost' | 'pending';

/** The position a voter is known to have reached; undefined where it has never answered. */
export type ReachedIndex = (id: NodeId) => number | undefined;

/** A voter's answer; undefined while it is outstanding. */
export type CastVote = (id: NodeId) => boolean | undefined;

/** The highest position reached by a majority; Infinity for no voters at all. */
export function majorityIndex(voters: readonly NodeId[], reached: ReachedIndex): number {
  if (voters.length === 0) return Number.POSITIVE_INFINITY;
  const positions = voters.map((id) => reached(id) ?? 0).sort((a, b) => a - b);
  // Of n sorted positions, a majority stands at or above the one a minority ((n-1)/2, rounded down) lies below.
  return positions[Math.floor((positions.length - 1) / 2)]!;
}

export function majorityVote(voters: readonly NodeId[], vote: CastVote): VoteResult {
  const needed = Math.floor(voters.length / 2) + 1;
  let granted = 0;
  let outstanding = 0;
  for (const id of voters) {
    const answer = vote(id);
    if (answer === undefined) outstanding++;
    else if (answer) granted++;
  }
  if (voters.length === 0 || granted >= needed) return 'won';
  return granted + outstanding >= needed ? 'pending' : 'lost';
}

/** What both halves have reached. */
export function jointIndex(incoming: readonly NodeId[], outgoing: readonly NodeId[], reached: ReachedIndex): number {
  return Math.min(majorityIndex(incoming, reached), majorityIndex(outgoing, reached));
}

/** Won when both halves are won, lost as soon as either is. */
export function jointVote(incoming: readonly NodeId[], outgoing: readonly NodeId[], vote: CastVote): VoteResult {
  const first = majorityVote(incoming, vote);
  const second = majorityVote(outgoing, vote);
  if (first === second) return first;
  return first === 'lost' || second === 'lost' ? 'lost' : 'pending';
}

export function quorumIndex(configuration: Configuration, reached: ReachedIndex): number {
  return jointIndex(configuration.voters, configuration.votersOutgoing, reached);
}

export function quorumVote(configuration: Configuration, vote: CastVote): VoteResult {
  return jointVote(configuration.voters, configuration.votersOutgoing, vote);
}
