/**
 * When something falls due about a transactional id. Kafka looks at all ids in steps; here each has a timer of its own, set
 * to the step at which Kafka would see it. Pure.
 */
import type { TransactionConfig } from './coordinator-contract.ts';
import { isIdle, type Transaction, TransactionState } from './transaction.ts';

const FIRST_RETRY_MS = 20;
export const LAST_RETRY_MS = 1000;

/**
 * Not before `notBefore`, which is later than 0 after a failure; steps are counted from `origin`. null where nothing is
 * due: what a decided outcome waits for is not time, unless it failed.
 */
export function deadlineOf(
  current: Transaction,
  notBefore: number,
  origin: number,
  config: TransactionConfig,
): number | null {
  if (current.state === TransactionState.Ongoing) {
    const timesOutAt = current.startTimestamp + current.timeoutMs + 1;
    return step(Math.max(timesOutAt, notBefore), origin, config.transactionAbortTimedOutTransactionCleanupIntervalMs);
  }
  if (isIdle(current)) {
    const expiresAt = current.lastUpdateTimestamp + config.transactionalIdExpirationMs;
    return step(Math.max(expiresAt, notBefore), origin, config.transactionRemoveExpiredTransactionCleanupIntervalMs);
  }
  return notBefore > 0 ? notBefore : null;
}

/** After so many failures in a row; doubles with each. */
export const pause = (failures: number): number => Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);

const step = (at: number, origin: number, stepMs: number): number =>
  origin + Math.max(Math.ceil((at - origin) / stepMs), 1) * stepMs;
