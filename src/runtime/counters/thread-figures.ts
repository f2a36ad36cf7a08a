/** What the pages of a broker say, as plain objects: for `chronik top`, for programs that embed a broker, for reports. Pure. */
import { Histogram, PAGE_BYTES, pageName, Real, ThreadState, Word } from './counter-layout.ts';
import { BUCKETS, type Distribution, summarize } from './histogram-buckets.ts';
import { type PageViews, viewsOfPage } from './page-views.ts';

/** A thread that has not said anything for this long is taken to be busy; the laziest says something ten times a second. */
const SILENT_MS = 400;

export interface RingFigures {
  readonly capacityBytes: number;
  readonly usedBytes: number;
  /** Of the last one to two seconds. */
  readonly peakBytes: number;
  /** Since the start. */
  readonly highestBytes: number;
}

export interface RaftTickFigures {
  readonly lateness: Distribution;
  readonly leads: boolean;
  readonly elections: number;
  readonly leaderChanges: number;
  readonly pauses: number;
}

/** Rates and distributions are of the window between two readings, or of all the time since the thread began. */
export interface ThreadFigures {
  readonly name: string;
  /** `asleep`: a pool's thread that has no task, and may have gone for want of one. */
  readonly state: 'running' | 'asleep' | 'on main' | 'ended';
  readonly threadId: number;
  readonly nice: number;
  readonly isNiceRefused: boolean;
  /** Milliseconds since the thread last said that it gets on. */
  readonly silentMs: number;
  /** Share of the window spent on work, 0 to 1. Waiting for a disk inside a call is work. */
  readonly utilization: number;
  /** Of threads that turn an event loop. */
  readonly loopDelay: Distribution | null;
  /** Null where a thread does not measure them: those that block instead of turning an event loop. */
  readonly gcPause: Distribution | null;
  /** fdatasync, and on control-log and compute whole jobs. */
  readonly sync: Distribution | null;
  readonly syncFailures: number;
  readonly groupsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
  readonly inFlight: number;
  readonly parked: number;
  readonly connections: number;
  readonly ring: RingFigures | null;
  readonly raft: RaftTickFigures | null;
}

/** All pages at one moment. */
export class CounterSnapshot {
  /** On the machine's monotonic clock. */
  readonly atMs: number;
  readonly bytes: ArrayBuffer;

  constructor(atMs: number, bytes: ArrayBuffer) {
    this.atMs = atMs;
    this.bytes = bytes;
  }

  /** Of the threads that run or ran, since `earlier`; without it since each began. */
  figures(earlier: CounterSnapshot | null = null): ThreadFigures[] {
    const found: ThreadFigures[] = [];
    for (let page = 0; page < this.bytes.byteLength / PAGE_BYTES; page++) {
      const now = new PageView(this, page);
      if (now.word(Word.STATE) === ThreadState.Absent) continue;
      const before = earlier === null ? null : new PageView(earlier, page);
      // A pool's thread may have ended, and another one begun in its place: counts go on, its time does not.
      found.push(threadFigures(pageName(page), now, before?.word(Word.STATE) === ThreadState.Absent ? null : before));
    }
    return found;
  }
}

class PageView {
  readonly atMs: number;
  readonly #views: PageViews;

  constructor({ atMs, bytes }: CounterSnapshot, page: number) {
    this.atMs = atMs;
    this.#views = viewsOfPage(bytes, page);
  }

  word(word: Word): number {
    return this.#views.words[word]!;
  }

  real(real: Real): number {
    return this.#views.reals[real]!;
  }

  histogram(histogram: Histogram): Uint32Array {
    return this.#views.histograms[histogram]!;
  }
}

