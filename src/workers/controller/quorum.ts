/**
 * What the controller must know of the election: that it leads a term, with which members, and that it no longer does. A
 * node that is alone elects itself and needs no raft for it; otherwise the raft room (RaftStatus) is the election.
 */
import type { RaftListener, RaftStatus } from '../raft/raft-status.ts';

export type Election = Pick<
  RaftStatus,
  | 'listen'
  | 'confirmLeadership'
  | 'setSuccessors'
  | 'setGates'
  | 'isUnconfirmed'
  | 'transferLeadership'
  | 'addVoter'
  | 'removeVoter'
  | 'stop'
>;

/** One voter without peers elects itself: for the term after every one that its log or its promises know. */
export class SoleVoter implements Election {
  readonly isUnconfirmed = false;
  readonly #nodeId: number;
  readonly #epoch: number;

  constructor(nodeId: number, lastKnownEpoch: number) {
    this.#nodeId = nodeId;
    this.#epoch = lastKnownEpoch + 1;
  }

  listen(listener: RaftListener): void {
    listener.onLeader(this.#epoch, { voters: [this.#nodeId], votersOutgoing: [], learners: [] });
  }

  confirmLeadership(done: (isLeader: boolean) => void): void {
    done(true);
  }

  setSuccessors(): void {}

  setGates(): void {}

  transferLeadership(done: (isHandedOver: boolean) => void): void {
    done(false);
  }

  addVoter(_voter: unknown, _deadlineMs: number, done: (outcome: 'notLeader') => void): void {
    done('notLeader');
  }

  removeVoter(_nodeId: number, _directoryId: string, _deadlineMs: number, done: (outcome: 'notLeader') => void): void {
    done('notLeader');
  }

  stop(done: () => void): void {
    done();
  }
}
