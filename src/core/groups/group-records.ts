/**
 * The records of `__consumer_offsets` that a group coordinator writes and reads, decoded. A key starts with the int16
 * of the record type, a value with the int16 of its schema version.
 */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import type { GroupRecord } from './coordinator-contract.ts';
import * as codec from './group-record-codecs.ts';

export const RecordType = {
  LegacyOffsetCommit: 0,
  OffsetCommit: 1,
  GroupMetadata: 2,
  ConsumerGroupMetadata: 3,
  ConsumerGroupPartitionMetadata: 4,
  ConsumerGroupMemberMetadata: 5,
  ConsumerGroupTargetAssignmentMetadata: 6,
  ConsumerGroupTargetAssignmentMember: 7,
  ConsumerGroupCurrentMemberAssignment: 8,
  ConsumerGroupRegularExpression: 16,
} as const;

export type OffsetCommitRecord = {
  readonly type: 1;
  readonly key: codec.OffsetCommitKey;
  readonly value: codec.OffsetCommitValue | null;
};
export type GroupMetadataRecord = {
  readonly type: 2;
  readonly key: codec.GroupMetadataKey;
  readonly value: codec.GroupMetadataValue | null;
};
export type ConsumerGroupMetadataRecord = {
  readonly type: 3;
  readonly key: codec.ConsumerGroupMetadataKey;
  readonly value: codec.ConsumerGroupMetadataValue | null;
};
export type ConsumerGroupPartitionMetadataRecord = {
  readonly type: 4;
  readonly key: codec.ConsumerGroupPartitionMetadataKey;
  readonly value: codec.ConsumerGroupPartitionMetadataValue | null;
};
export type ConsumerGroupMemberMetadataRecord = {
  readonly type: 5;
  readonly key: codec.ConsumerGroupMemberMetadataKey;
  readonly value: codec.ConsumerGroupMemberMetadataValue | null;
};
export type ConsumerGroupTargetAssignmentMetadataRecord = {
  readonly type: 6;
  readonly key: codec.ConsumerGroupTargetAssignmentMetadataKey;
  readonly value: codec.ConsumerGroupTargetAssignmentMetadataValue | null;
};
export type ConsumerGroupTargetAssignmentMemberRecord = {
  readonly type: 7;
  readonly key: codec.ConsumerGroupTargetAssignmentMemberKey;
  readonly value: codec.ConsumerGroupTargetAssignmentMemberValue | null;
};
export type ConsumerGroupCurrentMemberAssignmentRecord = {
  readonly type: 8;
  readonly key: codec.ConsumerGroupCurrentMemberAssignmentKey;
  readonly value: codec.ConsumerGroupCurrentMemberAssignmentValue | null;
};
export type ConsumerGroupRegularExpressionRecord = {
  readonly type: 16;
  readonly key: codec.ConsumerGroupRegularExpressionKey;
  readonly value: codec.ConsumerGroupRegularExpressionValue | null;
};

export type DecodedRecord =
  | OffsetCommitRecord
  | GroupMetadataRecord
  | ConsumerGroupMetadataRecord
  | ConsumerGroupPartitionMetadataRecord
  | ConsumerGroupMemberMetadataRecord
  | ConsumerGroupTargetAssignmentMetadataRecord
  | ConsumerGroupTargetAssignmentMemberRecord
  | ConsumerGroupCurrentMemberAssignmentRecord
  | ConsumerGroupRegularExpressionRecord;

/** The versions Kafka writes; only version 1 of an offset can carry an expiry of its own. */
const GROUP_METADATA_VERSION = 3;
const OFFSET_COMMIT_VERSION = 4;
const OFFSET_COMMIT_WITH_EXPIRY_VERSION = 1;

interface Codec {
  readonly maxVersion: number;
  readKey(reader: ByteReader, version: number): unknown;
  readValue(reader: ByteReader, version: number): unknown;
  writeKey(writer: ByteWriter, key: never, version: number): void;
  writeValue(writer: ByteWriter, value: never, version: number): void;
}

