/** The seeded source of every random choice of a crash run (mulberry32), so that a seed names a schedule. */
export class Prng {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 0;
  }
  /** 0 ≤ result < bound */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }
}
