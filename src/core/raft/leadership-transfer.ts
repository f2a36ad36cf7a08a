/**
 * Handing leadership over: bring the other one up to date, then tell it to campaign at once. No proposals are taken
 * meanwhile. Given up after one election timeout.
 */

import { NO_NODE, type NodeId } from './node-id.ts';
import type { RaftCore } from './raft-core.ts';
import type { Replication } from './replication.ts';

export class LeadershipTransfer {
  readonly #core: RaftCore;
  readonly #replication: Replication;
  #transferee: NodeId = NO_NODE;

  constructor(core: RaftCore, replication: Replication) {
    this.#core = core;
    this.#replication = replication;
  }

  get transferee(): NodeId {
    return this.#transferee;
  }

  get isUnderWay(): boolean {
    return this.#transferee !== NO_NODE;
  }

  start(to: NodeId): void {
    const core = this.#core;
    const { term } = core;
    const progress = this.#replication.of(to)!;
    if (progress.isLearner) {
      core.emit({ type: 'transferToLearner' });
      return;
    }
    if (this.#transferee === to) {
      core.emit({ type: 'transferRepeated', to, term });
      return;
    }
    if (this.isUnderWay) {
      core.emit({ type: 'transferAborted', to: this.#transferee, term });
      this.abort();
    }
    if (to === core.id) {
      core.emit({ type: 'transferToSelf' });
      return;
    }
    core.emit({ type: 'transferStarted', to, term });
    // Gives it a whole election timeout.
    core.electionElapsed = 0;
    this.#transferee = to;
    if (progress.match === core.log.lastIndex()) this.#order(to, true);
    else this.#replication.sendAppend(to, true);
  }

  /** To whichever of these is furthest. */
  startTo(candidates: readonly NodeId[]): void {
    if (this.isUnderWay) return;
    const matchOf = (id: NodeId) => this.#replication.of(id)?.match ?? -1;
    const best = candidates.reduce((a, b) => (matchOf(b) > matchOf(a) ? b : a));
    this.start(best);
  }

  /** The transferee has answered; is it ready? */
  onProgress(from: NodeId): void {
    if (from !== this.#transferee) return;
    if (this.#replication.of(from)?.match === this.#core.log.lastIndex()) this.#order(from, false);
  }

  abort(): void {
    this.#transferee = NO_NODE;
  }

  #order(to: NodeId, immediately: boolean): void {
    const core = this.#core;
    core.send({ type: 'TimeoutNow', from: core.id, to, term: core.term });
    core.emit({ type: 'timeoutNowSent', to, immediately });
  }
}
