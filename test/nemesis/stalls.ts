/**
 * Notices when this process, and so most likely the whole machine, stood still: no figure may be blamed on the broker for
 * a time in which nobody ran.
 */
const EVERY_MS = 50;
/** Later than that is no mere load. */
const LATE_MS = 300;

export class Stalls {
  readonly #stalls: { readonly from: number; readonly to: number }[] = [];
  #last = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
    this.#timer.unref();
  }

  /** Ms within [from, to] in which nothing ran here. */
  within(from: number, to: number): number {
    this.#look();
    return this.#stalls.reduce(
      (sum, stall) => sum + Math.max(0, Math.min(to, stall.to) - Math.max(from, stall.from)),
      0,
    );
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#last > LATE_MS) {
      this.#stalls.push({ from: this.#last, to: now });
      console.log(`  (this process stood still for ${Math.round(now - this.#last)} ms)`);
    }
    this.#last = now;
  }
}
