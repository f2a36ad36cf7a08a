import { afterEach, describe, expect, test, vi } from 'vitest';
import { BrokerCounters } from '../../../src/runtime/counters/broker-counters.ts';
import * as layout from '../../../src/runtime/counters/counter-layout.ts';
import { CounterPage } from '../../../src/runtime/counters/counter-page.ts';
import { BUCKETS } from '../../../src/runtime/counters/histogram-buckets.ts';
import { startLoopCounters } from '../../../src/runtime/counters/loop-counters.ts';
import { TaskCounters } from '../../../src/runtime/counters/task-counters.ts';
import type { ThreadFigures } from '../../../src/runtime/counters/thread-figures.ts';

const { Histogram, Real, ThreadState, Word } = layout;

function named(figures: readonly ThreadFigures[], name: string): ThreadFigures {
  const found = figures.find((thread) => thread.name === name);
  expect(found, `no thread ${name}`).toBeDefined();
  return found!;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const spin = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

describe('the layout', () => {
  test('keeps all parts of a page apart', () => {
    expect(new Set(Object.values(Word)).size).toBe(Object.keys(Word).length);
    expect(Math.max(...Object.values(Word))).toBeLessThan(layout.WORDS);
    expect(Math.max(...Object.values(Real))).toBeLessThan(layout.REALS);
    expect(Math.max(...Object.values(Histogram))).toBeLessThan(layout.HISTOGRAMS);
    expect((BUCKETS + 1) * 4).toBeLessThanOrEqual(layout.HISTOGRAM_BYTES);
    expect(layout.HISTOGRAMS_AT + layout.HISTOGRAMS * layout.HISTOGRAM_BYTES).toBeLessThanOrEqual(layout.PAGE_BYTES);
    expect(layout.REALS_AT % 8).toBe(0);
  });

  test('what is written at every place is read there and nowhere else', () => {
    const counters = BrokerCounters.allocate(2);
    for (const name of layout.PAGES) new CounterPage(counters.page(name)).open();
    for (const index of [0, 1]) new CounterPage(counters.wal(index)).open();
    const page = new CounterPage(counters.wal(0));
    page.observe(Histogram.SYNC, 3);
    page.observe(Histogram.SYNC, 1e9);
    const figures = counters.read().figures();
    expect(figures.map(({ name }) => name)).toEqual([...layout.PAGES, 'wal-0', 'wal-1']);
    for (const { name, sync, loopDelay, gcPause, raft } of figures) {
      expect([loopDelay, gcPause, raft]).toEqual([null, null, null]);
      expect(sync?.count ?? 0, name).toBe(name === 'wal-0' ? 2 : 0);
    }
  });
});

describe('windows', () => {
  test('hold what came between two readings, also where a count went round', () => {
    const counters = BrokerCounters.allocate(1);
    const page = new CounterPage(counters.wal(0));
    page.open();
    page.set(Word.GROUPS, -2);
    page.observe(Histogram.SYNC, 80);
    page.add(Real.BYTES_IN, 1e12);
    const first = counters.read();
    page.count(Word.GROUPS, 5);
    page.add(Real.BYTES_IN, 4_000);
    for (let n = 0; n < 99; n++) page.observe(Histogram.SYNC, 1);
    page.observe(Histogram.SYNC, 10);
    const second = counters.read();
    const seconds = (second.atMs - first.atMs) / 1_000;
    const [window] = second.figures(first);
    expect(window!.groupsPerSecond * seconds).toBeCloseTo(5);
    expect(window!.bytesInPerSecond * seconds).toBeCloseTo(4_000);
    expect(window!.sync!.count).toBe(100);
    expect(window!.sync!.p99Ms).toBeLessThan(1.2);
    // The 80 ms were before.
    expect(window!.sync!.maxMs).toBeGreaterThanOrEqual(10);
    expect(window!.sync!.maxMs).toBeLessThan(12);
    expect(second.figures()[0]!.sync!.maxMs).toBe(80);
  });

  test('tell a thread that is held up from one that has nothing to do', async () => {
    const counters = BrokerCounters.allocate(1);
    const stuck = new CounterPage(counters.page('replication'));
    const tasks = new TaskCounters(new CounterPage(counters.page('compute')));
    stuck.open();
    stuck.beat(0);
    tasks.end(tasks.begin());
    await sleep(450);
    const figures = counters.read().figures();
    expect(named(figures, 'replication')).toMatchObject({ state: 'running' });
    expect(named(figures, 'replication').silentMs).toBeGreaterThan(400);
    expect(named(figures, 'replication').utilization).toBeGreaterThan(0.9);
    expect(named(figures, 'compute')).toMatchObject({ state: 'asleep', silentMs: 0 });
    expect(named(figures, 'compute').utilization).toBeLessThan(0.1);
    const before = counters.read();
    tasks.begin();
    await sleep(450);
    const busy = named(counters.read().figures(before), 'compute');
    expect(busy).toMatchObject({ state: 'running', inFlight: 1 });
    expect(busy.utilization).toBeGreaterThan(0.9);
  });

  test('a ring shows the peak of the last second and the highest ever', () => {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    try {
      const counters = BrokerCounters.allocate(1);
      const page = new CounterPage(counters.wal(0));
      page.open();
      page.set(Word.RING_CAPACITY, 1_000);
      page.ringUsed(900);
      vi.advanceTimersByTime(1_200);
      page.ringUsed(10);
      const ring = () => counters.read().figures()[0]!.ring!;
      expect(ring()).toEqual({ capacityBytes: 1_000, usedBytes: 10, peakBytes: 900, highestBytes: 900 });
      vi.advanceTimersByTime(1_200);
      page.ringUsed(20);
      expect(ring().peakBytes).toBe(20);
      // Nobody looked for long: what was there last is all that is known.
      vi.advanceTimersByTime(60_000);
      expect(ring()).toMatchObject({ peakBytes: 20, highestBytes: 900 });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a thread with an event loop', () => {
  let end: (() => void) | null = null;
  afterEach(() => {
    end?.();
    end = null;
  });

  test('shows that it was blocked, how long, and that it was busy', async () => {
    const counters = BrokerCounters.allocate(0);
    let published = 0;
    end = startLoopCounters(new CounterPage(counters.page('main')), { publish: () => published++ });
    await sleep(120);
    const before = counters.read();
    spin(600);
    await sleep(60);
    const main = named(counters.read().figures(before), 'main');
    expect(main.loopDelay!.maxMs).toBeGreaterThan(300);
    expect(main.utilization).toBeGreaterThan(0.5);
    expect(published).toBeGreaterThan(0);
    end();
    end = null;
    expect(named(counters.read().figures(), 'main').state).toBe('ended');
  });

  test('counts its collections', async () => {
    const counters = BrokerCounters.allocate(0);
    end = startLoopCounters(new CounterPage(counters.page('main')));
    let kept: object[] = [];
    for (let n = 0; n < 400_000; n++) {
      kept.push({ n });
      if (kept.length > 50_000) kept = [];
    }
    const deadline = Date.now() + 5_000;
    const collections = () => named(counters.read().figures(), 'main').gcPause?.count ?? 0;
    while (collections() === 0 && Date.now() < deadline) await sleep(10);
    expect(collections()).toBeGreaterThan(0);
  });
});

test('a page that is not opened belongs to no thread', () => {
  const counters = BrokerCounters.allocate(1);
  expect(counters.read().figures()).toEqual([]);
  new CounterPage(counters.wal(0)).open(ThreadState.OnMain);
  expect(counters.read().figures()[0]).toMatchObject({ name: 'wal-0', state: 'on main', silentMs: 0, utilization: 0 });
});
