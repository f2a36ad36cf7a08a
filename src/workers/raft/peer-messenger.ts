/**
 * Carries raft's messages to its peers, and keeps account of them: who belongs to the same quorum, who runs as another
 * process than before, which snapshots are still unanswered. Owned by the raft agent.
 */
import type { PeerMessage } from '../../core/raft/messages.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlNetwork } from '../control-net/control-network.ts';
import { foundersFrame, messageFrame } from './raft-frames.ts';

/** Nothing else is sent to a peer while a snapshot is on its way to it. */
const SNAPSHOT_ANSWER_MS = 1_000;

export class PeerMessenger {
  readonly #founders: readonly number[];
  readonly #node: RaftNode;
  readonly #network: ControlNetwork;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Peers whose first voters are ours. Others are not talked to. */
  readonly #acquainted = new Set<number>();
  /** Last start seen of each peer. */
  readonly #incarnations = new Map<number, number>();
  /** Until when the answer to a snapshot is waited for. */
  readonly #snapshots = new Map<number, number>();

  constructor(founders: readonly number[], node: RaftNode, network: ControlNetwork, clock: Clock, logger: Logger) {
    this.#founders = founders;
    this.#node = node;
    this.#network = network;
    this.#clock = clock;
    this.#logger = logger;
  }

  isAcquainted(peer: number): boolean {
    return this.#acquainted.has(peer);
  }

  /** A session has begun. True where the peer is another process than in the session before. */
  connected(peer: number): boolean {
    this.#acquainted.delete(peer);
    this.#network.send(peer, 'raft', foundersFrame(this.#founders));
    const incarnation = this.#network.identityOf(peer, 'raft')?.incarnation ?? 0;
    const before = this.#incarnations.get(peer);
    this.#incarnations.set(peer, incarnation);
    return before !== undefined && before !== incarnation;
  }

  /** The peer has told the voters its cluster began with. False, and a line in the log, where ours began with others. */
  meet(peer: number, founders: readonly number[]): boolean {
    const own = this.#founders;
    const isSame =
      founders.length === 0 ||
      own.length === 0 ||
      (founders.length === own.length && founders.every((id, at) => id === own[at]));
    if (isSame) this.#acquainted.add(peer);
    else {
      const event = 'controller.quorum.voters of two nodes differ: they are not one quorum';
      this.#logger.error(event, { voters: own, peer, peersVoters: founders });
    }
    return isSame;
  }

  reset(peer: number): void {
    this.#acquainted.delete(peer);
    this.#node.reportUnreachable(peer);
    if (this.#snapshots.has(peer)) this.#snapshotLost(peer);
  }

  send(message: PeerMessage): void {
    const { to, type } = message;
    const isSent = this.sendFrame(to, messageFrame(message));
    if (type === 'InstallSnapshot') {
      if (isSent) this.#snapshots.set(to, this.#clock.monotonicMs() + SNAPSHOT_ANSWER_MS);
      else this.#node.reportSnapshot(to, false);
    } else if (type === 'AppendEntries' && !isSent) this.#node.reportUnreachable(to);
  }

  sendFrame(to: number, frame: Uint8Array): boolean {
    return this.#acquainted.has(to) && this.#network.send(to, 'raft', frame);
  }

  /** A message has arrived from whom it says. False, and a line in the log, where it has not. */
  received(peer: number, message: PeerMessage): boolean {
    const { from, to, type } = message;
    if (from !== peer || to !== this.#node.id) {
      this.#logger.error('a raft message goes under another name', { peer, from, to });
      return false;
    }
    if (type === 'AppendEntriesResponse') this.#snapshots.delete(peer);
    return true;
  }

  tick(): void {
    if (this.#snapshots.size === 0) return;
    const now = this.#clock.monotonicMs();
    for (const [peer, until] of this.#snapshots) if (now >= until) this.#snapshotLost(peer);
  }

  #snapshotLost(peer: number): void {
    this.#snapshots.delete(peer);
    this.#node.reportSnapshot(peer, false);
  }
}
