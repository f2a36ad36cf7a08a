/** When a member commits what it has processed: by the clock, when partitions go, and at the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import { isRetriableError, type KafkaError } from '../kafka-error.ts';
import { backoffMs, type RetryPolicy } from '../retry.ts';
import type { MemberOffsets } from './member-offsets.ts';
import type { Membership } from './membership.ts';

export class MemberCommits {
  readonly #offsets: MemberOffsets;
  readonly #membership: Membership;
  readonly #retry: RetryPolicy;
  readonly #intervalMs: number;
  #committedAt = performance.now();
  #last: Promise<unknown> = Promise.resolve();

  /** @param intervalMs 0: never by the clock */
  constructor(offsets: MemberOffsets, membership: Membership, retry: RetryPolicy, intervalMs: number) {
    this.#offsets = offsets;
    this.#membership = membership;
    this.#retry = retry;
    this.#intervalMs = intervalMs;
  }

  /** Reading goes on meanwhile; what fails is due again the next time. */
  whenDue(): void {
    const now = performance.now();
    if (this.#intervalMs === 0 || now - this.#committedAt < this.#intervalMs) return;
    this.#committedAt = now;
    void this.#once().catch(() => {});
  }

  /** Repeats what fails for a passing reason. Answers NONE, or the code it was refused with. */
  async all(): Promise<number> {
    const deadline = performance.now() + this.#retry.deadlineMs;
    for (let attempt = 0; ; attempt += 1) {
      let code: number;
      try {
        code = await this.#once();
        if (!isRetriable(code)) return code;
      } catch (error) {
        if (!isRetriableError(error)) throw error;
        code = (error as KafkaError).code;
      }
      const wait = backoffMs(this.#retry, Math.min(attempt, 10));
      if (performance.now() + wait > deadline) return code;
      await sleep(wait);
    }
  }

  /** One at a time: a later commit must not be overtaken by an earlier one. */
  #once(): Promise<number> {
    const commit = this.#last.then(async () => {
      const { identity } = this.#membership;
      if (!this.#offsets.isCommitDue) return ErrorCode.NONE;
      // As nobody's member it would be taken for an administrator's, who may set what others have moved on from.
      if (identity.epoch < 0) return ErrorCode.UNKNOWN_MEMBER_ID;
      const code = await this.#offsets.commit(identity);
      if (code !== ErrorCode.NONE) this.#membership.onCommitRefused(code);
      return code;
    });
    this.#last = commit.catch(() => {});
    return commit;
  }
}