function threadFigures(name: string, now: PageView, before: PageView | null): ThreadFigures {
  const seconds = (now.atMs - (before?.atMs ?? now.real(Real.STARTED_AT))) / 1_000;
  const perSecond = (grown: number): number => (seconds > 0 ? grown / seconds : 0);
  const counted = (word: Word): number => (now.word(word) - (before?.word(word) ?? 0)) >>> 0;
  const grown = (real: Real): number => now.real(real) - (before?.real(real) ?? 0);
  const mayBeSilent = now.word(Word.STATE) !== ThreadState.Running || now.word(Word.SLEEPS) !== 0;
  const silentMs = mayBeSilent ? 0 : Math.max(0, now.atMs - now.real(Real.BEAT_AT));
  return {
    name,
    state: stateName(now),
    threadId: now.word(Word.THREAD_ID),
    nice: now.word(Word.NICE),
    isNiceRefused: now.word(Word.NICE_REFUSED) !== 0,
    silentMs,
    utilization: utilization(now, before, silentMs),
    loopDelay: distribution(Histogram.LOOP_DELAY, now, before),
    gcPause: distribution(Histogram.GC_PAUSE, now, before),
    sync: distribution(Histogram.SYNC, now, before),
    syncFailures: counted(Word.SYNC_FAILURES),
    groupsPerSecond: perSecond(counted(Word.GROUPS)),
    requestsPerSecond: perSecond(counted(Word.REQUESTS)),
    bytesInPerSecond: perSecond(grown(Real.BYTES_IN)),
    bytesOutPerSecond: perSecond(grown(Real.BYTES_OUT)),
    inFlight: now.word(Word.IN_FLIGHT),
    parked: now.word(Word.PARKED),
    connections: now.word(Word.CONNECTIONS),
    ring: ringFigures(now),
    raft: raftFigures(now, before, counted),
  };
}

/** Of a thread that is silent: it is inside one long piece of work, and cannot say so itself. */
function utilization(now: PageView, before: PageView | null, silentMs: number): number {
  if (now.word(Word.STATE) !== ThreadState.Running) return 0;
  const from = before === null ? now.real(Real.STARTED_AT) : lastKnown(before);
  const silent = silentMs > SILENT_MS ? silentMs : 0;
  const elapsed = lastKnown(now) - from + silent;
  const busy = now.real(Real.BUSY_MS) - (before?.real(Real.BUSY_MS) ?? 0) + silent;
  return elapsed <= 0 ? 0 : Math.min(1, Math.max(0, busy / elapsed));
}

/** The moment as of which BUSY_MS is right. */
function lastKnown(page: PageView): number {
  return page.word(Word.SLEEPS) !== 0 ? page.atMs : page.real(Real.BEAT_AT);
}

function stateName(page: PageView): ThreadFigures['state'] {
  const state = page.word(Word.STATE);
  if (state === ThreadState.OnMain) return 'on main';
  if (state === ThreadState.Ended) return 'ended';
  return page.word(Word.SLEEPS) !== 0 ? 'asleep' : 'running';
}

/** Null where nothing was ever measured. */
function distribution(histogram: Histogram, now: PageView, before: PageView | null): Distribution | null {
  const counts = now.histogram(histogram);
  if (!counts.some((count) => count !== 0)) return null;
  if (before === null) return summarize(counts, counts[BUCKETS]!);
  const earlier = before.histogram(histogram);
  // A new maximum is one of this window.
  const max = counts[BUCKETS] === earlier[BUCKETS] ? null : counts[BUCKETS]!;
  return summarize(
    counts.map((count, bucket) => (count - earlier[bucket]!) >>> 0),
    max,
  );
}

function ringFigures(now: PageView): RingFigures | null {
  const capacityBytes = now.word(Word.RING_CAPACITY);
  if (capacityBytes === 0) return null;
  const usedBytes = now.word(Word.RING_USED);
  const isOld = now.atMs - now.real(Real.PEAK_SINCE) > 2_000;
  return {
    capacityBytes,
    usedBytes,
    peakBytes: isOld ? usedBytes : Math.max(now.word(Word.RING_PEAK), now.word(Word.RING_PEAK_BEFORE)),
    highestBytes: now.word(Word.RING_HIGHEST),
  };
}

function raftFigures(now: PageView, before: PageView | null, counted: (word: Word) => number): RaftTickFigures | null {
  const lateness = distribution(Histogram.TICK_LATENESS, now, before);
  if (lateness === null) return null;
  return {
    lateness,
    leads: now.word(Word.LEADS) !== 0,
    elections: counted(Word.ELECTIONS),
    leaderChanges: counted(Word.LEADER_CHANGES),
    pauses: counted(Word.PAUSES),
  };
}
