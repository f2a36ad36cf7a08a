/**
 * One partition that this broker hosts: its log, the role that this broker has in it, how far it may be shown, and who waits
 * for it to move on. What is appended while this broker leads goes through `appends` (leader-appends.ts). Main thread.
 */
import { assert } from '../../core/base/assert.ts';
import type { TopicConfig } from '../../core/config/topic-config.ts';
import type { PartitionRegistration } from '../../core/metadata/topics-image.ts';
import { HighWatermark } from '../../core/partition/high-watermark.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { LeaderReplicas } from '../../core/replication/leader-replicas.ts';
import type { DurableSink } from '../../workers/wal/append-ledger.ts';
import { type PartitionLog, RING_FULL } from '../log/partition-log.ts';
import { OffsetWaiters } from '../purgatory/offset-waiters.ts';
import { LeaderAppends } from './leader-appends.ts';
import type { PartitionListener } from './partition-listener.ts';
import type { RecompressionPort } from './recompression.ts';

/** Told when a partition has more to show, or will show nothing more. */
export interface PartitionWatcher {
  onPartitionMoved(partition: HostedPartition): void;
}

export class HostedPartition implements DurableSink {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly #brokerId: number;
  registration: PartitionRegistration;
  /** Null when its log directory is lost or its files are damaged. */
  log: PartitionLog | null = null;
  highWatermarkOf = new HighWatermark(0, 0);
  /** Appends that wait for this broker's disk (acks=1), and for the in-sync set (acks=all). */
  readonly durableWaiters = new OffsetWaiters();
  readonly committedWaiters = new OffsetWaiters();
  readonly watchers = new Set<PartitionWatcher>();
  /** Replication; null where this broker is alone. */
  listener: PartitionListener | null = null;
  /** Largest batch that can be brought to every replica, as far as the leader knows. */
  replicasMaxBatchBytes = Number.POSITIVE_INFINITY;
  /** The broker's leave to lead, where others could take over without its knowing; null where this broker is alone. */
  lease: { readonly isHeld: boolean } | null = null;
  /** The log is being cut and opened again: meanwhile it takes nothing, and this broker does not lead. */
  isReopening = false;
  #leading: LeaderReplicas | null = null;
  /** Leader epoch that `#lead` has begun, −1 while following. */
  #ledEpoch = -1;
  /** The log's end when that epoch began. */
  #epochStartOffset = 0;
  /** What is appended while this broker leads. */
  readonly appends: LeaderAppends;
  #config: TopicConfig;

  /** @param recompression null: batches are stored as they come, whatever `compression.type` says */
  constructor(
    topic: string,
    registration: PartitionRegistration,
    brokerId: number,
    config: TopicConfig,
    recompression: RecompressionPort | null = null,
  ) {
    this.topic = topic;
    this.topicId = registration.topicId;
    this.partition = registration.partition;
    this.#brokerId = brokerId;
    this.registration = registration;
    this.#config = config;
    this.appends = new LeaderAppends(this, config, recompression);
  }

  /**
   * The partition's files are there: what they hold is durable.
   * @param highWatermark as it is known to have been
   */
  openLog(log: PartitionLog, nowMs = 0, highWatermark = log.logStartOffset): void {
    this.highWatermarkOf = new HighWatermark(highWatermark, log.logEndOffset);
    this.#useLog(log, nowMs);
  }

  /** The log was cut to `log`'s end and is served again, in whatever role this broker has by now. */
  reopenLog(log: PartitionLog, nowMs: number): void {
    this.isReopening = false;
    this.#useLog(log, nowMs);
  }

  #useLog(log: PartitionLog, nowMs: number): void {
    this.log = log;
    log.onLogStartMoved = () => {
      this.#notifyWatchers();
      if (this.#leading !== null) this.listener?.onHighWatermark(this);
    };
    this.#follow(this.registration, nowMs);
    log.producers.onHighWatermark(this.highWatermark);
    this.listener?.onChanged(this);
  }

