import { expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { LeadershipLease } from '../../../src/services/partition/leadership-lease.ts';

test('a lease is over at its end, whether or not a timer has said so', () => {
  const clock = new ManualClock();
  const lease = new LeadershipLease(clock);
  expect(lease.isHeld).toBe(true);
  lease.renew(1_000);
  clock.advance(999);
  expect(lease.isHeld).toBe(true);
  clock.advance(1);
  expect(lease.isHeld).toBe(false);
  lease.renew(2_000);
  expect(lease.isHeld).toBe(true);
  lease.renew(null);
  expect(lease.isHeld).toBe(false);
});
