/**
 * What brokers say to each other about the data of partitions. One connection per (follower, leader): the follower dials.
 *
 *   0 length u32 (whole frame) | 4 crc u32 | 8 kind u8, 3 zero | 12 head length u32 | 16 head | record batches (Push only)
 *
 * `crc` is CRC-32C over bytes 8 to the end of the head; batches carry their own. All big-endian. A frame that is not what
 * it says ends the connection: everything here is positional, and a new connection begins with a new subscription.
 *
 *   Hello      follower → leader: who dials, whom he means, how many bytes he takes before he grants more, and at a time
 *   Welcome    leader → follower; Refused says why not, and is the last
 *   Subscribe  follower → leader: partitions, with the durable end of each and the epoch of its last batch
 *   Go, Diverge, Reset, Ended   leader → follower: the answers (`divergence.ts`); Ended may come later too
 *   Push       leader → follower: batches that follow what the stream has sent
 *   Progress   leader → follower: high watermarks and log starts
 *   Ack        follower → leader: bytes granted since the beginning of the session, durable and written ends
 *   Unsubscribe follower → leader, Ping both ways
 *   Hold       follower → leader: streams that send nothing until it says so (KIP-73, the follower's side)
 */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { crc32c } from '../bytes/crc32c.ts';
import { readInt64, writeInt64 } from '../bytes/int64.ts';
import type { Subscription } from './follower-stream.ts';

export const FrameKind = {
  Hello: 1,
  Welcome: 2,
  Refused: 3,
  Subscribe: 4,
  Go: 5,
  Diverge: 6,
  Reset: 7,
  Ended: 8,
  Push: 9,
  Progress: 10,
  Ack: 11,
  Unsubscribe: 12,
  Ping: 13,
  Hold: 14,
} as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export const FRAME_HEADER_BYTES = 16;
const CRC = 4;
const CHECKED_FROM = 8;
const HEAD_LENGTH = 12;
export const PUSH_HEAD_BYTES = 36;
/** Entries of a list in one frame: what is more goes into another, so that every ring takes it. */
export const MAX_LIST_ENTRIES = 4096;
/** Heads other than of lists are small. */
export const MAX_HEAD_BYTES = 4 * 1024 * 1024;

export interface StreamAnswer {
  readonly streamId: number;
  readonly leaderEpoch: number;
  /**
   * Go: the offset that comes next. Diverge: the leader's end of `epoch`. Reset: where to begin. Ended with
   * MESSAGE_TOO_LARGE: of the batch.
   */
  readonly offset: number;
  /** Diverge only. */
  readonly epoch: number;
  /** Ended only. */
  readonly errorCode: number;
  /** Go only. */
  readonly highWatermark: number;
  readonly logStart: number;
}

export interface PartitionSubscription extends Subscription {
  readonly topicId: string;
  readonly partition: number;
}

export interface PushHead {
  streamId: number;
  leaderEpoch: number;
  from: number;
  highWatermark: number;
  logStart: number;
}

export interface ProgressEntry {
  readonly streamId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly logStart: number;
}

export interface AckEntry {
  readonly streamId: number;
  readonly leaderEpoch: number;
  readonly durableEnd: number;
  readonly writtenEnd: number;
}

export interface Ack {
  /** Bytes of Push frames that may have been sent since the session began. */
  readonly granted: number;
  readonly entries: readonly AckEntry[];
}

/** A whole frame of one piece, for everything but Push. */
export function encodeFrame(kind: FrameKind, head: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + head.length);
  frame.set(head, FRAME_HEADER_BYTES);
  seal(frame, kind, head.length, frame.length);
  return frame;
}

/** The first piece of a Push; `batchBytes` of batches follow. */
export function encodePush(head: PushHead, batchBytes: number): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + PUSH_HEAD_BYTES);
  const view = new DataView(frame.buffer);
  writeInt64(view, 16, head.streamId);
  view.setInt32(24, head.leaderEpoch);
  writeInt64(view, 28, head.from);
  writeInt64(view, 36, head.highWatermark);
  writeInt64(view, 44, head.logStart);
  seal(frame, FrameKind.Push, PUSH_HEAD_BYTES, frame.length + batchBytes);
  return frame;
}

