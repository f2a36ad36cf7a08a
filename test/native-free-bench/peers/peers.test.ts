/** What the comparison with Apache Kafka reads from the tools, and what it makes of their figures. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pairedRatios, spreadOf, verdictOf } from '../../../native-free-bench/peers/ratios.ts';
import { compare, formatComparisons } from '../../../native-free-bench/peers/report.ts';
import { ROW_SPECS, ROWS } from '../../../native-free-bench/peers/rows.ts';
import type { PeerFigure } from '../../../native-free-bench/peers/run.ts';
import {
  consumerPerfPoints,
  endToEndSummary,
  producerPerfPoints,
  producerPerfSummary,
  rdkafkaPoints,
} from '../../../native-free-bench/peers/tool-output.ts';
import { measureTool, runTool } from '../../../native-free-bench/peers/tool-process.ts';
import { Window } from '../../../native-free-bench/peers/window.ts';

// What the tools of Kafka 4.3.1 and librdkafka 2.12.0 printed.
const PRODUCER = `Warmup first 50000 records. Steady state results will print after the complete test summary.
13825 records sent, 12956.9 records/sec (12.36 MB/sec), 259.5 ms avg latency, 533.0 ms max latency.
In steady state.
39168 records sent, 37953.5 records/sec (36.20 MB/sec), 627.1 ms avg latency, 878.0 ms max latency.
300000 records sent, 51768.766178 records/sec (49.37 MB/sec), 471.79 ms avg latency, 927.00 ms max latency, 413 ms 50th, 837 ms 95th, 874 ms 99th, 899 ms 99.9th.
250000 steady state records sent, 55346.468895 records/sec (52.78 MB/sec), 445.07 ms avg latency, 927.00 ms max latency, 402 ms 50th, 833 ms 95th, 878 ms 99th, 902 ms 99.9th.
`;
const CONSUMER = `time, threadId, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec
2026-11-23 16:31:42:388, 0, 58.5089, 284.0190, 61351, 297815.5340, 0, 206, 284.0190, 297815.5340
2026-11-23 16:31:43:036, 0, 325.9516, 487.7996, 341785, 511495.0000, 0, 200, 487.7996, 511495.0000
`;
const ROUND_TRIPS = `0\t170.123788
Avg latency: 5.4557 ms
Percentiles: 50th = 3, 99th = 21, 99.9th = 170
`;
const RDKAFKA_PRODUCER = `% Sending 500000 messages of size 1000 bytes
|    elapsed |       msgs |      bytes |        rtt |         dr |     dr_m/s |    dr_MB/s |     dr_err |     tx_err |       outq |     offset 
|        309 |     136518 |  136518000 |          0 |      36518 |     118138 |     118.14 |          0 |         30 |     100000 |       5328 
% 1074 backpressures for 500000 produce calls: 0.215% backpressure rate
|       2401 |     500000 |  500000000 |         25 |     500000 |     208185 |     208.19 |          0 |       1074 |          0 |     162014 
`;
const RDKAFKA_CONSUMER = `|    elapsed |       msgs |      bytes |        rtt |        m/s |       MB/s |     rx_err |     offset 
|          0 |          0 |          0 |          0 |          0 |       0.00 |          0 |          0 
|         50 |      15270 |   15270000 |         15 |     305052 |     305.05 |          0 |       3085 
`;

function points(read: (line: string) => { ms: number; bytes: number } | null, output: string) {
  return output
    .split('\n')
    .map((line) => read(line))
    .filter((point) => point !== null);
}

describe('output of', () => {
  test('kafka-producer-perf-test', () => {
    const [first, second, ...rest] = points(producerPerfPoints(1_000), PRODUCER);
    expect(rest).toEqual([]);
    expect(first!.bytes).toBe(13_825_000);
    expect(first!.ms).toBeCloseTo(1_067, 0);
    expect(second!.bytes).toBe(52_993_000);
    expect(second!.ms - first!.ms).toBeCloseTo(1_032, 0);
    expect(producerPerfSummary(PRODUCER, 1_000)).toEqual({
      average: 445.07,
      p50: 402,
      p95: 833,
      p99: 878,
      p999: 902,
      mbPerSecond: expect.closeTo(55.35, 2) as number,
    });
    // Without a warm-up there is one summary.
    expect(producerPerfSummary(PRODUCER.replace(/^250000.*$/m, ''), 1_000).p99).toBe(874);
    expect(() => producerPerfSummary('nothing', 1_000)).toThrow('no summary');
  });

  test('kafka-consumer-perf-test', () => {
    const [first, second, ...rest] = points(consumerPerfPoints(1_000), CONSUMER);
    expect(rest).toEqual([]);
    expect(second!.ms - first!.ms).toBe(648);
    expect([first!.bytes, second!.bytes]).toEqual([61_351_000, 341_785_000]);
  });

  test('kafka-e2e-latency', () => {
    expect(endToEndSummary(ROUND_TRIPS)).toEqual({ average: 5.4557, p50: 3, p99: 21, p999: 170 });
    expect(() => endToEndSummary('0\t170\n')).toThrow('no summary');
  });

  test('rdkafka_performance: delivered, not sent', () => {
    expect(points(rdkafkaPoints(1_000), RDKAFKA_PRODUCER)).toEqual([
      { ms: 309, bytes: 36_518_000 },
      { ms: 2_401, bytes: 500_000_000 },
    ]);
    expect(points(rdkafkaPoints(1_000), RDKAFKA_CONSUMER)).toEqual([
      { ms: 0, bytes: 0 },
      { ms: 50, bytes: 15_270_000 },
    ]);
  });
});

describe('window', () => {
  test('measures from the end of the warm-up until it is long enough', () => {
    const window = new Window(1_000, 2_000);
    const changes = [0, 500, 1_000, 1_500, 2_999, 3_100, 3_500].map((ms) => window.add({ ms, bytes: ms * 10 + 1 }));
    expect(changes).toEqual([null, null, 'begin', null, null, 'end', null]);
    expect(window.span).toEqual({ seconds: 2.1, bytes: 21_000, mbPerSecond: 0.01 });
  });

  test('what has not moved yet is no beginning, and one point no span', () => {
    const window = new Window(0, 1_000);
    expect([0, 500].map((ms) => window.add({ ms, bytes: 0 }))).toEqual([null, null]);
    expect(window.add({ ms: 600, bytes: 5 })).toBe('begin');
    expect(window.span).toBeNull();
  });
});

describe('a tool', () => {
  const print = (script: string) => ({ program: process.execPath, args: ['-e', script] });
  const read = (line: string) => (/^\d+$/.test(line) ? { ms: Number(line), bytes: Number(line) * 1_000 } : null);
  function gauge() {
    const calls: string[] = [];
    return { calls, begin: () => calls.push('begin'), end: () => calls.push('end') };
  }

  test('is ended when it was long enough', async () => {
    const watch = gauge();
    const endless = print('let n = 0; setInterval(() => console.log((n += 100)), 2)');
    const span = await measureTool(endless, { read, warmUpMs: 200, lengthMs: 500, gauge: watch });
    expect(span).toEqual({ seconds: 0.5, bytes: 500_000, mbPerSecond: 1 });
    expect(watch.calls).toEqual(['begin', 'end']);
  });

  test('that runs out of work is measured to its end; one that fails is told with its last words', async () => {
    const short = print('console.log("100\\n200\\n400")');
    expect(await measureTool(short, { read, warmUpMs: 0, lengthMs: 9_000, gauge: gauge() })).toMatchObject({
      seconds: 0.3,
    });
    const failing = print('console.log("100\\n200"); console.error("no such broker"); process.exit(3)');
    await expect(measureTool(failing, { read, warmUpMs: 0, lengthMs: 9_000, gauge: gauge() })).rejects.toThrow(
      /status 3[\s\S]*no such broker/,
    );
    await expect(runTool(failing, 10_000)).rejects.toThrow(/status 3[\s\S]*no such broker/);
    await expect(runTool(print('setInterval(() => {}, 1000)'), 100)).rejects.toThrow('SIGKILL');
  });
});

describe('ratios', () => {
  test('are those of the same round', () => {
    const ours = new Map([
      [1, 100],
      [2, 200],
      [3, 300],
    ]);
    const theirs = new Map([
      [1, 50],
      [2, 0],
      [3, 100],
      [4, 7],
    ]);
    expect(pairedRatios(ours, theirs)).toEqual([2, 3]);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, lowest: 1, highest: 3 });
    expect(spreadOf([4, 2])).toEqual({ median: 3, lowest: 2, highest: 4 });
    expect(spreadOf([Number.NaN])).toBeNull();
  });

  test('a target within the spread is neither met nor missed', () => {
    const spread = { median: 1.5, lowest: 1.2, highest: 2 };
    expect([1.2, 1.3, 2.1].map((target) => verdictOf(spread, target, true))).toEqual([
      'met',
      'within spread',
      'not met',
    ]);
    expect([2, 1.9, 1.1].map((target) => verdictOf(spread, target, false))).toEqual([
      'met',
      'within spread',
      'not met',
    ]);
  });

  test('become a table against what is aimed at', () => {
    const figure = (kind: PeerFigure['kind'], round: number, value: number): PeerFigure => ({
      row: 'single',
      tool: 'frames',
      name: 'p50 ms',
      kind,
      round,
      value,
    });
    const figures = [1, 2].flatMap((round) => [
      figure('chronik', round, round),
      figure('kafka', round, 2 * round),
      figure('kafka-flush', round, 2),
    ]);
    const [row] = compare(figures, ['single']);
    expect(row!.ratios).toMatchObject([
      { against: 'kafka', spread: { median: 0.5 }, rounds: 2, aim: 0.8, verdict: 'met' },
      { against: 'kafka-flush', spread: { lowest: 0.5, highest: 1 }, aim: 0.3, verdict: 'not met' },
    ]);
    expect(compare(figures, ['consume'])).toEqual([]);
    const text = formatComparisons([row!], ['chronik', 'kafka', 'kafka-flush']);
    expect(text).toContain('chronik 1.50 (1.00..2.00)   kafka 3.00 (2.00..4.00)   kafka-flush 2.00');
    expect(text).toContain('x kafka: 0.50 (0.50..0.50, 2 rounds), aim <= 0.8: MET');
    expect(text).toContain('x kafka-flush: 0.75 (0.50..1.00, 2 rounds), aim <= 0.3: NOT MET');
  });

  test('every row that has an aim says of what', () => {
    for (const row of ROWS) expect(ROW_SPECS[row].aimedAt.length).toBeGreaterThan(0);
  });
});

const main = fileURLToPath(new URL('../../../dist/native-free-bench/peers/main.js', import.meta.url));
const isBuilt = existsSync(main);

describe.skipIf(!isBuilt)(isBuilt ? 'bench:peers' : 'bench:peers [SKIPPED: not built]', () => {
  function peers(...args: string[]) {
    const nothing = mkdtempSync(`${tmpdir()}/no-compat-`);
    const { stderr, status } = spawnSync(process.execPath, [main, ...args], {
      encoding: 'utf8',
      env: { ...process.env, COMPAT_DIR: nothing },
      timeout: 30_000,
    });
    rmSync(nothing, { recursive: true });
    return { stderr, status };
  }

  test('skips by name what is not there, and says how to get it', () => {
    const { stderr, status } = peers(
      '--targets',
      'kafka,kafka-flush',
      '--only',
      'consume',
      '--tools',
      'java',
      '--cold',
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^SKIPPED kafka: .*(Java 17|npm run compat:fetch)/m);
    expect(stderr).toMatch(/^SKIPPED kafka-flush: /m);
    expect(stderr).toMatch(/^SKIPPED loads by java: .*(java|npm run compat:fetch)/m);
  });

  test('names the rows there are', () => {
    const { stderr, status } = peers('--only', 'everything');
    expect(status).not.toBe(0);
    expect(stderr).toContain('--only everything: one of produce-1, produce-all');
  });
});
