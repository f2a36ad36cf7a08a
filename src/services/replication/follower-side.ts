/**
 * What this broker follows: subscribes to leaders, has what they send appended (push-intake.ts), says what is durable, and
 * cuts where logs parted. Owns the streams. Main thread; the replication thread does the receiving.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import {
  decodeAnswer,
  decodeProgress,
  decodePush,
  encodeUnsubscribe,
  FrameKind,
  type PushHead,
} from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ReplicationClient, SessionId } from '../../workers/replication/replication-client.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { ReplicaManager } from '../replica-manager.ts';
import { DivergedLogs } from './diverged-logs.ts';
import { FIRST_RETRY_MS, type FollowedStream, newFollowedStream } from './followed-stream.ts';
import { LeaderSession } from './leader-session.ts';
import type { LogCutter } from './log-cutter.ts';
import { PushIntake, showAsLeader } from './push-intake.ts';
import { StreamHolds } from './stream-holds.ts';
import { Subscriptions } from './subscriptions.ts';

export interface FollowerSideOptions {
  readonly brokerId: number;
  readonly client: ReplicationClient;
  readonly replicas: ReplicaManager;
  readonly cutter: LogCutter;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The set of brokers that are followed is another. */
  readonly onLeadersChanged: () => void;
  readonly throttle: ThrottleTerms;
}

const LONGEST_RETRY_MS = 1_000;
/** After a batch that is too large: only retention, or another session, brings the stream past it. */
const TOO_LARGE_RETRY_MS = 30_000;

export class FollowerSide {
  readonly #options: FollowerSideOptions;
  readonly #followed = new Map<HostedPartition, FollowedStream>();
  readonly #byStream = new Map<number, FollowedStream>();
  readonly #byLeader = new Map<number, LeaderSession>();
  readonly #subscriptions: Subscriptions;
  readonly #diverged: DivergedLogs;
  readonly #holds: StreamHolds;
  readonly #intake: PushIntake;
  readonly #push: PushHead = { streamId: 0, leaderEpoch: 0, from: 0, highWatermark: 0, logStart: 0 };
  #isScheduled = false;
  #isStopped = false;

