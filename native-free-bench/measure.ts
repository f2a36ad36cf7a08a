/** Measures cases in this process: first the bytes of every column, then the clock under tinybench. */
import { GCProfiler } from 'node:v8';
import { Bench } from 'tinybench';
import { type Case, COLUMNS, type Column, type Columns, type Implementation, type Run, SECTIONS } from './corpus.ts';
import { room } from './room.ts';

export interface Measured {
  readonly section: string;
  readonly name: string;
  readonly column: Column;
  /** Per operation, nanoseconds. Of a sample, which is the mean of `callsPerSample` calls. */
  readonly p50: number;
  readonly p99: number;
  /** Margin of error of the median (95 %), percent of it. */
  readonly margin: number;
  readonly mbPerSecond: number;
  /** Share of the time spent in garbage collection by the measuring thread, percent. */
  readonly gcShare: number;
  /** CRC-32C of the result's bytes, the same for all columns and in every run. */
  readonly checksum: string;
  readonly samples: number;
  /** More than 1 where a call is too short for the clock: then p99 is of means, and hides what a single call may suffer. */
  readonly callsPerSample: number;
}

export interface MeasureOptions {
  readonly sections: readonly string[];
  readonly filter: RegExp;
  /** Only this column; null for all. */
  readonly column: Column | null;
  /** For each column of each case, ms. */
  readonly timeMs: number;
  readonly tiny: boolean;
  /** Right before a column is warmed up and timed. */
  readonly onBegin: () => void;
  readonly onResult: (result: Measured) => void | Promise<void>;
}

/** Shorter than this, reading the clock twice (some 50 ns) would be part of the figure. */
const LEAST_SAMPLE_MS = 0.01;
const MOST_CALLS = 1_000;
const CALIBRATIONS = 5;
/**
 * 1.96 standard errors of a median: 1.253 of a mean's, with 1.483 median absolute deviations for the standard deviation. The
 * mean's own margin speaks of the tail: on a busy machine it is a hundred percent where the median moves by two.
 */
const SIGMAS_OF_MEDIAN = 1.96 * 1.253 * 1.483;
/** Code that the compiler has not seen to yet would look longer than it is. */
const MOST_WARM_UP_MS = 50;

/** @throws when two columns of a case disagree, or when a column gives another result under load than before */
export async function measure(options: MeasureOptions): Promise<void> {
  for (const section of options.sections) {
    const { cases } = await SECTIONS[section]!.load();
    for (const one of await cases(options.tiny))
      if (options.filter.test(one.name)) await measureCase(section, one, options);
  }
}

/** Names of the cases that the filter lets through. Nothing is opened for it. */
export async function listCases(filter: RegExp): Promise<string[]> {
  const names: string[] = [];
  for (const { load } of Object.values(SECTIONS))
    names.push(...(await (await load()).cases(false)).map(({ name }) => name).filter((name) => filter.test(name)));
  return names;
}

/** Opens, measures and closes one case. @throws as `measure` does */
export async function measureCase(section: string, one: Case, options: MeasureOptions): Promise<void> {
  try {
    const found = typeof one.columns === 'function' ? await one.columns() : one.columns;
    const columns = COLUMNS.filter((column) => found[column] !== undefined);
    const checksum = await agreedChecksum(one.name, found, columns);
    for (const column of columns.filter((each) => options.column === null || each === options.column)) {
      options.onBegin();
      const sample = await time(one, column, runOf(found[column]!), options);
      await options.onResult({ section, name: one.name, column, checksum, ...sample });
    }
  } finally {
    await one.close?.();
  }
}

function runOf(implementation: Run | Implementation): Run {
  return typeof implementation === 'function' ? implementation : implementation.run;
}

async function resultOf(implementation: Run | Implementation): Promise<Uint8Array> {
  if (typeof implementation !== 'function') return await implementation.result();
  return new Uint8Array(new Float64Array([await implementation()]).buffer);
}

async function agreedChecksum(name: string, found: Columns, columns: readonly Column[]): Promise<string> {
  const { plainCrc32c } = await room<typeof import('../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  let first: Uint8Array | null = null;
  for (const column of columns) {
    // Of its own memory: the next column may write into the same.
    const result = (await resultOf(found[column]!)).slice();
    first ??= result;
    if (Buffer.compare(first, result) !== 0)
      throw new Error(`${name}: ${columns[0]} and ${column} do not give the same bytes`);
  }
  if (first === null) throw new Error(`${name} has no column`);
  return plainCrc32c(first, 0, first.length, 0).toString(16).padStart(8, '0');
}

type Timed = Omit<Measured, 'section' | 'name' | 'column' | 'checksum'>;

async function time(one: Case, column: Column, run: Run, { timeMs, tiny }: MeasureOptions): Promise<Timed> {
  const first = run();
  const isAsync = first instanceof Promise;
  const expected = await first;
  const callsPerSample = isAsync ? 1 : callsFor(run as () => number, Math.min(timeMs / 4, MOST_WARM_UP_MS));
  // Of every call: an answer that differs is no result, and one that nobody looks at might never be computed.
  let wrong = expected;
  const bench = new Bench({
    time: timeMs,
    iterations: tiny ? 2 : 10,
    warmupTime: timeMs / 4,
    warmupIterations: tiny ? 1 : 5,
    throws: true,
  });
  if (isAsync)
    bench.add(one.name, async () => {
      const seen = await run();
      if (seen !== expected) wrong = seen;
    });
  else
    bench.add(one.name, () => {
      for (let call = 0; call < callsPerSample; call++) {
        const seen = (run as () => number)();
        if (seen !== expected) wrong = seen;
      }
    });
  const collections = new GCProfiler();
  collections.start();
  const began = performance.now();
  if (isAsync) await bench.run();
  else bench.runSync();
  const elapsed = performance.now() - began;
  const gcMs = collections.stop().statistics.reduce((total, { cost }) => total + cost / 1_000, 0);
  const result = bench.tasks[0]!.result;
  if (!('latency' in result)) throw new Error(`${one.name}, ${column}: ${result.state}`);
  if (wrong !== expected) throw new Error(`${one.name}, ${column}: gave ${expected} at first, and ${wrong} under load`);
  const { latency } = result;
  const perOperation = 1e6 / one.batch / callsPerSample;
  return {
    p50: latency.p50 * perOperation,
    p99: latency.p99 * perOperation,
    margin: ((SIGMAS_OF_MEDIAN * latency.mad) / Math.sqrt(latency.samplesCount) / latency.p50) * 100,
    mbPerSecond: one.bytes === 0 ? 0 : (one.bytes * callsPerSample) / 1e3 / latency.p50,
    gcShare: (gcMs / elapsed) * 100,
    samples: latency.samplesCount,
    callsPerSample,
  };
}

/** So many calls that one sample is long against the clock. */
function callsFor(run: () => number, warmUpMs: number): number {
  for (const until = performance.now() + warmUpMs; performance.now() < until; ) run();
  for (let calls = 1; ; calls = Math.min(MOST_CALLS, calls * 4)) {
    // The least of a few: an interruption would make a short call look long enough.
    let took = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < CALIBRATIONS; attempt++) {
      const began = performance.now();
      for (let call = 0; call < calls; call++) run();
      took = Math.min(took, performance.now() - began);
    }
    if (took >= LEAST_SAMPLE_MS || calls === MOST_CALLS)
      return Math.min(MOST_CALLS, Math.max(1, Math.ceil((calls * LEAST_SAMPLE_MS) / Math.max(took, 1e-4))));
  }
}
