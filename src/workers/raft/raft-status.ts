/**
 * What the election decided, as the controller follows it, and what the controller may ask of it. Calls and events stay
 * on the thread that runs both; no call does work that waits.
 */

/** The raft configuration in force. While `votersOutgoing` is not empty, a decision needs a majority of each list. */
export interface QuorumConfiguration {
  readonly voters: readonly number[];
  readonly votersOutgoing: readonly number[];
  readonly learners: readonly number[];
}

export type QuorumRole = 'Follower' | 'PreCandidate' | 'Candidate' | 'Leader';

/** No leader is known. */
export const NO_LEADER = -1;

export interface RaftListener {
  /**
   * This node leads the term `epoch`, and knows every configuration that was ever decided: its first entry is committed.
   * At most once per epoch; epochs grow.
   */
  onLeader(epoch: number, configuration: QuorumConfiguration): void;
  /** The epoch named by `onLeader` is over for this node. */
  onLost(epoch: number): void;
  /** Who leads `term`; NO_LEADER when that is not known (any more). On brokers that are no voters too. */
  onLeaderKnown(leaderId: number, term: number): void;
  /** Another configuration is in force. */
  onConfiguration(configuration: QuorumConfiguration): void;
  /** The voter must not go on (damaged state, failed disk): the process has to end. */
  onFatal(error: Error & { readonly code: string }): void;
}

/** Who is to become a voter: the node, the directory it must keep, and where its control plane listens. */
export interface NewVoter {
  readonly nodeId: number;
  readonly directoryId: string;
  readonly host: string;
  readonly port: number;
}

/** What the metadata log has to say about changes of the quorum; asked again and again until it agrees. */
export interface MembershipGates {
  /** A learner has so much of the metadata log that it may vote. */
  mayJoin(nodeId: number): boolean;
  /** The committed prefix of the metadata log is durable on a majority of the new voters. */
  mayLeaveJoint(): boolean;
}

/** A voter's standing as DescribeQuorum shows it. */
export interface QuorumMember {
  readonly nodeId: number;
  /** The zero uuid while it is not known. */
  readonly directoryId: string;
  /** Last raft entry known to be on its disk; -1 where this node does not lead. */
  readonly matchIndex: number;
}

export type MembershipOutcome =
  | 'done'
  /** Not the leader, or no longer. */
  | 'notLeader'
  /** Another change is under way. */
  | 'pending'
  | 'duplicateVoter'
  | 'voterNotFound'
  /** It would leave nobody. */
  | 'lastVoter'
  /** The directory id is not that of the node, or of the voter. */
  | 'wrongDirectory'
  /** The new voter did not connect or catch up in time. Nothing was changed. */
  | 'notCaughtUp'
  /** Accepted, and not known to be finished in time. */
  | 'timedOut';

export interface RaftStatus {
  readonly nodeId: number;
  readonly term: number;
  readonly role: QuorumRole;
  /** NO_LEADER where none is known. */
  readonly leaderId: number;
  readonly configuration: QuorumConfiguration;
  /** The epoch this node leads, `onLeader` given and `onLost` not; null otherwise. */
  readonly leading: number | null;
  /**
   * A leader that was paused does not know whether it still leads. While true it must not act on silence of others
   * (fence brokers); what is guarded by epochs may go on.
   */
  readonly isUnconfirmed: boolean;
  /** Of voters and learners, in the order of ids. */
  members(): QuorumMember[];

  /** The listener is told at once what is known already. Listeners are called in the order of `listen`. */
  listen(listener: RaftListener): void;
  /** Answers once a majority has confirmed, after this call, that this node leads; false if it does not. */
  confirmLeadership(done: (isLeader: boolean) => void): void;
  /** Best successor first, by how much of the metadata log they have. Leader only; the others learn it by heartbeat. */
  setSuccessors(nodeIds: readonly number[]): void;
  /** Hands over to the best successor, or to `to`. `done` once another leads or it was given up after an election timeout. */
  transferLeadership(done: (isHandedOver: boolean) => void, to?: number): void;
  /** Without gates every change goes on as soon as raft itself allows it. */
  setGates(gates: MembershipGates): void;
  /** Learner first, then a joint configuration, then voter. */
  addVoter(voter: NewVoter, deadlineMs: number, done: (outcome: MembershipOutcome) => void): void;
  /** A leader that is asked to remove itself hands over, and answers `notLeader`. */
  removeVoter(
    nodeId: number,
    directoryId: string,
    deadlineMs: number,
    done: (outcome: MembershipOutcome) => void,
  ): void;
  /** Ends without handing over. `done` when nothing more is written; the LogIo and the network stay open. */
  stop(done: () => void): void;
}
