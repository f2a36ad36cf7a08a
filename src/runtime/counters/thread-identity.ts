/** Under which id and with which priority the operating system runs the calling thread: what `top -H` and `perf` print. */
import { readlinkSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Word } from './counter-layout.ts';
import type { CounterPage } from './counter-page.ts';

/** Writes it down, where the operating system tells. */
export function identifyThread(page: CounterPage): void {
  if (process.platform !== 'linux') return;
  try {
    // Linux counts threads and processes with the same numbers; 0 is the calling thread.
    page.set(Word.THREAD_ID, Number(readlinkSync('/proc/thread-self').split('/').at(-1)) || 0);
    page.set(Word.NICE, getPriority(0));
  } catch {
    // A system without /proc runs threads all the same.
  }
}
