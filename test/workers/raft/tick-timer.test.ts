import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { RaftGauges } from '../../../src/workers/raft/raft-gauges.ts';
import { TickTimer } from '../../../src/workers/raft/tick-timer.ts';
import { PausableClock } from './support/pausable-clock.ts';

function pulse() {
  const manual = new ManualClock();
  const clock = new PausableClock(manual);
  const gauges = new RaftGauges();
  const log: string[] = [];
  const timer = new TickTimer(
    clock,
    gauges,
    () => log.push('tick'),
    (ms) => log.push(`pause of ${ms} ms`),
  );
  timer.start();
  const standStill = (ms: number): void => {
    clock.setPaused(true);
    manual.advance(ms);
    clock.setPaused(false);
  };
  return { manual, timer, gauges, log, standStill };
}

describe('the pulse of raft', () => {
  test('beats a hundred times a second, and not at all when stopped', () => {
    const { manual, timer, gauges, log } = pulse();
    manual.advance(1_000);
    expect(log.length).toBe(100);
    expect(gauges.read()).toMatchObject({ ticks: 100, latenessMaxMs: 0, pauses: 0 });
    timer.stop();
    manual.advance(1_000);
    expect(log.length).toBe(100);
    expect(manual.pendingTimers).toBe(0);
  });

  test('makes up for a short delay, but only after what waits in the sockets was read', () => {
    const { manual, log, standStill } = pulse();
    standStill(105);
    expect(log).toEqual([]);
    // What the event loop reads before its next look at the timers.
    log.push('socket');
    manual.advance(0);
    expect(log).toEqual(['socket', ...Array.from({ length: 10 }, () => 'tick')]);
    manual.advance(95);
    expect(log.length).toBe(21);
  });

  test('does not make up for a pause: one tick, after the node was told', () => {
    const { manual, gauges, log, standStill } = pulse();
    standStill(5_000);
    manual.advance(0);
    expect(log).toEqual(['pause of 4990 ms', 'tick']);
    manual.advance(100);
    expect(log.length).toBe(12);
    expect(gauges.read().pauses).toBe(1);
    expect(gauges.read().latenessMaxMs).toBeGreaterThan(4_900);
  });
});

describe('the figures of raft', () => {
  test('percentiles are those of the ticks, up to the width of a bucket', () => {
    const gauges = new RaftGauges();
    for (let n = 1; n <= 1_000; n++) gauges.tick(n <= 980 ? 0.2 : 40);
    const { ticks, latenessP50Ms, latenessP99Ms, latenessMaxMs } = gauges.read();
    expect([ticks, latenessMaxMs]).toEqual([1_000, 40]);
    expect(Math.abs(latenessP50Ms - 0.2)).toBeLessThan(0.2 / 8);
    expect(Math.abs(latenessP99Ms - 40)).toBeLessThan(40 / 8);
    gauges.tick(5_000);
    expect(gauges.read().latenessMaxMs).toBe(5_000);
  });
});
