import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TimerWheel } from '../../../src/core/base/timer-wheel.ts';

describe('TimerWheel', () => {
  test('fires at the millisecond of its deadline, never before', () => {
    for (const delay of [1, 63, 64, 65, 4095, 4096, 4097, 45_000, 262_144, 16_777_300, 70_000_000_000]) {
      const wheel = new TimerWheel<string>(1_700_000_000_123);
      wheel.schedule(1_700_000_000_123 + delay, 'a');
      expect(wheel.advance(1_700_000_000_123 + delay - 1)).toEqual([]);
      expect(wheel.advance(1_700_000_000_123 + delay)).toEqual(['a']);
      expect(wheel.size).toBe(0);
    }
  });

  test('a deadline in the past falls due at the next advance', () => {
    const wheel = new TimerWheel<string>(1000);
    wheel.schedule(10, 'late');
    expect(wheel.advance(1000)).toEqual([]);
    expect(wheel.advance(1001)).toEqual(['late']);
  });

  test('renewing moves the deadline both ways', () => {
    const wheel = new TimerWheel<string>(0);
    wheel.schedule(100, 'a');
    wheel.schedule(5000, 'a');
    expect(wheel.advance(4999)).toEqual([]);
    wheel.schedule(90_000, 'a');
    wheel.schedule(6000, 'a');
    expect(wheel.deadline('a')).toBe(6000);
    expect(wheel.advance(6000)).toEqual(['a']);
  });

  test('a clock that jumps back does nothing', () => {
    const wheel = new TimerWheel<string>(1000);
    wheel.schedule(1010, 'a');
    expect(wheel.advance(5)).toEqual([]);
    expect(wheel.advance(1010)).toEqual(['a']);
  });

  test('agrees with a sorted list under random scheduling, moving and cancelling', () => {
    const operation = fc.oneof(
      fc.record({
        kind: fc.constant('schedule' as const),
        id: fc.nat(20),
        delay: fc.oneof(fc.nat(200), fc.nat(10_000), fc.nat(500_000_000)),
      }),
      fc.record({ kind: fc.constant('cancel' as const), id: fc.nat(20), delay: fc.constant(0) }),
      fc.record({
        kind: fc.constant('advance' as const),
        id: fc.constant(0),
        delay: fc.oneof(fc.nat(100), fc.nat(20_000), fc.nat(600_000_000)),
      }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), fc.nat(1e12), (operations, start) => {
        let now = start;
        const wheel = new TimerWheel<number>(now);
        const model = new Map<number, number>();
        for (const { kind, id, delay } of operations) {
          if (kind === 'schedule') {
            wheel.schedule(now + delay, id);
            model.set(id, Math.max(now + delay, now + 1));
          } else if (kind === 'cancel') {
            expect(wheel.cancel(id)).toBe(model.delete(id));
          } else {
            now += delay;
            const expected = [...model].filter(([, at]) => at <= now);
            expect([...wheel.advance(now)].sort()).toEqual(expected.map(([one]) => one).sort());
            for (const [one] of expected) model.delete(one);
          }
          expect(wheel.size).toBe(model.size);
          if (model.size > 0) {
            expect(wheel.nextDeadline()).toBeLessThanOrEqual(Math.min(...model.values()));
            expect(wheel.nextDeadline()).toBeGreaterThan(now);
          }
        }
      }),
    );
  });

  test('due timers come in order of their deadlines', () => {
    const wheel = new TimerWheel<number>(0);
    for (const at of [500, 3, 70, 4100, 69]) wheel.schedule(at, at);
    expect(wheel.advance(5000)).toEqual([3, 69, 70, 500, 4100]);
  });

  test('20,000 sessions renewed for ten minutes take no work per renewal but a look-up', () => {
    const wheel = new TimerWheel<number>(0);
    for (let now = 0; now < 600_000; now += 3000) {
      wheel.advance(now);
      for (let id = 0; id < 1000; id++) wheel.schedule(now + 45_000, id);
    }
    expect(wheel.size).toBe(1000);
    expect(wheel.advance(700_000)).toHaveLength(1000);
  });
});
