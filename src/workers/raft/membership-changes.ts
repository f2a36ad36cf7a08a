/**
 * Carries one change of the voters through: learner, caught up, joint configuration, out of it again. Looks at what is in
 * force at every step, so a new leader finishes what another one began. Owned by the raft agent.
 */
import { isJoint } from '../../core/raft/configuration.ts';
import { type ConfigurationChange, LEAVE_JOINT } from '../../core/raft/configuration-change.ts';
import { NO_BYTES } from '../../core/raft/entry.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { ControlNetwork } from '../control-net/control-network.ts';
import { encodeMember, type QuorumMembers } from './quorum-members.ts';
import type { MembershipGates, MembershipOutcome, NewVoter } from './raft-status.ts';

const REFUSED_PAUSE_MS = 100;

export interface MembershipParts {
  readonly node: RaftNode;
  readonly members: QuorumMembers;
  readonly network: ControlNetwork;
  readonly clock: Clock;
  /** This node leads, and its term's first entry is committed. */
  isLeading(): boolean;
  /** Hands over to the best successor. */
  handOver(): void;
}

type Done = (outcome: MembershipOutcome) => void;

type Change =
  | {
      readonly kind: 'add';
      readonly voter: NewVoter;
      readonly deadline: number;
      readonly done: Done;
      isEntered: boolean;
    }
  | {
      readonly kind: 'remove';
      readonly nodeId: number;
      readonly deadline: number;
      readonly done: Done;
      isEntered: boolean;
    };

export class MembershipChanges {
  readonly #parts: MembershipParts;
  #gates: MembershipGates = { mayJoin: () => true, mayLeaveJoint: () => true };
  #change: Change | null = null;
  /** A second proposal before the first one is applied would only put an empty entry into the log. */
  #proposedUpTo = 0;
  #notBefore = 0;

  constructor(parts: MembershipParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#change !== null;
  }

  setGates(gates: MembershipGates): void {
    this.#gates = gates;
  }

  add(voter: NewVoter, deadlineMs: number, done: Done): void {
    const { node, members } = this.#parts;
    const { configuration } = node.status();
    if (!this.#parts.isLeading()) done('notLeader');
    else if (this.#change !== null || isJoint(configuration)) done('pending');
    else if (configuration.voters.includes(voter.nodeId)) {
      const known = members.get(voter.nodeId)?.directoryId ?? voter.directoryId;
      done(known === voter.directoryId ? 'duplicateVoter' : 'wrongDirectory');
    } else {
      this.#change = { kind: 'add', voter, deadline: deadlineMs, done, isEntered: false };
      this.poll();
    }
  }

  remove(nodeId: number, directoryId: string, deadlineMs: number, done: Done): void {
    const { node, members, handOver } = this.#parts;
    const { configuration } = node.status();
    if (!this.#parts.isLeading()) done('notLeader');
    else if (this.#change !== null || isJoint(configuration)) done('pending');
    else if (!configuration.voters.includes(nodeId)) done('voterNotFound');
    else if ((members.get(nodeId)?.directoryId ?? directoryId) !== directoryId) done('wrongDirectory');
    else if (configuration.voters.length === 1) done('lastVoter');
    else if (nodeId === node.id) {
      handOver();
      done('notLeader');
    } else {
      this.#change = { kind: 'remove', nodeId, deadline: deadlineMs, done, isEntered: false };
      this.poll();
    }
  }

  /** Raft put an empty entry in the place of a proposal. */
  refused(): void {
    this.#notBefore = this.#parts.clock.monotonicMs() + REFUSED_PAUSE_MS;
  }

  /** Takes the next step if it can be taken. Called with every tick and after every applied entry. */
  poll(): void {
    const change = this.#change;
    if (!this.#parts.isLeading()) {
      this.#proposedUpTo = 0;
      if (change !== null) this.#finish(change.isEntered ? 'timedOut' : 'notLeader');
      return;
    }
    const { configuration, applied } = this.#parts.node.status();
    if (applied < this.#proposedUpTo || this.#parts.clock.monotonicMs() < this.#notBefore) {
      this.#checkDeadline();
      return;
    }
    if (isJoint(configuration)) {
      // A leader that is on its way out cannot close the door behind itself.
      if (!configuration.voters.includes(this.#parts.node.id)) {
        this.refused();
        this.#parts.handOver();
      } else if (this.#gates.mayLeaveJoint()) this.#propose(LEAVE_JOINT);
      else this.#checkDeadline();
    } else if (change?.kind === 'add') this.#stepAdd(change);
    else if (change?.kind === 'remove') this.#stepRemove(change);
  }

  #stepAdd(change: Change & { kind: 'add' }): void {
    const { node, network, clock } = this.#parts;
    const { nodeId, directoryId } = change.voter;
    const { configuration, progress, lastIndex } = node.status();
    if (configuration.voters.includes(nodeId)) {
      this.#finish('done');
      return;
    }
    const identity = network.identityOf(nodeId, 'raft');
    const isLearner = configuration.learners.includes(nodeId);
    const isWrong = identity !== null && identity.directoryId !== directoryId;
    if (isWrong || clock.monotonicMs() >= change.deadline) {
      if (isLearner)
        this.#propose({ transition: 'auto', changes: [{ kind: 'remove', id: nodeId }], context: NO_BYTES });
      this.#finish(isWrong ? 'wrongDirectory' : 'notCaughtUp');
    } else if (!isLearner) {
      if (identity === null) return;
      const context = encodeMember(change.voter);
      this.#propose({ transition: 'auto', changes: [{ kind: 'addLearner', id: nodeId }], context });
    } else if ((progress.get(nodeId)?.match ?? 0) >= lastIndex && this.#gates.mayJoin(nodeId)) {
      change.isEntered = true;
      this.#propose({ transition: 'jointExplicit', changes: [{ kind: 'addVoter', id: nodeId }], context: NO_BYTES });
    }
  }

  #stepRemove(change: Change & { kind: 'remove' }): void {
    const { nodeId } = change;
    if (!this.#parts.node.status().configuration.voters.includes(nodeId)) {
      this.#finish('done');
      return;
    }
    change.isEntered = true;
    this.#propose({ transition: 'jointExplicit', changes: [{ kind: 'remove', id: nodeId }], context: NO_BYTES });
  }

  #checkDeadline(): void {
    const change = this.#change;
    if (change === null || this.#parts.clock.monotonicMs() < change.deadline) return;
    // What was begun goes on; nobody waits for it any more.
    if (change.isEntered) this.#finish('timedOut');
  }

  #propose(change: ConfigurationChange): void {
    const { node } = this.#parts;
    if (node.proposeConfigurationChange(change) === 'accepted') this.#proposedUpTo = node.status().lastIndex;
  }

  #finish(outcome: MembershipOutcome): void {
    const change = this.#change;
    this.#change = null;
    change?.done(outcome);
  }
}
