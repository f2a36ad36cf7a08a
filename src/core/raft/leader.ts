/**
 * Decides what is in the log of its term. Puts together its four trades: proposals, replication, reads, and the
 * handing over of leadership. Owns the heartbeat timer.
 */

import { isVoter } from './configuration.ts';
import { encodeConfigurationChange, LEAVE_JOINT } from './configuration-change.ts';
import { type Entry, NO_BYTES } from './entry.ts';
import { LeaderReads } from './leader-reads.ts';
import { LeadershipTransfer } from './leadership-transfer.ts';
import type { AppendEntriesResponse, HeartbeatResponse, Message } from './messages.ts';
import { NO_NODE, type NodeId } from './node-id.ts';
import type { Progress } from './progress.ts';
import { Proposals } from './proposals.ts';
import type { RaftCore } from './raft-core.ts';
import { Replication } from './replication.ts';
import type { Role, StepOutcome } from './role.ts';

const EMPTY_ENTRY: Entry = { term: 0, index: 0, kind: 'normal', data: NO_BYTES };

export class Leader implements Role {
  readonly name = 'Leader';
  readonly replication: Replication;
  readonly transfer: LeadershipTransfer;
  readonly #core: RaftCore;
  readonly #proposals: Proposals;
  readonly #reads: LeaderReads;
  #heartbeatElapsed = 0;

  constructor(core: RaftCore) {
    this.#core = core;
    this.replication = new Replication(core);
    this.#proposals = new Proposals(core);
    this.#reads = new LeaderReads(core, this.replication);
    this.transfer = new LeadershipTransfer(core, this.replication);
  }

  /** An entry of its own term: only with it can entries of earlier terms be committed. */
  begin(): void {
    this.#proposals.append([EMPTY_ENTRY]);
  }

