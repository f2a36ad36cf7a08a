/**
 * Whom a node lets into its control plane, by what the handshake says: its own cluster, known directories, no other
 * process under a name that is taken. Each refusal is a sentence for the log and for the peer, and says whether the peer
 * may be one of two that claim to be the same node. Pure.
 */
import type { ClaimedIdentity } from './control-network.ts';

/**
 * What the one who is refused must conclude.
 *   none   nothing about others: it is misconfigured, or not a member
 *   taken  another process has its name; perhaps its own predecessor, whose end has not been noticed yet
 *   over   a process of the same directory that was started as often is there, or one that was started more often was:
 *          one of them runs on a copy
 */
export const Verdict = { NONE: 0, TAKEN: 1, OVER: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

export interface Refusal {
  readonly reason: string;
  readonly verdict: Verdict;
}

export class Admission {
  readonly own: ClaimedIdentity;
  #directories: ReadonlyMap<number, string> = new Map();
  /** The latest start of each node that was let in. */
  readonly #latest = new Map<number, ClaimedIdentity>();

  constructor(own: ClaimedIdentity) {
    this.own = own;
  }

  setDirectories(directories: ReadonlyMap<number, string>): void {
    this.#directories = directories;
  }

  /**
   * Why this peer may not come in; null when it may. `live` is who holds a session under the same node id now: a second
   * process with the same name is refused while the first one is there.
   */
  refusal(peer: ClaimedIdentity, live: ClaimedIdentity | null): Refusal | null {
    const reason = this.#mismatch(peer);
    if (reason !== null) return { reason, verdict: Verdict.NONE };
    const { nodeId, directoryId, incarnation } = peer;
    if (live !== null && !isSameProcess(live, peer)) {
      const isLater = directoryId !== live.directoryId || incarnation > live.incarnation;
      return {
        reason: `node id ${nodeId} is in use by directory ${live.directoryId}, start ${live.incarnation}`,
        verdict: isLater ? Verdict.TAKEN : Verdict.OVER,
      };
    }
    const latest = this.#latest.get(nodeId);
    if (latest === undefined || latest.directoryId !== directoryId) return null;
    if (incarnation >= latest.incarnation) return null;
    const over = `start ${incarnation} of node ${nodeId} is over: start ${latest.incarnation} was seen`;
    return { reason: over, verdict: Verdict.OVER };
  }

  #mismatch(peer: ClaimedIdentity): string | null {
    const { own } = this;
    const { nodeId, directoryId } = peer;
    if (peer.clusterId !== own.clusterId) {
      const hint = 'check CLUSTER_ID, or controller.quorum.voters, from which the id of a new cluster follows';
      return `cluster id ${peer.clusterId} is not this cluster's, ${own.clusterId}: ${hint}`;
    }
    if (nodeId === own.nodeId) return `node id ${nodeId} is taken by the node that was called`;
    const decided = this.#directories.get(nodeId);
    if (decided !== undefined && decided !== directoryId) {
      return `directory ${directoryId} is not the one node ${nodeId} joined with, ${decided}: remove the voter and add it again`;
    }
    return null;
  }

  admitted(peer: ClaimedIdentity): void {
    this.#latest.set(peer.nodeId, peer);
  }

  /** Decided directories have changed: whether a session that is open may stay. */
  mayStay(peer: ClaimedIdentity): boolean {
    const decided = this.#directories.get(peer.nodeId);
    return decided === undefined || decided === peer.directoryId;
  }
}

export function isSameProcess(a: ClaimedIdentity, b: ClaimedIdentity): boolean {
  return a.directoryId === b.directoryId && a.incarnation === b.incarnation && a.instance === b.instance;
}
