/**
 * Which streams this broker has its leaders hold back: those of throttled partitions on which it catches up, while it has
 * taken more than follower.replication.throttled.rate (KIP-73). Main thread.
 */
import type { FollowerStream } from '../../core/replication/follower-stream.ts';
import { isThrottledReplica, type ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import { encodeHold, listFrames } from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import { FollowerThrottle } from './follower-throttle.ts';

export interface HeldStream {
  readonly partition: HostedPartition;
  readonly stream: FollowerStream;
  /** -1 while none counts. */
  readonly streamId: number;
  readonly leaderId: number;
  /** What the leader was told last of this stream. */
  isHeld: boolean;
}

export interface StreamHoldsOptions {
  readonly brokerId: number;
  readonly clock: Clock;
  readonly terms: ThrottleTerms;
  readonly streams: () => Iterable<HeldStream>;
  /** There is something to tell. */
  readonly onWanted: () => void;
}

export class StreamHolds {
  readonly #options: StreamHoldsOptions;
  readonly #throttle: FollowerThrottle;
  readonly #changed = new Set<HeldStream>();

  constructor(options: StreamHoldsOptions) {
    this.#options = options;
    this.#throttle = new FollowerThrottle(options.terms, options.clock, () => {
      for (const stream of options.streams()) this.judge(stream);
    });
  }

  use(terms: ThrottleTerms): void {
    this.#throttle.use(terms);
  }

  stop(): void {
    this.#throttle.stop();
  }

  onTaken(held: HeldStream, bytes: number): void {
    if (this.#isThrottled(held)) this.#throttle.record(bytes);
  }

  /** Something changed that decides whether it is to be held. */
  judge(held: HeldStream): void {
    if (held.streamId === -1 || this.#mustHold(held) === held.isHeld) return;
    this.#changed.add(held);
    this.#options.onWanted();
  }

  /** The stream is over, and with it what the leader was told. */
  forget(held: HeldStream): void {
    held.isHeld = false;
    this.#changed.delete(held);
  }

  /** @param send a frame to the leader; false when there is no connection, and so no stream either */
  tell(send: (leaderId: number, frame: Uint8Array) => boolean): void {
    if (this.#changed.size === 0) return;
    const leaders = new Map<number, { held: HeldStream[]; released: HeldStream[] }>();
    for (const each of this.#changed) {
      const mustHold = this.#mustHold(each);
      if (mustHold === each.isHeld) continue;
      let lists = leaders.get(each.leaderId);
      if (lists === undefined) {
        lists = { held: [], released: [] };
        leaders.set(each.leaderId, lists);
      }
      (mustHold ? lists.held : lists.released).push(each);
    }
    this.#changed.clear();
    for (const [leaderId, { held, released }] of leaders) {
      for (const [isHeld, streams] of [
        [true, held],
        [false, released],
      ] as const) {
        if (streams.length === 0) continue;
        const ids = streams.map(({ streamId }) => streamId);
        const frames = listFrames(ids, (some) => encodeHold(isHeld, some));
        if (!frames.every((frame) => send(leaderId, frame))) continue;
        for (const each of streams) each.isHeld = isHeld;
      }
    }
  }

  #isThrottled({ partition }: HeldStream): boolean {
    const list = partition.config.followerReplicationThrottledReplicas;
    return list.length > 0 && isThrottledReplica(list, partition.partition, this.#options.brokerId);
  }

  /** As in Kafka: who is in sync gets what there is, whatever the rate. */
  #mustHold(held: HeldStream): boolean {
    if (!this.#throttle.isExceeded || held.stream.phase !== 'streaming') return false;
    return this.#isThrottled(held) && !held.partition.registration.isr.includes(this.#options.brokerId);
  }
}
