/**
 * Counts of whole numbers in buckets whose width grows with the value, so that every percentile is right to one part in
 * a thousand at a fixed size: an HDR histogram. Pure; owned by whoever counts.
 */

/** Values below it have a bucket each; above, every doubling has half as many. */
const EXACT_BELOW = 2048;
const EXACT_BITS = 11;
const HALF = EXACT_BELOW / 2;
/** Larger values count as this one: in microseconds, 35 minutes. */
export const LARGEST_VALUE = 2 ** 31 - 1;
const BUCKETS = EXACT_BELOW + (31 - EXACT_BITS) * HALF;

export class Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #sum = 0;
  #min = LARGEST_VALUE;
  #max = 0;

  /** @param value is rounded; negative ones count as 0 */
  record(value: number, times = 1): void {
    const whole = value >= LARGEST_VALUE ? LARGEST_VALUE : value <= 0 ? 0 : Math.round(value);
    this.#counts[indexOf(whole)]! += times;
    this.#count += times;
    this.#sum += whole * times;
    if (whole < this.#min) this.#min = whole;
    if (whole > this.#max) this.#max = whole;
  }

  add(other: Histogram): void {
    for (let index = 0; index < BUCKETS; index++) this.#counts[index]! += other.#counts[index]!;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#min = LARGEST_VALUE;
    this.#max = 0;
  }

  get count(): number {
    return this.#count;
  }
  get min(): number {
    return this.#count === 0 ? 0 : this.#min;
  }
  get max(): number {
    return this.#max;
  }
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** The value that so many percent do not exceed, at most a thousandth too large; 0 of nothing. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count - 1e-9));
    let seen = 0;
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.#counts[index]!;
      if (seen >= rank && seen > 0) return Math.min(upperEndOf(index), this.#max);
    }
    return this.#max;
  }
}

function indexOf(value: number): number {
  if (value < EXACT_BELOW) return value;
  const shift = 32 - Math.clz32(value) - EXACT_BITS;
  return EXACT_BELOW + (shift - 1) * HALF + (value >>> shift) - HALF;
}

/** The largest value that falls into a bucket. */
function upperEndOf(index: number): number {
  if (index < EXACT_BELOW) return index;
  const shift = Math.floor((index - EXACT_BELOW) / HALF) + 1;
  const step = ((index - EXACT_BELOW) % HALF) + HALF;
  return (step + 1) * 2 ** shift - 1;
}
