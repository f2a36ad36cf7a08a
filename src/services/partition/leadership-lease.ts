/**
 * A broker's leave to lead: until a moment of the monotonic clock, which the controller's answers move on. Asked by every
 * request, as a process that stood still reads what waits in its sockets before a timer tells it how late it is. Main thread.
 */
import type { Clock } from '../../runtime/clock/clock.ts';

export class LeadershipLease {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** Nothing is led before the controller has said so. */
  #end = Number.POSITIVE_INFINITY;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  get isHeld(): boolean {
    return this.#end === Number.POSITIVE_INFINITY || this.#clock.monotonicMs() < this.#end;
  }

  /** `end` in monotonic milliseconds; null: it is over. */
  renew(end: number | null): void {
    this.#end = end ?? Number.NEGATIVE_INFINITY;
  }
}
