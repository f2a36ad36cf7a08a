/** Differences count where they are larger than the noise of both files together, and in the right direction. */
import { expect, test } from 'vitest';
import { compare, formatComparison } from '../../native-free-bench/compare.ts';
import type { EndToEndRow } from '../../native-free-bench/load/end-to-end.ts';
import type { MicroRow } from '../../native-free-bench/micro.ts';
import type { Results } from '../../native-free-bench/results.ts';

function row(name: string, p50: number, low = p50, high = p50): MicroRow {
  return {
    section: 'bytes',
    name,
    column: 'js',
    mode: 'node',
    p50,
    low,
    high,
    p99: high,
    margin: 1,
    mbPerSecond: 0,
    gcShare: 0,
    checksum: '00000000',
    samples: 10,
    callsPerSample: 1,
    rounds: 3,
  };
}

function load(figure: string, share: number, median: number): EndToEndRow {
  const none = { p50: 1, p99: 1, clientCpu: 0, cpuPerGb: 0, rssMb: 0 };
  return { load: figure, target: 'chronik', figure, median, lowest: median, highest: median, share, ...none };
}

function results(micro: MicroRow[], endToEnd: EndToEndRow[] = [], cpu = 'x'): Results {
  const machine = { node: 'v20', kernel: '6', cpu, cores: 2, memoryMb: 1_000, revision: '' };
  const rest = { version: 2, startedAt: '', loadBefore: 0, loadAfter: 0, addons: {}, missing: [], groups: [] } as const;
  return { ...rest, machine, micro, endToEnd };
}

const verdicts = (before: Results, after: Results) =>
  compare(before, after).differences.map(({ verdict, percent, noise }) => [
    verdict,
    Math.round(percent),
    Math.round(noise),
  ]);

test('a difference counts beyond both bands', () => {
  // Bands of 10 % and 20 % of the median: 15 % to either side together.
  const before = row('a', 100, 95, 105);
  expect(verdicts(results([before]), results([row('a', 112, 100.8, 123.2)]))).toEqual([['within noise', 12, 15]]);
  expect(verdicts(results([before]), results([row('a', 120, 114, 126)]))).toEqual([['worse', 20, 10]]);
  expect(verdicts(results([before]), results([row('a', 80)]))).toEqual([['better', -20, 6]]);
});

test('little is never counted, and margins of error are noise too', () => {
  expect(verdicts(results([row('a', 100)]), results([row('a', 104)]))).toEqual([['within noise', 4, 5]]);
  const wide = { ...row('a', 120), margin: 30 };
  expect(verdicts(results([row('a', 100)]), results([wide]))).toEqual([['within noise', 20, 31]]);
});

test('throughput is better when it is more, latency when it is less', () => {
  const before = results([], [load('mbPerSecond', 0.5, 100), load('p50', 2, 1)]);
  const after = results([], [load('mbPerSecond', 0.8, 160), load('p50', 3, 1.5)]);
  expect(verdicts(before, after)).toEqual([
    ['better', 60, 5],
    ['worse', 50, 5],
  ]);
});

test('says what is in one file only, and when machines differ', () => {
  const found = compare(results([row('a', 1), row('b', 1)]), results([row('a', 1), row('c', 1)], [], 'y'));
  expect(found.onlyBefore).toEqual(['b [js, node]']);
  expect(found.onlyAfter).toEqual(['c [js, node]']);
  expect(found.warnings).toEqual(['cpu differs: x before, y after']);
  const busy = { ...results([row('a', 1)]), loadBefore: 1.5 };
  expect(compare(busy, results([row('a', 1)])).warnings).toEqual([
    'before: The machine was busy with something else when this began: load 1.5 on 2 cores.',
  ]);
});

test('draws the noise and the difference in it', async () => {
  const text = await formatComparison(compare(results([row('a', 100)]), results([row('a', 75)])));
  expect(text).toContain('100 ns -> 75 ns');
  // Half of the band's 50 % to the left; noise of 5 % is two places to either side.
  expect(text).toContain(`[${' '.repeat(10)}o${' '.repeat(7)}··|··${' '.repeat(18)}]  BETTER`);
});
