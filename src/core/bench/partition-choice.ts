/**
 * Which partition the next record goes to. `none`: one partition until its batch is full, then the next. `uniform` and
 * `zipf`: by keys that are asked for equally often, or the n-th of them 1/n^0.99 as often as the first.
 */

export const KEY_DISTRIBUTIONS = ['none', 'uniform', 'zipf'] as const;
export type KeyDistribution = (typeof KEY_DISTRIBUTIONS)[number];

/** As YCSB has it: the usual skew of caches and shops. */
const ZIPF_EXPONENT = 0.99;

export class KeyChoice {
  readonly #cumulative: Float64Array;
  readonly #partitions: Int32Array;
  readonly #chance: () => number;

  /** @param chance from 0 up to 1 */
  constructor(
    distribution: 'uniform' | 'zipf',
    keys: number,
    partitionOf: (key: number) => number,
    chance: () => number,
  ) {
    this.#cumulative = new Float64Array(keys);
    this.#partitions = new Int32Array(keys);
    this.#chance = chance;
    let total = 0;
    for (let key = 0; key < keys; key++) {
      total += distribution === 'zipf' ? 1 / (key + 1) ** ZIPF_EXPONENT : 1;
      this.#cumulative[key] = total;
      this.#partitions[key] = partitionOf(key);
    }
  }

  /** The number of a key. */
  nextKey(): number {
    const sums = this.#cumulative;
    const wanted = this.#chance() * sums[sums.length - 1]!;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  partitionOf(key: number): number {
    return this.#partitions[key]!;
  }

  /** Every key that leads to a partition, the most asked for first; none, where no key does. */
  keysOf(partition: number): number[] {
    const keys: number[] = [];
    for (const [key, of] of this.#partitions.entries()) if (of === partition) keys.push(key);
    return keys;
  }
}
