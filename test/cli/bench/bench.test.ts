/** Tiny runs of `chronik bench` against a broker in this process, with what they say checked against the broker. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/start-broker.ts';
import type { BenchReport } from '../../../src/core/bench/bench-report.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { run } from '../support/run.ts';

const directory = mkdtempSync(join(tmpdir(), 'chronik-bench-'));
const broker: RunningBroker = await startBroker({ properties: { 'auto.create.topics.enable': 'false' } });

afterAll(async () => {
  await broker.stop();
  rmSync(directory, { recursive: true });
});

async function chronik(command: string) {
  return run([...command.split(' '), '-b', broker.bootstrapServers], { workingDirectory: directory });
}

async function bench(options: string): Promise<BenchReport> {
  const { code, stdout, stderr } = await chronik(`bench ${options} -d 0.3 --warm-up 0 --json - -q`);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as BenchReport;
}

async function recordsIn(topic: string): Promise<number> {
  const { stdout } = await chronik(`topic describe ${topic} --json`);
  const [described] = JSON.parse(stdout) as { partitions: { startOffset: number; endOffset: number }[] }[];
  return described!.partitions.reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0);
}

describe('produce', () => {
  test('an open loop sends what is due, and what it counts is in the log', async () => {
    await chronik('topic create open -p 3');
    const report = await bench('produce --topic open --rate 10000 -s 100');
    expect(report.counts).toMatchObject({ sent: 3_000, acknowledged: 3_000, readBack: 3_000, notSent: 0, failed: {} });
    expect(report.latency).toMatchObject({ of: 'records', from: 'intended', count: 3_000 });
    expect(await recordsIn('open')).toBe(3_000);
  });

  test.each(['gzip', 'snappy', 'lz4', 'zstd'])('with keys, compressed by %s', async (codec) => {
    await chronik(`topic create keyed-${codec} -p 4`);
    const report = await bench(
      `produce --topic keyed-${codec} --rate 1000 -s 200 -z ${codec} --key-distribution zipf --keys 50`,
    );
    expect(report.counts).toMatchObject({ acknowledged: 300, readBack: 300 });
    // Kafka's partitioner would have put each key where it is.
    const { stdout } = await chronik(`consume keyed-${codec} --from-beginning --exit-at-end --json`);
    const places = new Map<string, Set<number>>();
    for (const line of stdout.trim().split('\n')) {
      const { key, partition } = JSON.parse(line) as { key: string; partition: number };
      places.set(key, (places.get(key) ?? new Set()).add(partition));
    }
    expect(places.size).toBeGreaterThan(4);
    for (const partitions of places.values()) expect(partitions.size).toBe(1);
  });

  test.each(['all', '1', '0'])('a closed loop with acks=%s, several connections', async (acks) => {
    const topic = `closed-${acks}`;
    await chronik(`topic create ${topic} -p 5`);
    const report = await bench(`produce --topic ${topic} --acks ${acks} -s 100 --batch-bytes 1000 -c 2 --in-flight 2`);
    expect(report.counts.acknowledged).toBe(report.counts.sent);
    expect(report.counts.readBack).toBe(report.counts.sent);
    expect(report.latency.from).toBe('sent');
    expect(await recordsIn(topic)).toBe(report.counts.sent);
  });

  test('records of others are not counted', async () => {
    await chronik('topic create shared -p 1');
    const [first, second] = await Promise.all([
      bench('produce --topic shared --rate 500 -s 50'),
      new Promise((later) => setTimeout(later, 20)).then(() => bench('produce --topic shared --rate 300 -s 50')),
    ]);
    expect([first.counts.readBack, second.counts.readBack]).toEqual([150, 90]);
  });
});

test('who was meant to come while the broker stalled is charged for the wait', async () => {
  await chronik('topic create stalled -p 1');
  let produces = 0;
  const off = broker.intercept(ApiKey.Produce, () =>
    ++produces === 3 ? { action: 'delay', milliseconds: 250 } : { action: 'pass' },
  );
  const report = await bench('produce --topic stalled --rate 1000 -s 50 --in-flight 1');
  off();
  const at = (percentile: number) => report.latency.percentiles.find((found) => found.percentile === percentile)!.ms;
  // 250 of 300 records fall due in the stall. From sending on, all of them but one batch would have been quick.
  expect(report.latency.max).toBeGreaterThan(240);
  expect(at(90)).toBeGreaterThan(150);
  expect(at(50)).toBeGreaterThan(60);
});

test('what was acknowledged and is not in the log is missing: exit code 1', async () => {
  await chronik('topic create lossy -p 1');
  let produces = 0;
  const off = broker.intercept(ApiKey.Produce, () => (++produces === 2 ? { action: 'drop' } : { action: 'pass' }));
  const { code, stdout } = await chronik(
    'bench produce --topic lossy --rate 1000 -s 50 --acks 0 -d 0.3 --warm-up 0 -q',
  );
  off();
  expect(code).toBe(1);
  expect(stdout).toMatch(/[;,] \d+ MISSING$/m);
}, 30_000);

test('end to end, one at a time and by a rate', async () => {
  const closed = await bench('end-to-end -p 1 -s 100');
  expect(closed.counts.readBack).toBe(closed.counts.sent);
  expect(closed.latency.count).toBeGreaterThan(5);
  const open = await bench('end-to-end -p 3 -s 100 --rate 1000 -z lz4');
  expect(open.counts).toMatchObject({ sent: 300, acknowledged: 300, readBack: 300 });
  expect(open.latency).toMatchObject({ count: 300, from: 'intended' });
});

test('consume reads a topic again and again, in a topic of its own that is gone afterwards', async () => {
  const report = await bench('consume --fill 2MB -s 500 -p 2');
  expect(report.records).toBeGreaterThan(4_000);
  expect(report.latency.of).toBe('fetches');
  expect((await chronik('topic list')).stdout).not.toContain('chronik-bench-');
});

test('prints figures and progress, and writes JSON and a page', async () => {
  const { code, stdout, stderr } = await chronik(
    'bench produce --rate 500 -s 100 -d 2 --warm-up 0.2 --json out.json --html out.html',
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Measured: +2\.0 s, \d+ records, read back$/m);
  expect(stdout).toMatch(/^Whole run: +1100 sent, 1100 acknowledged, 1100 read back$/m);
  expect(stdout).toMatch(/p50 [\d.]+ .*p99\.99 [\d.]+/);
  expect(stderr).toMatch(/^warming up\nmeasuring\n1 s: \d+ records/);
  expect(JSON.parse(readFileSync(join(directory, 'out.json'), 'utf8'))).toMatchObject({
    seconds: 2,
    counts: { readBack: 1_100 },
  });
  const page = readFileSync(join(directory, 'out.html'), 'utf8');
  expect(page).toContain('<h1>chronik bench produce</h1>');
  expect(page.match(/class="curve /g)?.length).toBeGreaterThanOrEqual(3);
});

test('a signal ends the run, and what was measured until then is told', async () => {
  const signal = new Promise<string>((resolve) => setTimeout(resolve, 700, 'SIGINT'));
  const began = performance.now();
  const argv = ['bench', 'produce', '-b', broker.bootstrapServers, '-d', '600', '--warm-up', '0', '-s', '100', '-q'];
  const { code, stdout } = await run([...argv, '--rate', '1000', '--json', '-'], { signal });
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(20_000);
  const { seconds, counts } = JSON.parse(stdout) as BenchReport;
  expect(seconds).toBeLessThan(20);
  expect(counts.sent).toBeGreaterThan(0);
  expect(counts.readBack).toBe(counts.acknowledged);
  expect(counts.acknowledged).toBe(counts.sent);
});

test('a topic that is not there, or has nothing to read, is told at once', async () => {
  const begunAt = performance.now();
  const absent = await chronik('bench produce --topic absent -d 1 --timeout 60000');
  expect(performance.now() - begunAt).toBeLessThan(30_000);
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining('absent')]);
  await chronik('topic create empty -p 1');
  const empty = await chronik('bench consume --topic empty');
  expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining('nothing to consume in empty')]);
});
