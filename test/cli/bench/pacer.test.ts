/** The open loop's clock: never early, rarely late, and asleep in between. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { CLOSED, PACE_BYTES, WAIT_MS, WAIT_NUMBER } from '../../../src/cli/bench/pace-keeper.ts';
import { Pacer } from '../../../src/cli/bench/pacer.ts';
import { threadUrl } from '../../../src/runtime/threads/thread-urls.ts';

test('waits are over when they are due, and cost no core', async () => {
  const pacer = new Pacer();
  try {
    await pacer.until(performance.now() + 5);
    const before = performance.eventLoopUtilization();
    const late: number[] = [];
    for (let wait = 0; wait < 300; wait++) {
      const due = performance.now() + 0.8;
      await pacer.until(due);
      late.push(performance.now() - due);
    }
    late.sort((a, b) => a - b);
    // The two threads' clocks are the same, up to the hair by which a wait is measured anew.
    expect(late[0]).toBeGreaterThan(-0.1);
    // A timer of the event loop would be half a millisecond late; who looks at the clock all the time has no idle time.
    expect(late[150]).toBeLessThan(5);
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.9);
  } finally {
    pacer.close();
  }
});

test('what is due already is over at once, after sockets were served', async () => {
  const pacer = new Pacer();
  let served = false;
  setImmediate(() => {
    served = true;
  });
  await pacer.until(performance.now() - 1);
  expect(served).toBe(true);
  pacer.close();
});

test('a wait begun before the thread runs, and one of no length, are over as well', async () => {
  const pacer = new Pacer();
  const due = performance.now() + 1;
  await pacer.until(due);
  expect(performance.now()).toBeGreaterThan(due - 0.1);
  await pacer.until(performance.now() + 0.001);
  pacer.close();
});

test('a notification that comes late does not end the wait that it is about', async () => {
  const memory = new SharedArrayBuffer(PACE_BYTES);
  const numbers = new Int32Array(memory);
  const worker = new Worker(threadUrl('cli/bench/pace-thread.ts'), { workerData: memory });
  const told = once(worker, 'message');
  new Float64Array(memory)[WAIT_MS] = 50;
  Atomics.store(numbers, WAIT_NUMBER, 1);
  // The thread may see the number before it is told: the notification then comes while it waits.
  const notifying = setInterval(() => Atomics.notify(numbers, WAIT_NUMBER), 5);
  expect(await told).toEqual([1]);
  clearInterval(notifying);
  Atomics.store(numbers, WAIT_NUMBER, CLOSED);
  Atomics.notify(numbers, WAIT_NUMBER);
  expect(await once(worker, 'exit')).toEqual([0]);
});
