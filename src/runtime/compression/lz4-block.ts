/**
 * LZ4 blocks in plain TypeScript: the fallback where the native addon does not load, and the exact size of a block
 * from its tokens alone, which is what bounds a frame before anything is decoded.
 *
 *   sequence   token (literal length : match length - 4) | more literal length | literals
 *              | offset uint16le | more match length          the last sequence ends after its literals
 */

const HASH_BITS = 14;
const MIN_MATCH = 4;
/** A block ends with at least five literals, and its last match starts at least twelve bytes before the end. */
const LAST_LITERALS = 5;
const MATCH_LIMIT = 12;
const MAX_DISTANCE = 65535;

/** Decompressed size of the block, `limit + 1` as soon as it passes the limit, or -1 if it is malformed. */
export function lz4BlockSize(bytes: Uint8Array, start: number, end: number, limit: number): number {
  let at = start;
  let size = 0;
  while (at < end) {
    const token = bytes[at++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      let more: number;
      do {
        if (at >= end) return -1;
        more = bytes[at++]!;
        literals += more;
      } while (more === 255);
    }
    if (literals > end - at) return -1;
    at += literals;
    size += literals;
    if (size > limit) return limit + 1;
    if (at === end) return size;
    if (end - at < 2) return -1;
    at += 2;
    let match = (token & 15) + MIN_MATCH;
    if (match === 15 + MIN_MATCH) {
      let more: number;
      do {
        if (at >= end) return -1;
        more = bytes[at++]!;
        match += more;
      } while (more === 255);
    }
    size += match;
    if (size > limit) return limit + 1;
  }
  return -1;
}

/**
 * Decodes a block into `output` from `outputStart`; matches may reach back to `windowStart`, where the block before
 * it begins to be visible. Returns the position after the output, or -1 where the block is malformed or does not fit.
 */
export function lz4Decode(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  outputStart: number,
  windowStart: number,
): number {
  const outputEnd = output.length;
  let at = start;
  let out = outputStart;
  while (at < end) {
    const token = bytes[at++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      let more: number;
      do {
        if (at >= end) return -1;
        more = bytes[at++]!;
        literals += more;
      } while (more === 255);
    }
    if (literals > end - at || literals > outputEnd - out) return -1;
    if (literals <= 16) {
      for (let i = 0; i < literals; i++) output[out + i] = bytes[at + i]!;
    } else {
      output.set(bytes.subarray(at, at + literals), out);
    }
    at += literals;
    out += literals;
    if (at === end) return out;
    if (end - at < 2) return -1;
    const distance = bytes[at]! | (bytes[at + 1]! << 8);
    at += 2;
    let match = (token & 15) + MIN_MATCH;
    if (match === 15 + MIN_MATCH) {
      let more: number;
      do {
        if (at >= end) return -1;
        more = bytes[at++]!;
        match += more;
      } while (more === 255);
    }
    if (distance === 0 || distance > out - windowStart || match > outputEnd - out) return -1;
    if (distance >= match) {
      output.copyWithin(out, out - distance, out - distance + match);
      out += match;
    } else {
      // The copy reads what it writes: a run.
      for (const stop = out + match; out < stop; out++) output[out] = output[out - distance]!;
    }
  }
  return -1;
}

/** The most bytes that `length` bytes can become. */
export function lz4MaxEncodedSize(length: number): number {
  return length + Math.floor(length / 255) + 16;
}

/** Encodes `bytes[start, end)`, at most 4 MiB, into `output` at `outputStart`; returns the position after it. */
export function lz4Encode(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  outputStart: number,
): number {
  let out = outputStart;
  let literalStart = start;
  const lastMatchStart = end - MATCH_LIMIT;
  const matchEnd = end - LAST_LITERALS;
  if (end - start > MATCH_LIMIT) {
    const table = new Int32Array(1 << HASH_BITS).fill(-1);
    let at = start;
    let misses = 64;
    while (at <= lastMatchStart) {
      const word = wordAt(bytes, at);
      const slot = Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
      const candidate = table[slot]!;
      table[slot] = at;
      if (candidate < 0 || at - candidate > MAX_DISTANCE || wordAt(bytes, candidate) !== word) {
        at += misses++ >>> 6; // the longer nothing matches, the longer the steps
        continue;
      }
      misses = 64;
      let length = MIN_MATCH;
      while (at + length < matchEnd && bytes[candidate + length] === bytes[at + length]) length++;
      out = putSequence(bytes, literalStart, at, at - candidate, length, output, out);
      at += length;
      literalStart = at;
    }
  }
  return putSequence(bytes, literalStart, end, 0, 0, output, out);
}

/** Literals `bytes[start, end)` and a match; a length of 0 is the last sequence, which has none. */
function putSequence(
  bytes: Uint8Array,
  start: number,
  end: number,
  distance: number,
  matchLength: number,
  output: Uint8Array,
  outputAt: number,
): number {
  let out = outputAt;
  const literals = end - start;
  const match = matchLength === 0 ? 0 : matchLength - MIN_MATCH;
  output[out++] = (Math.min(literals, 15) << 4) | Math.min(match, 15);
  if (literals >= 15) out = putLength(literals - 15, output, out);
  output.set(bytes.subarray(start, end), out);
  out += literals;
  if (matchLength === 0) return out;
  output[out++] = distance & 0xff;
  output[out++] = distance >>> 8;
  return match >= 15 ? putLength(match - 15, output, out) : out;
}

function putLength(length: number, output: Uint8Array, outputAt: number): number {
  let out = outputAt;
  let rest = length;
  for (; rest >= 255; rest -= 255) output[out++] = 255;
  output[out++] = rest;
  return out;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
