/**
 * Requests that come with a topic which this broker's image does not show yet: the client heard of it from a broker that
 * is a moment ahead. They wait that moment, rather than send the client away for a tenth of a second. Main thread.
 */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { MetadataCache } from './metadata-cache.ts';

/** Longer than images are apart while all is well; a topic that is gone for good is not worth more. */
const PATIENCE_MS = 50;
/** More than this many would be no moment but an outage: they are answered at once. */
const MOST_WAITING = 1_000;

interface Waiting {
  isThere(): boolean;
  goOn(): void;
}

export class TopicArrivals {
  readonly #cache: MetadataCache;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];
  #hasSubscribed = false;

  constructor(cache: MetadataCache, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /**
   * Calls `goOn` once: at once where `isThere`, when a new topic has made it so, or when it is not worth waiting longer.
   * What waits for the same goes on in the order in which it came.
   */
  whenThere(isThere: () => boolean, goOn: () => void): void {
    if (isThere() || this.#waiting.length >= MOST_WAITING || this.#isAlone) {
      goOn();
      return;
    }
    // Only now: whoever opens partitions has subscribed before, and hears of the topic first.
    if (!this.#hasSubscribed) {
      this.#hasSubscribed = true;
      this.#cache.subscribe((delta) => {
        if (delta.createdTopics.size > 0) this.#release((waiting) => waiting.isThere());
      });
    }
    const waiting: Waiting = { isThere, goOn };
    this.#waiting.push(waiting);
    this.#clock.setTimer(PATIENCE_MS, () => this.#release((each) => each === waiting));
  }

  /** A broker by itself is never behind. */
  get #isAlone(): boolean {
    return this.#cache.image.brokers.size < 2;
  }

  #release(goes: (waiting: Waiting) => boolean): void {
    if (this.#waiting.length === 0) return;
    const going = this.#waiting.filter(goes);
    if (going.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !going.includes(waiting));
    for (const { goOn } of going) goOn();
  }
}
