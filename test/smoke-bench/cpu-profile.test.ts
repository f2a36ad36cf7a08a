/** What a thread did with its time, from profiles made by hand, and the limit of a case from a real run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  type CpuProfile,
  homeOf,
  limitOf,
  type ProfileNode,
  timeOf,
} from '../../native-free-bench/profile/cpu-profile.ts';

const node = (
  id: number,
  functionName: string,
  url = '',
  positionTicks: ProfileNode['positionTicks'] = [],
): ProfileNode => ({ id, callFrame: { functionName, url, lineNumber: 0 }, positionTicks });

const WAL = 'file:///x/dist/workers/wal/wal-agent.js';

/** From 1,000 on, samples every 100: idle, run, run, park/run by halves, sync, collect. */
const profile: CpuProfile = {
  nodes: [
    node(1, '(idle)'),
    node(2, 'work', WAL, [{ line: 5, ticks: 2 }]),
    // One sample of three stood at the wait.
    node(3, 'park', WAL, [
      { line: 7, ticks: 1 },
      { line: 8, ticks: 2 },
    ]),
    node(4, 'fdatasync'),
    node(5, '(garbage collector)'),
    // Not a call of the file system, though it is named like one.
    node(6, 'open', WAL, [{ line: 20, ticks: 1 }]),
  ],
  startTime: 1_000,
  endTime: 1_700,
  samples: [1, 2, 2, 3, 4, 5, 6],
  timeDeltas: [0, 100, 100, 100, 100, 100, 100],
};
const isParkedLine = (url: string, line: number) => url === WAL && line === 7;
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

test('time is running, garbage, files or waiting', () => {
  const { running, gc, files, waiting, top } = timeOf(profile, [0, 10_000], isParkedLine);
  expect([running, gc, files, waiting].map(rounded)).toEqual([0.524, 0.143, 0.143, 0.19]);
  expect(rounded(running + gc + files + waiting)).toBe(1);
  expect(top[0]).toEqual({ name: 'work (wal/wal-agent.js)', share: 2 / 7 });
});

test('only the window counts, and samples at its edges count in part', () => {
  const { running, waiting } = timeOf(profile, [1_050, 1_150], isParkedLine);
  expect([running, waiting]).toEqual([0.5, 0.5]);
  expect(timeOf(profile, [5_000, 6_000], isParkedLine).waiting).toBe(1);
});

test('a thread of a pool is named after the room that it works in', () => {
  expect(homeOf(profile)).toBe('wal');
  expect(homeOf({ ...profile, nodes: [node(1, '(idle)')] })).toBeNull();
});

test('the busiest thread is the limit, if it is busy at all', () => {
  const thread = (name: string, running: number, files: number) => ({
    name,
    running,
    files,
    gc: 0,
    waiting: 1 - running - files,
    top: [],
  });
  expect(limitOf([thread('main', 0.5, 0), thread('wal', 0.1, 0.85)])).toBe(
    'wal (95 % busy, mostly in calls on files: the disk) is the limit',
  );
  expect(limitOf([thread('main', 0.5, 0), thread('wal', 0.1, 0.2)])).toBe(
    'main (50 % busy, mostly running) is the nearest to a limit, but waits 50 % of the time: hand-offs between threads count',
  );
});

const program = fileURLToPath(new URL('../../dist/native-free-bench/profile.js', import.meta.url));
const isBuilt = existsSync(program);

test.skipIf(!isBuilt)(
  `profiles a case thread by thread${isBuilt ? '' : ' [SKIPPED: not built]'}`,
  () => {
    const args = [program, 'doorbell: there and back, both blocking', '200'];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
    expect(status, stderr).toBe(0);
    const waits = (name: string) => Number(new RegExp(`^ +${name} .*waiting (\\d+) %`, 'm').exec(stdout)?.[1]);
    // One of two threads that take turns always waits.
    expect(waits('main') + waits('doorbell')).toBeGreaterThan(30);
    expect(waits('doorbell')).toBeGreaterThan(5);
    expect(stdout).toMatch(/^ +(main|doorbell) \(\d+ % busy, mostly running\) is the /m);
  },
  70_000,
);
