/**
 * When this node campaigns: by its rank among the successors, sooner after the leader's process has ended, at once where
 * a majority comes together that never had a leader. Owned by the raft agent.
 */
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import { DEFAULT_RAFT_OPTIONS } from '../../core/raft/raft-options.ts';
import { electionTimeout, firstTimeout, rankOf, timeoutAfterLoss } from './election-timeouts.ts';
import { NO_LEADER } from './raft-status.ts';
import { sameOrder } from './succession.ts';

export class ElectionTimer {
  readonly #random: () => number;
  /** Null while the node is being built: it draws its first timeout then. */
  #node: RaftNode | null = null;
  #leaderId = NO_LEADER;
  /** By the word of the leader. */
  #successors: readonly number[] = [];
  #hasMetQuorum = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  attach(node: RaftNode): void {
    this.#node = node;
  }

  /** For the node: whenever its role or term changes. */
  draw(electionTicks: number): number {
    return electionTimeout(this.#rank(), electionTicks, this.#random);
  }

  /** The process has started; perhaps nobody leads. */
  started(): void {
    this.#node?.setElectionTimeout(firstTimeout(this.#rank(), this.#random));
  }

  leaderKnown(leaderId: number): void {
    this.#leaderId = leaderId;
    if (leaderId !== NO_LEADER) this.#redraw();
  }

  ranked(successors: readonly number[]): void {
    if (sameOrder(successors, this.#successors)) return;
    this.#successors = successors;
    this.#redraw();
  }

  /** The leader's process has ended: no need to wait for it, nor to keep others from an election. */
  leaderGone(): void {
    this.#node?.forgetLeader();
    this.#hurry();
  }

  /** A majority has come together: no need to wait for a leader. The pre-vote shows whether others have one. */
  met(isPresent: (nodeId: number) => boolean): void {
    if (this.#hasMetQuorum || this.#node === null) return;
    const { configuration, role, leader } = this.#node.status();
    if (role !== 'Follower' || leader !== NO_NODE || this.#leaderId !== NO_LEADER) return;
    const { voters } = configuration;
    if (voters.filter(isPresent).length * 2 <= voters.length) return;
    this.#hasMetQuorum = true;
    this.#hurry();
  }

  #hurry(): void {
    this.#node?.restartElectionTimer();
    this.#node?.setElectionTimeout(timeoutAfterLoss(this.#rank(), this.#random));
  }

  /** Another leader, or another order: another rank. */
  #redraw(): void {
    if (this.#node?.status().role === 'Follower')
      this.#node.setElectionTimeout(this.draw(DEFAULT_RAFT_OPTIONS.electionTicks));
  }

  #rank(): number {
    if (this.#node === null) return 0;
    return rankOf(this.#node.id, this.#node.status().configuration.voters, this.#leaderId, this.#successors);
  }
}
