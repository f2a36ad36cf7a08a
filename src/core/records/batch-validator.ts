/**
 * The reasons why the `records` field of a produce request is refused, in the order in which Kafka looks for them,
 * each with its error code and message. Runs where the request is handled (main), and in the compute pool for batches
 * whose records must be decompressed. One validator is reused: the verdict is the returned code plus fields that the
 * next call overwrites; an accepted batch allocates nothing beyond what the decompressor does.
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import {
  BATCH_OVERHEAD,
  COMPRESSION_NAMES,
  Compression,
  HEADER_UP_TO_MAGIC,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  NO_TIMESTAMP,
  TimestampType,
} from './batch-format.ts';
import { BatchView } from './batch-view.ts';
import type { Decompressor } from './decompressor.ts';
import { RecordReader } from './record-reader.ts';

/** What a topic and its broker ask of a batch. Built once per topic configuration. */
export interface AppendRules {
  /** `max.message.bytes`: bounds the whole batch, log overhead included. */
  readonly maxMessageBytes: number;
  /** `segment.bytes`: a batch must fit into one segment. */
  readonly segmentBytes: number;
  /** `cleanup.policy` contains `compact`: records need keys. */
  readonly isCompacted: boolean;
  /** `message.timestamp.type`. */
  readonly timestampType: TimestampType;
  /** `message.timestamp.before.max.ms`. */
  readonly timestampBeforeMaxMs: number;
  /** `message.timestamp.after.max.ms`. */
  readonly timestampAfterMaxMs: number;
  /** What one compressed batch may unfold to while its records are checked. */
  readonly maxDecompressedBytes: number;
}

/** Where a batch came from; for messages, and for what depends on the version of the request. */
export interface ProduceOrigin {
  readonly topic: string;
  readonly partition: number;
  /** Version of the Produce request: zstd needs 7 (KIP-110). */
  readonly apiVersion: number;
  /** Wall clock, ms. */
  readonly now: number;
}

/** One entry of `RecordErrors` in the produce response (v8+). */
export interface RecordError {
  readonly batchIndex: number;
  readonly batchIndexErrorMessage: string;
}

const NO_RECORD_ERRORS: readonly RecordError[] = [];
/** A response names no more bad records than this: a batch may hold a million of them. */
const MAX_RECORD_ERRORS = 1000;
/** Smallest size that any version of Kafka's format allowed; below it the length field cannot be meant. */
const MIN_LEGACY_LENGTH = 14;
const ZSTD_SINCE_PRODUCE_VERSION = 7;
/** Not an error code: there is no whole batch. */
const PARTIAL = -2;

export class BatchValidator {
  /** The batch under judgement; points at it after every call that found one. */
  readonly batch: BatchView = new BatchView();
  readonly #reader = new RecordReader();
  readonly #decompressor: Decompressor;

  /** Null when accepted. */
  errorMessage: string | null = null;
  recordErrors: readonly RecordError[] = NO_RECORD_ERRORS;
  /** Largest record timestamp, which the batch header must say; the broker corrects it if it does not. */
  maxTimestamp = NO_TIMESTAMP;
  /** Offset delta of the first record that bears `maxTimestamp`. */
  maxTimestampDelta = 0;
  /** Size of the records section once decompressed. */
  decompressedBytes = 0;

  constructor(decompressor: Decompressor) {
    this.#decompressor = decompressor;
  }

  /** Both halves: the header and every record. Returns an `ErrorCode`; `NONE` means append it. */
  validate(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    rules: AppendRules,
    origin: ProduceOrigin,
  ): number {
    const code = this.validateHeader(bytes, view, start, end, rules, origin);
    return code === ErrorCode.NONE ? this.validateRecords(rules, origin) : code;
  }

