import { expect, test } from 'vitest';
import { ThreadWatch, type WatchedLoop } from '../../src/broker/thread-watch.ts';
import { ManualClock } from '../../src/runtime/clock/manual-clock.ts';
import { createLogger } from '../../src/runtime/logging/logger.ts';
import type { LogDirectory } from '../../src/services/log/log-directory.ts';

function watchOver(wal: { head: number; writtenUpTo: number }, loops: readonly WatchedLoop[] = []) {
  const clock = new ManualClock();
  const directory = { isOnline: true, path: 'data', wal };
  const lines: string[] = [];
  const watch = new ThreadWatch({
    clock,
    logger: createLogger('debug', { write: (line) => void lines.push(line) }),
    directories: () => [directory as unknown as LogDirectory],
    loops,
    diskPatienceMs: 1_000,
    loopPatienceMs: 500,
  });
  const after = (ms: number) => {
    clock.advance(ms);
    return watch.isHealthy();
  };
  return { after, directory, lines };
}

test('a thread that has something to write and does not write it is noticed, an idle one is not', () => {
  const wal = { head: 0, writtenUpTo: 0 };
  const { after, directory } = watchOver(wal);
  expect(after(0)).toBe(true);
  expect(after(60_000)).toBe(true);
  wal.head = 100;
  expect(after(0)).toBe(true);
  expect(after(999)).toBe(true);
  expect(after(1)).toBe(false);
  // One step forward, and it has all its time again.
  wal.writtenUpTo = 10;
  expect(after(1)).toBe(true);
  expect(after(0)).toBe(true);
  expect(after(999)).toBe(true);
  expect(after(2)).toBe(false);
  // A directory that is offline is another matter: its partitions are.
  directory.isOnline = false;
  expect(after(1)).toBe(true);
});

test('a loop that is silent is noticed, and told once, as is its return', () => {
  let beats: number | null = null;
  const { after, lines } = watchOver({ head: 0, writtenUpTo: 0 }, [{ name: 'replication', beats: () => beats }]);
  // Not started yet.
  expect(after(0)).toBe(true);
  expect(after(10_000)).toBe(true);
  beats = 7;
  expect(after(0)).toBe(true);
  expect(after(499)).toBe(true);
  expect(after(1)).toBe(false);
  expect(after(5_000)).toBe(false);
  beats++;
  expect(after(1)).toBe(true);
  expect(lines.map((line) => [/"level":"(\w+)"/.exec(line)?.[1], line.includes('replication')])).toEqual([
    ['error', true],
    ['warn', true],
  ]);
  // It has ended: others say so.
  beats = null;
  expect(after(60_000)).toBe(true);
});

test('a machine that stood still as a whole accuses nobody', () => {
  let beats = 0;
  const { after } = watchOver({ head: 0, writtenUpTo: 0 }, [{ name: 'controller', beats: () => beats }]);
  expect(after(0)).toBe(true);
  // Since the last look it had moved on, then nobody ran for a minute.
  beats = 20;
  expect(after(60_000)).toBe(true);
  beats = 21;
  expect(after(100)).toBe(true);
});
