/**
 * What comes from the peers: their frames, brought to raft or to whoever else they are for, and the beginnings and ends
 * of their sessions. Owned by the raft agent; each call may leave work for raft.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { PeerEvent } from '../control-net/control-network.ts';
import type { ElectionTimer } from './election-timer.ts';
import type { LeaderRequests } from './leader-requests.ts';
import type { LeaderView } from './leader-view.ts';
import type { PeerMessenger } from './peer-messenger.ts';
import { decodeRaftFrame, type RaftPeerFrame } from './raft-frames.ts';
import type { Succession } from './succession.ts';

export interface PeerEventParts {
  readonly node: RaftNode;
  readonly peers: PeerMessenger;
  readonly elections: ElectionTimer;
  readonly leaders: LeaderView;
  readonly succession: Succession;
  readonly requests: LeaderRequests;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class PeerEvents {
  readonly #parts: PeerEventParts;
  /** The session with this leader broke. */
  #brokenLeader = NO_NODE;

  constructor(parts: PeerEventParts) {
    this.#parts = parts;
  }

  onFrame(peer: number, bytes: Uint8Array): void {
    const { node, peers, elections, leaders, succession, clock, logger } = this.#parts;
    let frame: RaftPeerFrame;
    try {
      frame = decodeRaftFrame(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      logger.error('a raft frame cannot be read', { peer, reason: error.message });
      return;
    }
    if (frame.kind === 'founders') {
      if (!peers.meet(peer, frame.voters)) return;
      succession.announceTo(peer);
      elections.met((id) => id === node.id || peers.isAcquainted(id));
    } else if (!peers.isAcquainted(peer)) return;
    else if (frame.kind === 'message') {
      if (peers.received(peer, frame.message)) node.step(frame.message);
    } else {
      const { announcement } = frame;
      const { leader, term } = node.status();
      if (peer === leader && announcement.term === term) elections.ranked(announcement.successors);
      leaders.announced(peer, announcement, clock.monotonicMs());
    }
  }

  onPeer(peer: number, event: PeerEvent): void {
    const { node, peers, leaders, requests } = this.#parts;
    const { leader } = node.status();
    if (event === 'connected') {
      const isAnotherProcess = peers.connected(peer);
      if (peer === leader && isAnotherProcess) this.#leaderGone();
      else if (peer === this.#brokenLeader) this.#brokenLeader = NO_NODE;
    } else if (event === 'reset') {
      peers.reset(peer);
      leaders.reset(peer);
      requests.peerGone(peer);
      if (peer === leader) this.#brokenLeader = peer;
    } else if (peer === leader && peer === this.#brokenLeader) this.#leaderGone();
  }

  #leaderGone(): void {
    this.#brokenLeader = NO_NODE;
    this.#parts.elections.leaderGone();
  }
}
