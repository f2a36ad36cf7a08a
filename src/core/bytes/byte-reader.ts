/**
 * Reads Kafka's wire types from a range of bytes, on whichever thread holds them. Owns a position, copies nothing but
 * text, and checks every length against what remains before it believes it. Malformed input throws DecodeError.
 */
import { DecodeError } from './decode-error.ts';
import { readInt64 } from './int64.ts';
import { internedUtf8, internedUuid } from './interned-text.ts';

/** Kafka's limit for strings, compact ones included. */
const MAX_STRING = 0x7fff;

/** Kafka's limit for the elements of one array, since 4.4: a frame of empty elements must not become a heap of objects. */
const MAX_ELEMENTS = 1_000_000;

export class ByteReader {
  buffer: Uint8Array;
  position: number;
  end: number;
  #view: DataView;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.buffer = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = start;
    this.end = end;
  }

  /** Points the reader at other bytes; cheap when they are the same object. */
  reset(bytes: Uint8Array, start = 0, end: number = bytes.length): this {
    if (bytes !== this.buffer) {
      this.buffer = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.position = start;
    this.end = end;
    return this;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  int8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  int16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** Exact to 2^53, beyond that the nearest double (see int64.ts). */
  int64(): number {
    return readInt64(this.#view, this.#take(8));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /** Any byte but 0 is true, as in Kafka. */
  bool(): boolean {
    return this.#view.getInt8(this.#take(1)) !== 0;
  }

  /** Unsigned, below 2^32, at most five bytes. */
  uvarint(): number {
    const { buffer, end } = this;
    let at = this.position;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (at >= end) throw underflow(1, 0);
      const byte = buffer[at++]!;
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.position = at;
        return value >>> 0;
      }
    }
    throw new DecodeError('a varint is longer than 32 bits');
  }

  /** Zig-zag, int32. */
  varint(): number {
    const raw = this.uvarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Zig-zag, int64; exact to 2^53. */
  varlong(): number {
    const { buffer, end } = this;
    let at = this.position;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw underflow(1, 0);
      const byte = buffer[at++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift === 63 && byte > 1) break;
      else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.position = at;
        const sign = -(low & 1);
        const l = ((low >>> 1) | (high << 31)) ^ sign;
        return ((high >>> 1) ^ sign) * 4294967296 + (l >>> 0);
      }
    }
    throw new DecodeError('a varlong is longer than 64 bits');
  }

  /** 22 characters of base64url. */
  uuid(): string {
    return internedUuid(this.buffer, this.#view, this.#take(16));
  }

  string(): string {
    const length = this.int16();
    if (length < 0) throw new DecodeError(length === -1 ? 'a string is null' : `a string has length ${length}`);
    return this.#text(length);
  }

  nullableString(): string | null {
    const length = this.int16();
    if (length < -1) throw new DecodeError(`a string has length ${length}`);
    return length === -1 ? null : this.#text(length);
  }

  compactString(): string {
    const length = this.uvarint() - 1;
    if (length < 0) throw new DecodeError('a string is null');
    return this.#text(length);
  }

  compactNullableString(): string | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.#text(length);
  }

  /** A view of the next bytes, not a copy. */
  bytesView(length: number): Uint8Array {
    if (length < 0) throw new DecodeError(`a byte field has length ${length}`);
    const start = this.#take(length);
    return new Uint8Array(this.buffer.buffer, this.buffer.byteOffset + start, length);
  }

  bytes(): Uint8Array {
    const length = this.int32();
    if (length === -1) throw new DecodeError('a byte field is null');
    return this.bytesView(length);
  }

  nullableBytes(): Uint8Array | null {
    const length = this.int32();
    return length === -1 ? null : this.bytesView(length);
  }

  compactBytes(): Uint8Array {
    const length = this.uvarint() - 1;
    if (length < 0) throw new DecodeError('a byte field is null');
    return this.bytesView(length);
  }

  compactNullableBytes(): Uint8Array | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.bytesView(length);
  }

  /**
   * The element count of an array that may not be null. `least` is the size in bytes of the smallest possible element:
   * a count that cannot fit in what remains is refused before anything is allocated for it.
   */
  arrayLength(least: number): number {
    const count = this.nullableArrayLength(least);
    if (count < 0) throw new DecodeError('an array is null');
    return count;
  }

  /** As arrayLength; -1 is null. */
  nullableArrayLength(least: number): number {
    const count = this.int32();
    if (count < -1 || count * least > this.remaining || count > MAX_ELEMENTS) throw tooMany(count, this.remaining);
    return count;
  }

  compactArrayLength(least: number): number {
    const count = this.compactNullableArrayLength(least);
    if (count < 0) throw new DecodeError('an array is null');
    return count;
  }

  /** As compactArrayLength; -1 is null. */
  compactNullableArrayLength(least: number): number {
    const count = this.uvarint() - 1;
    if (count * least > this.remaining || count > MAX_ELEMENTS) throw tooMany(count, this.remaining);
    return count;
  }

  skip(length: number): void {
    if (length < 0) throw new DecodeError(`cannot skip ${length} bytes`);
    this.#take(length);
  }

  /** Passes over a section of tagged fields. */
  skipTags(): void {
    for (let count = this.uvarint(); count > 0; count--) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }

  /**
   * Ends a tagged field that began at `start` and claimed `size` bytes. Kafka reads on from wherever the field's own
   * type ended; a claim that disagrees with the contents is malformed and is refused.
   */
  endTag(start: number, size: number): void {
    if (this.position - start !== size) {
      throw new DecodeError(`a tagged field of ${size} bytes holds a value of ${this.position - start}`);
    }
  }

  #text(length: number): string {
    if (length > MAX_STRING) throw new DecodeError(`a string of ${length} bytes exceeds ${MAX_STRING}`);
    const start = this.#take(length);
    return internedUtf8(this.buffer, start, start + length);
  }

  #take(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw underflow(length, this.end - start);
    this.position = start + length;
    return start;
  }
}

function underflow(wanted: number, remaining: number): DecodeError {
  return new DecodeError(`${wanted} bytes wanted, ${remaining} remain`);
}

function tooMany(count: number, remaining: number): DecodeError {
  if (count > MAX_ELEMENTS) return new DecodeError(`an array of ${count} elements exceeds ${MAX_ELEMENTS}`);
  return new DecodeError(`an array of ${count} elements cannot fit in ${remaining} bytes`);
}
