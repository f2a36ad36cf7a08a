/**
 * Keeps what strangers can provoke (garbage connections, refused requests) from becoming a log bomb: each event gets a
 * few lines per interval, and of lines with the same cause only the first; the next lines tell how many were left out.
 */
import type { Clock } from '../clock/clock.ts';
import type { LogFields, Logger } from './logger.ts';

/** Enough to see the first causes of a storm with their addresses; little enough to be read. */
const LINES_PER_INTERVAL = 10;
const INTERVAL_MS = 10_000;
/** Between lines of one cause: doubled from line to line, up to this. */
const LONGEST_PAUSE_MS = 600_000;
/** Of one event; what is forgotten counts as new. */
const MOST_CAUSES = 32;

interface Cause {
  /** From the last line to the next one. */
  pauseMs: number;
  writtenAt: number;
  seenAt: number;
  suppressed: number;
}

interface EventBudget {
  intervalStart: number;
  written: number;
  suppressed: number;
  /** The one seen longest ago comes first. */
  readonly causes: Map<string, Cause>;
}

export class LogLimiter {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #budgets = new Map<string, EventBudget>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /**
   * Budgets are kept per `event`, so it must be one of a fixed set of sentences, never text from the peer. Lines with the
   * same `cause` say the same again: 10 s after the first one another is written, then after 20 s, and so on.
   */
  warn(event: string, fields: LogFields, cause: string | null = null): void {
    const suppressed = this.#admit(event, cause);
    if (suppressed < 0) return;
    this.#logger.warn(event, suppressed === 0 ? fields : { ...fields, suppressedBefore: suppressed });
  }

  info(event: string, fields: LogFields, cause: string | null = null): void {
    const suppressed = this.#admit(event, cause);
    if (suppressed < 0) return;
    this.#logger.info(event, suppressed === 0 ? fields : { ...fields, suppressedBefore: suppressed });
  }

  /** How many lines were left out before this one; -1: leave this one out too. */
  #admit(event: string, text: string | null): number {
    const now = this.#clock.monotonicMs();
    let budget = this.#budgets.get(event);
    if (budget === undefined) {
      budget = { intervalStart: now, written: 0, suppressed: 0, causes: new Map() };
      this.#budgets.set(event, budget);
    }
    const cause = text === null ? null : seen(budget.causes, text, now);
    if (cause !== null && now < cause.writtenAt + cause.pauseMs) {
      cause.suppressed++;
      return -1;
    }
    let suppressed = 0;
    if (now - budget.intervalStart >= INTERVAL_MS) {
      suppressed = budget.suppressed;
      budget.intervalStart = now;
      budget.written = 0;
      budget.suppressed = 0;
    }
    if (budget.written >= LINES_PER_INTERVAL) {
      budget.suppressed++;
      return -1;
    }
    budget.written++;
    if (cause !== null) {
      suppressed += cause.suppressed;
      cause.suppressed = 0;
      cause.pauseMs = Math.min(Math.max(2 * cause.pauseMs, INTERVAL_MS), LONGEST_PAUSE_MS);
      cause.writtenAt = now;
    }
    return suppressed;
  }
}

/** A cause of which nothing was heard for twice the pause between its lines has come anew. */
function seen(causes: Map<string, Cause>, text: string, now: number): Cause {
  const known = causes.get(text);
  causes.delete(text);
  const isOver = known !== undefined && now - known.seenAt >= Math.max(2 * known.pauseMs, INTERVAL_MS);
  const cause = known ?? { pauseMs: 0, writtenAt: now, seenAt: now, suppressed: 0 };
  cause.seenAt = now;
  if (isOver) cause.pauseMs = 0;
  causes.set(text, cause);
  if (causes.size > MOST_CAUSES) causes.delete(causes.keys().next().value!);
  return cause;
}
