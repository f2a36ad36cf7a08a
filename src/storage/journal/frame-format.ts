/**
 * A journal frame: the unit that travels through the append ring, lies in the journal and is replayed by recovery.
 * The thread that owns the ring writes frames in place; the WAL thread writes ring memory to disk unchanged.
 *
 *    0   magic u32 | 4 length u32 (header + payload, unpadded) | 8 crc u32 | 12 type u8 | 13..15 zero
 *   16   lsn i64 | 24 durableUpTo i64 | 32 slot u32 | 36 partition i32 | 40 topicId 16 bytes
 *   56   segmentBaseOffset i64 | 64 filePosition u32 | 68 zero u32 | 72 argument i64
 *   80   payload, then padding to 8 bytes
 *
 * All big-endian. `lsn` counts journal bytes over the directory's whole life: a frame's lsn is its predecessor's plus
 * the predecessor's padded length, so a stale frame of a recycled file can never stand at the expected place.
 * `crc` is CRC-32C, seeded by journal id and incarnation, over bytes 12..80 plus CHECKED_PAYLOAD bytes of the payload:
 * for an append these are the batch's header up to its own CRC-32C, which covers the rest; other frames are covered whole.
 * `durableUpTo` is an lsn known durable when the frame was written: damage below it is corruption, not a torn tail.
 */
import { crc32c } from '../../core/bytes/crc32c.ts';
import { readInt64, writeInt64 } from '../../core/bytes/int64.ts';
import { aligned } from '../../runtime/rings/ring-layout.ts';

export const FRAME_MAGIC = 0x43_48_4a_31;
export const FRAME_HEADER_BYTES = 80;
/** Bytes of an append's payload that precede the range of the batch's own CRC. */
const CHECKED_PAYLOAD = 21;

/** One record batch at a known place of a segment file. Writing it twice gives the same file. */
export const FRAME_APPEND = 1;
/** Payload: topic name in UTF-8. Gives `slot` its meaning for what follows; creates the partition's directory. */
export const FRAME_OPEN = 2;
/** Argument: the new log start offset. */
export const FRAME_LOG_START = 3;
/** Argument: segments with a smaller base offset go. */
export const FRAME_DROP_SEGMENTS = 4;
/** The partition's directory goes. */
export const FRAME_REMOVE = 5;
/** The log ends at `filePosition` of the segment `segmentBaseOffset`; argument: the new end offset. */
export const FRAME_TRUNCATE = 6;
/** Argument: the new base offset of an empty log; everything goes. */
export const FRAME_RESET = 7;
/** Nothing; carries `durableUpTo` when the writer has become idle. */
export const FRAME_IDLE = 8;

/** The partition's directory belongs to no known topic: it is renamed, and kept. */
export const FRAME_STRAY = 9;

export type FrameType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const LENGTH = 4;
const CRC = 8;
const TYPE = 12;
const LSN = 16;
const DURABLE_UP_TO = 24;
const SLOT = 32;
const PARTITION = 36;
const TOPIC_ID = 40;
const SEGMENT_BASE = 56;
const FILE_POSITION = 64;
const ARGUMENT = 72;

/** Which partition a frame is about. */
export interface FrameTarget {
  readonly slot: number;
  readonly topicIdBytes: Uint8Array;
  readonly partition: number;
}

/** Fills the header of a frame whose payload is already in place. `seal` comes after, once the payload is final. */
export function writeFrameHeader(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  type: FrameType,
  target: FrameTarget,
  length: number,
  lsn: number,
  durableUpTo: number,
  segmentBaseOffset: number,
  filePosition: number,
  argument: number,
): void {
  view.setUint32(at, FRAME_MAGIC);
  view.setUint32(at + LENGTH, length);
  view.setUint32(at + TYPE, type << 24);
  writeInt64(view, at + LSN, lsn);
  writeInt64(view, at + DURABLE_UP_TO, durableUpTo);
  view.setUint32(at + SLOT, target.slot);
  view.setInt32(at + PARTITION, target.partition);
  bytes.set(target.topicIdBytes, at + TOPIC_ID);
  writeInt64(view, at + SEGMENT_BASE, segmentBaseOffset);
  view.setUint32(at + FILE_POSITION, filePosition);
  view.setUint32(at + FILE_POSITION + 4, 0);
  writeInt64(view, at + ARGUMENT, argument);
}

/** Stamps the checksum. The frame must not change afterwards. */
export function sealFrame(view: DataView, bytes: Uint8Array, at: number, seed: number): void {
  view.setUint32(at + CRC, frameChecksum(view, bytes, at, seed));
}

function frameChecksum(view: DataView, bytes: Uint8Array, at: number, seed: number): number {
  const length = view.getUint32(at + LENGTH);
  const covered =
    frameType(view, at) === FRAME_APPEND ? Math.min(length, FRAME_HEADER_BYTES + CHECKED_PAYLOAD) : length;
  return crc32c(bytes, at + TYPE, at + covered, crc32c(bytes, at + LENGTH, at + CRC, seed));
}

export function frameLength(view: DataView, at: number): number {
  return view.getUint32(at + LENGTH);
}

/** Bytes the frame takes in the journal. */
export function frameSize(view: DataView, at: number): number {
  return aligned(view.getUint32(at + LENGTH));
}

export function frameType(view: DataView, at: number): number {
  return view.getUint8(at + TYPE);
}

export function frameLsn(view: DataView, at: number): number {
  return readInt64(view, at + LSN);
}

export function frameDurableUpTo(view: DataView, at: number): number {
  return readInt64(view, at + DURABLE_UP_TO);
}

export function frameSlot(view: DataView, at: number): number {
  return view.getUint32(at + SLOT);
}

export function framePartition(view: DataView, at: number): number {
  return view.getInt32(at + PARTITION);
}

export function frameTopicId(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.slice(at + TOPIC_ID, at + TOPIC_ID + 16);
}

export function frameSegmentBase(view: DataView, at: number): number {
  return readInt64(view, at + SEGMENT_BASE);
}

export function frameFilePosition(view: DataView, at: number): number {
  return view.getUint32(at + FILE_POSITION);
}

export function frameArgument(view: DataView, at: number): number {
  return readInt64(view, at + ARGUMENT);
}

/** What is wrong with the bytes at `at`, or null when a whole, sound frame with this lsn stands there. */
export function frameFault(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  end: number,
  expectedLsn: number,
  seed: number,
): string | null {
  if (end - at < FRAME_HEADER_BYTES) return 'no room for a header';
  if (view.getUint32(at) !== FRAME_MAGIC) return 'no magic';
  const length = frameLength(view, at);
  if (length < FRAME_HEADER_BYTES || length > end - at) return 'bad length';
  if (expectedLsn !== -1 && frameLsn(view, at) !== expectedLsn) return 'another lsn';
  if (frameType(view, at) === FRAME_APPEND && length < FRAME_HEADER_BYTES + CHECKED_PAYLOAD) return 'bad length';
  if (view.getUint32(at + CRC) !== frameChecksum(view, bytes, at, seed)) return 'bad checksum';
  if (frameType(view, at) !== FRAME_APPEND) return null;
  const payload = at + FRAME_HEADER_BYTES;
  const stored = view.getUint32(payload + 17);
  return crc32c(bytes, payload + CHECKED_PAYLOAD, at + length) === stored ? null : 'bad batch checksum';
}
