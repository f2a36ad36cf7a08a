/**
 * Where zstd frames begin and end and how much they can unfold to, from their headers alone. It stands before every
 * decoder: some trust a declared size, some decode only the first frame, and 10 KB can hold 300 MB.
 *
 *   frame    28 b5 2f fd | descriptor | [window 1] | [dictionary id 0..4] | [content size 0..8] | blocks | [checksum 4]
 *   block    header 3 bytes little endian: last : 1 | kind : 2 (raw, run, compressed) | size : 21
 */
import type { DecompressionFailure } from './codec.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAX_BLOCK_SIZE = 131072;
const DICTIONARY_ID_SIZES = [0, 1, 2, 4];
const CONTENT_SIZE_SIZES = [0, 2, 4, 8];

export interface ZstdFrame {
  readonly start: number;
  readonly end: number;
  /** The declared content size, or -1. */
  readonly contentSize: number;
  /** No more than this can come out: the declared size, else the sum of what each block can hold. */
  readonly outputBound: number;
}

/** The frames of `bytes[start, end)`, skippable ones left out. Refuses what declares more than `maxOutputBytes`. */
export function walkZstdFrames(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxOutputBytes: number,
): ZstdFrame[] | DecompressionFailure {
  const frames: ZstdFrame[] = [];
  let declared = 0;
  let at = start;
  while (at < end) {
    if (end - at < 5) return 'corrupt';
    const magic = uint32(bytes, at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      if (end - at < 8 || uint32(bytes, at + 4) > end - at - 8) return 'corrupt';
      at += 8 + uint32(bytes, at + 4);
      continue;
    }
    if (magic !== MAGIC) return 'corrupt';
    const frame = walkFrame(bytes, at, end);
    if (frame === null) return 'corrupt';
    if (frame.contentSize > 0) declared += frame.contentSize;
    if (declared > maxOutputBytes) return 'too large';
    frames.push(frame);
    at = frame.end;
  }
  return frames.length === 0 ? 'corrupt' : frames;
}

function walkFrame(bytes: Uint8Array, start: number, end: number): ZstdFrame | null {
  const descriptor = bytes[start + 4]!;
  if (descriptor & 0x08) return null;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryIdSize = DICTIONARY_ID_SIZES[descriptor & 3]!;
  // Without content size flag, a single segment still declares one byte of it.
  const contentSizeSize = descriptor >>> 6 === 0 && isSingleSegment ? 1 : CONTENT_SIZE_SIZES[descriptor >>> 6]!;
  const windowAt = start + 5;
  const dictionaryAt = windowAt + (isSingleSegment ? 0 : 1);
  const contentSizeAt = dictionaryAt + dictionaryIdSize;
  let at = contentSizeAt + contentSizeSize;
  if (at > end) return null;
  // A frame that needs a dictionary cannot be read by a consumer either.
  for (let i = 0; i < dictionaryIdSize; i++) if (bytes[dictionaryAt + i] !== 0) return null;

  let contentSize = contentSizeSize === 0 ? -1 : contentSizeSize === 2 ? 256 : 0;
  for (let i = 0; i < contentSizeSize; i++) contentSize += bytes[contentSizeAt + i]! * 2 ** (8 * i);
  let windowSize = contentSize;
  if (!isSingleSegment) {
    const base = 2 ** (10 + (bytes[windowAt]! >>> 3));
    windowSize = base + (base / 8) * (bytes[windowAt]! & 7);
  }
  const maxBlockSize = Math.min(MAX_BLOCK_SIZE, windowSize);

  let blocksBound = 0;
  for (let isLast = false; !isLast; ) {
    if (end - at < 3) return null;
    const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    at += 3;
    isLast = (header & 1) !== 0;
    const kind = (header >>> 1) & 3;
    const size = header >>> 3;
    if (kind === 3 || size > MAX_BLOCK_SIZE) return null;
    const stored = kind === 1 ? 1 : size;
    if (stored > end - at) return null;
    at += stored;
    blocksBound += kind === 2 ? maxBlockSize : size;
  }
  if (descriptor & 0x04) at += 4;
  if (at > end) return null;
  return { start, end: at, contentSize, outputBound: contentSize >= 0 ? contentSize : blocksBound };
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
