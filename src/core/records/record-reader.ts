/**
 * Walks the records of one uncompressed records section without allocating: one reader is its own cursor and
 * flyweight. Every length is checked before use, so any bytes may be given to it; malformed ones end the walk with
 * `error` set instead of a throw.
 *
 *   record   length varint | attributes int8 | timestamp delta varlong | offset delta varint
 *            | key length varint, key | value length varint, value | header count varint, headers
 *   header   key length varint, key | value length varint, value          (length -1: null; not for a header's key)
 */
import { NO_TIMESTAMP, TimestampType } from './batch-format.ts';
import type { BatchView } from './batch-view.ts';

const NO_BYTES = new Uint8Array(0);
const TWO_POW_27 = 2 ** 27;
const TWO_POW_55 = 2 ** 55;

export class RecordReader {
  bytes: Uint8Array = NO_BYTES;
  #position = 0;
  #end = 0;
  #remaining = 0;
  #baseOffset = 0;
  #baseTimestamp = 0;
  #logAppendTime = NO_TIMESTAMP;
  #malformed = false;

  /** Why the walk stopped early; null while it goes well and after a whole section. */
  error: string | null = null;

  /** The current record: its bounds including the length prefix, and its fields. */
  recordStart = 0;
  recordEnd = 0;
  offset = 0;
  offsetDelta = 0;
  timestamp = NO_TIMESTAMP;
  keyStart = 0;
  /** -1: null. */
  keyLength = -1;
  valueStart = 0;
  /** -1: null, a tombstone on a compacted topic. */
  valueLength = -1;
  headerCount = 0;
  /** Position of the first header, after the count. */
  headersStart = 0;

  /** The current header, set by `nextHeader`. */
  headerKeyStart = 0;
  headerKeyLength = 0;
  headerValueStart = 0;
  headerValueLength = -1;
  #headerPosition = 0;
  #headersLeft = 0;

  /**
   * Points at `count` records in `bytes[start, end)`. A `logAppendTime` other than `NO_TIMESTAMP` is the time of every
   * record, whatever their deltas say.
   */
  wrap(
    bytes: Uint8Array,
    start: number,
    end: number,
    count: number,
    baseOffset: number,
    baseTimestamp: number,
    logAppendTime: number = NO_TIMESTAMP,
  ): this {
    this.bytes = bytes;
    this.#position = start;
    this.#end = end;
    this.#remaining = count;
    this.#baseOffset = baseOffset;
    this.#baseTimestamp = baseTimestamp;
    this.#logAppendTime = logAppendTime;
    this.#malformed = false;
    this.error = null;
    return this;
  }

  /** The records of a batch: in place if it is uncompressed, else the decompressed section given. */
  wrapBatch(batch: BatchView, section: Uint8Array | null = null): this {
    const bytes = section ?? batch.bytes;
    const start = section === null ? batch.recordsStart : 0;
    const end = section === null ? batch.end : section.length;
    const appendTime = batch.timestampType === TimestampType.LogAppendTime ? batch.maxTimestamp : NO_TIMESTAMP;
    return this.wrap(bytes, start, end, batch.recordCount, batch.baseOffset, batch.baseTimestamp, appendTime);
  }

