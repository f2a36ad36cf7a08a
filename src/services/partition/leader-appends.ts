/**
 * What this broker appends to a partition as its leader: batches of clients and of its own coordinators. One place decides
 * what is refused, what waits for another codec and what whoever asked is told. Main thread; one per HostedPartition, whose
 * role and log it looks at; owns the outcome and the batches that wait.
 */
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { AppendOrigin } from '../../core/log/producer-state.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { NO_TIMESTAMP, TimestampType } from '../../core/records/batch-format.ts';
import type { AppendRules, BatchValidator, ProduceOrigin, RecordError } from '../../core/records/batch-validator.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { RING_FULL } from '../log/partition-log.ts';
import { appendRules } from './append-rules.ts';
import type { HostedPartition } from './hosted-partition.ts';
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

export class LeaderAppends {
  readonly #partition: HostedPartition;
  readonly #outcome: AppendOutcome = {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    recordErrors: [],
    baseOffset: -1,
    endOffset: -1,
    logAppendTimeMs: -1,
  };
  #rules: AppendRules;
  /** `compression.type`; null for `producer`. */
  #target: TargetCodec | null;
  readonly #recompressionPort: RecompressionPort | null;
  /** Made with the first batch that needs it. */
  #parked: ParkedAppends | null = null;

  /** @param recompression null: batches are stored as they come, whatever `compression.type` says */
  constructor(partition: HostedPartition, config: TopicConfig, recompression: RecompressionPort | null) {
    this.#partition = partition;
    this.#rules = appendRules(config);
    this.#target = targetCodec(config);
    this.#recompressionPort = recompression;
  }

  configure(config: TopicConfig): void {
    this.#rules = appendRules(config);
    this.#target = targetCodec(config);
  }

  /**
   * Appends the batch of a produce request. `validator` judges it first. After TRY_AGAIN the caller asks again, in
   * order of asking. After PARKED `bytes` must stay as they are until it is told.
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
      this.#outcome.recordErrors = validator.recordErrors;
      return this.#outcome;
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

  /** Whatever is parked is not appended any more. */
  refuseParked(errorCode: number): void {
    this.#parked?.refuseAll(() => this.#refused(errorCode, null));
  }

  /** Appends a batch that a coordinator of this broker built: trusted, but still in order and fenced by epoch. */
  appendInternal(batch: BatchView, requiredAcks: number, now: number): AppendOutcome {
    const unavailable = this.#writeError(requiredAcks);
    if (unavailable !== ErrorCode.NONE) return this.#refused(unavailable, null);
    return this.#append(batch, AppendOrigin.Coordinator, batch.maxTimestamp, now, false);
  }

  #writeError(requiredAcks: number): number {
    const partition = this.#partition;
    const code = partition.leaderError();
    if (code !== ErrorCode.NONE) return code;
    if (partition.log!.directory.wal.isSpaceLow) return ErrorCode.KAFKA_STORAGE_ERROR;
    const isShort = requiredAcks === -1 && partition.registration.isr.length < partition.requiredReplicas;
    return isShort ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE;
  }

  readonly #appendParked = ({ batch, failure, terms, refusal }: ParkedAppend): AppendOutcome | 'ring full' => {
    const unavailable = this.#writeError(terms.requiredAcks);
    if (unavailable !== ErrorCode.NONE) return this.#refused(unavailable, null);
    const refused = refusal?.() ?? null;
    if (refused !== null && refused.errorCode !== ErrorCode.NONE)
      return this.#refused(refused.errorCode, refused.errorMessage);
    const where = `${this.#partition.topic}-${this.#partition.partition}`;
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

  #append(
    batch: BatchView,
    origin: AppendOrigin,
    maxTimestamp: number,
    now: number,
    mustStartAtZero: boolean,
  ): AppendOutcome {
    const partition = this.#partition;
    const log = partition.log!;
    const outcome = this.#outcome;
    const limit = Math.min(log.directory.wal.maxBatchBytes, partition.replicasMaxBatchBytes);
    if (batch.sizeInBytes > limit) {
      const message = `The record batch of ${batch.sizeInBytes} bytes does not fit the append ring (chronik.ring.bytes) of every replica: the limit is ${limit}`;
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
    const baseOffset = log.append(batch, partition.leaderEpoch, type, timestamp, now);
    if (baseOffset === RING_FULL) return this.#refused(TRY_AGAIN, null);
    partition.leading?.onAppended(log.logEndOffset);
    outcome.baseOffset = baseOffset;
    outcome.endOffset = log.logEndOffset;
    outcome.logAppendTimeMs = isLogAppendTime ? timestamp : NO_TIMESTAMP;
    return outcome;
  }

  #refused(errorCode: number, message: string | null): AppendOutcome {
    const outcome = this.#outcome;
    outcome.errorCode = errorCode;
    outcome.errorMessage = message;
    outcome.recordErrors = [];
    outcome.baseOffset = -1;
    outcome.endOffset = -1;
    outcome.logAppendTimeMs = NO_TIMESTAMP;
    return outcome;
  }
}

function failureCode(failure: RecompressionFailure): number {
  if (failure === 'too large') return ErrorCode.MESSAGE_TOO_LARGE;
  if (failure === 'unsupported') return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
  return failure === 'corrupt' ? ErrorCode.INVALID_RECORD : ErrorCode.UNKNOWN_SERVER_ERROR;
}
