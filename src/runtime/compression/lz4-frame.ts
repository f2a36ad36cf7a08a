/**
 * LZ4 frames: where they begin and end, how much they unfold to, and reading and writing them in plain TypeScript.
 *
 *   frame    04 22 4d 18 | FLG | BD | [content size 8] | [dictionary id 4] | header checksum | blocks | 00 00 00 00
 *            | [content checksum 4]                                                              numbers little endian
 *   FLG      version 01 | blocks independent | block checksums | content size | content checksum | 0 | dictionary id
 *   block    length uint32, top bit: stored | bytes | [checksum 4]
 */
import type { DecompressionFailure } from './codec.ts';
import { lz4BlockSize, lz4Decode, lz4Encode, lz4MaxEncodedSize } from './lz4-block.ts';
import { xxhash32 } from './xxhash32.ts';

const MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
const VERSION = 1;
const INDEPENDENT_BLOCKS = 0x20;
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const RESERVED_FLAG = 0x02;
const DICTIONARY_ID = 0x01;
const STORED = 0x80000000;

/** One frame's place in the input, from a walk over its headers that decodes nothing. */
export interface Lz4Frame {
  readonly start: number;
  readonly end: number;
  readonly firstBlock: number;
  readonly flags: number;
  readonly maxBlockSize: number;
  /** Exact size of the content. */
  readonly contentSize: number;
}

/**
 * The frames of `bytes[start, end)`, skippable ones left out. Their sizes come from the tokens of every block, so they
 * are exact, and together they do not exceed `maxOutputBytes`.
 */
export function walkLz4Frames(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxOutputBytes: number,
): Lz4Frame[] | DecompressionFailure {
  const frames: Lz4Frame[] = [];
  let budget = maxOutputBytes;
  let at = start;
  while (at < end) {
    if (end - at < 8) return 'corrupt';
    const magic = uint32(bytes, at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      const size = uint32(bytes, at + 4);
      if (size > end - at - 8) return 'corrupt';
      at += 8 + size;
      continue;
    }
    if (magic !== MAGIC) return 'corrupt';
    const frame = walkFrame(bytes, at, end, budget);
    if (typeof frame === 'string') return frame;
    frames.push(frame);
    budget -= frame.contentSize;
    at = frame.end;
  }
  return frames.length === 0 ? 'corrupt' : frames;
}

function walkFrame(bytes: Uint8Array, start: number, end: number, budget: number): Lz4Frame | DecompressionFailure {
  const flags = bytes[start + 4]!;
  const descriptor = bytes[start + 5]!;
  if (flags >>> 6 !== VERSION || (flags & RESERVED_FLAG) !== 0 || (descriptor & 0x8f) !== 0) return 'corrupt';
  // A frame that needs a dictionary cannot be read by a consumer either.
  if ((flags & DICTIONARY_ID) !== 0) return 'corrupt';
  const blockSizeId = descriptor >>> 4;
  if (blockSizeId < 4) return 'corrupt';
  const maxBlockSize = 1 << (8 + 2 * blockSizeId);
  const checksumAt = start + 6 + (flags & CONTENT_SIZE ? 8 : 0);
  if (checksumAt >= end) return 'corrupt';
  if (bytes[checksumAt] !== ((xxhash32(bytes, start + 4, checksumAt) >>> 8) & 0xff)) return 'corrupt';

  const firstBlock = checksumAt + 1;
  const trailer = flags & BLOCK_CHECKSUMS ? 4 : 0;
  let at = firstBlock;
  let contentSize = 0;
  for (;;) {
    if (end - at < 4) return 'corrupt';
    const header = uint32(bytes, at);
    at += 4;
    if (header === 0) break;
    const size = header & ~STORED;
    if (size > maxBlockSize || size > end - at - trailer) return 'corrupt';
    const unfolded = header & STORED ? size : lz4BlockSize(bytes, at, at + size, maxBlockSize);
    if (unfolded < 0 || unfolded > maxBlockSize) return 'corrupt';
    contentSize += unfolded;
    if (contentSize > budget) return 'too large';
    at += size + trailer;
  }
  if (flags & CONTENT_CHECKSUM) at += 4;
  if (at > end) return 'corrupt';
  if (flags & CONTENT_SIZE && uint32(bytes, start + 6) + uint32(bytes, start + 10) * 2 ** 32 !== contentSize) {
    return 'corrupt';
  }
  return { start, end: at, firstBlock, flags, maxBlockSize, contentSize };
}

/** Decodes a walked frame into `output` at `out`, where `contentSize` bytes are free; false if it is malformed. */
export function decodeLz4Frame(bytes: Uint8Array, frame: Lz4Frame, output: Uint8Array, out: number): boolean {
  const hasBlockChecksums = (frame.flags & BLOCK_CHECKSUMS) !== 0;
  const isIndependent = (frame.flags & INDEPENDENT_BLOCKS) !== 0;
  const bounded = output.subarray(0, out + frame.contentSize);
  let position = out;
  let at = frame.firstBlock;
  for (;;) {
    const header = uint32(bytes, at);
    at += 4;
    if (header === 0) break;
    const size = header & ~STORED;
    if (hasBlockChecksums && uint32(bytes, at + size) !== xxhash32(bytes, at, at + size)) return false;
    if (header & STORED) {
      bounded.set(bytes.subarray(at, at + size), position);
      position += size;
    } else {
      position = lz4Decode(bytes, at, at + size, bounded, position, isIndependent ? position : out);
      if (position < 0) return false;
    }
    at += size + (hasBlockChecksums ? 4 : 0);
  }
  if (position !== bounded.length) return false;
  return (frame.flags & CONTENT_CHECKSUM) === 0 || uint32(bytes, at) === xxhash32(output, out, position);
}

const WRITTEN_BLOCK_SIZE = 65536;
const WRITTEN_HEADER = new Uint8Array([0x04, 0x22, 0x4d, 0x18, (VERSION << 6) | INDEPENDENT_BLOCKS, 4 << 4, 0]);
WRITTEN_HEADER[6] = (xxhash32(WRITTEN_HEADER, 4, 6) >>> 8) & 0xff;

/**
 * One frame of independent 64 KiB blocks without checksums, which is what Kafka's own producer writes. Independence
 * matters: the Java client refuses anything else.
 */
export function encodeLz4Frame(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const blocks = Math.ceil((end - start) / WRITTEN_BLOCK_SIZE);
  const output = new Uint8Array(WRITTEN_HEADER.length + blocks * (4 + lz4MaxEncodedSize(WRITTEN_BLOCK_SIZE)) + 4);
  output.set(WRITTEN_HEADER);
  let out = WRITTEN_HEADER.length;
  for (let at = start; at < end; at += WRITTEN_BLOCK_SIZE) {
    const blockEnd = Math.min(end, at + WRITTEN_BLOCK_SIZE);
    const next = lz4Encode(bytes, at, blockEnd, output, out + 4);
    const size = next - out - 4;
    if (size < blockEnd - at) {
      putUint32(output, out, size);
      out = next;
    } else {
      putUint32(output, out, ((blockEnd - at) | STORED) >>> 0);
      output.set(bytes.subarray(at, blockEnd), out + 4);
      out += 4 + (blockEnd - at);
    }
  }
  putUint32(output, out, 0);
  return output.slice(0, out + 4);
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function putUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >>> 8) & 0xff;
  bytes[at + 2] = (value >>> 16) & 0xff;
  bytes[at + 3] = value >>> 24;
}
