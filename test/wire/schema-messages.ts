/** The parsed schema and the compiled codecs side by side, for tests that go over every message in every version. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ByteReader } from '../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../src/core/bytes/byte-writer.ts';
import { allMessages as allMetadataRecords } from '../../src/core/metadata/generated/all-messages.ts';
import { allMessages } from '../../src/core/protocol/generated/all-messages.ts';
import { allMessages as allRecords } from '../../src/core/protocol/generated/records/all-messages.ts';
import type { MessageCodec } from '../../src/core/protocol/message-codec.ts';
import type { Message } from '../../src/tools/schema/schema-model.ts';
import { parseSchema } from '../../src/tools/schema/schema-parser.ts';

const SCHEMA_FOLDER = new URL('../../src/core/protocol/schema/', import.meta.url).pathname;
const METADATA_FOLDER = new URL('../../src/core/metadata/schema/', import.meta.url).pathname;

export interface SchemaMessage {
  readonly message: Message;
  readonly codec: MessageCodec;
}

export type Fields = Record<string, unknown>;

/** The records of our own metadata log, compiled by the same generator. */
export const metadataMessages: readonly SchemaMessage[] = pair(METADATA_FOLDER, allMetadataRecords);

/** Every message of the wire and of the coordinators' records. */
export const schemaMessages: readonly SchemaMessage[] = [
  ...pair(SCHEMA_FOLDER, allMessages),
  ...pair(join(SCHEMA_FOLDER, 'records'), allRecords),
];

export function versionsOf({ codec }: SchemaMessage): number[] {
  return Array.from({ length: codec.maxVersion - codec.minVersion + 1 }, (_, i) => codec.minVersion + i);
}

export function encode(codec: MessageCodec, value: object, version: number): Uint8Array {
  const writer = new ByteWriter();
  codec.write(writer, value, version);
  return writer.toBytes();
}

/** Reads a message that must take up all of `bytes`. */
export function decode(codec: MessageCodec, bytes: Uint8Array, version: number): Fields {
  const reader = new ByteReader(bytes);
  const value = codec.read(reader, version) as Fields;
  if (reader.remaining !== 0) throw new Error(`${codec.name} v${version}: ${reader.remaining} bytes left over`);
  return value;
}

function pair(folder: string, codecs: readonly MessageCodec[]): SchemaMessage[] {
  const byName = new Map(codecs.map((codec) => [codec.name, codec]));
  const pairs: SchemaMessage[] = [];
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.schema')) continue;
    for (const message of parseSchema(readFileSync(join(folder, file), 'utf8'), file)) {
      const codec = byName.get(message.name);
      if (codec === undefined) throw new Error(`${message.name} was not compiled`);
      pairs.push({ message, codec });
    }
  }
  if (pairs.length !== codecs.length) throw new Error(`${codecs.length} codecs for ${pairs.length} messages`);
  return pairs;
}
