/**
 * What raft's state means to whoever listens: this node's term of office, who else leads, which configuration is in force.
 * Owned by the raft agent, which says when to look; listeners are called on its thread.
 */
import { type Configuration, sameConfiguration } from '../../core/raft/configuration.ts';
import type { RaftStatus as NodeStatus } from '../../core/raft/raft-node.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ElectionTimer } from './election-timer.ts';
import type { LeaderRequests } from './leader-requests.ts';
import type { KnownLeader, LeaderView } from './leader-view.ts';
import type { QuorumState } from './quorum-state.ts';
import type { RaftGauges } from './raft-gauges.ts';
import { NO_LEADER, type RaftListener } from './raft-status.ts';
import type { Succession } from './succession.ts';

export interface LeadershipParts {
  readonly nodeId: number;
  readonly state: QuorumState;
  readonly elections: ElectionTimer;
  readonly leaders: LeaderView;
  readonly succession: Succession;
  readonly requests: LeaderRequests;
  readonly gauges: RaftGauges;
  readonly logger: Logger;
  /** An entry of this term is applied: only then does a leader know what was decided before it. */
  readonly hasCommittedIn: (term: number) => boolean;
}

export class Leadership {
  /** A leader that was paused has to ask whether it still is one. */
  isUnconfirmed = false;
  readonly #parts: LeadershipParts;
  readonly #listeners: RaftListener[] = [];
  #leading: number | null = null;
  /** As the listeners were told. */
  #known: KnownLeader = { leaderId: NO_LEADER, term: 0 };
  #configuration: Configuration;

  constructor(configuration: Configuration, parts: LeadershipParts) {
    this.#configuration = configuration;
    this.#parts = parts;
  }

  /** The epoch in which this node is in office, or null. */
  get leading(): number | null {
    return this.#leading;
  }

  get leaderId(): number {
    return this.#known.leaderId;
  }

  /** The listener is told at once what is known already. */
  listen(listener: RaftListener): void {
    this.#listeners.push(listener);
    const { leaderId, term } = this.#known;
    listener.onConfiguration(this.#configuration);
    if (this.#leading !== null) listener.onLeader(this.#leading, this.#configuration);
    if (leaderId !== NO_LEADER) listener.onLeaderKnown(leaderId, term);
  }

  /** Tells what has changed since it was called last. */
  update(status: NodeStatus): void {
    const { role, term, configuration } = status;
    if (this.#leading !== null && (role !== 'Leader' || term !== this.#leading)) this.#lost(this.#leading);
    if (!sameConfiguration(configuration, this.#configuration)) {
      this.#configuration = configuration;
      for (const listener of this.#listeners) listener.onConfiguration(configuration);
    }
    const hasCommitted = this.#parts.hasCommittedIn(term);
    if (role === 'Leader' && this.#leading === null && hasCommitted) this.#inOffice(term);
    this.#tellLeader(status);
  }

  /** Raft does not go on: whoever waits is answered, a term of office is over. */
  halt(): void {
    const epoch = this.#leading;
    this.#leading = null;
    this.#parts.requests.stop();
    if (epoch !== null) for (const listener of this.#listeners) listener.onLost(epoch);
  }

  fatal(error: Error & { readonly code: string }): void {
    for (const listener of this.#listeners) listener.onFatal(error);
  }

  #inOffice(epoch: number): void {
    const { nodeId, state, logger, gauges, succession } = this.#parts;
    this.#leading = epoch;
    this.isUnconfirmed = false;
    state.leads();
    logger.info('this node leads the quorum', { nodeId, epoch });
    gauges.leads(true);
    succession.leads(true);
    for (const listener of this.#listeners) listener.onLeader(epoch, this.#configuration);
  }

  #lost(epoch: number): void {
    const { nodeId, logger, gauges, succession, requests } = this.#parts;
    this.#leading = null;
    this.isUnconfirmed = false;
    gauges.leads(false);
    logger.info('this node does not lead the quorum any more', { nodeId, epoch });
    succession.leads(false);
    requests.lost();
    for (const listener of this.#listeners) listener.onLost(epoch);
  }

  #tellLeader(status: NodeStatus): void {
    const { nodeId, elections, leaders, gauges, requests } = this.#parts;
    const known = leaders.known(status, this.#leading);
    const { leaderId, term } = known;
    if (leaderId === this.#known.leaderId && (term === this.#known.term || leaderId === NO_LEADER)) return;
    this.#known = known;
    elections.leaderKnown(leaderId);
    if (leaderId !== NO_LEADER) gauges.leaderChange();
    if (leaderId !== NO_LEADER && leaderId !== nodeId) requests.handedOver();
    for (const listener of this.#listeners) listener.onLeaderKnown(leaderId, term);
  }
}
