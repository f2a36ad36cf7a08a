/**
 * Builds one record batch: for coordinators, control records, compaction and the client. Pure; any thread. Records are
 * encoded as they arrive into one growing buffer, so `build` only writes the header and the checksum.
 */
import { assert } from '../base/assert.ts';
import { writeInt64 } from '../bytes/int64.ts';
import { putVarint, putVarlong, sizeOfVarint, sizeOfVarlong } from '../bytes/varint.ts';
import {
  ATTRIBUTES_AT,
  BASE_SEQUENCE_AT,
  BASE_TIMESTAMP_AT,
  BATCH_OVERHEAD,
  CONTROL_BIT,
  Compression,
  DELETE_HORIZON_BIT,
  LAST_OFFSET_DELTA_AT,
  LEADER_EPOCH_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  MAX_TIMESTAMP_AT,
  NO_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  PRODUCER_EPOCH_AT,
  PRODUCER_ID_AT,
  RECORD_COUNT_AT,
  RECORDS_AT,
  TIMESTAMP_TYPE_BIT,
  TimestampType,
  TRANSACTIONAL_BIT,
} from './batch-format.ts';
import { BatchView } from './batch-view.ts';
import type { Compressor } from './decompressor.ts';
import type { RecordReader } from './record-reader.ts';

export interface RecordHeader {
  /** UTF-8. */
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** Everything in a batch's header that does not follow from its records. */
export interface BatchSettings {
  baseOffset?: number;
  partitionLeaderEpoch?: number;
  compression?: number;
  timestampType?: TimestampType;
  /** The time of every record under LogAppendTime, ms. */
  logAppendTime?: number;
  producerId?: number;
  producerEpoch?: number;
  baseSequence?: number;
  isTransactional?: boolean;
  isControl?: boolean;
  /** KIP-534: takes the place of the base timestamp. */
  deleteHorizonMs?: number;
}

const NO_HEADERS: readonly RecordHeader[] = [];
const INITIAL_CAPACITY = 512;

export class BatchBuilder {
  readonly #settings: Required<BatchSettings>;
  #buffer = new Uint8Array(INITIAL_CAPACITY);
  #position = RECORDS_AT;
  #count = 0;
  #baseTimestamp: number;
  #maxTimestamp = NO_TIMESTAMP;
  #lastOffset: number;

  constructor(settings: BatchSettings = {}) {
    this.#settings = {
      baseOffset: settings.baseOffset ?? 0,
      partitionLeaderEpoch: settings.partitionLeaderEpoch ?? NO_LEADER_EPOCH,
      compression: settings.compression ?? Compression.None,
      timestampType: settings.timestampType ?? TimestampType.CreateTime,
      logAppendTime: settings.logAppendTime ?? NO_TIMESTAMP,
      producerId: settings.producerId ?? NO_PRODUCER_ID,
      producerEpoch: settings.producerEpoch ?? NO_PRODUCER_EPOCH,
      baseSequence: settings.baseSequence ?? NO_SEQUENCE,
      isTransactional: settings.isTransactional ?? false,
      isControl: settings.isControl ?? false,
      deleteHorizonMs: settings.deleteHorizonMs ?? NO_TIMESTAMP,
    };
    this.#baseTimestamp = this.#settings.deleteHorizonMs;
    this.#lastOffset = this.#settings.baseOffset - 1;
  }

  get recordCount(): number {
    return this.#count;
  }
  /** Size of the batch if it were built now without compression. */
  get sizeInBytes(): number {
    return this.#position;
  }
  /** What a record would add at most to `sizeInBytes`: for "does it still fit" before `append`. */
  static sizeUpperBound(
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[] = NO_HEADERS,
  ): number {
    return 5 + bodyUpperBound(key, value, headers);
  }

