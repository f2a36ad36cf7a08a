/** Bytes of the raft log's file: header and frames, as drawn in FORMAT.md. No files, no state. */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { crc32c } from '../../core/bytes/crc32c.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Entry, EntryId } from '../../core/raft/entry.ts';
import {
  readCount,
  readEntries,
  readHardState,
  readSnapshot,
  writeEntries,
  writeHardState,
  writeSnapshot,
} from '../../core/raft/raft-encoding.ts';
import type { HardState } from '../../core/raft/ready.ts';
import type { Snapshot } from '../../core/raft/snapshot.ts';
import { getTag, getUint64, putTag, putUint64, sameTag, type Tag, viewOf } from '../controller/log-format.ts';

export const RAFT_HEADER = 64;
export const RAFT_FRAME_HEADER = 48;

const FILE_MAGIC = [0x43, 0x48, 0x52, 0x4b, 0x52, 0x41, 0x46, 0x54];
const VERSION = 1;
const FRAME_MAGIC = 0x5246_524d;

export const RaftFrameKind = { BASE: 1, CHANGE: 2, MARKER: 3 } as const;

export interface RaftFileHeader {
  readonly clusterTag: Tag;
  readonly fileTag: Tag;
  /** Counts the files of this directory, from 1. */
  readonly generation: number;
  /** Of the file, in bytes. */
  readonly size: number;
}

export interface RaftFrame {
  readonly kind: number;
  /** Counts the frames of the file, from 1. */
  readonly sequence: number;
  /** The highest sequence that was durable when this frame was written. */
  readonly durableUpTo: number;
  readonly payload: Uint8Array;
  /** Where the next one starts. */
  readonly end: number;
}

/** Everything a voter keeps, as a new file begins with it. */
export interface RaftBase {
  /** How often this directory was opened. */
  readonly starts: number;
  /** The voters the cluster began with; empty on a node that joined later. */
  readonly firstVoters: readonly number[];
  readonly hardState: HardState;
  readonly snapshot: Snapshot;
  /** The last entry no longer held. */
  readonly compacted: EntryId;
  readonly entries: readonly Entry[];
}

/** What one write adds. Entries replace what is in the log from the first one's index on; a snapshot replaces it all. */
export interface RaftChange {
  readonly starts: number | null;
  readonly hardState: HardState | null;
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
}

export function encodeRaftHeader(header: RaftFileHeader): Uint8Array {
  const bytes = new Uint8Array(RAFT_HEADER);
  const view = viewOf(bytes);
  bytes.set(FILE_MAGIC, 0);
  view.setUint32(8, VERSION);
  putTag(view, 16, header.clusterTag);
  putTag(view, 24, header.fileTag);
  putUint64(view, 32, header.generation);
  putUint64(view, 40, header.size);
  view.setUint32(60, crc32c(bytes, 0, 60));
  return bytes;
}

/** Null where the bytes are no sound header of a version we know. */
export function decodeRaftHeader(bytes: Uint8Array): RaftFileHeader | null {
  if (bytes.length < RAFT_HEADER || FILE_MAGIC.some((byte, i) => bytes[i] !== byte)) return null;
  const view = viewOf(bytes);
  if (view.getUint32(60) !== crc32c(bytes, 0, 60) || view.getUint32(8) !== VERSION) return null;
  return {
    clusterTag: getTag(view, 16),
    fileTag: getTag(view, 24),
    generation: getUint64(view, 32),
    size: getUint64(view, 40),
  };
}

export function raftFrameSize(payloadLength: number): number {
  return Math.ceil((RAFT_FRAME_HEADER + payloadLength) / 8) * 8;
}

