/** What one call of a coordinator brought about. Lives until the shell has reported its records, on the main thread. */
import type { Completion, TransactionEffect, TransactionRecord, TransactionResult } from './coordinator-contract.ts';
import { type Operation, refusal, success } from './operation.ts';
import type { Transaction } from './transaction.ts';
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
  /** `transaction` is the outcome. */
  succeed(operation: Operation, transaction: Transaction): void {
    if (operation.kind === 'timeout') return;
    this.completions.push({ ticket: operation.ticket, response: success(operation, transaction) });
  }

  refuse(operation: Operation, errorCode: number): void {
    if (operation.kind === 'timeout') return;
    this.completions.push({ ticket: operation.ticket, response: refusal(operation, errorCode) });
  }
}
