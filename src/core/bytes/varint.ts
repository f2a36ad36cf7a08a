/**
 * Sizes of variable-length integers, for writers that must know a length before its contents. `uvarint` is Kafka's
 * unsigned form (compact lengths, tags); `varint` and `varlong` are zig-zag (record fields).
 */

const TWO_32 = 2 ** 32;

/** Bytes that an unsigned value below 2^32 takes: 1 to 5. */
export function sizeOfUvarint(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Bytes that an int32 takes in zig-zag form: 1 to 5. */
export function sizeOfVarint(value: number): number {
  return sizeOfUvarint(((value << 1) ^ (value >> 31)) >>> 0);
}

/** Bytes that an int64 takes in zig-zag form: 1 to 10. */
export function sizeOfVarlong(value: number): number {
  if (value >= -0x8000_0000 && value < 0x8000_0000) return sizeOfVarint(value);
  // Zig-zag makes 2v of v >= 0 and -2v - 1 of v < 0: one bit more than the magnitude has. Four groups hold 27 of them.
  let rest = Math.floor((value < 0 ? -value - 1 : value) / 2 ** 27);
  let size = 5;
  while (rest >= 0x80) {
    rest = Math.floor(rest / 0x80);
    size++;
  }
  return size;
}

/** Writes an unsigned value below 2^32 and returns the position after it. The caller has checked the room. */
export function putUvarint(bytes: Uint8Array, position: number, value: number): number {
  let rest = value >>> 0;
  let at = position;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** Writes an int32 in zig-zag form and returns the position after it. The caller has checked the room. */
export function putVarint(bytes: Uint8Array, position: number, value: number): number {
  return putUvarint(bytes, position, (value << 1) ^ (value >> 31));
}

/** Writes an int64 in zig-zag form and returns the position after it. The caller has checked the room. */
export function putVarlong(bytes: Uint8Array, position: number, value: number): number {
  if (value >= -0x8000_0000 && value < 0x8000_0000) return putVarint(bytes, position, value);
  // Two halves of the two's complement, doubled and folded by hand, because shifts act on 32 bits only.
  const isMax = value >= 2 ** 63;
  let low = isMax ? 0xffff_ffff : value >>> 0;
  let high = isMax ? 0x7fff_ffff : Math.floor(value / TWO_32) | 0;
  const sign = high >> 31;
  high = ((high << 1) | (low >>> 31)) ^ sign;
  low = ((low << 1) ^ sign) >>> 0;
  let at = position;
  while (high !== 0 || low >= 0x80) {
    bytes[at++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  bytes[at++] = low;
  return at;
}
