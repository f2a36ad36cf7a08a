/** Node's timers, clocks and `Atomics.waitAsync` on virtual time. */
import type { Timed } from '../machine/clockwork.ts';
import type { Process } from '../machine/process.ts';
import type { Environment } from './environment.ts';

/** Virtual time 0 on the wall clock. */
export const WALL_START_MS = 1_700_000_000_000;
/** How late a timer fires on a machine with something to do. */
const LATENESS_MS = 0.3;
const WAKE_MS = 0.05;

class Timer {
  event: Timed | null = null;

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

interface Waiter {
  readonly deadline: number;
  settle: ((outcome: string) => void) | null;
}

/** Waits end by time so seldom that one look for all of a process will do. */
const TIMEOUTS_MS = 250;

export function timerGlobals(environment: Environment): Record<string, unknown> {
  const { clock, random } = environment;

  function setTimeout(run: (...values: unknown[]) => void, delayMs = 1, ...values: unknown[]): Timer {
    const { process } = environment;
    const timer = new Timer();
    const delay = delayMs >= 1 && delayMs <= 2 ** 31 - 1 ? Math.trunc(delayMs) : 1;
    timer.event = clock.after(delay + random.next() * LATENESS_MS, process, () => run(...values));
    return timer;
  }

  function setInterval(run: () => void, delayMs = 1): Timer {
    const { process } = environment;
    const timer = new Timer();
    const arm = (): void => {
      timer.event = clock.after(Math.max(1, delayMs), process, () => {
        arm();
        run();
      });
    };
    arm();
    return timer;
  }

  function setImmediate(run: (...values: unknown[]) => void, ...values: unknown[]): Timer {
    const timer = new Timer();
    timer.event = clock.after(0, environment.process, () => run(...values));
    return timer;
  }

  function clear(timer: Timer | null | undefined): void {
    if (timer?.event != null) timer.event.run = null;
  }

  const wallMs = (): number => {
    const { machine } = environment.process;
    return Math.floor(WALL_START_MS + clock.localNow + machine.wallOffsetMs);
  };
  const VirtualDate = class extends Date {
    constructor(...values: unknown[]) {
      if (values.length === 0) super(wallMs());
      else super(...(values as [number]));
    }

    static override now(): number {
      return wallMs();
    }
  };

  const resolved = Promise.resolve();
  const guarded = (run: () => void) => () => {
    const { current } = clock;
    if (current !== null && !current.isAlive) return;
    try {
      run();
    } catch (error) {
      clock.onCrash(current, error);
    }
  };

  return {
    queueMicrotask: (run: () => void) => void resolved.then(guarded(run)),
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    performance: {
      now: () => clock.localNow - environment.process.startedAt,
      eventLoopUtilization: () => ({ active: 0, idle: 0, utilization: 0 }),
    },
    Date: VirtualDate,
    Math: Object.assign(Object.create(Math), { random: () => random.next() }),
    Atomics: atomics(environment),
  };
}

function atomics(environment: Environment): Record<string, unknown> {
  const { clock, random } = environment;
  const waiting = new WeakMap<object, Map<number, Waiter[]>>();
  const all: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(Atomics)) all[name] = Atomics[name as 'add'];

  const byProcess = new WeakMap<Process, Set<Waiter>>();
  const waitersOf = (process: Process): Set<Waiter> => {
    let waiters = byProcess.get(process);
    if (waiters !== undefined) return waiters;
    waiters = new Set();
    byProcess.set(process, waiters);
    const look = (): void => {
      for (const waiter of waiters!) if (waiter.deadline <= clock.now) waiter.settle?.('timed-out');
      clock.after(TIMEOUTS_MS, process, look);
    };
    clock.after(TIMEOUTS_MS, process, look);
    return waiters;
  };

  all['waitAsync'] = (array: Int32Array, index: number, value: number, timeoutMs: number) => {
    if (Atomics.load(array, index) !== value) return { async: false, value: 'not-equal' };
    const { process } = environment;
    const at = array.byteOffset + index * 4;
    let places = waiting.get(array.buffer);
    if (places === undefined) {
      places = new Map();
      waiting.set(array.buffer, places);
    }
    const queue = places.get(at) ?? [];
    places.set(at, queue);
    const promise = new Promise<string>((resolve) => {
      const waiters = waitersOf(process);
      const waiter: Waiter = {
        deadline: clock.localNow + timeoutMs,
        settle: (outcome) => {
          waiter.settle = null;
          waiters.delete(waiter);
          const place = queue.indexOf(waiter);
          if (place !== -1) queue.splice(place, 1);
          resolve(outcome);
        },
      };
      queue.push(waiter);
      waiters.add(waiter);
    });
    return { async: true, value: promise };
  };

  all['notify'] = (array: Int32Array, index: number) => {
    const queue = waiting.get(array.buffer)?.get(array.byteOffset + index * 4);
    if (queue === undefined || queue.length === 0) return 0;
    const { process } = environment;
    for (const waiter of queue.splice(0)) {
      clock.after(random.next() * WAKE_MS, process, () => waiter.settle?.('ok'));
    }
    return 1;
  };
  return all;
}

/** `node:timers/promises`. */
export function sleepModule(globals: Record<string, unknown>): Record<string, unknown> {
  const setTimeout = globals['setTimeout'] as (run: () => void, delayMs: number) => Timer;
  return {
    setTimeout: (delayMs: number, value: unknown) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(value), delayMs);
      }),
  };
}