  /** Appends at the next offset. */
  append(
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[] = NO_HEADERS,
  ): void {
    this.appendWithOffset(this.#lastOffset + 1, timestamp, key, value, headers);
  }

  /** Appends at `offset`, which must lie above the last one; gaps are what compaction leaves. */
  appendWithOffset(
    offset: number,
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[] = NO_HEADERS,
  ): void {
    const timestampDelta = this.#begin(offset, timestamp);
    const offsetDelta = offset - this.#settings.baseOffset;
    let bodySize =
      1 +
      sizeOfVarlong(timestampDelta) +
      sizeOfVarint(offsetDelta) +
      sizeOfField(key) +
      sizeOfField(value) +
      sizeOfVarint(headers.length);
    for (const header of headers) bodySize += sizeOfField(header.key) + sizeOfField(header.value);
    this.#reserve(bodySize + 5);
    const buffer = this.#buffer;
    let at = putVarint(buffer, this.#position, bodySize);
    buffer[at++] = 0;
    at = putVarlong(buffer, at, timestampDelta);
    at = putVarint(buffer, at, offsetDelta);
    at = writeField(buffer, at, key);
    at = writeField(buffer, at, value);
    at = putVarint(buffer, at, headers.length);
    for (const header of headers) {
      at = writeField(buffer, at, header.key);
      at = writeField(buffer, at, header.value);
    }
    this.#position = at;
  }

  /** Copies the reader's current record at its own offset and time: key, value and headers as one run of bytes. */
  appendFrom(reader: RecordReader): void {
    const timestampDelta = this.#begin(reader.offset, reader.timestamp);
    const offsetDelta = reader.offset - this.#settings.baseOffset;
    const payloadStart = reader.keyStart - sizeOfVarint(reader.keyLength);
    const payloadSize = reader.recordEnd - payloadStart;
    const bodySize = 1 + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) + payloadSize;
    this.#reserve(bodySize + 5);
    let at = putVarint(this.#buffer, this.#position, bodySize);
    this.#buffer[at++] = 0;
    at = putVarlong(this.#buffer, at, timestampDelta);
    at = putVarint(this.#buffer, at, offsetDelta);
    this.#buffer.set(reader.bytes.subarray(payloadStart, reader.recordEnd), at);
    this.#position = at + payloadSize;
  }

  /**
   * The batch as an array of its own. `lastOffset` may reach beyond the last record: a compacted batch keeps the
   * range, and with it the last sequence, that it had. Null where `compressor` cannot serve the codec asked for.
   */
  build(compressor: Compressor | null = null, lastOffset: number = this.#lastOffset): Uint8Array | null {
    assert(lastOffset >= this.#lastOffset, 'a batch ends at or after its last record');
    assert(lastOffset >= this.#settings.baseOffset, 'a batch without records is written by buildEmptyBatch');
    const { compression } = this.#settings;
    let batch: Uint8Array;
    if (compression === Compression.None) {
      batch = this.#buffer.slice(0, this.#position);
    } else {
      assert(compressor !== null, 'a compressed batch needs a compressor');
      const packed = compressor.compress(compression, this.#buffer, RECORDS_AT, this.#position);
      if (packed === null) return null;
      batch = new Uint8Array(BATCH_OVERHEAD + packed.length);
      batch.set(packed, RECORDS_AT);
    }
    const isLogAppendTime = this.#settings.timestampType === TimestampType.LogAppendTime;
    const maxTimestamp = isLogAppendTime ? this.#settings.logAppendTime : this.#maxTimestamp;
    writeHeader(batch, this.#settings, lastOffset, this.#baseTimestamp, maxTimestamp, this.#count);
    return batch;
  }

  /** Takes in what a record says of its batch; returns its timestamp delta. */
  #begin(offset: number, timestamp: number): number {
    assert(offset > this.#lastOffset, 'offsets in a batch ascend');
    this.#lastOffset = offset;
    if (this.#count === 0 && this.#settings.deleteHorizonMs === NO_TIMESTAMP) this.#baseTimestamp = timestamp;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#count++;
    return timestamp - this.#baseTimestamp;
  }

  #reserve(size: number): void {
    const needed = this.#position + size;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#position));
    this.#buffer = grown;
  }
}

/**
 * A header without records over the whole offset range of a batch: what compaction leaves where a producer's last
 * sequence, or the end of the cleaned range, would otherwise be forgotten.
 */
export function buildEmptyBatch(of: BatchView): Uint8Array {
  const batch = of.bytes.slice(of.start, of.start + BATCH_OVERHEAD);
  const view = viewOf(batch);
  view.setInt32(LENGTH_AT, BATCH_OVERHEAD - LOG_OVERHEAD);
  // No records, so neither a codec nor a horizon means anything.
  view.setInt16(ATTRIBUTES_AT, of.attributes & (TIMESTAMP_TYPE_BIT | TRANSACTIONAL_BIT | CONTROL_BIT));
  writeInt64(view, BASE_TIMESTAMP_AT, NO_TIMESTAMP);
  view.setInt32(RECORD_COUNT_AT, 0);
  new BatchView().wrap(batch, view, 0).stampCrc();
  return batch;
}

function writeHeader(
  batch: Uint8Array,
  settings: Required<BatchSettings>,
  lastOffset: number,
  baseTimestamp: number,
  maxTimestamp: number,
  count: number,
): void {
  const view = viewOf(batch);
  writeInt64(view, 0, settings.baseOffset);
  view.setInt32(LENGTH_AT, batch.length - LOG_OVERHEAD);
  view.setInt32(LEADER_EPOCH_AT, settings.partitionLeaderEpoch);
  view.setInt8(MAGIC_AT, MAGIC_V2);
  view.setInt16(
    ATTRIBUTES_AT,
    settings.compression |
      (settings.timestampType === TimestampType.LogAppendTime ? TIMESTAMP_TYPE_BIT : 0) |
      (settings.isTransactional ? TRANSACTIONAL_BIT : 0) |
      (settings.isControl ? CONTROL_BIT : 0) |
      (settings.deleteHorizonMs === NO_TIMESTAMP ? 0 : DELETE_HORIZON_BIT),
  );
  view.setInt32(LAST_OFFSET_DELTA_AT, lastOffset - settings.baseOffset);
  writeInt64(view, BASE_TIMESTAMP_AT, baseTimestamp);
  writeInt64(view, MAX_TIMESTAMP_AT, maxTimestamp);
  writeInt64(view, PRODUCER_ID_AT, settings.producerId);
  view.setInt16(PRODUCER_EPOCH_AT, settings.producerEpoch);
  view.setInt32(BASE_SEQUENCE_AT, settings.baseSequence);
  view.setInt32(RECORD_COUNT_AT, count);
  new BatchView().wrap(batch, view, 0).stampCrc();
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sizeOfField(field: Uint8Array | null): number {
  return field === null ? 1 : sizeOfVarint(field.length) + field.length;
}

function writeField(buffer: Uint8Array, at: number, field: Uint8Array | null): number {
  if (field === null) return putVarint(buffer, at, -1);
  const next = putVarint(buffer, at, field.length);
  buffer.set(field, next);
  return next + field.length;
}

function bodyUpperBound(key: Uint8Array | null, value: Uint8Array | null, headers: readonly RecordHeader[]): number {
  let size = 1 + 10 + 5 + sizeOfField(key) + sizeOfField(value) + sizeOfVarint(headers.length);
  for (const header of headers) size += sizeOfField(header.key) + sizeOfField(header.value);
  return size;
}
