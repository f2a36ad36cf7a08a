/**
 * The bytes of what Raft keeps and sends: entries, configurations, snapshots, hard states. Shared by the messages
 * between nodes and by the control log. Big-endian; terms and indexes are int64, node ids int32.
 *
 *   entry          term i64 | kind u8 | data bytes            (its index follows from where it stands)
 *   configuration  4 x ( count i32 | id i32 ... ) | autoLeave u8
 *   snapshot       index i64 | term i64 | configuration | data bytes
 *   hard state     term i64 | vote i32 | commit i64
 *
 * Readers throw DecodeError for anything the core could stumble over.
 */

import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import type { Configuration } from './configuration.ts';
import { isReachable } from './configuration-changer.ts';
import type { Entry, EntryKind } from './entry.ts';
import { NO_NODE, type NodeId } from './node-id.ts';
import type { HardState } from './ready.ts';
import type { Snapshot } from './snapshot.ts';

const KINDS: readonly EntryKind[] = ['normal', 'configuration'];
const LEAST_ENTRY = 8 + 1 + 4;
/** Of each kind: far beyond any cluster, small enough to be checked without effort. */
const MAX_MEMBERS = 1000;

/** A term, an index, or another count: whole, not negative, exact. */
export function readCount(reader: ByteReader): number {
  const value = reader.int64();
  if (value < 0 || !Number.isSafeInteger(value)) throw new DecodeError(`${value} is no term and no index`);
  return value;
}

export function readNodeId(reader: ByteReader): NodeId {
  const id = reader.int32();
  if (id < 0) throw new DecodeError(`${id} is no node id`);
  return id;
}

export function writeEntry(writer: ByteWriter, entry: Entry): void {
  writer.int64(entry.term);
  writer.uint8(KINDS.indexOf(entry.kind));
  writer.bytes(entry.data);
}

/** Copies the data: an entry stays in the log long after the buffer it came in is reused. */
export function readEntry(reader: ByteReader, index: number): Entry {
  const term = readCount(reader);
  const kind = KINDS[reader.uint8()];
  if (kind === undefined) throw new DecodeError('unknown kind of raft entry');
  return { term, index, kind, data: reader.bytes().slice() };
}

export function writeEntries(writer: ByteWriter, entries: readonly Entry[]): void {
  writer.arrayLength(entries.length);
  for (const entry of entries) writeEntry(writer, entry);
}

/** Entries that stand one after another from `firstIndex` on. */
export function readEntries(reader: ByteReader, firstIndex: number): Entry[] {
  const count = reader.arrayLength(LEAST_ENTRY);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) entries.push(readEntry(reader, firstIndex + n));
  return entries;
}

export function writeConfiguration(writer: ByteWriter, configuration: Configuration): void {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = configuration;
  for (const ids of [voters, votersOutgoing, learners, learnersNext]) {
    writer.arrayLength(ids.length);
    for (const id of ids) writer.int32(id);
  }
  writer.bool(autoLeave);
}

export function readConfiguration(reader: ByteReader): Configuration {
  const ids = (): NodeId[] => {
    const count = reader.arrayLength(4);
    if (count > MAX_MEMBERS) throw new DecodeError(`a raft configuration of ${count} members`);
    return Array.from({ length: count }, () => readNodeId(reader));
  };
  const configuration: Configuration = {
    voters: ids(),
    votersOutgoing: ids(),
    learners: ids(),
    learnersNext: ids(),
    autoLeave: reader.bool(),
  };
  if (!isReachable(configuration)) throw new DecodeError('the raft configuration contradicts itself');
  return configuration;
}

export function writeSnapshot(writer: ByteWriter, snapshot: Snapshot): void {
  writer.int64(snapshot.index);
  writer.int64(snapshot.term);
  writeConfiguration(writer, snapshot.configuration);
  writer.bytes(snapshot.data);
}

export function readSnapshot(reader: ByteReader): Snapshot {
  return {
    index: readCount(reader),
    term: readCount(reader),
    configuration: readConfiguration(reader),
    data: reader.bytes().slice(),
  };
}

export function writeHardState(writer: ByteWriter, state: HardState): void {
  writer.int64(state.term);
  writer.int32(state.vote);
  writer.int64(state.commit);
}

export function readHardState(reader: ByteReader): HardState {
  const term = readCount(reader);
  const vote = reader.int32();
  if (vote < NO_NODE) throw new DecodeError(`${vote} is no vote`);
  return { term, vote, commit: readCount(reader) };
}
