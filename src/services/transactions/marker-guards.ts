/**
 * Tells whether a marker of a producer was written to a partition between the moment at which the coordinator was asked
 * for the producer's transaction and the append that rests on its answer. Such an append would open a transaction that
 * nobody ever ends (KIP-890). Main thread; holds what is being asked, and nothing more.
 */
import type { HostedPartition } from '../partition/hosted-partition.ts';

export interface MarkerGuard {
  readonly partition: HostedPartition;
  readonly producerId: number;
  /** True once a marker came in between: the answer is of no more use. */
  isStale: boolean;
}

export class MarkerGuards {
  readonly #held = new Map<HostedPartition, Set<MarkerGuard>>();

  /** To be given back with `release`. */
  hold(partition: HostedPartition, producerId: number): MarkerGuard {
    const guard: MarkerGuard = { partition, producerId, isStale: false };
    const held = this.#held.get(partition);
    if (held === undefined) this.#held.set(partition, new Set([guard]));
    else held.add(guard);
    return guard;
  }

  release(guard: MarkerGuard): void {
    const held = this.#held.get(guard.partition);
    if (held?.delete(guard) && held.size === 0) this.#held.delete(guard.partition);
  }

  /** A marker of the producer is being appended. */
  onMarker(partition: HostedPartition, producerId: number): void {
    const held = this.#held.get(partition);
    if (held === undefined) return;
    for (const guard of held) if (guard.producerId === producerId) guard.isStale = true;
  }
}
