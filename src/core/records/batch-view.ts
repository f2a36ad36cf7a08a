/**
 * A flyweight over one version 2 record batch: read any header field, stamp the fields a broker owns. Allocates
 * nothing; re-pointed with `wrap`. The caller has made sure that the whole header lies inside the bytes.
 */
import { crc32c } from '../bytes/crc32c.ts';
import { readInt64, writeInt64 } from '../bytes/int64.ts';
import {
  ATTRIBUTES_AT,
  BASE_OFFSET_AT,
  BASE_SEQUENCE_AT,
  BASE_TIMESTAMP_AT,
  BATCH_OVERHEAD,
  COMPRESSION_MASK,
  CONTROL_BIT,
  CRC_AT,
  DELETE_HORIZON_BIT,
  incrementSequence,
  LAST_OFFSET_DELTA_AT,
  LEADER_EPOCH_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAX_TIMESTAMP_AT,
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

const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);

export class BatchView {
  bytes: Uint8Array = NO_BYTES;
  #view: DataView = NO_VIEW;
  /** Position of the batch's first byte in `bytes`. */
  start = 0;
  /** Position after its last byte, from the length field, or the limit given to `wrap` if that is smaller. */
  end = 0;

  /**
   * Points at the batch that begins at `start`. `view` covers exactly the bytes of `bytes`. At least
   * `BATCH_OVERHEAD` bytes from `start` on must lie before `limit`; the records may be cut short by it.
   */
  wrap(bytes: Uint8Array, view: DataView, start: number, limit: number = bytes.length): this {
    this.bytes = bytes;
    this.#view = view;
    this.start = start;
    this.end = Math.min(limit, start + LOG_OVERHEAD + view.getInt32(start + LENGTH_AT));
    return this;
  }

  get baseOffset(): number {
    return readInt64(this.#view, this.start + BASE_OFFSET_AT);
  }
  /** The length field: bytes after it. */
  get length(): number {
    return this.#view.getInt32(this.start + LENGTH_AT);
  }
  /** The whole batch as its length field declares it, cut short or not. */
  get sizeInBytes(): number {
    return LOG_OVERHEAD + this.length;
  }
  get partitionLeaderEpoch(): number {
    return this.#view.getInt32(this.start + LEADER_EPOCH_AT);
  }
  get magic(): number {
    return this.#view.getInt8(this.start + MAGIC_AT);
  }
  get crc(): number {
    return this.#view.getUint32(this.start + CRC_AT);
  }
  get attributes(): number {
    return this.#view.getInt16(this.start + ATTRIBUTES_AT);
  }
  get lastOffsetDelta(): number {
    return this.#view.getInt32(this.start + LAST_OFFSET_DELTA_AT);
  }
  get lastOffset(): number {
    return this.baseOffset + this.lastOffsetDelta;
  }
  /** The offset that follows the batch. */
  get nextOffset(): number {
    return this.lastOffset + 1;
  }
  /** The raw field; with a delete horizon it is not the time of a record (see `deleteHorizonMs`). */
  get baseTimestamp(): number {
    return readInt64(this.#view, this.start + BASE_TIMESTAMP_AT);
  }
  get maxTimestamp(): number {
    return readInt64(this.#view, this.start + MAX_TIMESTAMP_AT);
  }
  get producerId(): number {
    return readInt64(this.#view, this.start + PRODUCER_ID_AT);
  }
  get producerEpoch(): number {
    return this.#view.getInt16(this.start + PRODUCER_EPOCH_AT);
  }
  get baseSequence(): number {
    return this.#view.getInt32(this.start + BASE_SEQUENCE_AT);
  }
  get lastSequence(): number {
    const first = this.baseSequence;
    return first === NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(first, this.lastOffsetDelta);
  }
  get recordCount(): number {
    return this.#view.getInt32(this.start + RECORD_COUNT_AT);
  }

  get compression(): number {
    return this.attributes & COMPRESSION_MASK;
  }
  get timestampType(): TimestampType {
    return this.attributes & TIMESTAMP_TYPE_BIT ? TimestampType.LogAppendTime : TimestampType.CreateTime;
  }
  get isTransactional(): boolean {
    return (this.attributes & TRANSACTIONAL_BIT) !== 0;
  }
  get isControl(): boolean {
    return (this.attributes & CONTROL_BIT) !== 0;
  }
  get hasProducerId(): boolean {
    return this.producerId >= 0;
  }
  get hasDeleteHorizon(): boolean {
    return (this.attributes & DELETE_HORIZON_BIT) !== 0;
  }
  /** KIP-534: when tombstones and markers in the batch may be removed; `NO_TIMESTAMP` while that is undecided. */
  get deleteHorizonMs(): number {
    return this.hasDeleteHorizon ? this.baseTimestamp : NO_TIMESTAMP;
  }
  get recordsStart(): number {
    return this.start + RECORDS_AT;
  }

  computeCrc(): number {
    return crc32c(this.bytes, this.start + ATTRIBUTES_AT, this.end);
  }
  /** False too for a batch that is cut short or claims to be smaller than its header. */
  get isValid(): boolean {
    const size = this.sizeInBytes;
    return size >= BATCH_OVERHEAD && this.end - this.start === size && this.crc === this.computeCrc();
  }

  stampBaseOffset(offset: number): void {
    writeInt64(this.#view, this.start + BASE_OFFSET_AT, offset);
  }
  stampPartitionLeaderEpoch(leaderEpoch: number): void {
    this.#view.setInt32(this.start + LEADER_EPOCH_AT, leaderEpoch);
  }
  /**
   * Sets timestamp type and max timestamp, and the crc with them. Returns false and writes nothing where both
   * already hold, which is the ordinary case of CreateTime.
   */
  stampTimestamps(type: TimestampType, maxTimestamp: number): boolean {
    if (type === this.timestampType && maxTimestamp === this.maxTimestamp) return false;
    const attributes = this.attributes & ~TIMESTAMP_TYPE_BIT;
    const typeBit = type === TimestampType.LogAppendTime ? TIMESTAMP_TYPE_BIT : 0;
    this.#view.setInt16(this.start + ATTRIBUTES_AT, attributes | typeBit);
    writeInt64(this.#view, this.start + MAX_TIMESTAMP_AT, maxTimestamp);
    this.stampCrc();
    return true;
  }
  stampCrc(): void {
    this.#view.setUint32(this.start + CRC_AT, this.computeCrc());
  }
}
