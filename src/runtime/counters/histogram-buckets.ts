/**
 * Buckets of whole microseconds, as HdrHistogram has them: eight for every doubling, so a value is known to within an eighth of
 * itself, from 1 µs to four minutes. Pure.
 */

const LAST_EXPONENT = 27;
/** Values from 2^28 µs (268 s) on are in the last one. */
export const BUCKETS = (LAST_EXPONENT - 2) * 8 + 8;

/** @param micros a whole number, not negative */
export function bucketOf(micros: number): number {
  if (micros < 8) return micros;
  if (micros >= 2 ** (LAST_EXPONENT + 1)) return BUCKETS - 1;
  const exponent = 31 - Math.clz32(micros);
  return (exponent - 2) * 8 + ((micros >> (exponent - 3)) & 7);
}

/** The largest value of a bucket, in microseconds. */
export function bucketTop(bucket: number): number {
  if (bucket < 8) return bucket;
  const exponent = (bucket >> 3) + 2;
  return (8 + (bucket & 7) + 1) * 2 ** (exponent - 3) - 1;
}

export interface Distribution {
  readonly count: number;
  /** Milliseconds: upper ends of the buckets in which the percentiles lie, exact to an eighth; 0 of nothing. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Exact where nothing lies between the start and now, else the end of the highest bucket. */
  readonly maxMs: number;
}

/** @param maxMicros the exact largest value, where it is known */
export function summarize(counts: ArrayLike<number>, maxMicros: number | null): Distribution {
  let count = 0;
  let highest = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    count += counts[bucket]!;
    if (counts[bucket]! > 0) highest = bucket;
  }
  const top = bucketTop(highest);
  // The last bucket has no end.
  const max = maxMicros !== null && (maxMicros <= top || highest === BUCKETS - 1) ? maxMicros : top;
  const percentile = (share: number): number => {
    let left = Math.ceil(count * share);
    for (let bucket = 0; bucket < highest; bucket++) {
      left -= counts[bucket]!;
      if (left <= 0) return Math.min(bucketTop(bucket), max) / 1_000;
    }
    return max / 1_000;
  };
  if (count === 0) return { count: 0, p50Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0 };
  return { count, p50Ms: percentile(0.5), p99Ms: percentile(0.99), p999Ms: percentile(0.999), maxMs: max / 1_000 };
}
