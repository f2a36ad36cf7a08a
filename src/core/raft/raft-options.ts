/** How a node behaves. Times are in ticks; the shell decides how long a tick is. */

import { assert } from '../base/assert.ts';
import type { NodeId } from './node-id.ts';

export interface RaftOptions {
  readonly id: NodeId;
  /** Ticks without a leader before a follower campaigns, at least; also the leader's period for check-quorum. */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  /**
   * Draws the timeout of one election, in ticks, from `electionTicks`. Called whenever a node changes role or term.
   * The shell brings the randomness (`spreadEvenly`), or ranks the successors.
   */
  readonly drawElectionTimeout: (electionTicks: number) => number;
  /** The last index the state machine has applied already; entries up to it are not handed out again. */
  readonly applied: number;
  readonly preVote: boolean;
  /** The leader steps down when it has not heard from a quorum; followers ignore votes while they have a leader. */
  readonly checkQuorum: boolean;
  readonly asyncStorageWrites: boolean;
  /** Followers refuse proposals instead of passing them on. */
  readonly disableProposalForwarding: boolean;
  readonly disableConfigurationChangeValidation: boolean;
  /**
   * A candidate leads only once its own vote, and with it the term, is durable. With asynchronous writes the others'
   * votes can come first; a leader that then crashes forgets its term, may be elected to it again, and would give the
   * same term and index to another entry.
   */
  readonly leadOnlyWithOwnVote: boolean;
  /**
   * Candidates and those who refuse them learn from each other what is committed. Otherwise a former voter that alone
   * knows of its own removal, with a log longer than all others, can neither lead nor let anyone lead.
   */
  readonly learnCommitFromVotes: boolean;
  /**
   * A leader refuses a change that ends its own vote: hand over first. Without this, a leader that alone knows that
   * its removal is committed can leave the others in need of its vote, which it cannot give to a shorter log.
   */
  readonly keepLeaderAVoter: boolean;
  /** A leader that is removed or demoted steps down as soon as it has applied that. */
  readonly stepDownOnRemoval: boolean;
  /** 'lease' trusts clocks and check-quorum instead of asking a quorum; it excludes forgetting the leader. */
  readonly reads: 'quorum' | 'lease';
  /** Bytes of entries in one append message; at least one entry is always sent. */
  readonly maxBytesPerAppend: number;
  /** Bytes of committed entries handed out and not yet applied. */
  readonly maxApplyingBytes: number;
  /** Payload bytes proposed and not yet applied; beyond it proposals are dropped. */
  readonly maxUncommittedBytes: number;
  readonly maxInflightMessages: number;
  readonly maxInflightBytes: number;
}

/**
 * Tick 10 ms, heartbeat 50 ms, election 350 ms and up: a lost leader is replaced within half a second, and ten lost
 * heartbeats in a row are needed to depose one that lives.
 */
export const DEFAULT_RAFT_OPTIONS: Omit<RaftOptions, 'id' | 'drawElectionTimeout'> = {
  electionTicks: 35,
  heartbeatTicks: 5,
  applied: 0,
  preVote: true,
  checkQuorum: true,
  asyncStorageWrites: true,
  disableProposalForwarding: true,
  disableConfigurationChangeValidation: false,
  leadOnlyWithOwnVote: true,
  learnCommitFromVotes: true,
  keepLeaderAVoter: true,
  stepDownOnRemoval: true,
  reads: 'quorum',
  maxBytesPerAppend: 1 << 20,
  maxApplyingBytes: 16 << 20,
  maxUncommittedBytes: 16 << 20,
  maxInflightMessages: 256,
  maxInflightBytes: 16 << 20,
};

/** Raft's own rule: evenly between one and two election timeouts. `random` yields numbers in [0, 1). */
export function spreadEvenly(random: () => number): (electionTicks: number) => number {
  return (electionTicks) => electionTicks + Math.floor(random() * electionTicks);
}

export function assertValidOptions(options: RaftOptions): void {
  assert(Number.isSafeInteger(options.id) && options.id >= 0, 'a node id is a whole number from 0 up');
  assert(options.heartbeatTicks > 0, 'heartbeatTicks must be positive');
  assert(options.electionTicks > options.heartbeatTicks, 'electionTicks must exceed heartbeatTicks');
  assert(options.maxInflightMessages > 0, 'maxInflightMessages must be positive');
  assert(options.maxInflightBytes > 0, 'maxInflightBytes must be positive');
  assert(options.maxApplyingBytes > 0, 'maxApplyingBytes must be positive');
  assert(options.reads === 'quorum' || options.checkQuorum, 'lease reads need checkQuorum');
}