/** @param at of the head */
export function decodePush(view: DataView, at: number, into: PushHead): PushHead {
  into.streamId = readInt64(view, at);
  into.leaderEpoch = view.getInt32(at + 8);
  into.from = readInt64(view, at + 12);
  into.highWatermark = readInt64(view, at + 20);
  into.logStart = readInt64(view, at + 28);
  return into;
}

function seal(frame: Uint8Array, kind: FrameKind, headLength: number, length: number): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  view.setUint32(0, length);
  view.setUint8(8, kind);
  view.setUint32(HEAD_LENGTH, headLength);
  view.setUint32(CRC, crc32c(frame, CHECKED_FROM, FRAME_HEADER_BYTES + headLength));
}

export function frameLength(view: DataView, at: number): number {
  return view.getUint32(at);
}

export function frameKind(view: DataView, at: number): number {
  return view.getUint8(at + 8);
}

export function frameHeadLength(view: DataView, at: number): number {
  return view.getUint32(at + HEAD_LENGTH);
}

/** What is wrong with a frame whose first FRAME_HEADER_BYTES are there; null when its length may be believed. */
export function headerFault(view: DataView, at: number, maxFrameBytes: number): string | null {
  const length = frameLength(view, at);
  const head = frameHeadLength(view, at);
  if (length < FRAME_HEADER_BYTES || length > maxFrameBytes) return `a frame of ${length} bytes`;
  if (head > length - FRAME_HEADER_BYTES || head > MAX_HEAD_BYTES) return `a frame with a head of ${head} bytes`;
  const kind = frameKind(view, at);
  if (kind < FrameKind.Hello || kind > FrameKind.Hold) return `a frame of kind ${kind}`;
  if (kind === FrameKind.Push ? head !== PUSH_HEAD_BYTES : head !== length - FRAME_HEADER_BYTES)
    return 'a frame whose head does not fit';
  return null;
}

/** Whether the checksum of a whole frame is right. */
export function isFrameSound(bytes: Uint8Array, view: DataView, at: number): boolean {
  const checkedTo = at + FRAME_HEADER_BYTES + frameHeadLength(view, at);
  return view.getUint32(at + CRC) === crc32c(bytes, at + CHECKED_FROM, checkedTo);
}

/** A list that is as long as it likes: one frame for each MAX_LIST_ENTRIES, and one for an empty list. */
export function listFrames<Entry>(
  entries: readonly Entry[],
  encode: (entries: readonly Entry[]) => Uint8Array,
): Uint8Array[] {
  const frames = [encode(entries.slice(0, MAX_LIST_ENTRIES))];
  for (let at = MAX_LIST_ENTRIES; at < entries.length; at += MAX_LIST_ENTRIES)
    frames.push(encode(entries.slice(at, at + MAX_LIST_ENTRIES)));
  return frames;
}

export function encodeSubscribe(entries: readonly PartitionSubscription[]): Uint8Array {
  const writer = new ByteWriter(8 + entries.length * 48);
  writer.int32(entries.length);
  for (const entry of entries) {
    writer.int64(entry.streamId);
    writer.uuid(entry.topicId);
    writer.int32(entry.partition);
    writer.int32(entry.leaderEpoch);
    writer.int32(entry.lastEpoch);
    writer.int64(entry.durableEnd);
  }
  return encodeFrame(FrameKind.Subscribe, writer.toBytes());
}

/** Throws DecodeError, as all that decode lists. */
export function decodeSubscribe(head: Uint8Array): PartitionSubscription[] {
  return decodeList(head, 44, (reader) => ({
    streamId: reader.int64(),
    topicId: reader.uuid(),
    partition: reader.int32(),
    leaderEpoch: reader.int32(),
    lastEpoch: reader.int32(),
    durableEnd: reader.int64(),
  }));
}

