/**
 * One node's state and the rules all roles share: terms, votes, the change of roles, the outbox. The roles hold what
 * only they need and are made anew at each change. Internal to this room: outside, a node is a RaftNode.
 */

import { assert } from '../base/assert.ts';
import { Candidate } from './candidate.ts';
import { allVoters, type Configuration, isVoter } from './configuration.ts';
import { decodeConfigurationChange } from './configuration-change.ts';
import { applyChange, isReachable } from './configuration-changer.ts';
import { type Entry, entriesSize, payloadSize } from './entry.ts';
import { Follower } from './follower.ts';
import { Leader } from './leader.ts';
import { isFromLeader, type Message } from './messages.ts';
import { NO_NODE, type NodeId } from './node-id.ts';
import type { RaftEvent, RaftEvents } from './raft-events.ts';
import { RaftLog } from './raft-log.ts';
import type { RaftOptions } from './raft-options.ts';
import { RaftStateError } from './raft-state-error.ts';
import type { RaftStorage } from './raft-storage.ts';
import { type HardState, isEmptyHardState, type ReadState, type SoftState } from './ready.ts';
import type { Role, StepOutcome } from './role.ts';
import type { Snapshot } from './snapshot.ts';
import { answerVote, ignoresVoteInLease, rejectOldPreVote } from './votes.ts';

export class RaftCore {
  readonly id: NodeId;
  readonly options: RaftOptions;
  readonly emit: RaftEvents;
  readonly log: RaftLog;
  configuration: Configuration;
  term = 0;
  vote: NodeId = NO_NODE;
  leader: NodeId = NO_NODE;
  role: Role;
  /** Ticks since the leader was heard from, since an election began, or since the leader last checked its quorum. */
  electionElapsed = 0;
  /** The drawn timeout of the current election. */
  electionTimeout = 0;
  /** The disk does not answer: neither campaign nor keep others from it. */
  storageStalled = false;
  /** Messages that may be sent at once. */
  outbox: Message[] = [];
  /** Messages that promise something about our disk: they wait for what is now being written. */
  outboxAfterAppend: Message[] = [];
  readStates: ReadState[] = [];
  /** The log up to here is reflected in the configuration. */
  #configurationIndex = 0;

  constructor(options: RaftOptions, storage: RaftStorage, emit: RaftEvents) {
    this.id = options.id;
    this.options = options;
    this.emit = emit;
    this.log = new RaftLog(storage, options.maxApplyingBytes, emit);
    const { hardState, configuration } = storage.initialState();
    this.configuration = configuration;
    this.role = new Follower(this);
    this.#switchConfiguration(configuration, Math.max(options.applied, this.log.committed), []);
    if (!isEmptyHardState(hardState)) this.#restoreHardState(hardState);
    if (options.applied > 0) this.log.appliedTo(options.applied, 0);
    this.becomeFollower(this.term, NO_NODE);
    emit({
      type: 'started',
      voters: allVoters(configuration),
      term: this.term,
      commit: this.log.committed,
      applied: this.log.applied,
      last: this.log.last(),
    });
  }

