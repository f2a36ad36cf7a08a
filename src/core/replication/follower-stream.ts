/**
 * The follower's side of one partition's stream: when it may subscribe, which frames belong to it, when it cuts its log.
 * Pure; the thread that owns the log.
 *
 * Everything a leader sends carries the stream's id, and only the current one counts (I23): a `Diverge` that was under
 * way since before the last cut would otherwise cut a committed record.
 */

export type StreamPhase =
  /** Has to subscribe, as soon as everything written is durable. */
  | 'idle'
  | 'subscribing'
  | 'streaming'
  /** The log has to be cut; nothing of that has been done yet. */
  | 'diverged'
  /** The log is being cut: that goes on whoever leads. */
  | 'truncating';

export interface Subscription {
  readonly streamId: number;
  readonly leaderEpoch: number;
  readonly lastEpoch: number;
  readonly durableEnd: number;
}

export class FollowerStream {
  #leaderEpoch: number;
  #streamId = -1;
  #phase: StreamPhase = 'idle';

  constructor(leaderEpoch: number) {
    this.#leaderEpoch = leaderEpoch;
  }

  get leaderEpoch(): number {
    return this.#leaderEpoch;
  }

  /** −1 while nothing a leader may send counts. */
  get streamId(): number {
    return this.#streamId;
  }

  get phase(): StreamPhase {
    return this.#phase;
  }

  /**
   * Another leader epoch, or a new connection to the same leader: what was under way is void, a cut that has not begun too,
   * since the new leader may hold, and have committed, what the old one lacked (I29).
   */
  restart(leaderEpoch: number): void {
    this.#leaderEpoch = leaderEpoch;
    this.#streamId = -1;
    if (this.#phase !== 'truncating') this.#phase = 'idle';
  }

  /**
   * What to send, or null when it is not time: an end that is not durable must not be told (I24), since the leader would
   * count it.
   * @param streamId never used before by this process
   * @param lastEpoch leader epoch of the last batch, −1 without any
   */
  subscribe(streamId: number, logEnd: number, durableEnd: number, lastEpoch: number): Subscription | null {
    if (this.#phase !== 'idle' || durableEnd !== logEnd) return null;
    this.#streamId = streamId;
    this.#phase = 'subscribing';
    return { streamId, leaderEpoch: this.#leaderEpoch, lastEpoch, durableEnd };
  }

  /** True when batches from the log's end on will come. */
  onGo(streamId: number, leaderEpoch: number, offset: number, logEnd: number): boolean {
    if (!this.#isCurrent(streamId, leaderEpoch) || this.#phase !== 'subscribing' || offset !== logEnd) return false;
    this.#phase = 'streaming';
    return true;
  }

  /** True when the log must be cut; `onCutBegun` follows, unless `restart` comes before. */
  onDiverge(streamId: number, leaderEpoch: number): boolean {
    if (!this.#isCurrent(streamId, leaderEpoch) || this.#phase !== 'subscribing') return false;
    this.#streamId = -1;
    this.#phase = 'diverged';
    return true;
  }

  onCutBegun(): void {
    this.#phase = 'truncating';
  }

  /** The log is cut, durably: subscribe anew. */
  onTruncated(): void {
    if (this.#phase === 'truncating') this.#phase = 'idle';
  }

  /**
   * `append`: the batches follow the log's end. `stale`: not of this stream. `gap`: of this stream, but not at the end: the
   * connection is broken, or the leader is.
   */
  onPush(streamId: number, leaderEpoch: number, from: number, logEnd: number): 'append' | 'stale' | 'gap' {
    if (!this.#isCurrent(streamId, leaderEpoch) || this.#phase !== 'streaming') return 'stale';
    return from === logEnd ? 'append' : 'gap';
  }

  /** The leader ended the stream, or a batch of it was refused: ask again. */
  onEnded(streamId: number): boolean {
    if (streamId !== this.#streamId || streamId === -1) return false;
    this.#streamId = -1;
    if (this.#phase !== 'truncating') this.#phase = 'idle';
    return true;
  }

  #isCurrent(streamId: number, leaderEpoch: number): boolean {
    return streamId !== -1 && streamId === this.#streamId && leaderEpoch === this.#leaderEpoch;
  }
}
