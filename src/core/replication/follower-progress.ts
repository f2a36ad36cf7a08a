/**
 * What the leader knows of one follower in one leader epoch: how far its disk is, and when it last had everything.
 * Lives and dies with the leader epoch: what a follower said to an earlier leader says nothing about this log.
 */
export const NOT_SPOKEN = -1;

export class FollowerProgress {
  readonly brokerId: number;
  /** Of the incarnation that subscribed; −1 until one has. */
  brokerEpoch = -1;
  /** The stream whose acknowledgements count; −1 while there is none. */
  streamId = -1;
  /** Everything below is on the follower's disk and equal to the leader's log. */
  durableEnd = NOT_SPOKEN;
  /** Monotonic milliseconds: the follower had all that the leader had at this moment. */
  #caughtUpMs: number;
  /** A moment and the leader's end then: once the follower is past that, it was caught up at that moment. */
  #probeMs: number;
  #probeEnd = 0;

  /** @param caughtUpMs −∞ for a follower that is not in the in-sync set */
  constructor(brokerId: number, caughtUpMs: number) {
    this.brokerId = brokerId;
    this.#caughtUpMs = caughtUpMs;
    this.#probeMs = caughtUpMs;
  }

  /** A stream was granted from `durableEnd` on. It may lie below what an earlier incarnation had said. */
  onSubscribed(streamId: number, brokerEpoch: number, durableEnd: number, leaderEnd: number, nowMs: number): void {
    this.streamId = streamId;
    this.brokerEpoch = brokerEpoch;
    this.durableEnd = durableEnd;
    this.#probeMs = nowMs;
    this.#probeEnd = leaderEnd;
    if (durableEnd >= leaderEnd) this.#caughtUpMs = nowMs;
  }

  onDurable(durableEnd: number, leaderEnd: number, nowMs: number): void {
    this.durableEnd = durableEnd;
    if (durableEnd >= leaderEnd) this.#caughtUpMs = nowMs;
    else if (durableEnd >= this.#probeEnd) this.#caughtUpMs = Math.max(this.#caughtUpMs, this.#probeMs);
    else return;
    this.#probeMs = nowMs;
    this.#probeEnd = leaderEnd;
  }

  onStreamEnded(): void {
    this.streamId = -1;
  }

  /** With nothing new to have, nobody lags, however long ago he spoke. */
  isCaughtUp(leaderEnd: number, nowMs: number, maxLagMs: number): boolean {
    return this.durableEnd >= leaderEnd || nowMs - this.#caughtUpMs <= maxLagMs;
  }
}