  get leaderEpoch(): number {
    return this.registration.leaderEpoch;
  }

  get isLeader(): boolean {
    return this.registration.leader === this.#brokerId;
  }

  get config(): TopicConfig {
    return this.#config;
  }

  get highWatermark(): number {
    return this.highWatermarkOf.value;
  }

  get lastStableOffset(): number {
    return this.log === null ? this.highWatermark : this.log.producers.lastStableOffset(this.highWatermark);
  }

  get logStartOffset(): number {
    return this.log?.logStartOffset ?? 0;
  }

  /** What keeps this broker from serving reads and writes as leader; NONE when nothing does. */
  leaderError(): number {
    if (!this.isLeader || this.isReopening || this.lease?.isHeld === false) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    return this.log === null ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NONE;
  }

  /**
   * What keeps this broker from serving reads.
   * @param isFollowerAllowed the client takes what a follower has, too (KIP-392)
   */
  readError(isFollowerAllowed: boolean): number {
    if (!isFollowerAllowed || this.isLeader) return this.leaderError();
    if (this.isReopening) return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    return this.log === null ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NONE;
  }

  /** KIP-320: a client that knows another epoch than ours must not be served. −1: the client does not say. */
  epochError(currentLeaderEpoch: number): number {
    if (currentLeaderEpoch === -1 || currentLeaderEpoch === this.leaderEpoch) return ErrorCode.NONE;
    return currentLeaderEpoch < this.leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH;
  }

  /** The leader's view of the other replicas; null while this broker does not lead, or has nobody to lead. */
  get leading(): LeaderReplicas | null {
    return this.#leading;
  }