  /** Moves to the next record. False at the end of the section and at the first malformed byte (`error` tells which). */
  next(): boolean {
    if (this.#malformed) return false;
    if (this.#remaining === 0) {
      if (this.#position !== this.#end) this.#fail('records remain after the declared count');
      return false;
    }
    this.#remaining--;
    this.recordStart = this.#position;
    const length = this.#varint();
    const bodyStart = this.#position;
    if (this.#malformed || length <= 0) return this.#fail('record length is not a positive number');
    if (length > this.#end - bodyStart) {
      return this.#fail(`record length ${length} exceeds the ${this.#end - bodyStart} bytes that remain`);
    }
    const bodyEnd = bodyStart + length;
    this.recordEnd = bodyEnd;
    this.#position = bodyStart + 1; // attributes: all eight bits unused
    const timestampDelta = this.#varlong();
    this.timestamp = this.#logAppendTime === NO_TIMESTAMP ? this.#baseTimestamp + timestampDelta : this.#logAppendTime;
    this.offsetDelta = this.#varint();
    this.offset = this.#baseOffset + this.offsetDelta;

    this.keyLength = this.#varint();
    this.keyStart = this.#position;
    if (this.#malformed || this.keyLength < -1 || this.keyLength > bodyEnd - this.#position) {
      return this.#fail('key length is out of bounds');
    }
    if (this.keyLength > 0) this.#position += this.keyLength;

    this.valueLength = this.#varint();
    this.valueStart = this.#position;
    if (this.#malformed || this.valueLength < -1 || this.valueLength > bodyEnd - this.#position) {
      return this.#fail('value length is out of bounds');
    }
    if (this.valueLength > 0) this.#position += this.valueLength;

    this.headerCount = this.#varint();
    this.headersStart = this.#position;
    if (this.#malformed || this.headerCount < 0 || this.headerCount > bodyEnd - this.#position) {
      return this.#fail('header count is out of bounds');
    }
    this.#headerPosition = this.headersStart;
    this.#headersLeft = this.headerCount;
    for (let header = this.headerCount; header > 0; header--) {
      if (!this.#skipHeader(bodyEnd)) return this.#fail('header length is out of bounds');
    }
    if (this.#position !== bodyEnd) {
      return this.#fail(`record of ${length} bytes has fields of ${this.#position - bodyStart} bytes`);
    }
    return true;
  }

  /** Moves to the current record's next header. The record has been checked by `next`, so this cannot fail. */
  nextHeader(): boolean {
    if (this.#headersLeft === 0) return false;
    this.#headersLeft--;
    const resumeAt = this.#position;
    this.#position = this.#headerPosition;
    this.headerKeyLength = this.#varint();
    this.headerKeyStart = this.#position;
    this.#position += this.headerKeyLength;
    this.headerValueLength = this.#varint();
    this.headerValueStart = this.#position;
    this.#headerPosition = this.#position + Math.max(0, this.headerValueLength);
    this.#position = resumeAt;
    return true;
  }

  /** A view, valid as long as the bytes below it; null for a null key. */
  keyBytes(): Uint8Array | null {
    return this.keyLength < 0 ? null : this.bytes.subarray(this.keyStart, this.keyStart + this.keyLength);
  }
  /** A view; null for a tombstone. */
  valueBytes(): Uint8Array | null {
    return this.valueLength < 0 ? null : this.bytes.subarray(this.valueStart, this.valueStart + this.valueLength);
  }
  headerKeyBytes(): Uint8Array {
    return this.bytes.subarray(this.headerKeyStart, this.headerKeyStart + this.headerKeyLength);
  }
  headerValueBytes(): Uint8Array | null {
    if (this.headerValueLength < 0) return null;
    return this.bytes.subarray(this.headerValueStart, this.headerValueStart + this.headerValueLength);
  }

  #skipHeader(bodyEnd: number): boolean {
    const keyLength = this.#varint();
    if (this.#malformed || keyLength < 0 || keyLength > bodyEnd - this.#position) return false;
    this.#position += keyLength;
    const valueLength = this.#varint();
    if (this.#malformed || valueLength < -1 || valueLength > bodyEnd - this.#position) return false;
    if (valueLength > 0) this.#position += valueLength;
    return true;
  }

  #fail(error: string): false {
    this.#malformed = true;
    this.error = error;
    return false;
  }

  #varint(): number {
    const bytes = this.bytes;
    let at = this.#position;
    const end = this.#end;
    if (at < end && bytes[at]! < 0x80) {
      const short = bytes[at]!;
      this.#position = at + 1;
      return (short >>> 1) ^ -(short & 1);
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= end) break;
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.#position = at;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    this.#malformed = true;
    return -1;
  }

  /** Groups of 28, 28 and 8 bits: exact to 2^53 without a bigint. */
  #varlong(): number {
    const bytes = this.bytes;
    let at = this.#position;
    const end = this.#end;
    if (at < end && bytes[at]! < 0x80) {
      const short = bytes[at]!;
      this.#position = at + 1;
      return (short >>> 1) ^ -(short & 1);
    }
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let group = 0; group < 10; group++) {
      if (at >= end) break;
      const byte = bytes[at++]!;
      if (group < 4) low |= (byte & 0x7f) << (group * 7);
      else if (group < 8) middle |= (byte & 0x7f) << ((group - 4) * 7);
      else high |= (byte & 0x7f) << ((group - 8) * 7);
      if (byte < 0x80) {
        this.#position = at;
        const half = (low >>> 1) + middle * TWO_POW_27 + (high & 0xff) * TWO_POW_55;
        return low & 1 ? -half - 1 : half;
      }
    }
    this.#malformed = true;
    return -1;
  }
}
