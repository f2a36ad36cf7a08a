/** The sessions of one node: at most one per peer and channel. Ends those that have fallen silent. */
import { isSameProcess } from './admission.ts';
import type { ControlConnection } from './control-connection.ts';
import type { ClaimedIdentity, ControlChannel } from './control-network.ts';

export const CHANNELS: readonly ControlChannel[] = ['raft', 'metadata'];

/** A peer that says nothing for this long, though it pings when idle, is not there. */
const SILENCE_MS = 2_000;
const PING_IDLE_MS = 500;

export class SessionTable {
  readonly #sessions: Record<ControlChannel, Map<number, ControlConnection>> = { raft: new Map(), metadata: new Map() };

  get(peer: number, channel: ControlChannel): ControlConnection | undefined {
    return this.#sessions[channel].get(peer);
  }

  add(session: ControlConnection, peer: number, channel: ControlChannel): void {
    this.#sessions[channel].set(peer, session);
  }

  /** False where this is not, or no longer, the session of its peer. */
  remove(session: ControlConnection): boolean {
    const { peer, channel } = session;
    if (peer === null || channel === null || this.get(peer.nodeId, channel) !== session) return false;
    return this.#sessions[channel].delete(peer.nodeId);
  }

  all(): ControlConnection[] {
    return CHANNELS.flatMap((channel) => [...this.#sessions[channel].values()]);
  }

  peers(channel: ControlChannel): number[] {
    return [...this.#sessions[channel].keys()].sort((a, b) => a - b);
  }

  /** Another process that holds a session under this node id. */
  otherProcess(identity: ClaimedIdentity): ClaimedIdentity | null {
    for (const channel of CHANNELS) {
      const live = this.get(identity.nodeId, channel)?.peer;
      if (live != null && !isSameProcess(live, identity)) return live;
    }
    return null;
  }

  clear(): void {
    for (const channel of CHANNELS) this.#sessions[channel].clear();
  }

  /** `wasPaused`: this node itself stood still, and what peers sent meanwhile is still to be read. */
  check(now: number, wasPaused: boolean): void {
    for (const session of this.all()) {
      if (wasPaused) session.lastReceivedAt = now;
      if (now - session.lastReceivedAt > SILENCE_MS) session.destroy('it has fallen silent');
      else session.pingIfIdle(PING_IDLE_MS);
    }
  }
}
