/**
 * Compares the wall clocks of peers, which their pings tell, with this node's. Nothing of the protocol rests on them, so
 * nobody is refused; but timestamps, retention and the timeouts of transactions do, and somebody should look. Pure.
 */
import type { Logger } from '../../runtime/logging/logger.ts';

/** Far more than a ping is under way, and than clocks differ that somebody keeps. */
const TOLERANCE_MS = 60_000;

export class ClockWatch {
  readonly #logger: Logger;
  readonly #isOff = new Set<number>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Both are milliseconds since 1970. Told when it begins and when it is over. */
  heard(nodeId: number, theirs: number, ours: number): void {
    const aheadMs = theirs - ours;
    const isOff = Math.abs(aheadMs) > TOLERANCE_MS;
    if (isOff === this.#isOff.has(nodeId)) return;
    if (isOff) {
      this.#isOff.add(nodeId);
      const by = { nodeId, aheadSeconds: Math.round(aheadMs / 1000) };
      this.#logger.warn('the clock of a node differs from the one of this node', by);
    } else {
      this.#isOff.delete(nodeId);
      this.#logger.info('the clock of a node agrees with the one of this node again', { nodeId });
    }
  }
}
