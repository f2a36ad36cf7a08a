/** Waits until a moment of performance.now(): by a timer, and where that is too coarse by looking again and again. */

/** Node's timers come up to a millisecond late. */
const TIMER_SLACK_MS = 1.5;

/** @param isPrecise looks at the clock in the last millisecond and a half, which costs a core for as long */
export function waitUntil(atMs: number, isPrecise: boolean): Promise<void> {
  return new Promise((resolve) => {
    const left = atMs - performance.now();
    // Sockets are served between any two looks.
    if (left <= 0 || (isPrecise && left <= TIMER_SLACK_MS)) setImmediate(resolve);
    else setTimeout(resolve, isPrecise ? left - TIMER_SLACK_MS : left);
  });
}
