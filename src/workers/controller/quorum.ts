/**
 * What the controller must know of the election: whose term it is, and when an entry is on enough disks. A single node
 * is a quorum of one voter; the raft thread brings another implementation.
 */

export interface Quorum {
  /** The current term: the epoch of what its leader writes. */
  readonly epoch: number;
  readonly isLeader: boolean;
  /** The highest index that is on the disks of a majority, given how far this voter's own disk is. */
  committed(ownDurableIndex: number): number;
}

/** One voter elects itself: the term after every one that its log or its promises know. */
export class SoleVoter implements Quorum {
  readonly epoch: number;
  readonly isLeader = true;

  constructor(lastKnownEpoch: number) {
    this.epoch = lastKnownEpoch + 1;
  }

  committed(ownDurableIndex: number): number {
    return ownDurableIndex;
  }
}
