/** Where on a page its figures lie, as typed arrays over shared memory or a copy of it. Pure. */
import {
  HISTOGRAM_BYTES,
  HISTOGRAMS,
  HISTOGRAMS_AT,
  PAGE_BYTES,
  REALS,
  REALS_AT,
  WORDS,
  WORDS_AT,
} from './counter-layout.ts';
import { BUCKETS } from './histogram-buckets.ts';

export interface PageViews {
  readonly words: Int32Array;
  readonly reals: Float64Array;
  /** Counts by bucket, the largest value behind them. */
  readonly histograms: readonly Uint32Array[];
}

export function viewsOfPage(memory: ArrayBufferLike, page: number): PageViews {
  const at = page * PAGE_BYTES;
  return {
    words: new Int32Array(memory, at + WORDS_AT, WORDS),
    reals: new Float64Array(memory, at + REALS_AT, REALS),
    histograms: Array.from(
      { length: HISTOGRAMS },
      (_, index) => new Uint32Array(memory, at + HISTOGRAMS_AT + index * HISTOGRAM_BYTES, BUCKETS + 1),
    ),
  };
}
