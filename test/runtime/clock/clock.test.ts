import { afterEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';

afterEach(() => vi.useRealTimers());

test('manual timers fire in order of time, then of arming, at their own times; those armed meanwhile take part', () => {
  const clock = new ManualClock(100);
  const fired: [string, number][] = [];
  const fire = (name: string) => () => void fired.push([name, clock.monotonicMs()]);
  clock.setTimer(30, fire('third'));
  clock.setTimer(10, () => {
    fire('first')();
    clock.setTimer(5, fire('second'));
  });
  clock.setTimer(30, fire('fourth'));
  clock.setTimer(20, fire('never'))();
  clock.advance(29);
  expect(fired).toEqual([
    ['first', 110],
    ['second', 115],
  ]);
  clock.advance(1);
  expect(fired.slice(2)).toEqual([
    ['third', 130],
    ['fourth', 130],
  ]);
  expect(clock.pendingTimers).toBe(0);
  expect(clock.wallMs()).toBe(1_700_000_000_030);
});

test('system timers fire once, can be cancelled, and do not keep the process alive', async () => {
  let fired = 0;
  const cancel = systemClock.setTimer(5, () => fired++);
  systemClock.setTimer(5, () => fired++);
  cancel();
  await new Promise((resolve) => setTimeout(resolve, 30));
  cancel();
  expect(fired).toBe(1);
  const before = process.getActiveResourcesInfo().length;
  const stop = systemClock.setTimer(60_000, () => {});
  expect(process.getActiveResourcesInfo().length).toBe(before);
  stop();
});

test('a timer of more than 2^31 ms waits that long, and cancelling works in any of its legs', () => {
  vi.useFakeTimers();
  let fired = 0;
  const days = 86_400_000;
  systemClock.setTimer(60 * days, () => fired++);
  const cancel = systemClock.setTimer(60 * days, () => fired++);
  vi.advanceTimersByTime(30 * days);
  cancel();
  vi.advanceTimersByTime(30 * days - 1);
  expect(fired).toBe(0);
  vi.advanceTimersByTime(1);
  expect(fired).toBe(1);
});

test('the system clock moves forward, and tells the wall time in whole milliseconds', async () => {
  const [from, wall] = [systemClock.monotonicMs(), systemClock.wallMs()];
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(systemClock.monotonicMs()).toBeGreaterThan(from + 5);
  expect(Number.isInteger(wall)).toBe(true);
  expect(Math.abs(wall - Date.now())).toBeLessThan(5000);
});
