/**
 * What the pacer and its thread share: one number that says which wait is on, and how long it is. The thread sleeps on the
 * number; the kernel wakes it within tenths of a millisecond, where an event loop's timer comes up to a millisecond late.
 */

/** Int32 0: number of the wait that is on, or `CLOSED`. Int32 1: always 0, never notified. Float64 1: how long it takes, ms. */
export const PACE_BYTES = 16;
export const WAIT_NUMBER = 0;
const ASLEEP = 1;
export const WAIT_MS = 1;
export const CLOSED = -1;

/** Runs on the pace thread and blocks it until the pacer closes. @param tell of each wait that is over, by its number */
export function keepPace(memory: SharedArrayBuffer, tell: (wait: number) => void): void {
  const numbers = new Int32Array(memory);
  const lengths = new Float64Array(memory);
  let known = 0;
  for (;;) {
    Atomics.wait(numbers, WAIT_NUMBER, known);
    known = Atomics.load(numbers, WAIT_NUMBER);
    if (known === CLOSED) return;
    // Not on the number: who saw it before being notified would take that late notification for the next wait.
    Atomics.wait(numbers, ASLEEP, 0, lengths[WAIT_MS]!);
    tell(known);
  }
}
