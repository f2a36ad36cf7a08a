/**
 * One transactional id in a coordinator's memory: its committed state, and what is under way and would be lost with the
 * broker. Main thread; owned by the coordinator.
 */
import type { Operation, RequestOperation } from './operation.ts';
import { NO_PARTITIONS, type PartitionSet } from './partition-set.ts';
import { isPrepared, type Transaction } from './transaction.ts';

/** A record on its way to the log. */
export interface Transition {
  readonly entry: TransactionEntry;
  /** null removes the id. */
  readonly next: Transaction | null;
  /** Who is answered when it is committed. */
  readonly operations: readonly Operation[];
  /** They are looked at again instead: this was only the first step. */
  readonly isFirstStep: boolean;
}

export class TransactionEntry {
  readonly transactionalId: string;
  /** null where no record of the id is committed. */
  current: Transaction | null = null;
  /** What a request or time brought about. */
  inFlight: Transition | null = null;
  /** The end of a decided transaction; what comes after it need not wait for it, and may be in flight, too. */
  completing: Transition | null = null;
  /** Waits for a producer id. */
  undecided: Operation | null = null;
  /** Wait until nothing is in flight or the transaction is complete; in order of arrival. */
  waiting: RequestOperation[] = [];
  /** While an outcome is carried out: the partitions without a marker, and those of them to be asked again. */
  unmarked: PartitionSet = NO_PARTITIONS;
  refused: PartitionSet = NO_PARTITIONS;
  /** Failures in a row. */
  failures = 0;

  constructor(transactionalId: string) {
    this.transactionalId = transactionalId;
  }

  get isBusy(): boolean {
    return this.inFlight !== null || this.undecided !== null;
  }

  /** An outcome is decided, and its markers are not all written. */
  get isMarking(): boolean {
    return this.current !== null && isPrepared(this.current) && this.completing === null;
  }

  /** The state that the next step starts from. */
  get base(): Transaction | null {
    return this.completing === null ? this.current : this.completing.next;
  }

  get isUnused(): boolean {
    return this.current === null && !this.isBusy && this.waiting.length === 0;
  }
}
