/**
 * What a run has measured so far: counts and latencies from the end of the warm-up on, as a whole and by the second.
 * Latencies are kept in microseconds. Pure: the time is told.
 */
import { Histogram } from './histogram.ts';

export interface Interval {
  /** Seconds since the warm-up's end, at the end of the interval. */
  readonly second: number;
  readonly records: number;
  readonly bytes: number;
  /** Milliseconds; 0 without any latency. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export class RunRecord {
  readonly latency = new Histogram();
  readonly intervals: Interval[] = [];
  readonly #second = new Histogram();
  readonly #fromMs: number;
  #untilMs: number;
  #records = 0;
  #bytes = 0;
  #intervalRecords = 0;
  #intervalBytes = 0;

  /** What is done within [fromMs, untilMs) counts as throughput; latencies count by when they began. */
  constructor(fromMs: number, untilMs: number) {
    this.#fromMs = fromMs;
    this.#untilMs = untilMs;
  }

  get records(): number {
    return this.#records;
  }
  get bytes(): number {
    return this.#bytes;
  }
  get seconds(): number {
    return (this.#untilMs - this.#fromMs) / 1_000;
  }

  /** The run ends before its time. */
  cut(nowMs: number): void {
    this.#untilMs = Math.max(this.#fromMs, Math.min(this.#untilMs, nowMs));
  }

  /** Records that were acknowledged or read. */
  done(nowMs: number, records: number, bytes: number): void {
    if (nowMs < this.#fromMs) return;
    this.#intervalRecords += records;
    this.#intervalBytes += bytes;
    if (nowMs >= this.#untilMs) return;
    this.#records += records;
    this.#bytes += bytes;
  }

  /** @param beganAt when it was meant to begin */
  took(beganAt: number, endedAt: number, times = 1): void {
    if (beganAt < this.#fromMs || beganAt >= this.#untilMs) return;
    const microseconds = (endedAt - beganAt) * 1_000;
    this.latency.record(microseconds, times);
    this.#second.record(microseconds, times);
  }

  /** Ends an interval; to be called about once a second. Null during the warm-up. */
  tick(nowMs: number): Interval | null {
    if (nowMs <= this.#fromMs) return null;
    const interval: Interval = {
      second: (nowMs - this.#fromMs) / 1_000,
      records: this.#intervalRecords,
      bytes: this.#intervalBytes,
      p50: this.#second.percentile(50) / 1_000,
      p99: this.#second.percentile(99) / 1_000,
      max: this.#second.max / 1_000,
    };
    this.#intervalRecords = 0;
    this.#intervalBytes = 0;
    this.#second.clear();
    this.intervals.push(interval);
    return interval;
  }
}
