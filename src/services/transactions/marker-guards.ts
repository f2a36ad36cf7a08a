/**
 * Tells whether a marker of a producer was written to a partition between the moment at which the coordinator was asked
 * for the producer's transaction and the append that rests on its answer. Such an append would open a transaction that
 * nobody ever ends (KIP-890). Main thread; holds what is being asked, and nothing more.
 */
import type { HostedPartition } from '../partition/hosted-partition.ts';

/** What of a marker says which transaction it ends. */
export interface EndingMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** 2: the epoch is above that of the transaction's batches (KIP-890); below: it is the same. */
  readonly transactionVersion: number;
}

export interface MarkerGuard {
  readonly partition: HostedPartition;
  readonly producerId: number;
  /** Of the transaction that was asked about. */
  readonly producerEpoch: number;
  /** True once a marker came in between: the answer is of no more use. */
  isStale: boolean;
}

export class MarkerGuards {
  readonly #held = new Map<HostedPartition, Set<MarkerGuard>>();

  /** To be given back with `release`. */
  hold(partition: HostedPartition, producerId: number, producerEpoch: number): MarkerGuard {
    const guard: MarkerGuard = { partition, producerId, producerEpoch, isStale: false };
    const held = this.#held.get(partition);
    if (held === undefined) this.#held.set(partition, new Set([guard]));
    else held.add(guard);
    return guard;
  }

  release(guard: MarkerGuard): void {
    const held = this.#held.get(guard.partition);
    if (held?.delete(guard) && held.size === 0) this.#held.delete(guard.partition);
  }

  /**
   * A marker is being appended. With version 2 the end of the transaction before may come while the next one is asked
   * about: its producer was answered when the outcome was decided, and goes on. That marker has the next one's epoch.
   */
  onMarker(partition: HostedPartition, { producerId, producerEpoch, transactionVersion }: EndingMarker): void {
    const held = this.#held.get(partition);
    if (held === undefined) return;
    const last = transactionVersion >= 2 ? producerEpoch - 1 : producerEpoch;
    for (const guard of held) {
      if (guard.producerId === producerId && guard.producerEpoch <= last) guard.isStale = true;
    }
  }
}
