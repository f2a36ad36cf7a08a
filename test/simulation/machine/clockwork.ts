/**
 * Virtual time: a heap of events in order of time, then of making. Every event belongs to a process (or to the world), runs
 * to its end with all microtasks it leaves, and only then comes the next. Nothing here looks at a real clock.
 */
import v8 from 'node:v8';
import type { Process } from './process.ts';

export interface Timed {
  /** When it runs: not before its process is free. */
  at: number;
  /** When it was to run. */
  readonly due: number;
  readonly order: number;
  readonly process: Process | null;
  /** Null once it ran or was cancelled. */
  run: (() => void) | null;
}

/** Microtasks are run between events here and now: going through Node's own loop would cost ten times an event. */
v8.setFlagsFromString('--allow-natives-syntax');
const drainMicrotasks = new Function('%PerformMicrotaskCheckpoint()') as () => void;

/** Processor time of an event: nothing happens in no time, so that a loop that waits for itself moves the clock. */
const EVENT_MS = 0.01;

export class Clockwork {
  now = 0;
  /** Whose event runs. */
  current: Process | null = null;
  /** Whose event ran last. */
  last: Process | null = null;
  events = 0;
  /** Of all events so far: equal hashes mean equal runs. */
  hash = 0x811c9dc5;
  /** An event threw: the process has no handler for it. */
  onCrash: (process: Process | null, error: unknown) => void = (_process, error) => {
    throw error;
  };
  #order = 0;
  readonly #heap: Timed[] = [];

  /** Milliseconds as the running process sees them: synchronous disk work has moved them on within the event. */
  get localNow(): number {
    const { current } = this;
    return current === null ? this.now : Math.max(this.now, current.busyUntil);
  }

  at(time: number, process: Process | null, run: () => void): Timed {
    const due = Math.max(time, this.now);
    const event: Timed = { at: due, due, order: this.#order++, process, run };
    this.#push(event);
    return event;
  }

  after(delayMs: number, process: Process | null, run: () => void): Timed {
    return this.at(this.localNow + delayMs, process, run);
  }

  /** A process goes on before its pause is over, and does first what has waited for it: its timers are not later than others. */
  resume(process: Process): void {
    if (process.pausedUntil <= this.now) return;
    process.pausedUntil = this.now;
    for (const event of this.#heap.splice(0)) {
      if (event.process === process) event.at = Math.max(event.due, this.now);
      this.#push(event);
    }
  }

  mix(value: number): void {
    this.hash = Math.imul(this.hash ^ (value | 0), 0x01000193) >>> 0;
  }

  /** Runs the next event. False when none is left before `until`. */
  step(until: number): boolean {
    for (;;) {
      const event = this.#heap[0];
      if (event === undefined || event.at > until) {
        this.now = Math.max(this.now, Math.min(until, Number.MAX_SAFE_INTEGER));
        return false;
      }
      this.#pop();
      const { process, run } = event;
      if (run === null) continue;
      if (process !== null) {
        if (!process.isAlive) continue;
        const start = Math.max(process.busyUntil, process.pausedUntil);
        if (start > event.at) {
          event.at = start;
          this.#push(event);
          continue;
        }
      }
      this.now = event.at;
      event.run = null;
      this.events++;
      this.mix(event.at * 1024);
      this.mix(process === null ? 0 : process.pid);
      this.runAs(process, run);
      return true;
    }
  }

  /** `run` and what it leaves to microtasks, in the name of a process. Not within another event. */
  runAs(process: Process | null, run: () => void): void {
    this.current = process;
    if (process !== null) process.busyUntil = this.now + EVENT_MS;
    try {
      run();
    } catch (error) {
      if (process === null || process.isAlive) this.onCrash(process, error);
    }
    drainMicrotasks();
    this.current = null;
    this.last = process;
  }

  #push(event: Timed): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
