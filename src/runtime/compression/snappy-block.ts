/**
 * Raw Snappy blocks in plain TypeScript: what serves where the native addon does not load, and the length check in
 * front of it where it does.
 *
 *   block     uncompressed length uvarint | elements
 *   element   tag byte, low two bits its kind:
 *             0 literal   length-1 in the upper six bits, or 60..63: in the next 1..4 bytes
 *             1 copy      length-4 in bits 2..4, offset: bits 5..7 and one byte
 *             2 copy      length-1 in the upper six bits, offset: two bytes, little endian
 *             3 copy      the same with four bytes
 */

const HASH_BITS = 14;
/** Compressed in pieces that two-byte offsets can reach across. */
const FRAGMENT_SIZE = 65536;
/** Below this, looking for matches does not pay. */
const MIN_FRAGMENT = 15;

/** The uncompressed length a block declares, or -1 if it declares none. */
export function snappyLength(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let shift = 0, at = start; shift < 35 && at < end; shift += 7, at++) {
    const byte = bytes[at]!;
    if (shift === 28 && byte > 0x0f) return -1;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return length;
  }
  return -1;
}

function sizeOfLength(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at]! >= 0x80) at++;
  return at + 1 - start;
}

/**
 * Decodes the block into `output` from `outputStart` on. The caller has made room for the declared length. False where
 * the block is malformed or is not exactly as long as it declares.
 */
export function snappyDecode(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  outputStart: number,
): boolean {
  const length = snappyLength(bytes, start, end);
  if (length < 0) return false;
  const outputEnd = outputStart + length;
  let at = start + sizeOfLength(bytes, start);
  let out = outputStart;
  while (at < end) {
    const tag = bytes[at++]!;
    const kind = tag & 3;
    if (kind === 0) {
      let size = (tag >>> 2) + 1;
      if (size > 60) {
        const extra = size - 60;
        if (extra > end - at) return false;
        size = 1;
        for (let i = 0; i < extra; i++) size += bytes[at + i]! * 2 ** (8 * i);
        at += extra;
      }
      if (size > end - at || size > outputEnd - out) return false;
      if (size <= 16) {
        for (let i = 0; i < size; i++) output[out + i] = bytes[at + i]!;
      } else {
        output.set(bytes.subarray(at, at + size), out);
      }
      at += size;
      out += size;
      continue;
    }
    let size = (tag >>> 2) + 1;
    let distance: number;
    if (kind === 1) {
      if (at >= end) return false;
      size = ((tag >>> 2) & 7) + 4;
      distance = ((tag >>> 5) << 8) | bytes[at++]!;
    } else {
      const width = kind === 2 ? 2 : 4;
      if (width > end - at) return false;
      distance = bytes[at]! | (bytes[at + 1]! << 8);
      if (width === 4) distance += (bytes[at + 2]! | (bytes[at + 3]! << 8)) * 65536;
      at += width;
    }
    if (distance === 0 || distance > out - outputStart || size > outputEnd - out) return false;
    if (distance >= size) {
      output.copyWithin(out, out - distance, out - distance + size);
      out += size;
    } else {
      // The copy reads what it writes: a run.
      for (const stop = out + size; out < stop; out++) output[out] = output[out - distance]!;
    }
  }
  return out === outputEnd;
}

/** The most bytes that `length` bytes can become. */
function maxEncodedSize(length: number): number {
  return 32 + length + Math.floor(length / 6);
}

/** Encodes `bytes[start, end)` as one block. */
export function snappyEncode(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const output = new Uint8Array(maxEncodedSize(end - start));
  let out = 0;
  let rest = end - start;
  while (rest >= 0x80) {
    output[out++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  output[out++] = rest;
  const table = new Int32Array(1 << HASH_BITS);
  for (let at = start; at < end; at += FRAGMENT_SIZE) {
    out = encodeFragment(bytes, at, Math.min(end, at + FRAGMENT_SIZE), table, output, out);
  }
  return output.slice(0, out);
}

function encodeFragment(
  bytes: Uint8Array,
  start: number,
  end: number,
  table: Int32Array,
  output: Uint8Array,
  outputAt: number,
): number {
  let out = outputAt;
  let literalStart = start;
  if (end - start >= MIN_FRAGMENT) {
    table.fill(-1);
    const lastMatchStart = end - 4;
    let at = start;
    let misses = 32;
    while (at <= lastMatchStart) {
      const word = wordAt(bytes, at);
      const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
      const candidate = table[slot]!;
      table[slot] = at;
      if (candidate < 0 || wordAt(bytes, candidate) !== word) {
        at += misses++ >>> 5; // the longer nothing matches, the longer the steps
        continue;
      }
      misses = 32;
      if (at > literalStart) out = putLiteral(bytes, literalStart, at, output, out);
      let length = 4;
      while (at + length < end && bytes[candidate + length] === bytes[at + length]) length++;
      out = putCopy(at - candidate, length, output, out);
      at += length;
      literalStart = at;
    }
  }
  return literalStart < end ? putLiteral(bytes, literalStart, end, output, out) : out;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function putLiteral(bytes: Uint8Array, start: number, end: number, output: Uint8Array, outputAt: number): number {
  let out = outputAt;
  const last = end - start - 1; // a fragment is at most 65,536 bytes: two length bytes suffice
  if (last < 60) {
    output[out++] = last << 2;
  } else if (last < 256) {
    output[out++] = 60 << 2;
    output[out++] = last;
  } else {
    output[out++] = 61 << 2;
    output[out++] = last & 0xff;
    output[out++] = last >>> 8;
  }
  output.set(bytes.subarray(start, end), out);
  return out + (end - start);
}

function putCopy(distance: number, length: number, output: Uint8Array, outputAt: number): number {
  let out = outputAt;
  let rest = length;
  while (rest > 0) {
    // Leave at least four for the last element, the shortest that a one-byte offset can say.
    const size = rest > 64 ? (rest < 68 ? 60 : 64) : rest;
    if (size >= 4 && size <= 11 && distance < 2048) {
      output[out++] = 1 | ((size - 4) << 2) | ((distance >>> 8) << 5);
      output[out++] = distance & 0xff;
    } else {
      output[out++] = 2 | ((size - 1) << 2);
      output[out++] = distance & 0xff;
      output[out++] = distance >>> 8;
    }
    rest -= size;
  }
  return out;
}
