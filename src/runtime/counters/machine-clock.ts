/**
 * Milliseconds that mean the same on every thread and in every process of the machine. `performance.now()` counts from the
 * start of its thread.
 */

const [seconds, nanoseconds] = process.hrtime();
const OFFSET_MS = seconds * 1e3 + nanoseconds / 1e6 - performance.now();

/** Monotonic. */
export function machineMs(): number {
  return OFFSET_MS + performance.now();
}