const CODECS = new Map<number, Codec>([
  [
    0,
    {
      maxVersion: 4,
      readKey: codec.readOffsetCommitKey,
      readValue: codec.readOffsetCommitValue,
      writeKey: codec.writeOffsetCommitKey,
      writeValue: codec.writeOffsetCommitValue,
    },
  ],
  [
    1,
    {
      maxVersion: 4,
      readKey: codec.readOffsetCommitKey,
      readValue: codec.readOffsetCommitValue,
      writeKey: codec.writeOffsetCommitKey,
      writeValue: codec.writeOffsetCommitValue,
    },
  ],
  [
    2,
    {
      maxVersion: 4,
      readKey: codec.readGroupMetadataKey,
      readValue: codec.readGroupMetadataValue,
      writeKey: codec.writeGroupMetadataKey,
      writeValue: codec.writeGroupMetadataValue,
    },
  ],
  [
    3,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupMetadataKey,
      readValue: codec.readConsumerGroupMetadataValue,
      writeKey: codec.writeConsumerGroupMetadataKey,
      writeValue: codec.writeConsumerGroupMetadataValue,
    },
  ],
  [
    4,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupPartitionMetadataKey,
      readValue: codec.readConsumerGroupPartitionMetadataValue,
      writeKey: codec.writeConsumerGroupPartitionMetadataKey,
      writeValue: codec.writeConsumerGroupPartitionMetadataValue,
    },
  ],
  [
    5,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupMemberMetadataKey,
      readValue: codec.readConsumerGroupMemberMetadataValue,
      writeKey: codec.writeConsumerGroupMemberMetadataKey,
      writeValue: codec.writeConsumerGroupMemberMetadataValue,
    },
  ],
  [
    6,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupTargetAssignmentMetadataKey,
      readValue: codec.readConsumerGroupTargetAssignmentMetadataValue,
      writeKey: codec.writeConsumerGroupTargetAssignmentMetadataKey,
      writeValue: codec.writeConsumerGroupTargetAssignmentMetadataValue,
    },
  ],
  [
    7,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupTargetAssignmentMemberKey,
      readValue: codec.readConsumerGroupTargetAssignmentMemberValue,
      writeKey: codec.writeConsumerGroupTargetAssignmentMemberKey,
      writeValue: codec.writeConsumerGroupTargetAssignmentMemberValue,
    },
  ],
  [
    8,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupCurrentMemberAssignmentKey,
      readValue: codec.readConsumerGroupCurrentMemberAssignmentValue,
      writeKey: codec.writeConsumerGroupCurrentMemberAssignmentKey,
      writeValue: codec.writeConsumerGroupCurrentMemberAssignmentValue,
    },
  ],
  [
    16,
    {
      maxVersion: 0,
      readKey: codec.readConsumerGroupRegularExpressionKey,
      readValue: codec.readConsumerGroupRegularExpressionValue,
      writeKey: codec.writeConsumerGroupRegularExpressionKey,
      writeValue: codec.writeConsumerGroupRegularExpressionValue,
    },
  ],
]);

const writer = new ByteWriter(1024);

export function encodeRecord(record: DecodedRecord): GroupRecord {
  const { writeKey, writeValue } = CODECS.get(record.type)!;
  writer.clear();
  writer.int16(record.type);
  writeKey(writer, record.key as never, 0);
  const key = writer.toBytes().slice();
  if (record.value === null) return { key, value: null };
  const version = valueVersion(record);
  writer.clear();
  writer.int16(version);
  writeValue(writer, record.value as never, version);
  return { key, value: writer.toBytes().slice() };
}

/** null for a record type that is not this coordinator's (share and streams groups). Throws DecodeError. */
export function decodeRecord(key: Uint8Array, value: Uint8Array | null): DecodedRecord | null {
  const keyReader = new ByteReader(key);
  const type = keyReader.int16();
  const found = CODECS.get(type);
  if (found === undefined) return null;
  const decodedKey = found.readKey(keyReader, 0);
  let decodedValue: unknown = null;
  if (value !== null) {
    const valueReader = new ByteReader(value);
    const version = valueReader.int16();
    if (version < 0 || version > found.maxVersion)
      throw new DecodeError(`record type ${type} has unknown version ${version}`);
    decodedValue = found.readValue(valueReader, version);
  }
  // Before Kafka 0.9 the key of an offset had type 0 and the same fields.
  return { type: type === 0 ? 1 : type, key: decodedKey, value: decodedValue } as DecodedRecord;
}

function valueVersion(record: DecodedRecord): number {
  if (record.type === RecordType.GroupMetadata) return GROUP_METADATA_VERSION;
  if (record.type !== RecordType.OffsetCommit) return 0;
  return record.value!.expireTimestamp === -1 ? OFFSET_COMMIT_VERSION : OFFSET_COMMIT_WITH_EXPIRY_VERSION;
}
