/** How much of the metadata log a replica keeps in memory for its peers, and sends at a time. */

export interface ReplicaLimits {
  /** Committed entries that stay in memory for peers that lag, and their size. */
  readonly retainedEntries: number;
  readonly retainedBytes: number;
  /** Of one frame with entries; a single larger one goes alone. */
  readonly frameBytes: number;
  /** On the way to one peer. */
  readonly windowBytes: number;
}

export const DEFAULT_REPLICA_LIMITS: ReplicaLimits = {
  retainedEntries: 10_000,
  retainedBytes: 16 * 1024 * 1024,
  frameBytes: 256 * 1024,
  windowBytes: 1024 * 1024,
};
