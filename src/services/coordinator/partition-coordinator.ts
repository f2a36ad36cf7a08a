/**
 * What the shell asks of a coordinator: the pure owner of the state in one partition of an internal topic. Group and
 * transaction coordinators are of this shape; their contracts (`coordinator-contract.ts` of their rooms) say the rest.
 *
 * There are two kinds. One changes its state when it is called, so that its answers have to wait for their records and
 * all earlier ones. The other has `committed`: its state is that of the log, so its answers and effects hold at once.
 */
import type { BatchProducer, LogRecord } from './coordinator-log.ts';

export interface Completion {
  readonly ticket: number;
  readonly response: unknown;
}

/** What one call came to. */
export interface CoordinatorResult {
  readonly records: readonly LogRecord[];
  /** Set where the records belong to a producer's transaction. */
  readonly producer?: BatchProducer | null;
  readonly completions: readonly Completion[];
}

export interface PartitionCoordinator<Result extends CoordinatorResult> {
  replay(key: Uint8Array, value: Uint8Array | null, producerId: number): void;
  replayMarker?(producerId: number, isCommit: boolean): void;
  /** Everything has been replayed. */
  loaded(now: number): Result;
  /** The partition is led elsewhere; only the completions of the result count. */
  unload(now: number): Result;
  advance(now: number): Result;
  nextDeadline(): number;
  /** The records of these calls, oldest first, are in the log for good. */
  committed?(results: readonly Result[], now: number): Result;
  /** The log took none of the records of these calls, the newest there are. */
  rejected(results: readonly Result[], errorCode: number, now: number): Result;
}
