/**
 * What raft agents send each other on their channel: raft's messages, and two things raft itself does not know of. Pure.
 *
 *   message       0 | the message (core/raft/message-codec.ts)
 *   founders      1 | ids: the voters the cluster began with, as this node was told; none on a node that joined later
 *   announcement  2 | term i64 | leader i32 (-1: none any more) | ids: best successor first
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { decodeMessage, encodeMessage } from '../../core/raft/message-codec.ts';
import type { PeerMessage } from '../../core/raft/messages.ts';
import { readCount } from '../../core/raft/raft-encoding.ts';

export interface Announcement {
  readonly term: number;
  readonly leaderId: number;
  readonly successors: readonly number[];
}

export type RaftPeerFrame =
  | { readonly kind: 'message'; readonly message: PeerMessage }
  | { readonly kind: 'founders'; readonly voters: readonly number[] }
  | { readonly kind: 'announcement'; readonly announcement: Announcement };

const KIND = { MESSAGE: 0, FOUNDERS: 1, ANNOUNCEMENT: 2 } as const;
const MAX_IDS = 1000;

export function messageFrame(message: PeerMessage): Uint8Array {
  const chunks = encodeMessage(message);
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 1);
  const frame = new Uint8Array(length);
  let at = 1;
  for (const chunk of chunks) {
    frame.set(chunk, at);
    at += chunk.length;
  }
  return frame;
}

export function foundersFrame(voters: readonly number[]): Uint8Array {
  const writer = new ByteWriter(32);
  writer.uint8(KIND.FOUNDERS);
  writeIds(writer, voters);
  return writer.toBytes();
}

export function announcementFrame({ term, leaderId, successors }: Announcement): Uint8Array {
  const writer = new ByteWriter(32);
  writer.uint8(KIND.ANNOUNCEMENT);
  writer.int64(term);
  writer.int32(leaderId);
  writeIds(writer, successors);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeRaftFrame(frame: Uint8Array): RaftPeerFrame {
  const reader = new ByteReader(frame);
  const kind = reader.uint8();
  switch (kind) {
    case KIND.MESSAGE:
      return { kind: 'message', message: decodeMessage(frame.subarray(1)) };
    case KIND.FOUNDERS:
      return { kind: 'founders', voters: readIds(reader) };
    case KIND.ANNOUNCEMENT: {
      const announcement = { term: readCount(reader), leaderId: reader.int32(), successors: readIds(reader) };
      return { kind: 'announcement', announcement };
    }
    default:
      throw new DecodeError(`raft frame kind ${kind} is unknown`);
  }
}

function writeIds(writer: ByteWriter, ids: readonly number[]): void {
  writer.arrayLength(ids.length);
  for (const id of ids) writer.int32(id);
}

function readIds(reader: ByteReader): number[] {
  const count = reader.arrayLength(4);
  if (count > MAX_IDS) throw new DecodeError(`a list of ${count} nodes`);
  return Array.from({ length: count }, () => reader.int32());
}
