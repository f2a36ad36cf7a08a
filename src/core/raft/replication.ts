/**
 * The leader's way of getting its log to everyone else: a progress for each member, append messages and snapshots
 * out, answers in, and the commit index that follows from them. Made anew with each leadership.
 */

import { allMembers, type Configuration } from './configuration.ts';
import { payloadSize } from './entry.ts';
import type { AppendEntriesResponse } from './messages.ts';
import type { NodeId } from './node-id.ts';
import { type FlowLimits, Progress } from './progress.ts';
import { quorumIndex, quorumVote } from './quorum.ts';
import type { RaftCore } from './raft-core.ts';
import { UNKNOWN_TERM } from './raft-storage.ts';

/** Keeps what is known of staying members; `fresh` and new ones start at the end of the leader's log, unproven. */
export function reconcileProgress(
  known: ReadonlyMap<NodeId, Progress>,
  configuration: Configuration,
  fresh: readonly NodeId[],
  lastIndex: number,
  limits: FlowLimits,
): Map<NodeId, Progress> {
  const result = new Map<NodeId, Progress>();
  for (const id of allMembers(configuration)) {
    const isLearner = configuration.learners.includes(id);
    const kept = fresh.includes(id) ? undefined : known.get(id);
    if (kept !== undefined) kept.isLearner = isLearner;
    // Counted as active: or check-quorum could depose the leader before a new member had a chance to answer.
    result.set(id, kept ?? new Progress(0, Math.max(lastIndex, 1), isLearner, true, limits));
  }
  return result;
}

export class Replication {
  readonly #core: RaftCore;
  /** In the order of ids, so that a run can be repeated exactly. */
  #progress: Map<NodeId, Progress>;

  constructor(core: RaftCore) {
    this.#core = core;
    this.#progress = new Map();
    const lastIndex = core.log.lastIndex();
    for (const id of allMembers(core.configuration)) {
      const isSelf = id === core.id;
      const match = isSelf ? lastIndex : 0;
      const isLearner = core.configuration.learners.includes(id);
      const progress = new Progress(match, lastIndex + 1, isLearner, isSelf, core.options);
      if (isSelf) progress.becomeReplicate();
      this.#progress.set(id, progress);
    }
  }

  get members(): ReadonlyMap<NodeId, Progress> {
    return this.#progress;
  }

  of(id: NodeId): Progress | undefined {
    return this.#progress.get(id);
  }

  reconcile(fresh: readonly NodeId[]): void {
    const { configuration, log, options } = this.#core;
    this.#progress = reconcileProgress(this.#progress, configuration, fresh, log.lastIndex(), options);
  }

  /** To every other member, even where there is nothing but the commit index to tell. */
  broadcastAppend(): void {
    for (const id of this.#others()) this.sendAppend(id, true);
  }

  /** To those who lack entries. */
  broadcastEntries(): void {
    for (const id of this.#others()) this.sendAppend(id, false);
  }

  broadcastHeartbeat(readRound: number): void {
    const core = this.#core;
    for (const to of this.#others()) {
      const progress = this.#progress.get(to)!;
      // A commit index beyond what the follower is known to have could commit something else in its log.
      const commit = Math.min(progress.match, core.log.committed);
      core.send({ type: 'Heartbeat', from: core.id, to, term: core.term, commit, readRound });
      progress.sentCommit(commit);
    }
  }

  /** One message, if the follower may be sent one. True if it was: with a full window there may be more to send. */
  sendAppend(to: NodeId, evenIfEmpty: boolean): boolean {
    const core = this.#core;
    const { log, options } = core;
    const progress = this.#progress.get(to)!;
    if (progress.isPaused) return false;
    const previous = { index: progress.next - 1, term: log.term(progress.next - 1) };
    if (previous.term === UNKNOWN_TERM) return this.#sendSnapshot(to, progress);
    const throttled = progress.state === 'replicate' && progress.inflights.full;
    const entries = throttled ? [] : log.entriesFrom(progress.next, options.maxBytesPerAppend);
    if (entries === null) return this.#sendSnapshot(to, progress);
    if (entries.length === 0 && !evenIfEmpty) return false;
    const commit = log.committed;
    core.send({ type: 'AppendEntries', from: core.id, to, term: core.term, previous, entries, commit });
    progress.sentEntries(entries.length, payloadSize(entries));
    progress.sentCommit(commit);
    return true;
  }

  /** A follower's log does not have the entry before those sent: goes back to where the two may agree. */
  refused(message: AppendEntriesResponse, progress: Progress): void {
    const core = this.#core;
    const { from, index } = message;
    const hint = message.rejection!;
    core.emit({ type: 'appendRefused', from, index, hint });
    // The follower skipped its terms above ours; in turn skip our entries above its term.
    const match = hint.term > 0 ? core.log.lastPossibleMatch(hint.index, hint.term).index : hint.index;
    if (!progress.retreatFrom(index, match)) return;
    core.emit({ type: 'progressDecreased', of: from, progress });
    if (progress.state === 'replicate') progress.becomeProbe();
    this.sendAppend(from, true);
  }

  /** Whether the answer told anything: more of the log matches, or the probe has found where it does. */
  accepted(message: AppendEntriesResponse, progress: Progress): boolean {
    const { from, index } = message;
    const probed = progress.state === 'probe' && progress.match === index;
    if (!progress.advanceTo(index) && !probed) return false;
    if (progress.state === 'probe') {
      progress.becomeReplicate();
    } else if (progress.state === 'replicate') {
      progress.inflights.freeUpTo(index);
    } else if (progress.match + 1 >= this.#core.log.firstIndex()) {
      // Whether by the snapshot or by other means: it can be served from the log again.
      this.#core.emit({ type: 'snapshotCaughtUp', from, progress });
      progress.becomeProbe();
      progress.becomeReplicate();
    }
    return true;
  }

  /** Commits what a quorum has, once an entry of this term is among it. True if that is news. */
  advanceCommit(): boolean {
    const { configuration, log, term } = this.#core;
    return log.tryCommit(
      quorumIndex(configuration, (id) => this.#progress.get(id)?.match),
      term,
    );
  }

  /** Whether a quorum was heard from since the last time this was asked. */
  takeQuorumActivity(): boolean {
    const active = quorumVote(this.#core.configuration, (id) => this.#progress.get(id)?.recentActive) === 'won';
    for (const id of this.#others()) this.#progress.get(id)!.recentActive = false;
    return active;
  }

  #sendSnapshot(to: NodeId, progress: Progress): boolean {
    const core = this.#core;
    const { log } = core;
    if (!progress.recentActive) {
      core.emit({ type: 'snapshotNotSentInactive', to });
      return false;
    }
    const snapshot = log.snapshot();
    if (snapshot === null || snapshot.index === 0) {
      core.emit({ type: 'snapshotUnavailable', to });
      return false;
    }
    const { committed: commit } = log;
    core.emit({ type: 'snapshotSent', to, firstIndex: log.firstIndex(), commit, snapshot, progress });
    progress.becomeSnapshot(snapshot.index);
    core.emit({ type: 'replicationPaused', to, progress });
    core.send({ type: 'InstallSnapshot', from: core.id, to, term: core.term, snapshot });
    return true;
  }

  #others(): NodeId[] {
    return [...this.#progress.keys()].filter((id) => id !== this.#core.id);
  }
}
