/**
 * Keeps what strangers can provoke (garbage connections, refused requests) from becoming a log bomb: each event gets a
 * few lines per interval, and the first line of the next interval tells how many were left out.
 */
import type { Clock } from '../clock/clock.ts';
import type { LogFields, Logger } from './logger.ts';

/** Enough to see the first causes of a storm with their addresses; little enough to be read. */
const LINES_PER_INTERVAL = 10;
const INTERVAL_MS = 10_000;

interface EventBudget {
  intervalStart: number;
  written: number;
  suppressed: number;
}

export class LogLimiter {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #budgets = new Map<string, EventBudget>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Budgets are kept per `event`, so it must be one of a fixed set of sentences, never text from the peer. */
  warn(event: string, fields: LogFields): void {
    const suppressed = this.#admit(event);
    if (suppressed < 0) return;
    this.#logger.warn(event, suppressed === 0 ? fields : { ...fields, suppressedBefore: suppressed });
  }

  info(event: string, fields: LogFields): void {
    const suppressed = this.#admit(event);
    if (suppressed < 0) return;
    this.#logger.info(event, suppressed === 0 ? fields : { ...fields, suppressedBefore: suppressed });
  }

  /** How many lines were left out before this one; -1: leave this one out too. */
  #admit(event: string): number {
    const now = this.#clock.monotonicMs();
    const budget = this.#budgets.get(event);
    if (budget === undefined) {
      this.#budgets.set(event, { intervalStart: now, written: 1, suppressed: 0 });
      return 0;
    }
    if (now - budget.intervalStart >= INTERVAL_MS) {
      const suppressed = budget.suppressed;
      budget.intervalStart = now;
      budget.written = 1;
      budget.suppressed = 0;
      return suppressed;
    }
    if (budget.written < LINES_PER_INTERVAL) {
      budget.written++;
      return 0;
    }
    budget.suppressed++;
    return -1;
  }
}
