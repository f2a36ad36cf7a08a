/**
 * Writes Kafka's wire types into memory that grows, on whichever thread answers. Small fields are copied into one
 * buffer; byte fields from 4 KiB on are taken by reference and must stay unchanged until the output has been written.
 * Throws EncodeError for a value that its type cannot hold.
 */
import { EncodeError } from './encode-error.ts';
import { writeInt64 } from './int64.ts';
import { encodeUtf8Into, utf8Length } from './utf8.ts';
import { uuidIntoBytes } from './uuid.ts';
import { putUvarint, putVarlong } from './varint.ts';

/** From this size on, a reference costs less than a copy. */
const BY_REFERENCE = 4096;
const MAX_STRING = 0x7fff;

/**
 * Small writers share slabs, each its own piece for good, because a typed array of its own costs more than most answers
 * take to write. Hence the output's `buffer` holds other writers' bytes too: it must not be transferred.
 */
const SLAB = 32 * 1024;
let slab = new Uint8Array(SLAB);
let slabView = new DataView(slab.buffer);
let slabUsed = 0;

function replaceSlab(): void {
  slab = new Uint8Array(SLAB);
  slabView = new DataView(slab.buffer);
  slabUsed = 0;
}

export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  /** Where this writer's part of #bytes begins and ends. */
  #base: number;
  #limit: number;
  /** Where the part that is not yet a finished chunk begins. */
  #start: number;
  #position: number;
  #chunks: Uint8Array[] = [];
  #chunkedLength = 0;

  constructor(capacity = 512) {
    if (capacity > SLAB / 8) {
      this.#bytes = new Uint8Array(capacity);
      this.#view = new DataView(this.#bytes.buffer);
      this.#base = 0;
    } else {
      if (slabUsed + capacity > SLAB) replaceSlab();
      this.#bytes = slab;
      this.#view = slabView;
      this.#base = slabUsed;
      slabUsed += capacity;
    }
    this.#limit = this.#base + capacity;
    this.#start = this.#base;
    this.#position = this.#base;
  }

  /** Bytes written so far, those held by reference included; the position at which the next field begins. */
  get length(): number {
    return this.#chunkedLength + this.#position - this.#start;
  }

  int8(value: number): void {
    if ((value << 24) >> 24 !== value) throw outOfRange('int8', value);
    const at = this.#reserve(1);
    this.#view.setInt8(at, value);
  }

  uint8(value: number): void {
    if ((value & 0xff) !== value) throw outOfRange('uint8', value);
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw outOfRange('int16', value);
    const at = this.#reserve(2);
    this.#view.setInt16(at, value);
  }

  uint16(value: number): void {
    if ((value & 0xffff) !== value) throw outOfRange('uint16', value);
    const at = this.#reserve(2);
    this.#view.setUint16(at, value);
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw outOfRange('int32', value);
    const at = this.#reserve(4);
    this.#view.setInt32(at, value);
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) throw outOfRange('uint32', value);
    const at = this.#reserve(4);
    this.#view.setUint32(at, value);
  }

  int64(value: number): void {
    const at = this.#reserve(8);
    writeInt64(this.#view, at, value);
  }

  float64(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value);
  }

  bool(value: boolean): void {
    const at = this.#reserve(1);
    this.#view.setInt8(at, value ? 1 : 0);
  }

  uvarint(value: number): void {
    if (value >>> 0 !== value) throw outOfRange('uvarint', value);
    this.#need(5);
    this.#position = putUvarint(this.#bytes, this.#position, value);
  }

  /** Zig-zag, int32. */
  varint(value: number): void {
    if ((value | 0) !== value) throw outOfRange('varint', value);
    this.#need(5);
    this.#position = putUvarint(this.#bytes, this.#position, (value << 1) ^ (value >> 31));
  }

  /** Zig-zag, int64. */
  varlong(value: number): void {
    if (!Number.isInteger(value) || value > 2 ** 63 || value < -(2 ** 63)) throw outOfRange('varlong', value);
    this.#need(10);
    this.#position = putVarlong(this.#bytes, this.#position, value);
  }

  uuid(value: string): void {
    const at = this.#reserve(16);
    uuidIntoBytes(value, this.#bytes, at);
  }

  string(value: string): void {
    if (this.#shortAscii(value, 2)) return;
    this.#longString(value, false);
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1);
    else this.string(value);
  }

  compactString(value: string): void {
    if (this.#shortAscii(value, 1)) return;
    this.#longString(value, true);
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0);
    else this.compactString(value);
  }

  bytes(value: Uint8Array): void {
    this.int32(value.length);
    this.raw(value);
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1);
    else this.bytes(value);
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1);
    this.raw(value);
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0);
    else this.compactBytes(value);
  }

  /** The element count of an array; -1 is null. */
  arrayLength(count: number): void {
    this.int32(count);
  }

  /** As arrayLength. */
  compactArrayLength(count: number): void {
    this.uvarint(count + 1);
  }

  /** One tagged field whose value another writer holds. */
  taggedField(tag: number, value: ByteWriter): void {
    this.uvarint(tag);
    this.uvarint(value.length);
    this.append(value);
  }

  /** Bytes without a length: copied when small, else by reference. */
  raw(value: Uint8Array): void {
    if (value.length >= BY_REFERENCE) {
      this.#closeChunk();
      this.#chunks.push(value);
      this.#chunkedLength += value.length;
      return;
    }
    const at = this.#reserve(value.length);
    this.#bytes.set(value, at);
  }

  /** Everything that another writer holds, in order. */
  append(other: ByteWriter): void {
    for (const chunk of other.finish()) this.raw(chunk);
  }

  /** Overwrites four bytes that were written as one field at `position` (a value that `length` had before). */
  patchInt32(position: number, value: number): void {
    let base = 0;
    for (const chunk of this.#chunks) {
      if (position < base + chunk.length) {
        new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength).setInt32(position - base, value);
        return;
      }
      base += chunk.length;
    }
    this.#view.setInt32(this.#start + position - base, value);
  }

  /** The output as chunks, in order, without copying. Ends the use of this writer until `clear`. */
  finish(): Uint8Array[] {
    this.#closeChunk();
    return this.#chunks;
  }

  /** The output in one array: a view of the writer's own buffer where that holds all of it, else a copy. */
  toBytes(): Uint8Array {
    const chunks = this.finish();
    if (chunks.length === 1) return chunks[0]!;
    const all = new Uint8Array(this.#chunkedLength);
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  /** Starts over in the same memory. Only once nobody holds what `finish` or `toBytes` gave out. */
  clear(): void {
    this.#start = this.#base;
    this.#position = this.#base;
    this.#chunks = [];
    this.#chunkedLength = 0;
  }

  /** Up to 60 characters, all ASCII, whose length prefix takes `prefix` bytes: one pass, undone when it meets another. */
  #shortAscii(value: string, prefix: 1 | 2): boolean {
    const length = value.length;
    if (length > 60) return false;
    this.#need(length + 2);
    const bytes = this.#bytes;
    let at = this.#position;
    if (prefix === 2) {
      bytes[at++] = 0;
      bytes[at++] = length;
    } else bytes[at++] = length + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at++] = code;
    }
    this.#position = at;
    return true;
  }

  #longString(value: string, isCompact: boolean): void {
    const length = utf8Length(value);
    if (length > MAX_STRING) throw new EncodeError(`a string of ${length} bytes exceeds ${MAX_STRING}`);
    if (isCompact) this.uvarint(length + 1);
    else this.int16(length);
    const at = this.#reserve(length);
    encodeUtf8Into(value, this.#bytes, at);
  }

  #closeChunk(): void {
    if (this.#position === this.#start) return;
    this.#chunks.push(this.#bytes.subarray(this.#start, this.#position));
    this.#chunkedLength += this.#position - this.#start;
    this.#start = this.#position;
  }

  #reserve(length: number): number {
    if (this.#position + length > this.#limit) this.#grow(length);
    const at = this.#position;
    this.#position = at + length;
    return at;
  }

  #need(length: number): void {
    if (this.#position + length > this.#limit) this.#grow(length);
  }

  /** Moves the unfinished part to a larger buffer; finished chunks keep the old one. */
  #grow(length: number): void {
    const open = this.#position - this.#start;
    const larger = new Uint8Array(Math.max((this.#limit - this.#base) * 2, open + length, 64));
    larger.set(this.#bytes.subarray(this.#start, this.#position));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
    this.#base = 0;
    this.#limit = larger.length;
    this.#start = 0;
    this.#position = open;
  }
}

function outOfRange(type: string, value: number): EncodeError {
  return new EncodeError(`${value} is no ${type}`);
}
