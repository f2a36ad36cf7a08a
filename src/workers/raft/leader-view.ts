/**
 * Who leads, as far as this node can tell: by raft's own messages inside the quorum, by announcement outside of it.
 * Owned by the raft agent.
 */
import { isMember } from '../../core/raft/configuration.ts';
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftStatus as NodeStatus } from '../../core/raft/raft-node.ts';
import type { Announcement } from './raft-frames.ts';
import { NO_LEADER } from './raft-status.ts';

/** A leader that announces itself no more is not known any more. */
const ANNOUNCEMENT_LIFE_MS = 1_500;

export interface KnownLeader {
  readonly leaderId: number;
  readonly term: number;
}

export class LeaderView {
  #announced: (KnownLeader & { readonly at: number }) | null = null;
  /** By raft itself, when last looked at. */
  #heard = NO_NODE;

  /** A leader announces itself, or that it leads no more. */
  announced(peer: number, { term, leaderId }: Announcement, now: number): void {
    const before = this.#announced;
    if (leaderId === peer) {
      if (before === null || term >= before.term) this.#announced = { leaderId, term, at: now };
    } else if (before?.leaderId === peer && term >= before.term) this.#announced = null;
  }

  /** The session with this peer is over. */
  reset(peer: number): void {
    if (peer === this.#announced?.leaderId) this.#announced = null;
  }

  tick(now: number): void {
    if (this.#announced !== null && now - this.#announced.at > ANNOUNCEMENT_LIFE_MS) this.#announced = null;
  }

  /** `leading`: the epoch in which this node is in office, or null. */
  known({ id, leader, term, configuration }: NodeStatus, leading: number | null): KnownLeader {
    // Whoever led is not heard of as a member: what it announced before counts no more.
    if (leader === NO_NODE && this.#heard !== NO_NODE) this.#announced = null;
    this.#heard = leader;
    if (leading !== null) return { leaderId: id, term: leading };
    // Outside the quorum, or removed from it without having been told, a node hears of leaders only by announcement.
    const announced = this.#announced;
    if (!isMember(configuration, id)) return announced ?? { leaderId: NO_LEADER, term };
    if (announced !== null && announced.term > term) return announced;
    if (leader !== NO_NODE && leader !== id) return { leaderId: leader, term };
    return announced !== null && announced.term === term ? announced : { leaderId: NO_LEADER, term };
  }
}
