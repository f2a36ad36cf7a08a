/**
 * One partition that this broker hosts: its log, who leads it, how far it may be shown, and who waits for it to move on.
 * Main thread. Everything about appends goes through here, so that one place decides what a client is told.
 */
import { assert } from '../../core/base/assert.ts';
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { AppendOrigin } from '../../core/log/producer-state.ts';
import type { PartitionRegistration } from '../../core/metadata/topics-image.ts';
import { HighWatermark } from '../../core/partition/high-watermark.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { NO_TIMESTAMP, TimestampType } from '../../core/records/batch-format.ts';
import type { AppendRules, BatchValidator, ProduceOrigin, RecordError } from '../../core/records/batch-validator.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { LeaderReplicas } from '../../core/replication/leader-replicas.ts';
import type { DurableSink } from '../../workers/wal/append-ledger.ts';
import { type PartitionLog, RING_FULL } from '../log/partition-log.ts';
import { OffsetWaiters } from '../purgatory/offset-waiters.ts';
import { appendRules } from './append-rules.ts';
import type { PartitionListener } from './partition-listener.ts';
import {
  type AppendRefusal,
  type AppendTerms,
  type ParkedAppend,
  ParkedAppends,
  type RecompressionFailure,
  type RecompressionPort,
  type TargetCodec,
  targetCodec,
} from './recompression.ts';

/** Not an error of Kafka's: the ring is full, nothing happened, and the same append is tried again later. */
export const TRY_AGAIN = -1000;

/** Not an error of Kafka's: the batch is taken in and will be appended in its turn; `whenAppended` tells what came of it. */
export const PARKED = -1001;

