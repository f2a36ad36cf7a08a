/** Brings a transactional id into any state, for tables of what a request does in which. */
import { newTransaction, type Transaction, TransactionState } from '../../../../src/core/transactions/transaction.ts';
import { encodeKey, encodeValue } from '../../../../src/core/transactions/transaction-record.ts';
import { Bench, type BenchOptions, START } from './transaction-bench.ts';

export const ID = 'id';
export const PRODUCER_ID = 77;
export const EPOCH = 9;

/** A bench whose coordinator has loaded one id like this; nothing that it wants to do then is carried out. */
export function benchWith(fields: Partial<Transaction>, options: BenchOptions = {}): Bench {
  const bench = new Bench(options);
  const transaction: Transaction = {
    ...newTransaction(ID, PRODUCER_ID, 60_000, START),
    producerEpoch: EPOCH,
    previousProducerId: PRODUCER_ID,
    ...(fields.state === undefined || fields.state === TransactionState.Empty ? {} : { startTimestamp: START }),
    ...(fields.state === TransactionState.Ongoing ||
    fields.state === TransactionState.PrepareCommit ||
    fields.state === TransactionState.PrepareAbort
      ? { partitions: new Map([['t', new Set([0, 1])]]) }
      : {}),
    ...fields,
  };
  bench.log.push({ key: encodeKey(ID), value: encodeValue(transaction, bench.transactionVersion) });
  bench.holdsMarkers = true;
  bench.restart();
  return bench;
}