  /** min.insync.replicas, limited to the replicas there are. */
  get requiredReplicas(): number {
    return Math.min(this.#config.minInsyncReplicas, this.registration.replicas.length);
  }

  /** @param nowMs monotonic */
  update(registration: PartitionRegistration, nowMs = 0): void {
    const isNewEpoch = registration.leaderEpoch !== this.registration.leaderEpoch;
    this.registration = registration;
    if (isNewEpoch) this.#failWaiting(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    this.#follow(registration, nowMs);
    this.listener?.onChanged(this);
  }

  /** After `leading` learnt something that may let the high watermark move. */
  raiseHighWatermark(): void {
    const leading = this.#leading;
    if (leading !== null && this.highWatermarkOf.setFloor(leading.floor, leading.isEnough)) this.#onHighWatermark();
  }

  /** What the leader says it may show; counts while this broker follows. */
  onLeaderHighWatermark(value: number): void {
    if (this.#ledEpoch === -1 && this.highWatermarkOf.setFloor(value, true)) this.#onHighWatermark();
  }

  /** Takes up the role that the registration gives this broker. */
  #follow(registration: PartitionRegistration, nowMs: number): void {
    const { log } = this;
    if (log === null || this.isReopening) return;
    if (!this.isLeader) {
      // Nobody vouches for more than what is known, until the new leader speaks.
      if (this.#ledEpoch !== -1) this.highWatermarkOf.setFloor(Number.NEGATIVE_INFINITY, true);
      this.#leading = null;
      this.#ledEpoch = -1;
      return;
    }
    if (this.#ledEpoch !== registration.leaderEpoch) this.#lead(log, registration, nowMs);
    else if (this.#leading !== null) this.#leading.update(registration, nowMs);
    else this.#meetReplicas(log, registration, nowMs);
    this.#settleFloor();
  }

  #lead(log: PartitionLog, registration: PartitionRegistration, nowMs: number): void {
    const { leaderEpoch } = registration;
    this.#ledEpoch = leaderEpoch;
    this.#epochStartOffset = log.logEndOffset;
    // Followers whose last epoch is none of ours are told where ours begins. Not saved: an epoch without a batch is no
    // function of the log.
    log.epochs.assign(leaderEpoch, log.logEndOffset);
    this.#leading = null;
    this.#meetReplicas(log, registration, nowMs);
  }

  /** A partition of one replica has nobody to look after, until a reassignment gives it others. */
  #meetReplicas(log: PartitionLog, registration: PartitionRegistration, nowMs: number): void {
    if (registration.replicas.length === 1) return;
    const options = {
      brokerId: this.#brokerId,
      leaderEpoch: registration.leaderEpoch,
      epochStartOffset: this.#epochStartOffset,
      minInsyncReplicas: this.#config.minInsyncReplicas,
      nowMs,
    };
    this.#leading = new LeaderReplicas(options, registration);
    this.#leading.onAppended(log.logEndOffset);
  }

  #settleFloor(): void {
    if (this.#leading !== null) return this.raiseHighWatermark();
    const isEnough = this.registration.isr.length >= this.requiredReplicas;
    if (this.highWatermarkOf.setFloor(Number.POSITIVE_INFINITY, isEnough)) this.#onHighWatermark();
  }

  configure(config: TopicConfig): void {
    this.#config = config;
    this.appends.configure(config);
    if (this.log !== null) this.log.config = config;
    if (this.#ledEpoch !== -1) {
      if (this.#leading !== null) this.#leading.minInsyncReplicas = config.minInsyncReplicas;
      this.#settleFloor();
    }
    this.listener?.onConfigured(this);
  }

  /**
   * Appends one batch of the leader's as it is: offsets, epoch and times are the leader's. The caller has checked that it
   * follows the log's end and is whole. False when the ring is full.
   */
  appendReplicated(batch: BatchView, nowMs: number): boolean {
    const { log } = this;
    assert(log !== null && this.#ledEpoch === -1 && !this.isReopening, 'only a follower takes what a leader sends');
    return (
      log.append(
        batch,
        batch.partitionLeaderEpoch,
        batch.timestampType,
        batch.maxTimestamp,
        nowMs,
        batch.baseOffset,
      ) !== RING_FULL
    );
  }

  onDurable(endOffset: number): void {
    // Of a log that is being cut: what was appended before the cut is none of its future.
    if (this.isReopening) return;
    const moved = this.highWatermarkOf.onLocalDurable(endOffset);
    this.durableWaiters.reached(endOffset);
    if (moved) this.#onHighWatermark();
    if (this.#ledEpoch === -1) this.listener?.onDurable(this);
  }

  /**
   * Until the lease is back this broker leads nothing: whoever waits for it to is told so at once, as when another leads.
   * What was appended may still be committed.
   */
  onLeaseLost(): void {
    if (this.isLeader) this.#failWaiting(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  /** The log directory failed: nothing in flight will be acknowledged, nothing more is served. */
  onStorageLost(): void {
    this.log = null;
    this.isReopening = false;
    this.#leading = null;
    this.#ledEpoch = -1;
    this.#failWaiting(ErrorCode.KAFKA_STORAGE_ERROR);
    this.listener?.onChanged(this);
  }

  /** The topic was deleted, or another broker has taken this one's place: what waits gets `errorCode`. */
  onRemoved(errorCode: number): void {
    this.log = null;
    this.#leading = null;
    this.#ledEpoch = -1;
    this.#failWaiting(errorCode);
    this.listener?.onRemoved(this);
  }

  #failWaiting(errorCode: number): void {
    this.appends.refuseParked(errorCode);
    this.durableWaiters.failAll(errorCode);
    this.committedWaiters.failAll(errorCode);
    this.#notifyWatchers();
  }

  #onHighWatermark(): void {
    const { value } = this.highWatermarkOf;
    this.log?.producers.onHighWatermark(value);
    this.committedWaiters.reached(value);
    this.#notifyWatchers();
    if (this.#leading !== null) this.listener?.onHighWatermark(this);
  }

  #notifyWatchers(): void {
    for (const watcher of this.watchers) watcher.onPartitionMoved(this);
  }
}
