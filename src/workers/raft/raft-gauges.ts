/**
 * Figures of the raft thread in shared memory: how late its ticks come, how often it stood for election. Written by the
 * raft thread, read by any.
 */

/** Upper bounds of the buckets in milliseconds; the last bucket holds what is beyond. */
const BOUNDS_MS = [0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1_000];
const SLOT = { TICKS: 0, MAX_LATENESS_US: 1, ELECTIONS: 2, LEADER_CHANGES: 3, PAUSES: 4, BUCKETS: 5 } as const;

export const RAFT_GAUGE_BYTES = 4 * (SLOT.BUCKETS + BOUNDS_MS.length + 1);

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
  readonly memory: SharedArrayBuffer;
  readonly #slots: Int32Array;

  constructor(memory = new SharedArrayBuffer(RAFT_GAUGE_BYTES)) {
    this.memory = memory;
    this.#slots = new Int32Array(memory);
  }

  tick(latenessMs: number): void {
    const slots = this.#slots;
    let bucket = 0;
    while (bucket < BOUNDS_MS.length && latenessMs > BOUNDS_MS[bucket]!) bucket++;
    Atomics.add(slots, SLOT.BUCKETS + bucket, 1);
    Atomics.add(slots, SLOT.TICKS, 1);
    const lateUs = Math.round(latenessMs * 1000);
    if (lateUs > Atomics.load(slots, SLOT.MAX_LATENESS_US)) Atomics.store(slots, SLOT.MAX_LATENESS_US, lateUs);
  }

  election(): void {
    Atomics.add(this.#slots, SLOT.ELECTIONS, 1);
  }

  leaderChange(): void {
    Atomics.add(this.#slots, SLOT.LEADER_CHANGES, 1);
  }

  pause(): void {
    Atomics.add(this.#slots, SLOT.PAUSES, 1);
  }

  /** Begins anew; a tick at the same moment may count in part. */
  clear(): void {
    for (let slot = 0; slot < this.#slots.length; slot++) Atomics.store(this.#slots, slot, 0);
  }

  read(): RaftFigures {
    const slots = this.#slots;
    const ticks = Atomics.load(slots, SLOT.TICKS);
    return {
      ticks,
      latenessP50Ms: this.#percentile(ticks, 0.5),
      latenessP99Ms: this.#percentile(ticks, 0.99),
      latenessMaxMs: Atomics.load(slots, SLOT.MAX_LATENESS_US) / 1000,
      elections: Atomics.load(slots, SLOT.ELECTIONS),
      leaderChanges: Atomics.load(slots, SLOT.LEADER_CHANGES),
      pauses: Atomics.load(slots, SLOT.PAUSES),
    };
  }

  #percentile(ticks: number, share: number): number {
    let left = Math.ceil(ticks * share);
    for (let bucket = 0; bucket < BOUNDS_MS.length; bucket++) {
      left -= Atomics.load(this.#slots, SLOT.BUCKETS + bucket);
      if (left <= 0) return BOUNDS_MS[bucket]!;
    }
    return Atomics.load(this.#slots, SLOT.MAX_LATENESS_US) / 1000;
  }
}