  /** @param firstStreamId above every id that an earlier start of this broker used */
  constructor(options: FollowerSideOptions, firstStreamId: number) {
    this.#options = options;
    this.#subscriptions = new Subscriptions(options.client, firstStreamId, (followed) =>
      this.#byStream.set(followed.streamId, followed),
    );
    this.#intake = new PushIntake(options.clock, options.logger);
    this.#diverged = new DivergedLogs({
      cutter: options.cutter,
      logger: options.logger,
      isFollowed: (followed) => this.#followed.get(followed.partition) === followed,
      onCut: (followed) => this.#wantStream(followed),
    });
    const { brokerId, clock, throttle: terms } = options;
    const streams = () => this.#followed.values();
    this.#holds = new StreamHolds({ brokerId, clock, terms, streams, onWanted: () => this.#schedule() });
  }

  /** follower.replication.throttled.rate */
  useThrottle(terms: ThrottleTerms): void {
    this.#holds.use(terms);
  }

  stop(): void {
    this.#isStopped = true;
    this.#holds.stop();
  }

  /** Brokers that lead something which is followed here. */
  leaders(): Set<number> {
    const leaders = new Set<number>();
    for (const { leaderId } of this.#followed.values()) if (leaderId >= 0) leaders.add(leaderId);
    return leaders;
  }

  /** Partitions that are followed and wait for batches, and those that are not there yet. */
  get counts(): { streaming: number; waiting: number } {
    let streaming = 0;
    for (const { stream } of this.#followed.values()) if (stream.phase === 'streaming') streaming++;
    return { streaming, waiting: this.#followed.size - streaming };
  }

  onOpened(id: SessionId): void {
    this.#byLeader.set(id.peer, new LeaderSession(id));
    for (const followed of this.#followed.values()) if (followed.leaderId === id.peer) this.#restart(followed);
  }

  onClosed(id: SessionId): void {
    if (this.#byLeader.get(id.peer)?.id.session !== id.session) return;
    this.#byLeader.delete(id.peer);
    for (const followed of this.#followed.values()) if (followed.leaderId === id.peer) this.#restart(followed);
  }

  onChanged(partition: HostedPartition): void {
    const { registration, log } = partition;
    const known = this.#followed.get(partition);
    if (log === null || partition.isLeader) {
      if (known !== undefined) this.#unfollow(known);
      return;
    }
    const { leader, leaderEpoch } = registration;
    if (known === undefined) {
      const followed = newFollowedStream(partition);
      this.#followed.set(partition, followed);
      this.#options.onLeadersChanged();
      return this.#wantStream(followed);
    }
    if (known.leaderId !== leader) {
      known.leaderId = leader;
      this.#options.onLeadersChanged();
    }
    if (known.stream.leaderEpoch !== leaderEpoch) this.#restart(known);
    else if (known.stream.phase === 'idle') this.#wantStream(known);
    else this.#holds.judge(known);
  }

  onConfigured(partition: HostedPartition): void {
    const followed = this.#followed.get(partition);
    if (followed !== undefined) this.#holds.judge(followed);
  }

  onRemoved(partition: HostedPartition): void {
    const followed = this.#followed.get(partition);
    if (followed !== undefined) this.#unfollow(followed);
  }

  onDurable(partition: HostedPartition): void {
    const followed = this.#followed.get(partition);
    if (followed === undefined) return;
    if (followed.stream.phase === 'streaming') this.#acknowledge(followed);
    else if (followed.stream.phase === 'idle') this.#wantStream(followed);
  }

  /** False when a ring is full: the same frame comes again. */
  onFrame(
    id: SessionId,
    kind: number,
    bytes: Uint8Array,
    view: DataView,
    headStart: number,
    headEnd: number,
    end: number,
  ): boolean {
    const session = this.#byLeader.get(id.peer);
    if (session?.id.session !== id.session) return true;
    if (kind === FrameKind.Push) return this.#onPush(session, bytes, view, headStart, headEnd, end);
    const head = bytes.slice(headStart, headEnd);
    if (kind === FrameKind.Progress) {
      for (const { streamId, leaderEpoch, highWatermark, logStart } of decodeProgress(head)) {
        const followed = this.#byStream.get(streamId);
        if (followed === undefined || followed.stream.leaderEpoch !== leaderEpoch) continue;
        if (followed.stream.phase === 'streaming') showAsLeader(followed.partition, highWatermark, logStart);
      }
      return true;
    }
    const answer = decodeAnswer(head);
    const followed = this.#byStream.get(answer.streamId);
    if (followed === undefined) return true;
    const { stream, partition } = followed;
    const log = partition.log!;
    if (kind === FrameKind.Go) {
      if (!stream.onGo(answer.streamId, answer.leaderEpoch, answer.offset, log.logEndOffset)) return true;
      followed.retryMs = FIRST_RETRY_MS;
      // Epochs that were begun here without a batch are no part of the log that goes on.
      log.epochs.truncateFromEnd(log.logEndOffset);
      showAsLeader(partition, answer.highWatermark, answer.logStart);
      this.#acknowledge(followed);
      this.#holds.judge(followed);
    } else if (kind === FrameKind.Diverge) {
      if (stream.onDiverge(answer.streamId, answer.leaderEpoch)) this.#cut(followed, answer.epoch, answer.offset);
    } else if (kind === FrameKind.Reset) {
      if (stream.onDiverge(answer.streamId, answer.leaderEpoch)) this.#reset(followed, answer.offset);
    } else if (kind === FrameKind.Ended && stream.onEnded(answer.streamId)) {
      this.#detach(followed);
      if (answer.errorCode === ErrorCode.MESSAGE_TOO_LARGE) this.#onTooLarge(followed, answer.offset);
      this.#later(followed);
    }
    return true;
  }

  /** The leader cannot bring a batch here: the append ring of this broker, or its own, does not take it. */
  #onTooLarge(followed: FollowedStream, offset: number): void {
    followed.retryMs = TOO_LARGE_RETRY_MS;
    if (followed.tooLargeAt === offset) return;
    followed.tooLargeAt = offset;
    const { partition, leaderId } = followed;
    this.#options.logger.error('a partition stays behind: a batch of the leader does not fit the append ring', {
      topic: partition.topic,
      partition: partition.partition,
      leader: leaderId,
      offset,
      limit: partition.log!.directory.wal.maxBatchBytes,
      property: 'chronik.ring.bytes',
    });
  }

  #onPush(
    session: LeaderSession,
    bytes: Uint8Array,
    view: DataView,
    headStart: number,
    headEnd: number,
    end: number,
  ): boolean {
    const push = decodePush(view, headStart, this.#push);
    const followed = this.#byStream.get(push.streamId);
    if (followed !== undefined && !this.#append(followed, push, bytes, view, headEnd, end)) return false;
    const isWorthTelling = session.taken(end - headEnd);
    if (followed !== undefined) this.#holds.onTaken(followed, end - headEnd);
    if (isWorthTelling) this.#schedule();
    return true;
  }

  #append(
    followed: FollowedStream,
    push: PushHead,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
  ): boolean {
    const { client, replicas } = this.#options;
    const { partition, stream } = followed;
    switch (this.#intake.take(followed, push, bytes, view, start, end)) {
      case 'taken':
        replicas.wakeSoon();
        showAsLeader(partition, push.highWatermark, push.logStart);
        return true;
      case 'ring full':
        replicas.stall(() => {
          queueMicrotask(() => client.drain());
          return true;
        });
        return false;
      case 'gap':
        this.#restart(followed);
        return true;
      case 'unusable':
        this.#detach(followed);
        stream.restart(stream.leaderEpoch);
        this.#later(followed);
        return true;
      case 'stale':
        return true;
    }
  }

  #cut(followed: FollowedStream, epoch: number, endOffset: number): void {
    this.#detach(followed);
    if (!this.#diverged.cut(followed, epoch, endOffset)) this.#later(followed);
  }

  #reset(followed: FollowedStream, startOffset: number): void {
    this.#detach(followed);
    this.#diverged.reset(followed, startOffset);
  }

  #restart(followed: FollowedStream): void {
    this.#detach(followed);
    followed.retryMs = FIRST_RETRY_MS;
    followed.stream.restart(followed.partition.registration.leaderEpoch);
    this.#wantStream(followed);
  }

  #unfollow(followed: FollowedStream): void {
    const { streamId } = followed;
    const session = this.#byLeader.get(followed.leaderId);
    if (streamId !== -1 && session !== undefined) this.#options.client.send(session.id, encodeUnsubscribe([streamId]));
    this.#detach(followed);
    this.#subscriptions.forget(followed);
    this.#followed.delete(followed.partition);
    this.#options.onLeadersChanged();
  }

  /** What a leader may still send for the stream is nobody's. */
  #detach(followed: FollowedStream): void {
    if (followed.streamId !== -1) this.#byStream.delete(followed.streamId);
    followed.streamId = -1;
    followed.partialFrom = -1;
    this.#holds.forget(followed);
    for (const session of this.#byLeader.values()) session.forget(followed);
  }

  #later(followed: FollowedStream): void {
    const pauseMs = followed.retryMs;
    followed.retryMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS);
    this.#options.clock.setTimer(pauseMs, () => {
      if (!this.#isStopped && this.#followed.get(followed.partition) === followed && followed.stream.phase === 'idle')
        this.#wantStream(followed);
    });
  }

  #wantStream(followed: FollowedStream): void {
    this.#subscriptions.want(followed);
    this.#schedule();
  }

  #acknowledge(followed: FollowedStream): void {
    this.#byLeader.get(followed.leaderId)?.acknowledge(followed);
    this.#schedule();
  }

  /** Everything of one turn goes out in one frame for each leader. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.#isStopped) return;
      this.#subscriptions.send(this.#byLeader);
      this.#holds.tell((leaderId, frame) => {
        const session = this.#byLeader.get(leaderId);
        if (session !== undefined) this.#options.client.send(session.id, frame);
        return session !== undefined;
      });
      for (const session of this.#byLeader.values()) {
        for (const frame of session.takeAck()) this.#options.client.send(session.id, frame);
      }
    });
  }
}
