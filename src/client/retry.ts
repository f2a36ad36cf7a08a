/** Repeats what failed for a passing reason: waits grow with jitter, and end at a deadline. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRetriableError } from './kafka-error.ts';

export interface RetryPolicy {
  readonly deadlineMs: number;
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { deadlineMs: 60_000, backoffMs: 100, backoffMaxMs: 1000 };

/** Kafka's ±20 %, so that clients that failed together do not return together. */
const JITTER = 0.2;

export function backoffMs(policy: RetryPolicy, attempt: number): number {
  const grown = Math.min(policy.backoffMs * 2 ** attempt, policy.backoffMaxMs);
  return grown * (1 - JITTER + Math.random() * 2 * JITTER);
}

/** Runs `work` until it succeeds, fails for good, or the deadline would pass; then throws the last error. */
export async function retrying<T>(
  policy: RetryPolicy,
  work: (attempt: number) => Promise<T>,
  isPassing: (error: unknown) => boolean = isRetriableError,
): Promise<T> {
  const deadline = performance.now() + policy.deadlineMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const wait = backoffMs(policy, attempt);
      if (!isPassing(error) || performance.now() + wait > deadline) throw error;
      await sleep(wait);
    }
  }
}
