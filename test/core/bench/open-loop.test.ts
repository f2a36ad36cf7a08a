/** The arithmetic of the open loop on a virtual clock: a broker that stalls is charged for all who waited meanwhile. */
import { describe, expect, test } from 'vitest';
import { type DueBatch, OpenBatches } from '../../../src/core/bench/open-batches.ts';
import { RunRecord } from '../../../src/core/bench/run-record.ts';
import { Schedule } from '../../../src/core/bench/schedule.ts';

describe('schedule', () => {
  test('records fall due evenly, each exactly once', () => {
    for (const rate of [1, 3, 7, 333, 1_000, 20_000, 12_345.678]) {
      const schedule = new Schedule(rate, 500, 2_000);
      expect(schedule.total).toBe(Math.round(rate * 2));
      for (let record = 0; record < Math.min(schedule.total, 5_000); record++) {
        const at = schedule.intendedAt(record);
        expect(schedule.dueBy(at)).toBe(record + 1);
        expect(schedule.dueBy(at - 0.4 * (1_000 / rate))).toBe(record);
      }
      expect(schedule.dueBy(499.9)).toBe(0);
      expect(schedule.dueBy(1e9)).toBe(schedule.total);
    }
  });
});

/**
 * One record at a time at 100/s for 10 s, 1 ms each, but nothing is answered from second 4 to second 5. The arithmetic by
 * hand: 100 of 1000 records fall due in the stall and wait from 1000 ms down to 10 ms; those behind them work off the queue.
 */
function stalled(): RunRecord {
  const run = new RunRecord(0, 10_000);
  const schedule = new Schedule(100, 0, 10_000);
  let free = 0;
  for (let record = 0; record < schedule.total; record++) {
    const intended = schedule.intendedAt(record);
    let begin = Math.max(intended, free);
    if (begin >= 4_000 && begin < 5_000) begin = 5_000;
    free = begin + 1;
    run.took(intended, free);
    run.done(free, 1, 10);
  }
  return run;
}

test('a stall of a second is seen by everybody who was meant to come in it', () => {
  const { latency, records } = stalled();
  expect(records).toBe(1_000);
  expect(latency.max).toBe(1_001_000);
  // A closed loop would have counted one slow record in a thousand: its p99 were 1 ms.
  expect(latency.percentile(99) / 1_000).toBeGreaterThan(890);
  expect(latency.percentile(95) / 1_000).toBeGreaterThan(450);
  expect(latency.percentile(50) / 1_000).toBe(1);
});

describe('open batches', () => {
  function collect(recordsMax: number, lingerMs: number) {
    const closed: DueBatch[] = [];
    return { closed, batches: new OpenBatches(recordsMax, lingerMs, (batch) => closed.push(batch)) };
  }

  test('are closed when full, with the times of all their records', () => {
    const { closed, batches } = collect(3, 100);
    expect([1, 2, 3, 4].map((at) => batches.add(0, at))).toEqual([false, false, true, false]);
    expect(closed).toHaveLength(1);
    expect(closed[0]).toMatchObject({ partition: 0, count: 3 });
    expect([...closed[0]!.intended]).toEqual([1, 2, 3]);
    expect(batches.nextCloseAt).toBe(104);
    expect([batches.lacking(0), batches.lacking(1)]).toEqual([2, 3]);
  });

  test('are closed when their first record has lingered, and no sooner', () => {
    const { closed, batches } = collect(10, 5);
    batches.add(2, 10);
    batches.add(1, 12);
    batches.add(2, 13);
    expect(batches.nextCloseAt).toBe(15);
    expect(batches.closeLingered(14.9)).toBe(false);
    expect(batches.closeLingered(15)).toBe(true);
    expect(closed.map(({ partition, count }) => [partition, count])).toEqual([[2, 2]]);
    expect(batches.nextCloseAt).toBe(17);
    expect(batches.closeLingered(99)).toBe(true);
    expect(batches.nextCloseAt).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('run record', () => {
  test('the warm-up and what comes after the end count for nothing', () => {
    const run = new RunRecord(1_000, 2_000);
    run.done(999, 5, 50);
    run.done(1_000, 1, 10);
    run.done(1_999, 2, 20);
    run.done(2_000, 9, 90);
    expect([run.records, run.bytes, run.seconds]).toEqual([3, 30, 1]);
    run.took(999, 1_500);
    run.took(1_500, 2_500);
    run.took(2_000, 2_001);
    expect(run.latency.count).toBe(1);
    expect(run.latency.max).toBe(1_000_000);
  });

  test('intervals have what came since the last', () => {
    const run = new RunRecord(1_000, 4_000);
    expect(run.tick(1_000)).toBeNull();
    run.done(1_500, 2, 20);
    run.took(1_400, 1_402);
    expect(run.tick(2_000)).toEqual({ second: 1, records: 2, bytes: 20, p50: 2, p99: 2, max: 2 });
    expect(run.tick(3_000)).toEqual({ second: 2, records: 0, bytes: 0, p50: 0, p99: 0, max: 0 });
    expect(run.intervals).toHaveLength(2);
    run.cut(3_000);
    expect(run.seconds).toBe(2);
  });
});
