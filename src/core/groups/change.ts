/**
 * What one call of a coordinator did: records, answers, and how to take it back. Lives as long as the shell keeps the
 * result, on the main thread.
 */
import type { Completion, CoordinatorResult, GroupRecord, TransactionalProducer } from './coordinator-contract.ts';
import type { DecodedRecord } from './group-records.ts';
import type { ReplacedOffset } from './offsets/offset-store.ts';

/** One replayed record and what stood there before it. */
export interface UndoStep {
  readonly record: DecodedRecord;
  /** The value that the record replaced; for an offset, what the offset store gave up. */
  readonly previous: DecodedRecord['value'] | ReplacedOffset;
  readonly producerId: number;
}

export class Change implements CoordinatorResult {
  readonly records: GroupRecord[] = [];
  producer: TransactionalProducer | null = null;
  readonly completions: Completion[] = [];
  readonly undo: UndoStep[] = [];
  /** What the groups do about records that were refused, besides forgetting them. */
  readonly onRejected: ((errorCode: number) => void)[] = [];
}

export const NOTHING: CoordinatorResult = { records: [], producer: null, completions: [] };
