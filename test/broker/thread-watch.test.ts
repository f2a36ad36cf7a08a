import { expect, test } from 'vitest';
import { ThreadWatch } from '../../src/broker/thread-watch.ts';
import { ManualClock } from '../../src/runtime/clock/manual-clock.ts';
import type { LogDirectory } from '../../src/services/log/log-directory.ts';

test('a thread that has something to write and does not write it is noticed, an idle one is not', () => {
  const clock = new ManualClock();
  const wal = { head: 0, writtenUpTo: 0 };
  const directory = { isOnline: true, wal };
  const watch = new ThreadWatch(clock, () => [directory as unknown as LogDirectory], 1_000);
  const after = (ms: number) => {
    clock.advance(ms);
    return watch.isHealthy();
  };
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
