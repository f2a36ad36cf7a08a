/** DescribeTransactions: v0 (KIP-664). What is known of transactional ids that this broker coordinates. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  type DescribeTransactionsRequest,
  readDescribeTransactionsRequest,
} from '../../../core/protocol/generated/describe-transactions-request.ts';
import {
  type DescribeTransactionsResponse,
  type DescribeTransactionsResponseTransactionState,
  newDescribeTransactionsResponse,
  newDescribeTransactionsResponseTransactionState,
  writeDescribeTransactionsResponse,
} from '../../../core/protocol/generated/describe-transactions-response.ts';
import { gather } from '../groups/group-handlers.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

type Described = DescribeTransactionsResponseTransactionState;

export function describeTransactionsHandler({
  transactions,
}: TransactionHandlerServices): ApiHandler<DescribeTransactionsRequest, DescribeTransactionsResponse> {
  return {
    apiKey: ApiKey.DescribeTransactions,
    minVersion: 0,
    maxVersion: 0,
    read: readDescribeTransactionsRequest,
    write: writeDescribeTransactionsResponse,
    handle({ transactionalIds }, _, reply) {
      const part = gather<Described>(transactionalIds.length, (transactionStates) =>
        reply.send(newDescribeTransactionsResponse({ transactionStates })),
      );
      transactionalIds.forEach((transactionalId, i) => {
        const done = part(i);
        const fail = (errorCode: number): void =>
          done(newDescribeTransactionsResponseTransactionState({ transactionalId, errorCode }));
        transactions.ask<Described>(transactionalId, { send: done, fail }, (coordinator) =>
          coordinator.describeTransaction(transactionalId),
        );
      });
    },
  };
}
