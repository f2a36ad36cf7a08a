/**
 * Whether this broker has taken enough of throttled partitions for now (follower.replication.throttled.rate, KIP-73). What is
 * under way then still comes: the rate holds over its window, not at every moment. Main thread.
 */
import { ReplicationThrottle, type ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import type { Clock } from '../../runtime/clock/clock.ts';

export class FollowerThrottle {
  readonly #clock: Clock;
  readonly #onTurned: () => void;
  readonly #throttle: ReplicationThrottle;
  #isExceeded = false;
  #cancelTimer: () => void = () => {};

  /** @param onTurned `isExceeded` is another */
  constructor(terms: ThrottleTerms, clock: Clock, onTurned: () => void) {
    this.#throttle = new ReplicationThrottle(terms);
    this.#clock = clock;
    this.#onTurned = onTurned;
  }

  get isExceeded(): boolean {
    return this.#isExceeded;
  }

  use(terms: ThrottleTerms): void {
    this.#throttle.use(terms);
    this.#judge(0);
  }

  record(bytes: number): void {
    this.#throttle.record(bytes, this.#clock.monotonicMs());
    if (!this.#isExceeded) this.#judge(0);
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** @param needed bytes that must be allowed: to begin again takes more than to go on */
  #judge(needed: number): void {
    const nowMs = this.#clock.monotonicMs();
    const isExceeded = this.#throttle.allowance(nowMs) < needed;
    this.#cancelTimer();
    if (isExceeded) {
      const { worthwhile } = this.#throttle;
      const delayMs = this.#throttle.waitMs(worthwhile, nowMs);
      this.#cancelTimer = this.#clock.setTimer(delayMs, () => this.#judge(worthwhile));
    }
    if (isExceeded === this.#isExceeded) return;
    this.#isExceeded = isExceeded;
    this.#onTurned();
  }
}
