/**
 * Time as a port. Whoever needs the time or a timer takes a `Clock`, so the simulator and the tests can turn it by hand.
 */

export interface Clock {
  /** Milliseconds (with fraction) from an arbitrary start; never goes backwards. Deadlines and durations use this one. */
  monotonicMs(): number;
  /** Milliseconds since 1970 in whole numbers, as records carry them. May jump. */
  wallMs(): number;
  /**
   * Calls `fire` once, `delayMs` from now at the earliest. The answer cancels it; cancelling twice or late does nothing.
   * A pending timer does not keep the process alive: sockets and threads do that.
   */
  setTimer(delayMs: number, fire: () => void): () => void;
}
