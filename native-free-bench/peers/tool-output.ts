/** Reads what Kafka's perf tools and rdkafka_performance print. Pure: a line or a text in, figures out. */
import type { Point } from './window.ts';

/** Turns lines into points; keeps what it must between two lines. Null for lines that are none. */
export type PointReader = (line: string) => Point | null;

const RECORDS_SENT =
  /^(\d+) records sent, ([\d.]+) records\/sec \([\d.]+ MB\/sec\), ([\d.]+) ms avg latency, [\d.]+ ms max latency\.$/;

/** kafka-producer-perf-test with `--reporting-interval`: each line tells of the time since the one before. */
export function producerPerfPoints(recordBytes: number): PointReader {
  let ms = 0;
  let bytes = 0;
  return (line) => {
    const match = RECORDS_SENT.exec(line);
    if (match === null) return null;
    const records = Number(match[1]);
    const rate = Number(match[2]);
    if (rate === 0) return null;
    ms += (records / rate) * 1_000;
    bytes += records * recordBytes;
    return { ms, bytes };
  };
}

export interface Latencies {
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly mbPerSecond: number;
}

/**
 * The last summary of kafka-producer-perf-test: that of the steady state where `--warmup-records` was given. Whole
 * milliseconds, as the tool counts. @throws when there is none
 */
export function producerPerfSummary(output: string, recordBytes: number): Latencies {
  const summaries = output.matchAll(
    /^\d+ (?:steady state )?records sent, ([\d.]+) records\/sec .*?, ([\d.]+) ms avg latency, .*?, (\d+) ms 50th, (\d+) ms 95th, (\d+) ms 99th, (\d+) ms 99\.9th\.$/gm,
  );
  const last = [...summaries].at(-1);
  if (last === undefined) throw new Error(`kafka-producer-perf-test printed no summary:\n${output.slice(-1_000)}`);
  const [rate, average, p50, p95, p99, p999] = last.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { average, p50, p95, p99, p999, mbPerSecond: (rate * recordBytes) / 1e6 };
}

const TIME = /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+):(\d+)$/;

/** kafka-consumer-perf-test with `--show-detailed-stats`: time, id, MiB so far, rate, records so far and so on. */
export function consumerPerfPoints(recordBytes: number): PointReader {
  return (line) => {
    const fields = line.split(',').map((field) => field.trim());
    const time = TIME.exec(fields[0] ?? '');
    if (time === null || fields.length !== 10 || !/^\d+$/.test(fields[4]!)) return null;
    const [year, month, day, hour, minute, second, ms] = time.slice(1).map(Number) as number[];
    return {
      ms: Date.UTC(year!, month! - 1, day, hour, minute, second, ms),
      bytes: Number(fields[4]) * recordBytes,
    };
  };
}

export interface RoundTrips {
  readonly average: number;
  /** Whole milliseconds, cut off. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** kafka-e2e-latency. @throws when its last lines are missing */
export function endToEndSummary(output: string): RoundTrips {
  const average = /^Avg latency: ([\d.]+) ms$/m.exec(output);
  const percentiles = /^Percentiles: 50th = (\d+), 99th = (\d+), 99\.9th = (\d+)$/m.exec(output);
  if (average === null || percentiles === null)
    throw new Error(`kafka-e2e-latency printed no summary:\n${output.slice(-1_000)}`);
  return {
    average: Number(average[1]),
    p50: Number(percentiles[1]),
    p99: Number(percentiles[2]),
    p999: Number(percentiles[3]),
  };
}

/**
 * rdkafka_performance -u: a table whose head names the columns. As producer delivered messages (`dr`) count, as consumer
 * the bytes received.
 */
export function rdkafkaPoints(recordBytes: number): PointReader {
  let columns: string[] = [];
  return (line) => {
    if (!line.startsWith('|')) return null;
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells.includes('elapsed')) {
      columns = cells;
      return null;
    }
    const value = (name: string): number => Number(cells[columns.indexOf(name)]);
    const bytes = columns.includes('dr') ? value('dr') * recordBytes : value('bytes');
    const ms = value('elapsed');
    return Number.isFinite(ms) && Number.isFinite(bytes) ? { ms, bytes } : null;
  };
}
