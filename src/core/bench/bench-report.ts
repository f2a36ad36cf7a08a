/** The results of one run in the shape that is written as JSON. Pure. */
import type { Interval, RunRecord } from './run-record.ts';

export const PERCENTILES = [50, 75, 90, 95, 99, 99.9, 99.99] as const;

export interface LatencyReport {
  /** Of records; of fetches where only consuming is measured. */
  readonly of: 'records' | 'fetches';
  /** Open loop: from the moment that the schedule meant. Closed loop: from sending. */
  readonly from: 'intended' | 'sent';
  readonly count: number;
  /** Milliseconds, all of them. */
  readonly mean: number;
  readonly max: number;
  readonly percentiles: readonly { readonly percentile: number; readonly ms: number }[];
}

export interface Counts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly readBack: number;
  /** Meant to be sent, and not sent when the time was over. */
  readonly notSent: number;
  /** By the name of the error. They may be stored all the same. */
  readonly failed: Readonly<Record<string, number>>;
}

export interface BenchReport {
  readonly mode: string;
  readonly settings: Readonly<Record<string, string | number>>;
  /** Without the warm-up. */
  readonly seconds: number;
  /** Within these seconds, and read back. */
  readonly records: number;
  readonly bytes: number;
  readonly recordsPerSecond: number;
  readonly mbPerSecond: number;
  /** Over the whole run, warm-up included. */
  readonly counts: Counts;
  readonly latency: LatencyReport;
  readonly intervals: readonly Interval[];
}

/** Acknowledged and not read back: whatever these were, they were not stored. */
export function missingOf({ acknowledged, readBack }: Counts): number {
  return Math.max(0, acknowledged - readBack);
}

export function benchReport(
  run: RunRecord,
  parts: Pick<BenchReport, 'mode' | 'settings' | 'counts'> & Pick<LatencyReport, 'of' | 'from'>,
): BenchReport {
  const { mode, settings, counts, of, from } = parts;
  // What was acknowledged and is not there is taken from what was measured.
  const records = Math.max(0, run.records - missingOf(counts));
  const bytes = run.records === 0 ? 0 : (run.bytes * records) / run.records;
  const { latency } = run;
  return {
    mode,
    settings,
    seconds: run.seconds,
    records,
    bytes,
    recordsPerSecond: run.seconds === 0 ? 0 : records / run.seconds,
    mbPerSecond: run.seconds === 0 ? 0 : bytes / run.seconds / 1e6,
    counts,
    latency: {
      of,
      from,
      count: latency.count,
      mean: latency.mean / 1_000,
      max: latency.max / 1_000,
      percentiles: PERCENTILES.map((percentile) => ({ percentile, ms: latency.percentile(percentile) / 1_000 })),
    },
    intervals: run.intervals,
  };
}
