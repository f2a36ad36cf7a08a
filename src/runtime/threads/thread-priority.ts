/**
 * How urgent the calling thread is to the operating system's scheduler. Linux alone knows priorities of single threads, and
 * lets only the privileged raise one.
 */
import { getPriority, setPriority } from 'node:os';
import { Word } from '../counters/counter-layout.ts';
import type { CounterPage } from '../counters/counter-page.ts';

/**
 * Wakes at once beside threads that are always busy. Measured on two cores with three saturated brokers (Linux 6.18, ticks of
 * 10 ms): 90 % of the ticks come within 0.6 ms instead of 1.5. Its work is a hundredth of a core, so it takes nothing away.
 */
export const CONTROL_NICE = -5;
/** Work that nobody waits for: takes half of its share from those who serve requests, and all of what they leave. */
export const BACKGROUND_NICE = 5;

/**
 * Relative to the priority that the process was started with. Where it is refused the thread goes on as it is, and its
 * page says so.
 */
export function takePriority(relativeNice: number, page: CounterPage): void {
  if (process.platform !== 'linux') return;
  try {
    // 0 is the calling thread, not the process: Linux gives every thread a nice value of its own.
    const nice = Math.max(-20, Math.min(19, getPriority(0) + relativeNice));
    setPriority(0, nice);
    page.set(Word.NICE, nice);
  } catch {
    page.set(Word.NICE_REFUSED, 1);
  }
}