/** Writes one frame at `position` of `target`, padding included; returns where the next one goes. */
export function putRaftFrame(
  target: Uint8Array,
  position: number,
  header: RaftFileHeader,
  frame: Pick<RaftFrame, 'kind' | 'sequence' | 'durableUpTo' | 'payload'>,
): number {
  const { payload } = frame;
  const end = position + raftFrameSize(payload.length);
  const view = viewOf(target);
  target.fill(0, position, end);
  view.setUint32(position, FRAME_MAGIC);
  view.setUint32(position + 4, payload.length);
  putTag(view, position + 8, header.clusterTag);
  putTag(view, position + 16, header.fileTag);
  putUint64(view, position + 24, frame.sequence);
  putUint64(view, position + 32, frame.durableUpTo);
  view.setUint16(position + 40, frame.kind);
  target.set(payload, position + RAFT_FRAME_HEADER);
  view.setUint32(position + 44, frameCrc(target, position, payload.length));
  return end;
}

/** The frame at `position` if it is sound in itself and of this file; null otherwise. */
export function raftFrameAt(bytes: Uint8Array, position: number, header: RaftFileHeader): RaftFrame | null {
  if (position + RAFT_FRAME_HEADER > bytes.length) return null;
  const view = viewOf(bytes);
  if (view.getUint32(position) !== FRAME_MAGIC) return null;
  const length = view.getUint32(position + 4);
  const end = position + raftFrameSize(length);
  if (end > bytes.length || view.getUint32(position + 44) !== frameCrc(bytes, position, length)) return null;
  if (!sameTag(getTag(view, position + 8), header.clusterTag)) return null;
  if (!sameTag(getTag(view, position + 16), header.fileTag)) return null;
  return {
    kind: view.getUint16(position + 40),
    sequence: getUint64(view, position + 24),
    durableUpTo: getUint64(view, position + 32),
    payload: bytes.subarray(position + RAFT_FRAME_HEADER, position + RAFT_FRAME_HEADER + length),
    end,
  };
}

function frameCrc(bytes: Uint8Array, position: number, payloadLength: number): number {
  const header = crc32c(bytes, position, position + 44);
  return crc32c(bytes, position + RAFT_FRAME_HEADER, position + RAFT_FRAME_HEADER + payloadLength, header);
}

export function encodeBase(base: RaftBase): Uint8Array {
  const writer = new ByteWriter(512);
  writer.int64(base.starts);
  writer.arrayLength(base.firstVoters.length);
  for (const id of base.firstVoters) writer.int32(id);
  writeHardState(writer, base.hardState);
  writeSnapshot(writer, base.snapshot);
  writer.int64(base.compacted.term);
  writer.int64(base.compacted.index);
  writeEntries(writer, base.entries);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeBase(payload: Uint8Array): RaftBase {
  const reader = new ByteReader(payload);
  const starts = readCount(reader);
  const firstVoters = Array.from({ length: reader.arrayLength(4) }, () => reader.int32());
  const hardState = readHardState(reader);
  const snapshot = readSnapshot(reader);
  const compacted = { term: readCount(reader), index: readCount(reader) };
  const entries = readEntries(reader, compacted.index + 1);
  refuseRest(reader);
  return { starts, firstVoters, hardState, snapshot, compacted, entries };
}

export function encodeChange(change: RaftChange): Uint8Array {
  const writer = new ByteWriter(256);
  writer.int64(change.starts ?? -1);
  writer.bool(change.hardState !== null);
  if (change.hardState !== null) writeHardState(writer, change.hardState);
  writer.bool(change.snapshot !== null);
  if (change.snapshot !== null) writeSnapshot(writer, change.snapshot);
  writer.int64(change.entries[0]?.index ?? 0);
  writeEntries(writer, change.entries);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeChange(payload: Uint8Array): RaftChange {
  const reader = new ByteReader(payload);
  const starts = reader.int64();
  const hardState = reader.bool() ? readHardState(reader) : null;
  const snapshot = reader.bool() ? readSnapshot(reader) : null;
  const entries = readEntries(reader, readCount(reader));
  refuseRest(reader);
  return { starts: starts < 0 ? null : starts, hardState, snapshot, entries };
}

function refuseRest(reader: ByteReader): void {
  if (reader.remaining > 0) throw new DecodeError(`${reader.remaining} bytes follow`);
}
