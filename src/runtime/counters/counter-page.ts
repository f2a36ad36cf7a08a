/**
 * The page of one thread, from the side that writes. Plain stores: nobody else writes here, and a reader may be a moment
 * behind. Any thread, its own page.
 */
import { type Histogram, PAGE_BYTES, Real, ThreadState, Word } from './counter-layout.ts';
import { BUCKETS, bucketOf, type Distribution, summarize } from './histogram-buckets.ts';
import { machineMs } from './machine-clock.ts';
import { viewsOfPage } from './page-views.ts';

/** How a thread is told where to write. Crosses by structured clone. */
export interface PageHandle {
  readonly memory: SharedArrayBuffer;
  readonly page: number;
}

const PEAK_MS = 1_000;

export class CounterPage {
  readonly words: Int32Array;
  readonly reals: Float64Array;
  readonly #histograms: readonly Uint32Array[];

  constructor({ memory, page }: PageHandle = { memory: new SharedArrayBuffer(PAGE_BYTES), page: 0 }) {
    const { words, reals, histograms } = viewsOfPage(memory, page);
    this.words = words;
    this.reals = reals;
    this.#histograms = histograms;
  }

  /** The thread begins; called on it. */
  open(state: ThreadState = ThreadState.Running): void {
    this.words[Word.STATE] = state;
    this.reals[Real.STARTED_AT] = machineMs();
    this.reals[Real.BEAT_AT] = machineMs();
  }

  close(): void {
    this.words[Word.STATE] = ThreadState.Ended;
  }

  /** The thread gets on; `busyMs` of all its time was work. */
  beat(busyMs: number): void {
    this.reals[Real.BUSY_MS] = busyMs;
    this.reals[Real.BEAT_AT] = machineMs();
    this.words[Word.BEATS] = this.words[Word.BEATS]! + 1;
  }

  count(word: Word, by = 1): void {
    this.words[word] = this.words[word]! + by;
  }

  set(word: Word, value: number): void {
    this.words[word] = value;
  }

  add(real: Real, by: number): void {
    this.reals[real] = this.reals[real]! + by;
  }

  put(real: Real, value: number): void {
    this.reals[real] = value;
  }

  observe(histogram: Histogram, ms: number): void {
    const counts = this.#histograms[histogram]!;
    const micros = ms <= 0 ? 0 : ms >= 2_000_000 ? 2_000_000_000 : Math.round(ms * 1_000);
    const bucket = bucketOf(micros);
    counts[bucket] = counts[bucket]! + 1;
    if (micros > counts[BUCKETS]!) counts[BUCKETS] = micros;
  }

  /** Of everything so far. */
  distribution(histogram: Histogram): Distribution {
    const counts = Uint32Array.from(this.#histograms[histogram]!);
    return summarize(counts, counts[BUCKETS]!);
  }

  /** Bytes in use in the ring that this thread drains, as it found them. */
  ringUsed(bytes: number): void {
    const { words, reals } = this;
    words[Word.RING_USED] = bytes;
    if (bytes > words[Word.RING_HIGHEST]!) words[Word.RING_HIGHEST] = bytes;
    const now = machineMs();
    if (now - reals[Real.PEAK_SINCE]! >= PEAK_MS) {
      words[Word.RING_PEAK_BEFORE] = now - reals[Real.PEAK_SINCE]! >= 2 * PEAK_MS ? bytes : words[Word.RING_PEAK]!;
      words[Word.RING_PEAK] = bytes;
      reals[Real.PEAK_SINCE] = now;
    } else if (bytes > words[Word.RING_PEAK]!) words[Word.RING_PEAK] = bytes;
  }
}
