/**
 * Where the figures of a broker's threads lie in the memory that they share. No behaviour; the picture and the offsets only.
 *
 *   page 0 (main)    page 1 (controller)   page 2 ...        each 4,096 bytes
 *   ┌───────────────┬────────────────────┬──── ─ ─
 *   │ 0    words    │ u32: states, gauges, counts that wrap at 2^32          (Word)
 *   │ 128  reals    │ f64: times in milliseconds, bytes                      (Real)
 *   │ 256  loop     │ histograms: 208 counts (u32), and the largest       (Histogram)
 *   │ ...  gc, sync, ticks
 *   └───────────────┴────────────────────┴──── ─ ─
 *
 * A page is written by the thread that owns it, and by nobody else; anybody reads it, without a lock. Words are written
 * whole. Reals are too on every 64-bit machine that Node runs on; nothing but a figure on a screen depends on it. A reader
 * that comes in between two words of one event sees one of them a moment early.
 *
 * Counts and histograms only grow, so that any number of readers have windows of their own: what one read is taken
 * from the next.
 */

/** Changes with every change of the picture: another process may have been built from another one. */
export const LAYOUT_VERSION = 1;

export const PAGE_BYTES = 4_096;

export const Word = {
  /** One of `ThreadState`. */
  STATE: 0,
  /** As the operating system counts threads; 0 where it does not say. */
  THREAD_ID: 1,
  /** Nice value of the thread. */
  NICE: 2,
  /** 1 where the operating system refused the priority that was asked for. */
  NICE_REFUSED: 3,
  /** Groups of appends made durable by one fdatasync (wal), jobs done (control-log), tasks done (compute). */
  GROUPS: 4,
  SYNC_FAILURES: 5,
  REQUESTS: 6,
  /** Requests taken in and not answered. */
  IN_FLIGHT: 7,
  /** Answers that wait for replicas, records or members: produce, fetch, join. */
  PARKED: 8,
  /** Open connections, or sessions with other brokers. */
  CONNECTIONS: 9,
  /** Bytes. The ring that this thread drains. */
  RING_CAPACITY: 10,
  RING_USED: 11,
  /** The most that was ever in use when this thread looked. */
  RING_HIGHEST: 12,
  /** The most of the running second, and of the one before. */
  RING_PEAK: 13,
  RING_PEAK_BEFORE: 14,
  /** Elections that this node began. */
  ELECTIONS: 15,
  /** How often it learned of a new leader. */
  LEADER_CHANGES: 16,
  /** Ticks so late that the node could not tell how long others were silent. */
  PAUSES: 17,
  /** 1 while this node leads the quorum. */
  LEADS: 18,
  /** Beats: moves as long as the thread gets on. */
  BEATS: 19,
  /** 1 while a pool's thread has no task: its silence means nothing. */
  SLEEPS: 20,
} as const;
export type Word = (typeof Word)[keyof typeof Word];

export const Real = {
  /** When the thread last said that it gets on, on the machine's monotonic clock (machine-clock.ts). */
  BEAT_AT: 0,
  STARTED_AT: 1,
  /** Time spent on work since the start, as of BEAT_AT; what is not work is waiting. */
  BUSY_MS: 2,
  /** In from sockets, or taken out of the ring. */
  BYTES_IN: 3,
  /** Out to sockets. */
  BYTES_OUT: 4,
  /** When RING_PEAK began. */
  PEAK_SINCE: 5,
} as const;
export type Real = (typeof Real)[keyof typeof Real];

export const Histogram = {
  /** How much later than it should the event loop came back to a timer. */
  LOOP_DELAY: 0,
  GC_PAUSE: 1,
  /** fdatasync (wal), a whole job (control-log), a whole task (compute). */
  SYNC: 2,
  /** How late raft's ticks came. */
  TICK_LATENESS: 3,
} as const;
export type Histogram = (typeof Histogram)[keyof typeof Histogram];

export const WORDS = 32;
export const REALS = 16;
export const HISTOGRAMS = 4;
export const WORDS_AT = 0;
export const REALS_AT = WORDS * 4;
export const HISTOGRAMS_AT = REALS_AT + REALS * 8;
/** `BUCKETS` (histogram-buckets.ts) words, then the largest value; up to the next multiple of 16 bytes. */
export const HISTOGRAM_BYTES = 848;

export const ThreadState = {
  /** Nobody has used the page: the thread is started when there is work for it, or there is none of its kind. */
  Absent: 0,
  Running: 1,
  /** The agent runs on the main thread (`chronik.threads=in-thread`). */
  OnMain: 2,
  Ended: 3,
} as const;
export type ThreadState = (typeof ThreadState)[keyof typeof ThreadState];

/** Pages by name; one for each log directory follows, `wal-0` first. */
export const PAGES = ['main', 'controller', 'control-log', 'replication', 'compute', 'cleaner'] as const;
export type PageName = (typeof PAGES)[number];

/** Page of the n-th log directory. */
export function walPage(index: number): number {
  return PAGES.length + index;
}

export function pageName(page: number): string {
  return PAGES[page] ?? `wal-${page - PAGES.length}`;
}
