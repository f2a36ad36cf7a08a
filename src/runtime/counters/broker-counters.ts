/**
 * The memory in which all threads of one broker keep their figures: made by main before the others start, handed to each as
 * a page, read by anybody at any time.
 */
import { PAGE_BYTES, PAGES, type PageName, ThreadState, WORDS, WORDS_AT, Word, walPage } from './counter-layout.ts';
import type { PageHandle } from './counter-page.ts';
import { machineMs } from './machine-clock.ts';
import { CounterSnapshot } from './thread-figures.ts';

export class BrokerCounters {
  readonly memory: SharedArrayBuffer;

  /** @param directories how many log directories the broker has */
  static allocate(directories: number): BrokerCounters {
    return new BrokerCounters(new SharedArrayBuffer((PAGES.length + directories) * PAGE_BYTES));
  }

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
  }

  page(name: PageName): PageHandle {
    return { memory: this.memory, page: PAGES.indexOf(name) };
  }

  wal(index: number): PageHandle {
    return { memory: this.memory, page: walPage(index) };
  }

  /** A number that moves as long as the thread gets on; null while it does not run by itself. */
  beats(name: PageName): number | null {
    const words = new Int32Array(this.memory, PAGES.indexOf(name) * PAGE_BYTES + WORDS_AT, WORDS);
    return Atomics.load(words, Word.STATE) === ThreadState.Running ? Atomics.load(words, Word.BEATS) : null;
  }

  read(): CounterSnapshot {
    const bytes = new ArrayBuffer(this.memory.byteLength);
    new Uint8Array(bytes).set(new Uint8Array(this.memory));
    return new CounterSnapshot(machineMs(), bytes);
  }
}
