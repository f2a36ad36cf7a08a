/**
 * Reads that wait for proof that the leader still leads. Each takes a position in a queue; a heartbeat carries the
 * newest position, and a quorum that answers for position n confirms every read up to n. One round serves any number
 * of reads, and an answer to an old heartbeat never confirms a newer read.
 */

import type { Configuration } from './configuration.ts';
import type { ReadIndex } from './messages.ts';
import type { NodeId } from './node-id.ts';
import { quorumIndex } from './quorum.ts';

export interface PendingRead {
  readonly request: ReadIndex;
  /** The commit index when the read was asked for. */
  readonly index: number;
}

export class ReadIndexQueue {
  #pending: PendingRead[] = [];
  #confirmed = 0;
  readonly #acknowledged = new Map<NodeId, number>();

  /** The newest position that waits; 0 when none does. */
  get round(): number {
    return this.#pending.length === 0 ? 0 : this.#confirmed + this.#pending.length;
  }

  add(request: ReadIndex, index: number): void {
    this.#pending.push({ request, index });
  }

  acknowledge(from: NodeId, round: number): void {
    if (round > (this.#acknowledged.get(from) ?? 0)) this.#acknowledged.set(from, round);
  }

  /** Takes out the reads that a quorum has confirmed, oldest first. */
  takeConfirmed(configuration: Configuration): PendingRead[] {
    const confirmed = quorumIndex(configuration, (id) => this.#acknowledged.get(id));
    if (confirmed <= this.#confirmed) return [];
    const ready = this.#pending.splice(0, confirmed - this.#confirmed);
    this.#confirmed += ready.length;
    return ready;
  }
}