export function encodeAnswer(
  kind: 5 | 6 | 7 | 8,
  answer: Partial<StreamAnswer> & Pick<StreamAnswer, 'streamId' | 'leaderEpoch'>,
): Uint8Array {
  const writer = new ByteWriter(64);
  writer.int64(answer.streamId);
  writer.int32(answer.leaderEpoch);
  writer.int64(answer.offset ?? -1);
  writer.int32(answer.epoch ?? -1);
  writer.int16(answer.errorCode ?? 0);
  writer.int64(answer.highWatermark ?? -1);
  writer.int64(answer.logStart ?? -1);
  return encodeFrame(kind, writer.toBytes());
}

export function decodeAnswer(head: Uint8Array): StreamAnswer {
  const reader = new ByteReader(head);
  return {
    streamId: reader.int64(),
    leaderEpoch: reader.int32(),
    offset: reader.int64(),
    epoch: reader.int32(),
    errorCode: reader.int16(),
    highWatermark: reader.int64(),
    logStart: reader.int64(),
  };
}

export function encodeProgress(entries: readonly ProgressEntry[]): Uint8Array {
  const writer = new ByteWriter(8 + entries.length * 28);
  writer.int32(entries.length);
  for (const entry of entries) {
    writer.int64(entry.streamId);
    writer.int32(entry.leaderEpoch);
    writer.int64(entry.highWatermark);
    writer.int64(entry.logStart);
  }
  return encodeFrame(FrameKind.Progress, writer.toBytes());
}

export function decodeProgress(head: Uint8Array): ProgressEntry[] {
  return decodeList(head, 28, (reader) => ({
    streamId: reader.int64(),
    leaderEpoch: reader.int32(),
    highWatermark: reader.int64(),
    logStart: reader.int64(),
  }));
}

export function encodeAck(ack: Ack): Uint8Array {
  const { entries } = ack;
  const writer = new ByteWriter(16 + entries.length * 28);
  writer.int64(ack.granted);
  writer.int32(entries.length);
  for (const entry of entries) {
    writer.int64(entry.streamId);
    writer.int32(entry.leaderEpoch);
    writer.int64(entry.durableEnd);
    writer.int64(entry.writtenEnd);
  }
  return encodeFrame(FrameKind.Ack, writer.toBytes());
}

export function decodeAck(head: Uint8Array): Ack {
  const granted = new ByteReader(head).int64();
  const entries = decodeList(head.subarray(8), 28, (reader) => ({
    streamId: reader.int64(),
    leaderEpoch: reader.int32(),
    durableEnd: reader.int64(),
    writtenEnd: reader.int64(),
  }));
  return { granted, entries };
}

export function encodeUnsubscribe(streamIds: readonly number[]): Uint8Array {
  const writer = new ByteWriter(8 + streamIds.length * 8);
  writer.int32(streamIds.length);
  for (const id of streamIds) writer.int64(id);
  return encodeFrame(FrameKind.Unsubscribe, writer.toBytes());
}

export function decodeUnsubscribe(head: Uint8Array): number[] {
  return decodeList(head, 8, (reader) => reader.int64());
}

export function encodeHold(isHeld: boolean, streamIds: readonly number[]): Uint8Array {
  const writer = new ByteWriter(8 + streamIds.length * 8);
  writer.int8(isHeld ? 1 : 0);
  writer.int32(streamIds.length);
  for (const id of streamIds) writer.int64(id);
  return encodeFrame(FrameKind.Hold, writer.toBytes());
}

export function decodeHold(head: Uint8Array): { isHeld: boolean; streamIds: number[] } {
  const isHeld = new ByteReader(head).int8() !== 0;
  return { isHeld, streamIds: decodeList(head.subarray(1), 8, (reader) => reader.int64()) };
}

function decodeList<Entry>(head: Uint8Array, entryBytes: number, read: (reader: ByteReader) => Entry): Entry[] {
  const reader = new ByteReader(head);
  const count = reader.arrayLength(entryBytes);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) entries.push(read(reader));
  return entries;
}
