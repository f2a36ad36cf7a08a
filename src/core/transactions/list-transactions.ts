/** DescribeTransactions and ListTransactions, from committed states. Pure. */
import { compileRegex, RegexError } from '../groups/regex/regex.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import type { DescribeTransactionsResponseTransactionState } from '../protocol/generated/describe-transactions-response.ts';
import type { ListTransactionsRequest } from '../protocol/generated/list-transactions-request.ts';
import type { ListedTransaction, TransactionFilter } from './coordinator-contract.ts';
import { type PartitionSet, toTopics } from './partition-set.ts';
import { STATE_NAMES, type Transaction } from './transaction.ts';

export type ParsedFilter =
  | { readonly filter: TransactionFilter; readonly unknownStateFilters: readonly string[] }
  | { readonly errorCode: number };

/** What a request asks for, once for all coordinators. The pattern, in RE2's syntax, is that of the whole id. */
export function listTransactionsFilter(request: ListTransactionsRequest): ParsedFilter {
  const { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern } = request;
  let pattern: TransactionFilter['transactionalIdPattern'] = null;
  if (transactionalIdPattern !== null && transactionalIdPattern !== '') {
    const compiled = compileRegex(transactionalIdPattern);
    if (compiled instanceof RegexError) return { errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION };
    pattern = compiled;
  }
  const known: readonly string[] = STATE_NAMES;
  return {
    filter: {
      states: new Set(stateFilters),
      producerIds: new Set(producerIdFilters),
      durationMs: durationFilter,
      transactionalIdPattern: pattern,
    },
    unknownStateFilters: stateFilters.filter((name) => !known.includes(name)),
  };
}

export function isListed(transaction: Transaction, filter: TransactionFilter, now: number): boolean {
  const { states, producerIds, durationMs, transactionalIdPattern } = filter;
  if (producerIds.size > 0 && !producerIds.has(transaction.producerId)) return false;
  if (states.size > 0 && !states.has(STATE_NAMES[transaction.state])) return false;
  // Ids without a transaction have run since -1, as in Kafka.
  if (durationMs >= 0 && now - transaction.startTimestamp <= durationMs) return false;
  return transactionalIdPattern === null || transactionalIdPattern.matches(transaction.transactionalId);
}

export const listed = ({ transactionalId, producerId, state }: Transaction): ListedTransaction => ({
  transactionalId,
  producerId,
  transactionState: STATE_NAMES[state],
});

/** `partitions` are those that are still a part of it: a partition leaves with its marker. */
export const described = (
  transaction: Transaction,
  partitions: PartitionSet,
): DescribeTransactionsResponseTransactionState => ({
  errorCode: ErrorCode.NONE,
  transactionalId: transaction.transactionalId,
  transactionState: STATE_NAMES[transaction.state],
  transactionTimeoutMs: transaction.timeoutMs,
  transactionStartTimeMs: transaction.startTimestamp,
  producerId: transaction.producerId,
  producerEpoch: transaction.producerEpoch,
  topics: toTopics(partitions).map(({ topic, partitions: ids }) => ({ topic, partitions: [...ids] })),
});