/** What an append came to; one object per partition, overwritten by the next append. */
export interface AppendOutcome {
  /** `ErrorCode`, TRY_AGAIN or PARKED. */
  errorCode: number;
  errorMessage: string | null;
  recordErrors: readonly RecordError[];
  baseOffset: number;
  /** What must be reached before the append is acknowledged; for a duplicate, the end of the original. */
  endOffset: number;
  logAppendTimeMs: number;
}

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
  /** The broker's leave to lead, where others could take over without its knowing; null where this broker is alone. */
  lease: { readonly isHeld: boolean } | null = null;
  /** The log is being cut and opened again: meanwhile it takes nothing, and this broker does not lead. */
  isReopening = false;
  #leading: LeaderReplicas | null = null;
  /** Leader epoch that `#lead` has begun, −1 while following. */
  #ledEpoch = -1;
  /** The log's end when that epoch began. */
  #epochStartOffset = 0;
  readonly outcome: AppendOutcome = {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    recordErrors: [],
    baseOffset: -1,
    endOffset: -1,
    logAppendTimeMs: -1,
  };
  #config: TopicConfig;
  #rules: AppendRules;
  /** `compression.type`; null for `producer`. */
  #target: TargetCodec | null;
  readonly #recompressionPort: RecompressionPort | null;
  /** Made with the first batch that needs it. */
  #parked: ParkedAppends | null = null;

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
    this.#rules = appendRules(config);
    this.#target = targetCodec(config);
    this.#recompressionPort = recompression;
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
    if (isNewEpoch) {
      this.#refuseParked(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      this.durableWaiters.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      this.committedWaiters.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      this.#notifyWatchers();
    }
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
    this.#rules = appendRules(config);
    this.#target = targetCodec(config);
    if (this.log !== null) this.log.config = config;
    if (this.#ledEpoch !== -1) {
      if (this.#leading !== null) this.#leading.minInsyncReplicas = config.minInsyncReplicas;
      this.#settleFloor();
    }
    this.listener?.onConfigured(this);
  }

  /**
   * Appends the batch of a produce request. `validator` judges it first; `outcome` says what came of it. After
   * TRY_AGAIN the caller asks again, in order of asking. After PARKED `bytes` must stay as they are until it is told.
   * @param requiredAcks −1 refuses when the in-sync set is too small
   */
  appendProduced(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    requiredAcks: number,
    validator: BatchValidator,
    origin: ProduceOrigin,
    mustStartAtZero: boolean,
  ): AppendOutcome {
    const unavailable = this.#writeError(requiredAcks);
    if (unavailable !== ErrorCode.NONE) return this.#refused(unavailable, null);
    const code = validator.validate(bytes, view, start, end, this.#rules, origin);
    if (code !== ErrorCode.NONE) {
      this.#refused(code, validator.errorMessage);
      this.outcome.recordErrors = validator.recordErrors;
      return this.outcome;
    }
    const { batch, maxTimestamp } = validator;
    const target = this.#target !== null && this.#target.codec !== batch.compression ? this.#target : null;
    if (this.#recompressionPort !== null && (target !== null || this.#parked?.isEmpty === false)) {
      this.#parked ??= new ParkedAppends(this.#recompressionPort, this.#appendParked);
      const terms: AppendTerms = { requiredAcks, origin, mustStartAtZero, maxTimestamp };
      this.#parked.park(batch, terms, target, this.#rules.maxDecompressedBytes);
      return this.#refused(PARKED, null);
    }
    return this.#append(batch, AppendOrigin.Client, maxTimestamp, origin.now, mustStartAtZero);
  }

  /**
   * Right after PARKED: `told` hears once what came of that batch. The outcome is only lent.
   * @param refusal asked right before it is appended, NONE lets it pass; null: nothing speaks against it
   */
  whenAppended(told: (outcome: AppendOutcome) => void, refusal: (() => AppendRefusal) | null = null): void {
    this.#parked!.whenAppended(told, refusal);
  }

  /** Appends a batch that a coordinator of this broker built: trusted, but still in order and fenced by epoch. */
  appendInternal(batch: BatchView, requiredAcks: number, now: number): AppendOutcome {
    const unavailable = this.#writeError(requiredAcks);
    if (unavailable !== ErrorCode.NONE) return this.#refused(unavailable, null);
    return this.#append(batch, AppendOrigin.Coordinator, batch.maxTimestamp, now, false);
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

  /** The log directory failed: nothing in flight will be acknowledged, nothing more is served. */
  onStorageLost(): void {
    this.log = null;
    this.isReopening = false;
    this.#leading = null;
    this.#ledEpoch = -1;
    this.#refuseParked(ErrorCode.KAFKA_STORAGE_ERROR);
    this.durableWaiters.failAll(ErrorCode.KAFKA_STORAGE_ERROR);
    this.committedWaiters.failAll(ErrorCode.KAFKA_STORAGE_ERROR);
    this.#notifyWatchers();
    this.listener?.onChanged(this);
  }

  /** The topic was deleted, or another broker has taken this one's place: what waits gets `errorCode`. */
  onRemoved(errorCode: number): void {
    this.log = null;
    this.#leading = null;
    this.#ledEpoch = -1;
    this.#refuseParked(errorCode);
    this.durableWaiters.failAll(errorCode);
    this.committedWaiters.failAll(errorCode);
    this.#notifyWatchers();
    this.listener?.onRemoved(this);
  }

  #writeError(requiredAcks: number): number {
    const code = this.leaderError();
    if (code !== ErrorCode.NONE) return code;
    if (this.log!.directory.wal.isSpaceLow) return ErrorCode.KAFKA_STORAGE_ERROR;
    const isShort = requiredAcks === -1 && this.registration.isr.length < this.requiredReplicas;
    return isShort ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE;
  }

  readonly #appendParked = ({ batch, failure, terms, refusal }: ParkedAppend): AppendOutcome | 'ring full' => {
    const unavailable = this.#writeError(terms.requiredAcks);
    if (unavailable !== ErrorCode.NONE) return this.#refused(unavailable, null);
    const refused = refusal?.() ?? null;
    if (refused !== null && refused.errorCode !== ErrorCode.NONE)
      return this.#refused(refused.errorCode, refused.errorMessage);
    const where = `${this.topic}-${this.partition}`;
    if (batch === null) {
      return this.#refused(
        failureCode(failure!),
        `The record batch for ${where} could not be recompressed: ${failure}`,
      );
    }
    // Another codec, or another level of it, may make a batch larger than the one that was checked.
    const limit = this.#rules.maxMessageBytes;
    if (batch.sizeInBytes > limit) {
      const message = `Message batch size is ${batch.sizeInBytes} bytes in append to partition ${where} which exceeds the maximum configured size of ${limit}.`;
      return this.#refused(ErrorCode.MESSAGE_TOO_LARGE, message);
    }
    const { maxTimestamp, origin, mustStartAtZero } = terms;
    const outcome = this.#append(batch, AppendOrigin.Client, maxTimestamp, origin.now, mustStartAtZero);
    return outcome.errorCode === TRY_AGAIN ? 'ring full' : outcome;
  };

  #refuseParked(errorCode: number): void {
    this.#parked?.refuseAll(() => this.#refused(errorCode, null));
  }

  #append(
    batch: BatchView,
    origin: AppendOrigin,
    maxTimestamp: number,
    now: number,
    mustStartAtZero: boolean,
  ): AppendOutcome {
    const log = this.log!;
    const { outcome } = this;
    if (batch.sizeInBytes > log.directory.wal.maxBatchBytes) {
      const message = `The record batch of ${batch.sizeInBytes} bytes does not fit the append ring (chronik.ring.bytes): the limit is ${log.directory.wal.maxBatchBytes}`;
      return this.#refused(ErrorCode.MESSAGE_TOO_LARGE, message);
    }
    const code = log.producers.checkData(batch, origin, mustStartAtZero);
    if (code !== ErrorCode.NONE) return this.#refused(code, log.producers.errorMessage);
    const isLogAppendTime = this.#rules.timestampType === TimestampType.LogAppendTime;
    const { duplicate } = log.producers;
    outcome.errorCode = ErrorCode.NONE;
    outcome.errorMessage = null;
    outcome.recordErrors = [];
    if (duplicate !== null) {
      outcome.baseOffset = duplicate.firstOffset;
      outcome.endOffset = duplicate.lastOffset + 1;
      outcome.logAppendTimeMs = isLogAppendTime ? duplicate.timestamp : NO_TIMESTAMP;
      return outcome;
    }
    const timestamp = isLogAppendTime && origin === AppendOrigin.Client ? now : maxTimestamp;
    const type = origin === AppendOrigin.Client ? this.#rules.timestampType : batch.timestampType;
    const baseOffset = log.append(batch, this.leaderEpoch, type, timestamp, now);
    if (baseOffset === RING_FULL) return this.#refused(TRY_AGAIN, null);
    this.#leading?.onAppended(log.logEndOffset);
    outcome.baseOffset = baseOffset;
    outcome.endOffset = log.logEndOffset;
    outcome.logAppendTimeMs = isLogAppendTime ? timestamp : NO_TIMESTAMP;
    return outcome;
  }

  #refused(errorCode: number, message: string | null): AppendOutcome {
    const { outcome } = this;
    outcome.errorCode = errorCode;
    outcome.errorMessage = message;
    outcome.recordErrors = [];
    outcome.baseOffset = -1;
    outcome.endOffset = -1;
    outcome.logAppendTimeMs = NO_TIMESTAMP;
    return outcome;
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

function failureCode(failure: RecompressionFailure): number {
  if (failure === 'too large') return ErrorCode.MESSAGE_TOO_LARGE;
  if (failure === 'unsupported') return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
  return failure === 'corrupt' ? ErrorCode.INVALID_RECORD : ErrorCode.UNKNOWN_SERVER_ERROR;
}
