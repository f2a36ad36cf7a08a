/**
 * Which of the streams that are behind asks the log next. Leaves the tail its share of each follower's credit, and gives
 * throttled streams no more than the leader's quota (KIP-73), in order of waiting. Replication thread.
 */
import { ReplicationThrottle, type ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import { Throttling } from './replication-messages.ts';
import type { ReplicationSession } from './session.ts';

/** What is asked of the log at a time. */
const MAX_BYTES = 512 * 1024;
/** Reads under way for one follower: catching up leaves the tail its share of the credit. */
const MAX_ASKING = 4;

export interface LaggingStream {
  readonly session: ReplicationSession;
  readonly streamId: number;
  /** The offset it needs. */
  readonly next: number;
  throttling: Throttling;
  /** The follower wants nothing now. */
  isHeld: boolean;
  /** Bytes that the log was asked for; 0 while nothing is under way. */
  asked: number;
}

export interface CatchUpPort {
  /** Batches of the log are wanted for the stream. */
  want(session: ReplicationSession, streamId: number, from: number, maxBytes: number): void;
  setTimer(delayMs: number, fire: () => void): () => void;
  nowMs(): number;
}

interface Follower {
  /** Streams that have to catch up and have not asked. */
  readonly behind: Set<LaggingStream>;
  asking: number;
}

const UNLIMITED: ThrottleTerms = { rate: Number.MAX_SAFE_INTEGER, samples: 11, sampleMs: 1000 };

export class CatchUpTurns {
  readonly #port: CatchUpPort;
  readonly #mostBytes: number;
  readonly #followers = new Map<ReplicationSession, Follower>();
  readonly #throttle = new ReplicationThrottle(UNLIMITED);
  /** Throttled streams of all followers that have to catch up and have not asked, the longest waiting first. */
  readonly #waiting = new Set<LaggingStream>();
  /** Asked for by throttled streams, and not sent yet. */
  #promised = 0;
  #cancelTimer: (() => void) | null = null;

  /** @param ringBytes the smallest append ring */
  constructor(port: CatchUpPort, ringBytes: number) {
    this.#port = port;
    this.#mostBytes = Math.min(MAX_BYTES, ringBytes / 8);
  }

  close(): void {
    this.#cancelTimer?.();
  }

  useThrottle(terms: ThrottleTerms): void {
    this.#throttle.use(terms);
    this.#askLimited();
  }

  /** The stream is behind the ring. */
  add(stream: LaggingStream): void {
    if (!stream.isHeld) this.#queue(stream);
    this.#ask(stream.session);
  }

  /** It has to catch up no more, or its follower holds it. */
  remove(stream: LaggingStream): void {
    this.#waiting.delete(stream);
    this.#followers.get(stream.session)?.behind.delete(stream);
  }

  changeThrottling(stream: LaggingStream, throttling: Throttling): void {
    const isWaiting = this.#waiting.has(stream) || this.#followers.get(stream.session)?.behind.has(stream) === true;
    this.#keepPromise(stream);
    stream.throttling = throttling;
    this.#promise(stream);
    if (!isWaiting) return;
    this.remove(stream);
    this.add(stream);
  }

  /** What the log was asked for is here, or will not come. */
  onAnswered(stream: LaggingStream): void {
    if (stream.asked === 0) return;
    this.#keepPromise(stream);
    stream.asked = 0;
    this.#followerOf(stream.session).asking--;
  }

  onSent(stream: LaggingStream, bytes: number): void {
    if (stream.throttling !== Throttling.None) this.#throttle.record(bytes, this.#port.nowMs());
  }

  /** The follower has credit, or a place among those who ask. */
  onRoom(session: ReplicationSession): void {
    this.#ask(session);
  }

  forgetSession(session: ReplicationSession): void {
    this.#followers.delete(session);
    for (const stream of this.#waiting) if (stream.session === session) this.#waiting.delete(stream);
  }

  #followerOf(session: ReplicationSession): Follower {
    let follower = this.#followers.get(session);
    if (follower === undefined) {
      follower = { behind: new Set(), asking: 0 };
      this.#followers.set(session, follower);
    }
    return follower;
  }

  #queue(stream: LaggingStream): void {
    if (stream.throttling === Throttling.Limited) this.#waiting.add(stream);
    else this.#followerOf(stream.session).behind.add(stream);
  }

  /** As far as credit and share allow. */
  #ask(session: ReplicationSession): void {
    const follower = this.#followerOf(session);
    for (const stream of follower.behind) {
      if (follower.asking >= MAX_ASKING || session.credit <= 0) break;
      follower.behind.delete(stream);
      this.#want(follower, stream, this.#mostBytes);
    }
    if (this.#waiting.size > 0) this.#askLimited();
  }

  #askLimited(): void {
    const nowMs = this.#port.nowMs();
    for (const stream of this.#waiting) {
      const allowed = this.#throttle.allowance(nowMs) - this.#promised;
      const { worthwhile } = this.#throttle;
      if (allowed < worthwhile) return this.#askLater(this.#throttle.waitMs(worthwhile + this.#promised, nowMs));
      const follower = this.#followerOf(stream.session);
      if (follower.asking >= MAX_ASKING || stream.session.credit <= 0) continue;
      this.#waiting.delete(stream);
      this.#want(follower, stream, allowed);
    }
  }

  #askLater(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#port.setTimer(delayMs, () => {
      this.#cancelTimer = null;
      this.#askLimited();
    });
  }

  #want(follower: Follower, stream: LaggingStream, atMost: number): void {
    const { session, streamId, next } = stream;
    follower.asking++;
    const share = Math.floor(session.credit / (2 * MAX_ASKING));
    stream.asked = Math.max(1, Math.min(this.#mostBytes, session.maxBatchBytes, share, atMost));
    this.#promise(stream);
    this.#port.want(session, streamId, next, stream.asked);
  }

  #promise({ throttling, asked }: LaggingStream): void {
    if (throttling === Throttling.Limited) this.#promised += asked;
  }

  #keepPromise({ throttling, asked }: LaggingStream): void {
    if (throttling === Throttling.Limited) this.#promised -= asked;
  }
}
