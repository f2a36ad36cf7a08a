/** The handlers of every transaction API but InitProducerId and TxnOffsetCommit, for the registry. */
import type { AnyApiHandler } from '../handler.ts';
import { addOffsetsToTxnHandler } from './add-offsets-to-txn.ts';
import { addPartitionsToTxnHandler } from './add-partitions-to-txn.ts';
import { describeTransactionsHandler } from './describe-transactions.ts';
import { endTxnHandler } from './end-txn.ts';
import { listTransactionsHandler } from './list-transactions.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';
import { writeTxnMarkersHandler } from './write-txn-markers.ts';

export function transactionHandlers(services: TransactionHandlerServices): AnyApiHandler[] {
  return [
    addPartitionsToTxnHandler(services),
    addOffsetsToTxnHandler(services),
    endTxnHandler(services),
    writeTxnMarkersHandler(services),
    describeTransactionsHandler(services),
    listTransactionsHandler(services),
  ] as AnyApiHandler[];
}
