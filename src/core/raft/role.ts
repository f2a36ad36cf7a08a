/** What differs between a follower, a candidate and a leader; everything else is in raft-core.ts. */

import type { Message } from './messages.ts';
import type { NodeId } from './node-id.ts';

export type RoleName = 'Follower' | 'PreCandidate' | 'Candidate' | 'Leader';

/**
 * Not an error of the caller, and no exception: the message or proposal was not taken.
 *   proposalDropped  no leader, a transfer under way, or too much uncommitted: try again later
 *   unknownPeer      an answer from a node that is no member
 *   localMessage     a storage message that did not come from a storage thread
 */
export type StepOutcome = 'accepted' | 'proposalDropped' | 'unknownPeer' | 'localMessage';

export interface Role {
  readonly name: RoleName;
  tick(): void;
  /** Messages of the current term, after votes and storage answers have been taken out. */
  step(message: Message): StepOutcome;
  forgetLeader(): void;
  /** The configuration has changed; `fresh` members start anew. */
  onConfiguration(fresh: readonly NodeId[]): void;
  /** The state machine has applied up to here; `bytes` of proposals are off the leader's account. */
  onApplied(index: number, bytes: number): void;
}

/** Why a leader put an empty entry in place of a configuration change. */
export type ChangeRefusal =
  | 'changePending'
  | 'mustLeaveJointFirst'
  | 'notJoint'
  | 'malformed'
  | 'impossible'
  | 'endsLeader';