  tick(): void {
    const core = this.#core;
    const { electionTicks, heartbeatTicks, checkQuorum } = core.options;
    this.#heartbeatElapsed++;
    core.electionElapsed++;
    if (core.electionElapsed >= electionTicks) {
      core.electionElapsed = 0;
      if (checkQuorum && !this.replication.takeQuorumActivity()) {
        core.emit({ type: 'quorumLost' });
        core.becomeFollower(core.term, NO_NODE);
        return;
      }
      if (this.transfer.isUnderWay) {
        this.transfer.abort();
        this.#leaveJointConfiguration(core.log.applied);
      }
    }
    if (this.#heartbeatElapsed < heartbeatTicks) return;
    this.#heartbeatElapsed = 0;
    // A leader whose disk hangs must not look alive: it could not commit anything alone, nor serve after a restart.
    if (!core.storageStalled) this.replication.broadcastHeartbeat(this.#reads.round);
  }

  step(message: Message): StepOutcome {
    switch (message.type) {
      case 'Propose':
        return this.#propose(message.entries);
      case 'ReadIndex':
        this.#reads.ask(message);
        return 'accepted';
      case 'TransferLeadership':
        if (this.#progressOf(message.transferee) !== undefined) this.transfer.start(message.transferee);
        return 'accepted';
      default:
    }
    const progress = this.#progressOf(message.from);
    if (progress === undefined) return 'accepted';
    if (message.type === 'AppendEntriesResponse') this.#onAppendResponse(message, progress);
    else if (message.type === 'HeartbeatResponse') this.#onHeartbeatResponse(message, progress);
    return 'accepted';
  }

  forgetLeader(): void {}

  reportUnreachable(peer: NodeId): void {
    const progress = this.#progressOf(peer);
    if (progress === undefined) return;
    // What was sent is probably lost: find out where its log ends before sending more.
    if (progress.state === 'replicate') progress.becomeProbe();
    this.#core.emit({ type: 'peerUnreachable', peer, progress });
  }

  /** The snapshot for this peer has arrived there, or has not. Its log is probed next. */
  reportSnapshot(peer: NodeId, succeeded: boolean): void {
    const progress = this.#progressOf(peer);
    if (progress?.state !== 'snapshot') return;
    if (!succeeded) progress.pendingSnapshot = 0;
    progress.becomeProbe();
    this.#core.emit({ type: 'snapshotReported', peer, succeeded, progress });
    // Its answer to the snapshot, or a heartbeat, starts the probe; until then more would be in vain.
    progress.flowPaused = true;
  }

  onConfiguration(fresh: readonly NodeId[]): void {
    const core = this.#core;
    this.replication.reconcile(fresh);
    if (!core.isVotingMember) {
      if (core.options.stepDownOnRemoval) core.becomeFollower(core.term, NO_NODE);
      return;
    }
    // A smaller quorum may have what the larger one was waiting for; new members need what they lack.
    if (this.#advanceCommit()) this.replication.broadcastAppend();
    else this.replication.broadcastEntries();
    if (!isVoter(core.configuration, this.transfer.transferee)) this.transfer.abort();
  }

  onApplied(index: number, bytes: number): void {
    this.#proposals.release(bytes);
    this.#leaveJointConfiguration(index);
  }

  /** The way out of a joint configuration that nobody needs to ask for. */
  #leaveJointConfiguration(applied: number): void {
    const core = this.#core;
    if (!core.configuration.autoLeave || applied < this.#proposals.pendingChangeIndex) return;
    if (core.options.keepLeaderAVoter && !core.configuration.voters.includes(core.id)) {
      // Someone who stays has to do it.
      this.transfer.startTo(core.configuration.voters);
      return;
    }
    const leave: Entry = { ...EMPTY_ENTRY, kind: 'configuration', data: encodeConfigurationChange(LEAVE_JOINT) };
    const proposed = this.#propose([leave]) === 'accepted';
    core.emit({
      type: proposed ? 'autoLeaveProposed' : 'autoLeaveNotProposed',
      configuration: core.configuration,
    });
  }

  #propose(entries: readonly Entry[]): StepOutcome {
    const core = this.#core;
    const removed = this.replication.of(core.id) === undefined;
    if (removed || entries.length === 0) return 'proposalDropped';
    if (this.transfer.isUnderWay) {
      core.emit({ type: 'proposalDuringTransfer', transferee: this.transfer.transferee, term: core.term });
      return 'proposalDropped';
    }
    if (!this.#proposals.append(this.#proposals.screen(entries))) return 'proposalDropped';
    this.replication.broadcastAppend();
    return 'accepted';
  }

  #onAppendResponse(message: AppendEntriesResponse, progress: Progress): void {
    const core = this.#core;
    const { from } = message;
    progress.recentActive = true;
    if (message.rejection !== null) {
      this.replication.refused(message, progress);
      return;
    }
    if (!this.replication.accepted(message, progress)) return;
    if (this.#advanceCommit()) this.replication.broadcastAppend();
    else if (from !== core.id && progress.couldLearnCommit(core.log.committed)) this.replication.sendAppend(from, true);
    if (from !== core.id) {
      while (this.replication.sendAppend(from, false)) {
        // Fills the window again.
      }
    }
    this.transfer.onProgress(from);
  }

  #onHeartbeatResponse(message: HeartbeatResponse, progress: Progress): void {
    const { from } = message;
    progress.recentActive = true;
    progress.flowPaused = false;
    // Even where the window is full, an empty message shows whether what fills it was lost.
    if (progress.match < this.#core.log.lastIndex() || progress.state === 'probe') {
      this.replication.sendAppend(from, true);
    }
    this.#reads.onHeartbeatResponse(message);
  }

  #advanceCommit(): boolean {
    const advanced = this.replication.advanceCommit();
    if (advanced) this.#reads.onCommit();
    return advanced;
  }

  #progressOf(id: NodeId): Progress | undefined {
    const progress = this.replication.of(id);
    if (progress === undefined) this.#core.emit({ type: 'peerUnknown', from: id });
    return progress;
  }
}
