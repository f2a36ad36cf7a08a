/** Runs cases under tinybench: first every column's checksum, then the clock. */
import { PerformanceObserver } from 'node:perf_hooks';
import { Bench } from 'tinybench';
import { CASE_FILES, type Case, COLUMNS, type Column } from './corpus.ts';

export interface Measured {
  readonly name: string;
  readonly column: Column;
  /** Per operation, nanoseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Relative margin of error of the mean, percent. */
  readonly margin: number;
  readonly mbPerSecond: number;
  /** Share of the time spent in garbage collection, percent. */
  readonly gcShare: number;
  readonly checksum: number;
  readonly samples: number;
}

export interface MeasureOptions {
  readonly filter: RegExp;
  /** For each column of each case, ms. */
  readonly timeMs: number;
  readonly tiny: boolean;
  readonly onResult?: (result: Measured) => void;
}

/** @throws when two columns of a case disagree, or nothing matches the filter */
export async function measure(options: MeasureOptions): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const load of Object.values(CASE_FILES)) {
    const cases = await (await load()).cases(options.tiny);
    for (const one of cases) if (options.filter.test(one.name)) results.push(...(await measureCase(one, options)));
    for (const one of cases) await one.close?.();
  }
  if (results.length === 0) throw new Error(`no case matches ${options.filter}`);
  return results;
}

async function measureCase(one: Case, options: MeasureOptions): Promise<Measured[]> {
  const columns = COLUMNS.filter((column) => one.columns[column] !== undefined);
  const checksums = new Map<Column, number>();
  for (const column of columns) checksums.set(column, await one.columns[column]!());
  if (new Set(checksums.values()).size > 1)
    throw new Error(`${one.name}: columns disagree: ${JSON.stringify([...checksums])}`);
  const results: Measured[] = [];
  for (const column of columns) {
    const run = one.columns[column]!;
    const bench = new Bench({
      time: options.timeMs,
      iterations: options.tiny ? 2 : 10,
      warmupTime: options.timeMs / 5,
      warmupIterations: options.tiny ? 1 : 5,
    });
    let gcMs = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) gcMs += entry.duration;
    });
    observer.observe({ entryTypes: ['gc'] });
    let checksum = 0;
    bench.add(one.name, async () => {
      checksum = await run();
    });
    if (checksums.get(column) !== undefined && !(run() instanceof Promise)) {
      bench.remove(one.name);
      const sync = run as () => number;
      bench.add(one.name, () => {
        checksum = sync();
      });
    }
    const began = performance.now();
    await bench.run();
    const elapsed = performance.now() - began;
    observer.disconnect();
    const result = bench.tasks[0]!.result;
    if (!('latency' in result))
      throw new Error(`${one.name}, ${column}: ${'error' in result ? String(result.error) : result.state}`);
    const { latency } = result;
    const perOperation = 1e6 / one.batch;
    const measured: Measured = {
      name: one.name,
      column,
      p50: latency.p50 * perOperation,
      p99: latency.p99 * perOperation,
      margin: latency.rme,
      mbPerSecond: one.bytes === 0 ? 0 : one.bytes / 1e6 / (latency.p50 / 1e3),
      gcShare: (gcMs / elapsed) * 100,
      checksum,
      samples: latency.samplesCount,
    };
    results.push(measured);
    options.onResult?.(measured);
  }
  return results;
}
