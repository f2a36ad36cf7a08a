/**
 * Figures of raft on the page of the controller thread: how late its ticks come, how often it stood for election. Written
 * by the thread that runs raft, read by any.
 */
import { Histogram, Word } from '../../runtime/counters/counter-layout.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';

export interface RaftFigures {
  readonly ticks: number;
  /** Upper bounds of the bucket that holds the percentile, in milliseconds. */
  readonly latenessP50Ms: number;
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  /** Elections this node began. */
  readonly elections: number;
  /** How often it learned of a new leader. */
  readonly leaderChanges: number;
  /** Ticks so late that the node could not tell how long others were silent. */
  readonly pauses: number;
}

export class RaftGauges {
  readonly #page: CounterPage;

  constructor(page = new CounterPage()) {
    this.#page = page;
  }

  tick(latenessMs: number): void {
    this.#page.observe(Histogram.TICK_LATENESS, latenessMs);
  }

  election(): void {
    this.#page.count(Word.ELECTIONS);
  }

  leaderChange(): void {
    this.#page.count(Word.LEADER_CHANGES);
  }

  leads(isLeader: boolean): void {
    this.#page.set(Word.LEADS, isLeader ? 1 : 0);
  }

  pause(): void {
    this.#page.count(Word.PAUSES);
  }

  /** Since the start. */
  read(): RaftFigures {
    const { count, p50Ms, p99Ms, maxMs } = this.#page.distribution(Histogram.TICK_LATENESS);
    const { words } = this.#page;
    return {
      ticks: count,
      latenessP50Ms: p50Ms,
      latenessP99Ms: p99Ms,
      latenessMaxMs: maxMs,
      elections: words[Word.ELECTIONS]!,
      leaderChanges: words[Word.LEADER_CHANGES]!,
      pauses: words[Word.PAUSES]!,
    };
  }
}
