/** How any node, whatever its role, answers requests for votes and pre-votes. */

import type { EntryId } from './entry.ts';
import type { RequestVote, VoteResponse } from './messages.ts';
import { NO_NODE } from './node-id.ts';
import type { RaftCore } from './raft-core.ts';
import type { VoterState } from './raft-events.ts';

/**
 * While a leader is heard from, a candidate with a higher term is not even listened to: it was cut off, or removed,
 * and would only depose a leader that works. Unless that leader asked for the election.
 */
export function ignoresVoteInLease(core: RaftCore, message: RequestVote): boolean {
  const { checkQuorum, electionTicks } = core.options;
  const inLease = checkQuorum && core.leader !== NO_NODE && core.electionElapsed < electionTicks;
  if (!inLease || message.transfer) return false;
  const remainingTicks = electionTicks - core.electionElapsed;
  core.emit({ type: 'voteIgnoredInLease', message, own: voterState(core), remainingTicks });
  return true;
}

/**
 * A vote goes to whoever asks first in a term and has a log as good as ours; it may be repeated. A pre-vote for a term
 * to come binds nothing. Learners vote too: who asks may know a configuration in which we are voters.
 */
export function answerVote(core: RaftCore, message: RequestVote): void {
  const isPreVote = message.type === 'RequestPreVote';
  const free =
    core.vote === message.from ||
    (core.vote === NO_NODE && core.leader === NO_NODE) ||
    (isPreVote && message.term > core.term);
  if (!free || !core.log.isUpToDate(message.last)) {
    reject(core, message);
    return;
  }
  core.emit({ type: 'voteCast', message, own: voterState(core) });
  // Echoes the message's term: for a pre-vote ours is the lower one, and an answer of a lower term is ignored.
  respond(core, message, message.term, true);
  if (isPreVote) return;
  core.electionElapsed = 0;
  core.vote = message.from;
}

/** A pre-candidate that lags behind in terms must learn of ours, or it would ask for ever. */
export function rejectOldPreVote(core: RaftCore, message: RequestVote): void {
  reject(core, message);
}

/**
 * What another node knows to be committed is so in our log too, if we have that entry. True if that was news.
 * A candidate that learns of a membership change must follow it before it counts any more votes.
 */
export function learnCommit(core: RaftCore, committed: EntryId): boolean {
  if (!core.options.learnCommitFromVotes || core.role.name === 'Leader') return false;
  if (!core.log.tryCommit(committed.index, committed.term)) return false;
  if (core.role.name !== 'Follower' && core.log.hasUnappliedConfigurationChange()) {
    core.becomeFollower(core.term, NO_NODE);
  }
  return true;
}

function reject(core: RaftCore, message: RequestVote): void {
  core.emit({ type: 'voteRejected', message, own: voterState(core) });
  respond(core, message, core.term, false);
  learnCommit(core, message.committed);
}

/** Waits for our disk: the term and the vote it speaks of must survive a crash. */
function respond(core: RaftCore, message: RequestVote, term: number, granted: boolean): void {
  const type: VoteResponse['type'] = message.type === 'RequestPreVote' ? 'PreVoteResponse' : 'VoteResponse';
  const committed = core.log.lastCommitted();
  core.sendAfterAppend({ type, from: core.id, to: message.from, term, granted, committed });
}

function voterState(core: RaftCore): VoterState {
  return { last: core.log.last(), vote: core.vote, term: core.term };
}