  /** Everything that can be said without looking at records: framing, size, checksum, counts, producer. */
  validateHeader(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    rules: AppendRules,
    origin: ProduceOrigin,
  ): number {
    this.errorMessage = null;
    this.recordErrors = NO_RECORD_ERRORS;
    const framing = this.#checkFraming(bytes, view, start, end, origin);
    if (framing !== ErrorCode.NONE) return framing;

    const batch = this.batch;
    if (batch.baseOffset !== 0) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `The baseOffset of the record batch in the append to ${where(origin)} should be 0, but it is ${batch.baseOffset}`,
      );
    }
    const size = batch.sizeInBytes;
    if (size > rules.maxMessageBytes) {
      return this.#refuse(
        ErrorCode.MESSAGE_TOO_LARGE,
        `The record batch size in the append to ${where(origin)} is ${size} bytes which exceeds the maximum configured value of ${rules.maxMessageBytes}.`,
      );
    }
    if (!batch.isValid) {
      return this.#refuse(
        ErrorCode.CORRUPT_MESSAGE,
        `Record is corrupt (stored crc = ${batch.crc}, computed crc = ${batch.computeCrc()}) in topic partition ${where(origin)}.`,
      );
    }
    return this.#checkCounts(origin);
  }

  /** The records of `batch`, after `validateHeader` accepted it. */
  validateRecords(rules: AppendRules, origin: ProduceOrigin): number {
    const batch = this.batch;
    let section: Uint8Array | null = null;
    if (batch.compression !== Compression.None) {
      const unfolded = this.#decompressor.decompress(
        batch.compression,
        batch.bytes,
        batch.recordsStart,
        batch.end,
        rules.maxDecompressedBytes,
      );
      if (typeof unfolded === 'string') return this.#refuseCompressed(unfolded, rules, origin);
      section = unfolded;
    }
    this.decompressedBytes = section === null ? batch.end - batch.recordsStart : section.length;
    const code = this.#checkRecords(section, rules, origin);
    if (code !== ErrorCode.NONE || batch.sizeInBytes <= rules.segmentBytes) return code;
    return this.#refuse(
      ErrorCode.RECORD_LIST_TOO_LARGE,
      `Message batch size is ${batch.sizeInBytes} bytes in append to partition ${where(origin)}, which exceeds the maximum configured segment size of ${rules.segmentBytes}.`,
    );
  }

  /** Exactly one whole batch of version 2, with a codec that this version of Produce may carry. */
  #checkFraming(bytes: Uint8Array, view: DataView, start: number, end: number, origin: ProduceOrigin): number {
    const first = this.#checkFrame(view, start, end);
    if (first === PARTIAL) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Produce requests with version ${origin.apiVersion} must have at least one record batch per partition`,
      );
    }
    if (first !== ErrorCode.NONE) return first;
    const length = view.getInt32(start + LENGTH_AT);
    const magic = view.getInt8(start + MAGIC_AT);
    if (magic !== MAGIC_V2) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Produce requests with version ${origin.apiVersion} are only allowed to contain record batches with magic version 2`,
      );
    }
    if (LOG_OVERHEAD + length < BATCH_OVERHEAD) {
      return this.#refuse(
        ErrorCode.CORRUPT_MESSAGE,
        `Record batch of ${LOG_OVERHEAD + length} bytes is smaller than its header of ${BATCH_OVERHEAD} bytes`,
      );
    }
    const batch = this.batch.wrap(bytes, view, start, end);
    if (batch.compression > Compression.Zstd) {
      return this.#refuse(
        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
        `Unknown compression type id: ${batch.compression} in topic partition ${where(origin)}`,
      );
    }
    if (batch.compression === Compression.Zstd && origin.apiVersion < ZSTD_SINCE_PRODUCE_VERSION) {
      return this.#refuse(
        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
        `Produce requests with version ${origin.apiVersion} are not allowed to use ZStandard compression`,
      );
    }
    // What remains and is not a whole batch is ignored, as Kafka trims it; a second batch is refused.
    const second = this.#checkFrame(view, batch.end, end);
    if (second === PARTIAL) return ErrorCode.NONE;
    if (second !== ErrorCode.NONE) return second;
    return this.#refuse(
      ErrorCode.INVALID_RECORD,
      `Produce requests with version ${origin.apiVersion} are only allowed to contain exactly one record batch per partition`,
    );
  }

  /** NONE where a whole batch of any version begins at `start`, PARTIAL where it is cut short or nothing is there. */
  #checkFrame(view: DataView, start: number, end: number): number {
    if (end - start < LOG_OVERHEAD) return PARTIAL;
    const length = view.getInt32(start + LENGTH_AT);
    if (length < MIN_LEGACY_LENGTH) {
      return this.#refuse(
        ErrorCode.CORRUPT_MESSAGE,
        `Record size ${length} is less than the minimum record overhead (${MIN_LEGACY_LENGTH})`,
      );
    }
    if (end - start < HEADER_UP_TO_MAGIC) return PARTIAL;
    const magic = view.getInt8(start + MAGIC_AT);
    if (magic < 0 || magic > MAGIC_V2) {
      return this.#refuse(ErrorCode.CORRUPT_MESSAGE, `Invalid magic found in record: ${magic}`);
    }
    return length > end - start - LOG_OVERHEAD ? PARTIAL : ErrorCode.NONE;
  }

  #checkCounts(origin: ProduceOrigin): number {
    const batch = this.batch;
    const lastOffset = batch.lastOffsetDelta;
    if (lastOffset < 0) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Batch has an invalid offset range: [0, ${lastOffset}] in topic partition ${where(origin)}`,
      );
    }
    const count = batch.recordCount;
    if (count <= 0) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Invalid reported count for record batch: ${count} in topic partition ${where(origin)}`,
      );
    }
    if (count !== lastOffset + 1) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Inconsistent batch offset range [0, ${lastOffset}] and count of records ${count} in topic partition ${where(origin)}`,
      );
    }
    if (batch.isControl) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Clients are not allowed to write control records in topic partition ${where(origin)}`,
      );
    }
    if (batch.hasProducerId) {
      if (batch.baseSequence < 0 || batch.producerEpoch < 0) {
        return this.#refuse(
          ErrorCode.INVALID_RECORD,
          `Invalid sequence number ${batch.baseSequence} or epoch ${batch.producerEpoch} in record batch with producerId ${batch.producerId} in topic partition ${where(origin)}`,
        );
      }
    } else if (batch.isTransactional) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Transactional record batch without a producerId in topic partition ${where(origin)}`,
      );
    }
    return ErrorCode.NONE;
  }

  #checkRecords(section: Uint8Array | null, rules: AppendRules, origin: ProduceOrigin): number {
    const batch = this.batch;
    const isLogAppendTime = rules.timestampType === TimestampType.LogAppendTime;
    // A producer may not claim LogAppendTime for itself; on a LogAppendTime topic the broker overwrites it anyway.
    const refusesTimestampType = !isLogAppendTime && batch.timestampType === TimestampType.LogAppendTime;
    const earliest = isLogAppendTime ? -Infinity : origin.now - rules.timestampBeforeMaxMs;
    const latest = isLogAppendTime ? Infinity : origin.now + rules.timestampAfterMaxMs;
    const needsKey = rules.isCompacted;
    const reader = this.#reader.wrapBatch(batch, section);
    let maxTimestamp = NO_TIMESTAMP;
    let maxTimestampDelta = 0;
    let index = 0;
    let errors: RecordError[] | null = null;
    let code: number = ErrorCode.NONE;
    while (reader.next()) {
      if (reader.offsetDelta !== index) {
        return this.#refuse(
          ErrorCode.INVALID_RECORD,
          `Record ${index} of the batch has offset delta ${reader.offsetDelta} in topic partition ${where(origin)}: deltas must be contiguous from 0`,
        );
      }
      const timestamp = reader.timestamp;
      if (timestamp > maxTimestamp) {
        maxTimestamp = timestamp;
        maxTimestampDelta = index;
      }
      const keyMissing = needsKey && reader.keyLength < 0;
      const timestampBad =
        refusesTimestampType || (timestamp !== NO_TIMESTAMP && (timestamp < earliest || timestamp > latest));
      if (keyMissing || timestampBad) {
        errors ??= [];
        if (!keyMissing || code === ErrorCode.INVALID_TIMESTAMP) code = ErrorCode.INVALID_TIMESTAMP;
        else code = ErrorCode.INVALID_RECORD;
        if (errors.length < MAX_RECORD_ERRORS) {
          errors.push({
            batchIndex: index,
            batchIndexErrorMessage: keyMissing
              ? `Compacted topic cannot accept message without key in topic partition ${where(origin)}`
              : refusesTimestampType
                ? `Invalid timestamp type in message at index ${index}. Producer should not set timestamp type to LogAppendTime.`
                : `Timestamp ${timestamp} of message with offset ${reader.offset} is out of range. The timestamp should be within [${earliest}, ${latest}]`,
          });
        }
      }
      index++;
    }
    if (reader.error !== null) {
      return this.#refuse(
        ErrorCode.INVALID_RECORD,
        `Found invalid record structure at record ${index} of the batch in topic partition ${where(origin)}: ${reader.error}`,
      );
    }
    if (errors !== null) {
      this.recordErrors = errors;
      return this.#refuse(
        code,
        code === ErrorCode.INVALID_TIMESTAMP
          ? 'One or more records have been rejected due to invalid timestamp'
          : `One or more records have been rejected due to ${errors.length} record errors in total, and only showing the first three errors at most: [${errors.slice(0, 3).map(describe).join(', ')}]`,
      );
    }
    this.maxTimestamp = isLogAppendTime ? origin.now : maxTimestamp;
    this.maxTimestampDelta = isLogAppendTime ? batch.lastOffsetDelta : maxTimestampDelta;
    return ErrorCode.NONE;
  }

  /**
   * A payload that unfolds too far gets MESSAGE_TOO_LARGE, because producers answer that by splitting the batch. One
   * that does not decode passed its checksum, so the client made it so and sending it again cannot help.
   */
  #refuseCompressed(
    failure: 'too large' | 'corrupt' | 'unsupported',
    rules: AppendRules,
    origin: ProduceOrigin,
  ): number {
    const codec = COMPRESSION_NAMES[this.batch.compression];
    if (failure === 'too large') {
      return this.#refuse(
        ErrorCode.MESSAGE_TOO_LARGE,
        `The record batch in the append to ${where(origin)} decompresses to more than ${rules.maxDecompressedBytes} bytes.`,
      );
    }
    if (failure === 'unsupported') {
      return this.#refuse(
        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
        `This broker cannot decompress ${codec} in topic partition ${where(origin)}`,
      );
    }
    return this.#refuse(
      ErrorCode.INVALID_RECORD,
      `Failed to decompress the ${codec} record stream in topic partition ${where(origin)}`,
    );
  }

  #refuse(code: number, message: string): number {
    this.errorMessage = message;
    return code;
  }
}

function describe(error: RecordError): string {
  return `RecordError(batchIndex=${error.batchIndex}, message='${error.batchIndexErrorMessage}')`;
}

function where(origin: ProduceOrigin): string {
  return `${origin.topic}-${origin.partition}`;
}
