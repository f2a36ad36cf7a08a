/**
 * Messages between nodes as bytes. Frames and identities (cluster id, directory id) are the connection's business.
 *
 *   type u8 | from i32 | to i32 | term i64 | what the type needs
 *
 * A decoded message is one the core can take: lengths fit, entries follow each other, terms do not fall.
 */

import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import type { Entry, EntryId } from './entry.ts';
import type { PeerMessage } from './messages.ts';
import { readCount, readEntries, readNodeId, readSnapshot, writeEntries, writeSnapshot } from './raft-encoding.ts';

/** The position in this list is the type on the wire: add at the end, never remove. */
const TYPES: readonly PeerMessage['type'][] = [
  'AppendEntries',
  'AppendEntriesResponse',
  'Heartbeat',
  'HeartbeatResponse',
  'RequestVote',
  'RequestPreVote',
  'VoteResponse',
  'PreVoteResponse',
  'InstallSnapshot',
  'TimeoutNow',
  'Propose',
  'TransferLeadership',
  'ReadIndex',
  'ReadIndexResponse',
];

/** In pieces, to be sent one after another: large entries are not copied. */
export function encodeMessage(message: PeerMessage): Uint8Array[] {
  const writer = new ByteWriter();
  writer.uint8(TYPES.indexOf(message.type));
  writer.int32(message.from);
  writer.int32(message.to);
  writer.int64(message.term);
  switch (message.type) {
    case 'AppendEntries':
      writeId(writer, message.previous);
      writer.int64(message.commit);
      writeEntries(writer, message.entries);
      break;
    case 'AppendEntriesResponse':
      writer.int64(message.index);
      writer.bool(message.rejection !== null);
      if (message.rejection !== null) writeId(writer, message.rejection);
      break;
    case 'Heartbeat':
      writer.int64(message.commit);
      writer.int64(message.readRound);
      break;
    case 'HeartbeatResponse':
      writer.int64(message.readRound);
      break;
    case 'RequestVote':
    case 'RequestPreVote':
      writeId(writer, message.last);
      writeId(writer, message.committed);
      writer.bool(message.transfer);
      break;
    case 'VoteResponse':
    case 'PreVoteResponse':
      writer.bool(message.granted);
      writeId(writer, message.committed);
      break;
    case 'InstallSnapshot':
      writeSnapshot(writer, message.snapshot);
      break;
    case 'TimeoutNow':
      break;
    case 'Propose':
      writeEntries(writer, message.entries);
      break;
    case 'TransferLeadership':
      writer.int32(message.transferee);
      break;
    case 'ReadIndex':
      writer.int64(message.requestId);
      break;
    case 'ReadIndexResponse':
      writer.int64(message.requestId);
      writer.int64(message.index);
      break;
  }
  return writer.finish();
}

/** Throws DecodeError. Nothing of the result points into `bytes`. */
export function decodeMessage(bytes: Uint8Array): PeerMessage {
  const reader = new ByteReader(bytes);
  const type = TYPES[reader.uint8()];
  if (type === undefined) throw new DecodeError('unknown type of raft message');
  const from = readNodeId(reader);
  const to = readNodeId(reader);
  const term = readCount(reader);
  checkTerm(type, term);
  const message = readBody(reader, type, { from, to, term });
  if (reader.remaining > 0) throw new DecodeError(`${reader.remaining} bytes follow a raft message`);
  return message;
}

interface Envelope {
  readonly from: number;
  readonly to: number;
  readonly term: number;
}

function readBody(reader: ByteReader, type: PeerMessage['type'], envelope: Envelope): PeerMessage {
  switch (type) {
    case 'AppendEntries': {
      const previous = readId(reader);
      const commit = readCount(reader);
      const entries = readEntries(reader, previous.index + 1);
      checkTerms(previous, entries, envelope.term);
      return { ...envelope, type, previous, commit, entries };
    }
    case 'AppendEntriesResponse':
      return { ...envelope, type, index: readCount(reader), rejection: reader.bool() ? readId(reader) : null };
    case 'Heartbeat':
      return { ...envelope, type, commit: readCount(reader), readRound: readCount(reader) };
    case 'HeartbeatResponse':
      return { ...envelope, type, readRound: readCount(reader) };
    case 'RequestVote':
    case 'RequestPreVote':
      return { ...envelope, type, last: readId(reader), committed: readId(reader), transfer: reader.bool() };
    case 'VoteResponse':
    case 'PreVoteResponse':
      return { ...envelope, type, granted: reader.bool(), committed: readId(reader) };
    case 'InstallSnapshot': {
      const snapshot = readSnapshot(reader);
      if (snapshot.term > envelope.term) throw new DecodeError('a snapshot is of a later term than its leader');
      return { ...envelope, type, snapshot };
    }
    case 'TimeoutNow':
      return { ...envelope, type };
    case 'Propose':
      return { ...envelope, type, entries: readEntries(reader, 0).map((entry) => ({ ...entry, term: 0, index: 0 })) };
    case 'TransferLeadership':
      return { ...envelope, type, transferee: readNodeId(reader) };
    case 'ReadIndex':
      return { ...envelope, type, requestId: readCount(reader) };
    case 'ReadIndexResponse':
      return { ...envelope, type, requestId: readCount(reader), index: readCount(reader) };
  }
}

/** Term 0 is the mark of requests that are passed on; a pre-vote can also be refused by a node that never saw a term. */
function checkTerm(type: PeerMessage['type'], term: number): void {
  const isPassedOn = type === 'Propose' || type === 'ReadIndex';
  const isFine = isPassedOn ? term === 0 : term > 0 || type === 'PreVoteResponse';
  if (!isFine) throw new DecodeError(`a ${type} of term ${term}`);
}

function checkTerms(previous: EntryId, entries: readonly Entry[], term: number): void {
  let before = previous.term;
  for (const entry of entries) {
    if (entry.term < before || entry.term === 0) throw new DecodeError('the terms of raft entries fall');
    before = entry.term;
  }
  if (before > term) throw new DecodeError('raft entries are of a later term than their leader');
}

function writeId(writer: ByteWriter, id: EntryId): void {
  writer.int64(id.term);
  writer.int64(id.index);
}

function readId(reader: ByteReader): EntryId {
  return { term: readCount(reader), index: readCount(reader) };
}
