/**
 * What consumers put into the opaque bytes of the classic protocol (`ConsumerProtocolSubscription`, `…Assignment`): an
 * int16 version, then fields that later versions only add to. The broker reads it to know the subscribed topics and to
 * carry a group over to the consumer protocol and back.
 */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';

export interface NamedPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface Subscription {
  readonly topics: readonly string[];
  readonly ownedPartitions: readonly NamedPartitions[];
  readonly generationId: number;
  readonly rackId: string | null;
}

export interface ClassicAssignment {
  readonly partitions: readonly NamedPartitions[];
  readonly userData: Uint8Array | null;
}

/** null where the bytes are not a subscription. A version beyond those known is read as the newest known. */
export function readSubscription(metadata: Uint8Array): Subscription | null {
  return attempt(() => {
    const reader = new ByteReader(metadata);
    const version = readVersion(reader);
    const topics = readArray(reader, 2, () => reader.string());
    reader.nullableBytes();
    return {
      topics,
      ownedPartitions: version >= 1 ? readPartitions(reader) : [],
      generationId: version >= 2 ? reader.int32() : -1,
      rackId: version >= 3 ? reader.nullableString() : null,
    };
  });
}

/** null where the bytes are not an assignment; no bytes at all are an empty one. */
export function readAssignment(bytes: Uint8Array): ClassicAssignment | null {
  if (bytes.length === 0) return { partitions: [], userData: null };
  return attempt(() => {
    const reader = new ByteReader(bytes);
    readVersion(reader);
    const partitions = readPartitions(reader);
    return { partitions, userData: reader.nullableBytes()?.slice() ?? null };
  });
}

export function writeAssignment(version: number, partitions: readonly NamedPartitions[]): Uint8Array {
  const writer = new ByteWriter();
  writer.int16(version);
  writer.int32(partitions.length);
  for (const { topic, partitions: numbers } of partitions) {
    writer.string(topic);
    writer.int32(numbers.length);
    for (const number of numbers) writer.int32(number);
  }
  writer.nullableBytes(null);
  return writer.toBytes();
}

/** The version at the start of a member's metadata: its assignment is written in the same. */
export function subscriptionVersion(metadata: Uint8Array): number {
  return Math.min(3, metadata.length < 2 ? 0 : new ByteReader(metadata).int16());
}

function readVersion(reader: ByteReader): number {
  const version = reader.int16();
  if (version < 0) throw new DecodeError(`a consumer protocol version is ${version}`);
  return Math.min(version, 3);
}

function readPartitions(reader: ByteReader): NamedPartitions[] {
  return readArray(reader, 6, () => ({
    topic: reader.string(),
    partitions: readArray(reader, 4, () => reader.int32()),
  }));
}

function readArray<T>(reader: ByteReader, leastBytes: number, readOne: () => T): T[] {
  const count = reader.int32();
  if (count < 0 || count * leastBytes > reader.remaining)
    throw new DecodeError(`an array of ${count} in ${reader.remaining} bytes`);
  const values: T[] = [];
  for (let i = 0; i < count; i++) values.push(readOne());
  return values;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
