/** The isolation bench runs from end to end, small; its claim holds by a wide margin even on a machine that is busy. */
import { expect, test } from 'vitest';
import { isolate, VARIANTS } from '../../native-free-bench/isolation/isolate.ts';
import { formatIsolation, isolationPage } from '../../native-free-bench/isolation/report.ts';
import { thisMachine } from '../../native-free-bench/machine.ts';

test('blocked main threads hold up no metadata commit where raft has a thread of its own', {
  timeout: 60_000,
}, async () => {
  const options = { seconds: 1, wedgeSeconds: 1.5, sliceMs: 120, say: () => {} };
  const row = await isolate(VARIANTS['apart']!, options);
  expect(row.loaded).toHaveLength(3);
  for (const { ticks } of [...row.idle, ...row.loaded]) expect(ticks).toBeGreaterThan(30);
  // One that waited for a main thread would take as long as that is blocked.
  expect(row.commits.blocked.count).toBeGreaterThan(3);
  expect(row.commits.blocked.p50Ms).toBeLessThan(500);
  const main = row.threads[0]!.find(({ name }) => name === 'main')!;
  expect(main.utilization).toBeGreaterThan(0.5);
  expect(row.threads[0]!.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['main', 'controller', 'control-log', 'replication', 'wal-0']),
  );
  const results = {
    ...options,
    machine: thisMachine(),
    startedAt: '2001-01-01T00:00:00.000Z',
    loadBefore: 0,
    rows: [row],
  };
  expect(formatIsolation(results)).toMatch(/elections, loaded +0 +\d/);
  expect(await isolationPage(results)).toContain('control-log');
});
