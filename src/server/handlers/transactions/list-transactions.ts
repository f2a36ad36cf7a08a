/**
 * ListTransactions: v0-2. The transactional ids that this broker coordinates. v1: only those that run for long. v2: only
 * those whose name matches a pattern.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ListTransactionsRequest,
  readListTransactionsRequest,
} from '../../../core/protocol/generated/list-transactions-request.ts';
import {
  type ListTransactionsResponse,
  newListTransactionsResponse,
  writeListTransactionsResponse,
} from '../../../core/protocol/generated/list-transactions-response.ts';
import { listTransactionsFilter } from '../../../core/transactions/list-transactions.ts';
import { listFromAll } from '../groups/list-from-all.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

export function listTransactionsHandler({
  transactions,
}: TransactionHandlerServices): ApiHandler<ListTransactionsRequest, ListTransactionsResponse> {
  return {
    apiKey: ApiKey.ListTransactions,
    minVersion: 0,
    maxVersion: 2,
    read: readListTransactionsRequest,
    write: writeListTransactionsResponse,
    handle(request, _, reply) {
      const parsed = listTransactionsFilter(request);
      if ('errorCode' in parsed) return reply.send(newListTransactionsResponse({ errorCode: parsed.errorCode }));
      const { filter } = parsed;
      const unknownStateFilters = [...parsed.unknownStateFilters];
      listFromAll(
        transactions.all(),
        (coordinator, now) => coordinator.listTransactions(filter, now),
        ({ errorCode, listed }) =>
          reply.send(
            newListTransactionsResponse({
              errorCode,
              unknownStateFilters: errorCode === ErrorCode.NONE ? unknownStateFilters : [],
              transactionStates: [...listed],
            }),
          ),
      );
    },
  };
}
