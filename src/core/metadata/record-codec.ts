/**
 * Records as bytes: a count, then for each record its type (int16), version (int8) and body. One encoding for log
 * entries, snapshots and the wire between controllers.
 */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import type { MessageCodec } from '../protocol/message-codec.ts';
import { allMessages } from './generated/all-messages.ts';
import { type MetadataRecord, RecordType } from './records.ts';

/** Type, version and the empty tag section of the shortest body. */
const LEAST_RECORD = 4;

const CODECS = new Map<number, MessageCodec>(allMessages.map((codec) => [codec.key!, codec]));

export function writeRecords(writer: ByteWriter, records: readonly MetadataRecord[]): void {
  writer.arrayLength(records.length);
  for (const record of records) {
    const codec = CODECS.get(record.type)!;
    writer.int16(record.type);
    writer.int8(codec.maxVersion);
    codec.write(writer, record.data, codec.maxVersion);
  }
}

/** Throws DecodeError for anything that `writeRecords` of this or an earlier version did not write. */
export function readRecords(reader: ByteReader): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  const count = reader.arrayLength(LEAST_RECORD);
  for (let i = 0; i < count; i++) {
    const type = reader.int16();
    const version = reader.int8();
    const codec = CODECS.get(type);
    if (codec === undefined) throw new DecodeError(`metadata record type ${type} is unknown`);
    const record = { type, data: codec.read(reader, version) } as MetadataRecord;
    // A view would keep the whole file it was read from in memory, and send all of it to another thread.
    if (record.type === RecordType.REQUEST_RESULT) record.data.response = record.data.response.slice();
    records.push(record);
  }
  return records;
}
