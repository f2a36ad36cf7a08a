/**
 * Asks for votes, or for pre-votes: whether an election could be won, before anyone's term is disturbed. Owns the
 * ballot; gone with the next role.
 */

import { allVoters } from './configuration.ts';
import type { Message, RequestVote, VoteResponse } from './messages.ts';
import { NO_NODE, type NodeId } from './node-id.ts';
import { quorumVote } from './quorum.ts';
import type { RaftCore } from './raft-core.ts';
import type { Role, StepOutcome } from './role.ts';
import { learnCommit } from './votes.ts';

export class Candidate implements Role {
  readonly name: 'PreCandidate' | 'Candidate';
  readonly #core: RaftCore;
  readonly #ballot = new Map<NodeId, boolean>();

  constructor(core: RaftCore, name: 'PreCandidate' | 'Candidate') {
    this.#core = core;
    this.name = name;
  }

  /** Its own vote, too, counts only once it is durable, and therefore comes as a message. */
  requestVotes(transfer: boolean): void {
    const core = this.#core;
    const isPreVote = this.name === 'PreCandidate';
    const request: RequestVote['type'] = isPreVote ? 'RequestPreVote' : 'RequestVote';
    const term = isPreVote ? core.term + 1 : core.term;
    const committed = core.log.lastCommitted();
    for (const to of allVoters(core.configuration)) {
      if (to === core.id) {
        core.sendAfterAppend({ type: this.#response, from: core.id, to, term, granted: true, committed });
        continue;
      }
      const last = core.log.last();
      core.emit({ type: 'voteRequested', request, to, last, term: core.term });
      core.send({ type: request, from: core.id, to, term, last, committed, transfer });
    }
  }

  tick(): void {
    this.#core.tickElection();
  }

  step(message: Message): StepOutcome {
    const core = this.#core;
    switch (message.type) {
      case 'AppendEntries':
      case 'Heartbeat':
      case 'InstallSnapshot':
        core.becomeFollower(message.term, message.from);
        return core.role.step(message);
      case 'VoteResponse':
      case 'PreVoteResponse':
        if (message.type !== this.#response) return 'accepted';
        if (!message.granted) learnCommit(core, message.committed);
        if (core.role === this) this.#count(message);
        return 'accepted';
      case 'Propose':
        core.emit({ type: 'proposalWithoutLeader', term: core.term });
        return 'proposalDropped';
      case 'TimeoutNow':
        core.emit({ type: 'timeoutNowIgnored', from: message.from, term: core.term, role: this.name });
        return 'accepted';
      default:
        return 'accepted';
    }
  }

  forgetLeader(): void {}

  onConfiguration(): void {}

  onApplied(): void {}

  get #response(): VoteResponse['type'] {
    return this.name === 'PreCandidate' ? 'PreVoteResponse' : 'VoteResponse';
  }

  /** False while our own vote is being written: without it a crash would take the term back, and let us win it twice. */
  get #mayLead(): boolean {
    return this.#ballot.get(this.#core.id) === true || !this.#core.options.leadOnlyWithOwnVote;
  }

  #count(message: VoteResponse): void {
    const core = this.#core;
    const { type: response, from, granted } = message;
    core.emit({ type: 'voteReceived', response, from, granted, term: core.term });
    // The first answer stands: a repeated or contradicting message changes nothing.
    if (!this.#ballot.has(from)) this.#ballot.set(from, granted);
    const answers = allVoters(core.configuration).map((id) => this.#ballot.get(id));
    core.emit({
      type: 'votesCounted',
      response,
      granted: answers.filter((answer) => answer === true).length,
      rejected: answers.filter((answer) => answer === false).length,
    });
    const result = quorumVote(core.configuration, (id) => this.#ballot.get(id));
    if (result === 'lost') core.becomeFollower(core.term, NO_NODE);
    else if (result === 'won' && this.name === 'PreCandidate') core.becomeCandidate(false);
    else if (result === 'won' && this.#mayLead) core.becomeLeader();
  }
}
