/**
 * The requests of one coordinator that wait for their answers, by ticket: each is answered or failed exactly once, whatever
 * comes first. Main thread; owned by a HostedCoordinator, which decides when an answer may go.
 */
import type { Completion } from './partition-coordinator.ts';

/** One request that waits for its answer. Exactly one of the two is called, once. */
export interface PendingAnswer<Response> {
  send(response: Response): void;
  fail(errorCode: number): void;
}

interface Waiting {
  readonly pending: PendingAnswer<unknown>;
  /** Milliseconds, as the coordinator's clock counts. */
  readonly deadline: number;
}

export class WaitingAnswers {
  /** In the order of coming, which is that of their deadlines. */
  readonly #waiting = new Map<number, Waiting>();
  #tickets = 0;

  get size(): number {
    return this.#waiting.size;
  }

  /** Infinity while nobody waits. */
  get nextDeadline(): number {
    const [longest] = this.#waiting.values();
    return longest?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /** Answers the ticket. */
  add<Response>(pending: PendingAnswer<Response>, deadline: number): number {
    const ticket = ++this.#tickets;
    this.#waiting.set(ticket, { pending: pending as PendingAnswer<unknown>, deadline });
    return ticket;
  }

  deliver(completions: readonly Completion[]): void {
    for (const { ticket, response } of completions) this.#take(ticket)?.send(response);
  }

  /** Whoever waits for one of these is told an error in its place. */
  fail(completions: readonly Completion[], errorCode: number): void {
    for (const { ticket } of completions) this.#take(ticket)?.fail(errorCode);
  }

  failLate(now: number, errorCode: number): void {
    for (const [ticket, { pending, deadline }] of this.#waiting) {
      if (deadline > now) break;
      this.#waiting.delete(ticket);
      pending.fail(errorCode);
    }
  }

  failAll(errorCode: number): void {
    for (const { pending } of this.#waiting.values()) pending.fail(errorCode);
    this.#waiting.clear();
  }

  /** Null when it was failed for taking too long. */
  #take(ticket: number): PendingAnswer<unknown> | null {
    const waiting = this.#waiting.get(ticket);
    if (waiting === undefined) return null;
    this.#waiting.delete(ticket);
    return waiting.pending;
  }
}
