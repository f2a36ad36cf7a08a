/** What one call of a coordinator brought about. Lives until the shell has reported its records, on the main thread. */
import type { Completion, TransactionEffect, TransactionRecord, TransactionResult } from './coordinator-contract.ts';
import type { Transition } from './transaction-entry.ts';

export class Change implements TransactionResult {
  readonly records: TransactionRecord[] = [];
  readonly completions: Completion[] = [];
  readonly effects: TransactionEffect[] = [];
  /** One for each record. */
  readonly transitions: Transition[] = [];
  /** Of the records. */
  bytes = 0;
  readonly now: number;

  constructor(now: number) {
    this.now = now;
  }
}