  get hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed };
  }

  get softState(): SoftState {
    return { leader: this.leader, role: this.role.name };
  }

  /** May become leader: votes itself, and holds a log rather than a snapshot that is still being written. */
  get isPromotable(): boolean {
    return this.isVotingMember && this.log.unstable.snapshot === null;
  }

  /** A member that is no learner: counts in elections and commits. */
  get isVotingMember(): boolean {
    return isVoter(this.configuration, this.id);
  }

  /** Commits of earlier terms are certain only once one of this term is. */
  get hasCommittedInTerm(): boolean {
    return this.log.term(this.log.committed) === this.term;
  }

  send(message: Message): void {
    assert(message.to !== this.id, 'a message to itself would be lost');
    this.outbox.push(message);
  }

  sendAfterAppend(message: Message): void {
    this.outboxAfterAppend.push(message);
  }

  step(message: Message): StepOutcome {
    if (message.term > this.term && !this.#meetHigherTerm(message)) return 'accepted';
    if (message.term < this.term && message.term !== 0) {
      this.#answerLowerTerm(message);
      return 'accepted';
    }
    switch (message.type) {
      case 'RequestVote':
      case 'RequestPreVote':
        answerVote(this, message);
        return 'accepted';
      case 'StorageAppendResponse':
        if (message.stable !== null) this.log.unstable.stableTo(message.stable);
        if (message.snapshot !== null) this.#snapshotApplied(message.snapshot);
        return 'accepted';
      case 'StorageApplyResponse': {
        const { entries } = message;
        if (entries.length > 0) this.#applied(entries.at(-1)!.index, entriesSize(entries), payloadSize(entries));
        return 'accepted';
      }
      default:
        return this.role.step(message);
    }
  }

  /** Follows `leader`, or nobody yet. Also how a node learns of a new term, and how a leader steps down. */
  becomeFollower(term: number, leader: NodeId): void {
    this.#enterTerm(term);
    this.leader = leader;
    this.role = new Follower(this);
    this.emit({ type: 'becameFollower', term });
  }

  /** Stands for leader in the next term. */
  becomeCandidate(transfer: boolean): void {
    assert(this.role.name !== 'Leader', 'a leader cannot become a candidate');
    this.#enterTerm(this.term + 1);
    this.leader = NO_NODE;
    this.vote = this.id;
    const candidate = new Candidate(this, 'Candidate');
    this.role = candidate;
    this.emit({ type: 'becameCandidate', term: this.term });
    candidate.requestVotes(transfer);
  }

  becomeLeader(): void {
    assert(this.role.name === 'Candidate', 'only a candidate can become leader');
    this.#enterTerm(this.term);
    this.leader = this.id;
    const leader = new Leader(this);
    this.role = leader;
    leader.begin();
    this.emit({ type: 'becameLeader', term: this.term });
    leader.replication.broadcastAppend();
  }

  /** The election timeout has passed, or someone asked. A handover skips the pre-vote: the leader itself agreed. */
  campaign(transfer: boolean): void {
    const obstacle = this.#obstacle();
    if (obstacle !== null) {
      this.emit(obstacle);
      return;
    }
    this.emit({ type: 'electionStarted', term: this.term });
    if (this.options.preVote && !transfer) this.#becomePreCandidate();
    else this.becomeCandidate(transfer);
  }

  /** A tick of a node that does not lead. */
  tickElection(): void {
    this.electionElapsed++;
    if (!this.isPromotable || this.electionElapsed < this.electionTimeout) return;
    this.electionElapsed = 0;
    this.campaign(false);
  }

  /** Called when the state machine applies the entry. The change in it was checked when it was proposed. */
  applyConfigurationChange(entry: Entry): Configuration {
    // A snapshot may have overtaken the apply thread: what it brought is newer than this entry.
    if (entry.index <= this.#configurationIndex) return this.configuration;
    const change = decodeConfigurationChange(entry.data);
    const result = change === null ? null : applyChange(this.configuration, change);
    if (result === null || 'error' in result) {
      const reason = result === null ? 'it is malformed' : result.error;
      throw new RaftStateError(`the committed configuration change ${entry.index} is impossible: ${reason}`);
    }
    this.#switchConfiguration(result.configuration, entry.index, result.fresh);
    return this.configuration;
  }

  /** A snapshot brings the configuration of its own time. */
  restoreConfiguration(snapshot: Snapshot): void {
    this.#switchConfiguration(snapshot.configuration, snapshot.index, []);
  }

  /** A pre-vote asks whether an election could be won. Term, vote and timer stay as they are. */
  #becomePreCandidate(): void {
    this.leader = NO_NODE;
    const candidate = new Candidate(this, 'PreCandidate');
    this.role = candidate;
    this.emit({ type: 'becamePreCandidate', term: this.term });
    candidate.requestVotes(false);
  }

  /** Why this node may not campaign now. */
  #obstacle(): RaftEvent | null {
    if (this.role.name === 'Leader') return { type: 'campaignWhileLeading' };
    if (!this.isPromotable) return { type: 'campaignUnpromotable' };
    if (this.storageStalled) return { type: 'campaignHeld' };
    if (!this.log.hasUnappliedConfigurationChange()) return null;
    return { type: 'campaignWithPendingChanges', term: this.term };
  }

  #enterTerm(term: number): void {
    if (this.term !== term) {
      this.term = term;
      this.vote = NO_NODE;
    }
    this.electionElapsed = 0;
    this.electionTimeout = this.options.drawElectionTimeout(this.options.electionTicks);
  }

  /** False if the message is to be ignored altogether. */
  #meetHigherTerm(message: Message): boolean {
    switch (message.type) {
      case 'RequestPreVote':
        // Speaks of a term that may never come.
        return !ignoresVoteInLease(this, message);
      case 'RequestVote':
        if (ignoresVoteInLease(this, message)) return false;
        break;
      case 'PreVoteResponse':
        // A granted pre-vote echoes the term we would campaign in; a refusal tells of a term that is.
        if (message.granted) return true;
        break;
      default:
    }
    const { type, from } = message;
    this.emit({ type: 'higherTerm', message: type, from, messageTerm: message.term, term: this.term });
    this.becomeFollower(message.term, isFromLeader(message) ? from : NO_NODE);
    return true;
  }

  #answerLowerTerm(message: Message): void {
    const { options, id, term } = this;
    const { type, from } = message;
    const fromLeader = type === 'Heartbeat' || type === 'AppendEntries';
    if (fromLeader && (options.checkQuorum || options.preVote)) {
      // A leader that was cut off would otherwise never hear of our term: those who ask for no votes tell nobody.
      this.sendAfterAppend({ type: 'AppendEntriesResponse', from: id, to: from, term, index: 0, rejection: null });
    } else if (type === 'RequestPreVote') {
      rejectOldPreVote(this, message);
    } else if (type === 'StorageAppendResponse') {
      // Entries written in an earlier term may have been overwritten since; a snapshot is good in any.
      if (message.stable !== null) {
        this.emit({ type: 'lowerTermAppendIgnored', message: type, messageTerm: message.term, term });
      }
      if (message.snapshot !== null) this.#snapshotApplied(message.snapshot);
    } else {
      this.emit({ type: 'lowerTermIgnored', message: type, from, messageTerm: message.term, term });
    }
  }

  #applied(index: number, bytes: number, payloadBytes: number): void {
    const applied = Math.max(index, this.log.applied);
    this.log.appliedTo(applied, bytes);
    this.role.onApplied(applied, payloadBytes);
  }

  #snapshotApplied(snapshot: Snapshot): void {
    this.log.unstable.snapshotStable(snapshot.index);
    this.#applied(snapshot.index, 0, 0);
  }

  #switchConfiguration(configuration: Configuration, index: number, fresh: readonly NodeId[]): void {
    if (!isReachable(configuration)) throw new RaftStateError('the stored configuration contradicts itself');
    this.configuration = configuration;
    this.#configurationIndex = index;
    this.emit({ type: 'configurationSwitched', configuration });
    this.role.onConfiguration(fresh);
  }

  #restoreHardState(state: HardState): void {
    // A commit index behind the snapshot merely was not written again; one beyond the log means that entries are gone.
    this.log.commitTo(state.commit);
    this.term = state.term;
    this.vote = state.vote;
  }
}
