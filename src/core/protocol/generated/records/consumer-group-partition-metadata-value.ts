// Generated from consumer-group-partition-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupPartitionMetadataValue {
  topics: ConsumerGroupPartitionMetadataValueTopicMetadata[];
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadata {
  topicId: string;
  topicName: string;
  numPartitions: number;
  partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[];
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadata {
  partition: number;
  racks: string[];
}

export function newConsumerGroupPartitionMetadataValue(fields?: Partial<ConsumerGroupPartitionMetadataValue>): ConsumerGroupPartitionMetadataValue {
  const m: ConsumerGroupPartitionMetadataValue = { topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupPartitionMetadataValueTopicMetadata(fields?: Partial<ConsumerGroupPartitionMetadataValueTopicMetadata>): ConsumerGroupPartitionMetadataValueTopicMetadata {
  const m: ConsumerGroupPartitionMetadataValueTopicMetadata = { topicId: ZERO_UUID, topicName: '', numPartitions: 0, partitionMetadata: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupPartitionMetadataValuePartitionMetadata(fields?: Partial<ConsumerGroupPartitionMetadataValuePartitionMetadata>): ConsumerGroupPartitionMetadataValuePartitionMetadata {
  const m: ConsumerGroupPartitionMetadataValuePartitionMetadata = { partition: 0, racks: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupPartitionMetadataValue(r: ByteReader, v: number): ConsumerGroupPartitionMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupPartitionMetadataValue', v);
  const m: ConsumerGroupPartitionMetadataValue = {
    topics: readConsumerGroupPartitionMetadataValueTopicMetadataArray(r, v, r.compactArrayLength(23)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupPartitionMetadataValue(w: ByteWriter, m: ConsumerGroupPartitionMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupPartitionMetadataValue', v);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeConsumerGroupPartitionMetadataValueTopicMetadata(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupPartitionMetadataValueTopicMetadata(r: ByteReader, v: number): ConsumerGroupPartitionMetadataValueTopicMetadata {
  const m: ConsumerGroupPartitionMetadataValueTopicMetadata = {
    topicId: r.uuid(),
    topicName: r.compactString(),
    numPartitions: r.int32(),
    partitionMetadata: readConsumerGroupPartitionMetadataValuePartitionMetadataArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupPartitionMetadataValueTopicMetadata(w: ByteWriter, m: ConsumerGroupPartitionMetadataValueTopicMetadata, v: number): void {
  w.uuid(m.topicId);
  w.compactString(m.topicName);
  w.int32(m.numPartitions);
  w.compactArrayLength(m.partitionMetadata.length); for (const e of m.partitionMetadata) writeConsumerGroupPartitionMetadataValuePartitionMetadata(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupPartitionMetadataValuePartitionMetadata(r: ByteReader, v: number): ConsumerGroupPartitionMetadataValuePartitionMetadata {
  const m: ConsumerGroupPartitionMetadataValuePartitionMetadata = { partition: r.int32(), racks: compactStrings(r, r.compactArrayLength(1)) };
  r.skipTags();
  return m;
}

function writeConsumerGroupPartitionMetadataValuePartitionMetadata(w: ByteWriter, m: ConsumerGroupPartitionMetadataValuePartitionMetadata, v: number): void {
  w.int32(m.partition);
  w.compactArrayLength(m.racks.length); for (const e of m.racks) w.compactString(e);
  w.uvarint(0);
}

function readConsumerGroupPartitionMetadataValueTopicMetadataArray(r: ByteReader, v: number, n: number): ConsumerGroupPartitionMetadataValueTopicMetadata[] {
  const a: ConsumerGroupPartitionMetadataValueTopicMetadata[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupPartitionMetadataValueTopicMetadata(r, v));
  return a;
}

function readConsumerGroupPartitionMetadataValuePartitionMetadataArray(r: ByteReader, v: number, n: number): ConsumerGroupPartitionMetadataValuePartitionMetadata[] {
  const a: ConsumerGroupPartitionMetadataValuePartitionMetadata[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupPartitionMetadataValuePartitionMetadata(r, v));
  return a;
}
