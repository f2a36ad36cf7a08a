/**
 * Messages about the metadata log as bytes: a kind, then the fields. Between nodes of one cluster only, inside frames
 * that have a checksum already; what is malformed is a DecodeError all the same.
 */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { EpochRun, LogOutline } from './log-outline.ts';
import type { ImageCheck, LogMessage } from './messages.ts';

const KINDS = [
  'fence',
  'fenced',
  'deposed',
  'announce',
  'subscribe',
  'append',
  'ack',
  'fetch',
  'suffix',
  'useSnapshot',
  'fetchSnapshot',
  'snapshotChunk',
  'halt',
] as const satisfies readonly LogMessage['type'][];

const POSITION_BYTES = 16;
/** Epoch, request id and the length of an empty payload. */
const LEAST_ENTRY = 13;

export function writeLogMessage(writer: ByteWriter, message: LogMessage): void {
  writer.uint8(KINDS.indexOf(message.type));
  writer.int64(message.epoch);
  switch (message.type) {
    case 'fence':
    case 'deposed':
    case 'announce':
      return;
    case 'fenced':
      writeOutline(writer, message.outline);
      return;
    case 'subscribe':
      writer.int64(message.stream);
      writeOutline(writer, message.outline);
      return;
    case 'append':
      writer.int64(message.stream);
      writePosition(writer, message.prev);
      writer.int64(message.commitIndex);
      writeEntries(writer, message.entries);
      return;
    case 'ack':
      writer.int64(message.stream);
      writer.int64(message.durableIndex);
      writer.bool(message.check !== null);
      if (message.check !== null) writeCheck(writer, message.check);
      return;
    case 'fetch':
      writer.int64(message.stream);
      writer.int64(message.after);
      return;
    case 'suffix':
      writer.int64(message.stream);
      writer.int64(message.after);
      writeEntries(writer, message.entries);
      return;
    case 'useSnapshot':
      writer.int64(message.stream);
      writePosition(writer, message.snapshot);
      return;
    case 'fetchSnapshot':
      writer.int64(message.stream);
      writePosition(writer, message.snapshot);
      writer.int64(message.offset);
      return;
    case 'snapshotChunk':
      writer.int64(message.stream);
      writePosition(writer, message.snapshot);
      writer.int64(message.total);
      writer.int64(message.offset);
      writer.bytes(message.bytes);
      return;
    case 'halt':
      writer.int64(message.index);
  }
}

/** Throws DecodeError. Payloads and chunks are views of what is read. */
export function readLogMessage(reader: ByteReader): LogMessage {
  const kind = reader.uint8();
  const type = KINDS[kind];
  if (type === undefined) throw new DecodeError(`metadata log message kind ${kind} is unknown`);
  const epoch = reader.int64();
  switch (type) {
    case 'fence':
    case 'deposed':
    case 'announce':
      return { type, epoch };
    case 'fenced':
      return { type, epoch, outline: readOutline(reader) };
    case 'subscribe':
      return { type, epoch, stream: reader.int64(), outline: readOutline(reader) };
    case 'append': {
      const stream = reader.int64();
      const prev = readPosition(reader);
      const commitIndex = reader.int64();
      return { type, epoch, stream, prev, commitIndex, entries: readEntries(reader, prev) };
    }
    case 'ack': {
      const stream = reader.int64();
      const durableIndex = reader.int64();
      return { type, epoch, stream, durableIndex, check: reader.bool() ? readCheck(reader) : null };
    }
    case 'fetch':
      return { type, epoch, stream: reader.int64(), after: reader.int64() };
    case 'suffix': {
      const stream = reader.int64();
      const after = reader.int64();
      return { type, epoch, stream, after, entries: readEntries(reader, { epoch: 0, index: after }) };
    }
    case 'useSnapshot':
      return { type, epoch, stream: reader.int64(), snapshot: readPosition(reader) };
    case 'fetchSnapshot':
      return { type, epoch, stream: reader.int64(), snapshot: readPosition(reader), offset: reader.int64() };
    case 'snapshotChunk': {
      const stream = reader.int64();
      const snapshot = readPosition(reader);
      const total = reader.int64();
      const offset = reader.int64();
      return { type, epoch, stream, snapshot, total, offset, bytes: reader.bytes() };
    }
    case 'halt':
      return { type, epoch, index: reader.int64() };
  }
}

function writePosition(writer: ByteWriter, { epoch, index }: LogPosition): void {
  writer.int64(epoch);
  writer.int64(index);
}

function readPosition(reader: ByteReader): LogPosition {
  return { epoch: reader.int64(), index: reader.int64() };
}

function writeOutline(writer: ByteWriter, { base, runs }: LogOutline): void {
  writePosition(writer, base);
  writer.arrayLength(runs.length);
  for (const { epoch, end } of runs) writePosition(writer, { epoch, index: end });
}

function readOutline(reader: ByteReader): LogOutline {
  const base = readPosition(reader);
  const runs: EpochRun[] = [];
  const count = reader.arrayLength(POSITION_BYTES);
  let last: EpochRun = { epoch: -1, end: base.index };
  for (let i = 0; i < count; i++) {
    const { epoch, index: end } = readPosition(reader);
    if (epoch <= last.epoch || end < last.end) throw new DecodeError('the epochs of a log outline go back');
    last = { epoch, end };
    runs.push(last);
  }
  if (runs.length === 0) throw new DecodeError('a log outline has no epoch');
  return { base, runs };
}

function writeEntries(writer: ByteWriter, entries: readonly LogEntry[]): void {
  writer.arrayLength(entries.length);
  for (const { epoch, requestId, payload } of entries) {
    writer.int64(epoch);
    writer.bool(requestId !== null);
    if (requestId !== null) {
      writer.int32(requestId.brokerId);
      writer.int64(requestId.brokerEpoch);
      writer.uint32(requestId.sequence);
    }
    writer.bytes(payload);
  }
}

function readEntries(reader: ByteReader, prev: LogPosition): LogEntry[] {
  const entries: LogEntry[] = [];
  const count = reader.arrayLength(LEAST_ENTRY);
  let before = prev.epoch;
  for (let i = 1; i <= count; i++) {
    const epoch = reader.int64();
    if (epoch < before) throw new DecodeError('the epochs of log entries go back');
    before = epoch;
    const requestId = reader.bool()
      ? { brokerId: reader.int32(), brokerEpoch: reader.int64(), sequence: reader.uint32() }
      : null;
    entries.push({ epoch, index: prev.index + i, requestId, payload: reader.bytes() });
  }
  return entries;
}

function writeCheck(writer: ByteWriter, { index, hash }: ImageCheck): void {
  writer.int64(index);
  writer.string(hash);
}

function readCheck(reader: ByteReader): ImageCheck {
  return { index: reader.int64(), hash: reader.string() };
}
