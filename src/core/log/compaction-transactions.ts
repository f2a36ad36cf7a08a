/**
 * The transactions that a cleaning passes through: data of aborted ones goes, and a marker goes only after all data of
 * its transaction. One instance walks one log in offset order; it also collects the aborted transactions that the
 * cleaned segment's index still has to name.
 */
import type { BatchView } from '../records/batch-view.ts';
import { ControlRecordType, readControlRecord } from '../records/control-record.ts';
import type { AbortedTxn } from './transaction-index.ts';

interface OngoingAbort {
  readonly txn: AbortedTxn;
  hasData: boolean;
}

export class CompactionTransactions {
  /** Known aborts that begin ahead of where the walk stands, ascending by first offset. */
  #ahead: AbortedTxn[] = [];
  readonly #ongoingAborts = new Map<number, OngoingAbort>();
  readonly #ongoingCommits = new Set<number>();
  #retained: AbortedTxn[] = [];

  /** What the transaction index holds for the segment that is walked next. */
  addAborted(transactions: readonly AbortedTxn[]): void {
    // A transaction that spans segments is named by each of them.
    const known = new Set(this.#ahead.map((txn) => txn.lastOffset));
    for (const { txn } of this.#ongoingAborts.values()) known.add(txn.lastOffset);
    this.#ahead.push(...transactions.filter((txn) => !known.has(txn.lastOffset)));
    this.#ahead.sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Takes in a data batch. True where it belongs to an aborted transaction and may go. */
  onDataBatch(batch: BatchView): boolean {
    this.#advance(batch.lastOffset);
    if (!batch.isTransactional) return false;
    const aborted = this.#ongoingAborts.get(batch.producerId);
    if (aborted === undefined) {
      this.#ongoingCommits.add(batch.producerId);
      return false;
    }
    aborted.hasData = true;
    return true;
  }

  /** Takes in a control batch. True where the transaction it ends has no data left, so that it too may go. */
  onControlBatch(batch: BatchView): boolean {
    this.#advance(batch.lastOffset);
    const control = readControlRecord(batch);
    if (control === null) return true; // emptied by an earlier cleaning
    const { producerId } = batch;
    if (control.type === ControlRecordType.Commit) return !this.#ongoingCommits.delete(producerId);
    if (control.type !== ControlRecordType.Abort) return false;
    const aborted = this.#ongoingAborts.get(producerId);
    this.#ongoingAborts.delete(producerId);
    if (aborted === undefined || !aborted.hasData) return true;
    // Its data goes in this very cleaning; consumers may still be reading the segments that hold it.
    this.#retained.push(aborted.txn);
    return false;
  }

  /** The entries for the cleaned segment's transaction index, in marker order; asked once per segment written. */
  takeRetained(): AbortedTxn[] {
    const retained = this.#retained;
    this.#retained = [];
    return retained;
  }

  #advance(offset: number): void {
    let reached = 0;
    while (reached < this.#ahead.length && this.#ahead[reached]!.firstOffset <= offset) {
      const txn = this.#ahead[reached]!;
      if (!this.#ongoingAborts.has(txn.producerId)) this.#ongoingAborts.set(txn.producerId, { txn, hasData: false });
      reached++;
    }
    if (reached > 0) this.#ahead.splice(0, reached);
  }
}
