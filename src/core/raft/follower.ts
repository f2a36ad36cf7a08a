/** Takes what the leader sends, passes on what the leader should decide, and campaigns when it hears nothing. */

import type { AppendEntries, Message } from './messages.ts';
import { NO_NODE } from './node-id.ts';
import type { RaftCore } from './raft-core.ts';
import type { Role, StepOutcome } from './role.ts';
import { takeSnapshot } from './snapshot-restore.ts';

export class Follower implements Role {
  readonly name = 'Follower';
  readonly #core: RaftCore;

  constructor(core: RaftCore) {
    this.#core = core;
  }

  tick(): void {
    this.#core.tickElection();
  }

  step(message: Message): StepOutcome {
    const core = this.#core;
    const { term } = core;
    switch (message.type) {
      case 'AppendEntries':
        this.#heardFrom(message.from);
        this.#append(message);
        return 'accepted';
      case 'Heartbeat': {
        this.#heardFrom(message.from);
        core.log.commitTo(message.commit);
        const { from: to, readRound } = message;
        core.send({ type: 'HeartbeatResponse', from: core.id, to, term, readRound });
        return 'accepted';
      }
      case 'InstallSnapshot':
        this.#heardFrom(message.from);
        takeSnapshot(core, message);
        return 'accepted';
      case 'TimeoutNow':
        core.emit({ type: 'timeoutNowReceived', from: message.from, term });
        core.campaign(true);
        return 'accepted';
      case 'Propose':
        return this.#forwardProposal(message);
      case 'TransferLeadership':
        if (core.leader === NO_NODE) core.emit({ type: 'transferWithoutLeader', term });
        else core.send({ ...message, to: core.leader, term });
        return 'accepted';
      case 'ReadIndex':
        if (core.leader === NO_NODE) core.emit({ type: 'readWithoutLeader', term });
        else core.send({ ...message, to: core.leader });
        return 'accepted';
      case 'ReadIndexResponse':
        core.readStates.push({ requestId: message.requestId, index: message.index });
        return 'accepted';
      default:
        return 'accepted';
    }
  }

  /** Others may ask for our vote from now on; our own timer is not touched. */
  forgetLeader(): void {
    const core = this.#core;
    if (core.options.reads === 'lease') {
      // The leader answers reads in the belief that we wait for its lease to end.
      core.emit({ type: 'forgetLeaderRefused' });
    } else if (core.leader !== NO_NODE) {
      core.emit({ type: 'leaderForgotten', leader: core.leader, term: core.term });
      core.leader = NO_NODE;
    }
  }

  onConfiguration(): void {}

  onApplied(): void {}

  #heardFrom(leader: number): void {
    this.#core.electionElapsed = 0;
    this.#core.leader = leader;
  }

  #append(message: AppendEntries): void {
    const core = this.#core;
    const { log, id, term } = core;
    const { from: to, previous, entries } = message;
    if (previous.index < log.committed) {
      // Everything up to our commit index matches the leader's log anyway.
      core.sendAfterAppend({
        type: 'AppendEntriesResponse',
        from: id,
        to,
        term,
        index: log.committed,
        rejection: null,
      });
      return;
    }
    if (log.tryAppend(previous, entries, message.commit)) {
      const index = previous.index + entries.length;
      core.sendAfterAppend({ type: 'AppendEntriesResponse', from: id, to, term, index, rejection: null });
      return;
    }
    core.emit({ type: 'appendRejected', previous, ownTerm: Math.max(log.term(previous.index), 0), from: to });
    // Points the leader at the last entry that can possibly match: one round trip for each term in which the logs
    // differ, instead of one for each entry.
    const rejection = log.lastPossibleMatch(Math.min(previous.index, log.lastIndex()), previous.term);
    core.sendAfterAppend({ type: 'AppendEntriesResponse', from: id, to, term, index: previous.index, rejection });
  }

  #forwardProposal(message: Message): StepOutcome {
    const core = this.#core;
    const { leader, term } = core;
    if (leader === NO_NODE) {
      core.emit({ type: 'proposalWithoutLeader', term });
      return 'proposalDropped';
    }
    if (core.options.disableProposalForwarding) {
      core.emit({ type: 'proposalNotForwarded', leader, term });
      return 'proposalDropped';
    }
    core.send({ ...message, to: leader });
    return 'accepted';
  }
}
