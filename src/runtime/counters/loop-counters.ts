/**
 * What a thread with an event loop tells about itself: that it gets on, how late its timers come, how much of its time is
 * work, and its collections. One unreferenced timer. A wake of an idle thread costs about 130 µs, so idle ones beat rarely.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { Histogram, ThreadState } from './counter-layout.ts';
import type { CounterPage } from './counter-page.ts';
import { identifyThread } from './thread-identity.ts';

const BUSY_BEAT_MS = 50;
const IDLE_BEAT_MS = 250;
/** A thread is idle when its work was less than this share of its time since the last beat. */
const IDLE_SHARE = 0.03;
/** Gauges may cost a walk over all connections: no more often than this. */
const PUBLISH_MS = 250;

export interface LoopCountersOptions {
  /** Called now and then, to publish what the thread knows as plain numbers. */
  readonly publish?: () => void;
}

/** Returns how to end it. */
export function startLoopCounters(page: CounterPage, { publish }: LoopCountersOptions = {}): () => void {
  page.open(ThreadState.Running);
  identifyThread(page);
  const observer = observeCollections(page);
  let beatAt = performance.now();
  let publishedAt = Number.NEGATIVE_INFINITY;
  let busyMs = 0;
  let timer: NodeJS.Timeout;
  const arm = (delayMs: number): void => {
    const dueAt = performance.now() + delayMs;
    timer = setTimeout(() => {
      const now = performance.now();
      page.observe(Histogram.LOOP_DELAY, now - dueAt);
      const { active } = performance.eventLoopUtilization();
      const isIdle = active - busyMs < (now - beatAt) * IDLE_SHARE;
      busyMs = active;
      beatAt = now;
      page.beat(active);
      if (publish !== undefined && now - publishedAt >= PUBLISH_MS - 10) {
        publishedAt = now;
        publish();
      }
      arm(isIdle ? IDLE_BEAT_MS : BUSY_BEAT_MS);
    }, delayMs);
    timer.unref();
  };
  arm(BUSY_BEAT_MS);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    page.close();
  };
}

function observeCollections(page: CounterPage): PerformanceObserver {
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) page.observe(Histogram.GC_PAUSE, duration);
  });
  observer.observe({ entryTypes: ['gc'] });
  return observer;
}
