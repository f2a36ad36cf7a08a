/** The machine's clocks and Node's timers behind the `Clock` port. Any thread may share the one instance. */
import type { Clock } from './clock.ts';

/** setTimeout fires at once above 2^31-1 ms; longer waits (retention of years) are walked in steps of this length. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

class SystemClock implements Clock {
  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  setTimer(delayMs: number, fire: () => void): () => void {
    let timeout: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      const step = Math.min(Math.max(remainingMs, 0), LONGEST_TIMEOUT_MS);
      timeout = setTimeout(() => (remainingMs > step ? arm(remainingMs - step) : fire()), step);
      timeout.unref();
    };
    arm(delayMs);
    return () => clearTimeout(timeout);
  }
}

export const systemClock: Clock = new SystemClock();
