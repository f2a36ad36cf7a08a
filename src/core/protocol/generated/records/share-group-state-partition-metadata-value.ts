// Generated from share-group-state-partition-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[];
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: string;
  topicName: string;
}

export function newShareGroupStatePartitionMetadataValue(fields?: Partial<ShareGroupStatePartitionMetadataValue>): ShareGroupStatePartitionMetadataValue {
  const m: ShareGroupStatePartitionMetadataValue = { initializingTopics: [], initializedTopics: [], deletingTopics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupStatePartitionMetadataValueTopicPartitionsInfo(fields?: Partial<ShareGroupStatePartitionMetadataValueTopicPartitionsInfo>): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  const m: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo = { topicId: ZERO_UUID, topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupStatePartitionMetadataValueTopicInfo(fields?: Partial<ShareGroupStatePartitionMetadataValueTopicInfo>): ShareGroupStatePartitionMetadataValueTopicInfo {
  const m: ShareGroupStatePartitionMetadataValueTopicInfo = { topicId: ZERO_UUID, topicName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupStatePartitionMetadataValue(r: ByteReader, v: number): ShareGroupStatePartitionMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupStatePartitionMetadataValue', v);
  const m: ShareGroupStatePartitionMetadataValue = {
    initializingTopics: readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray(r, v, r.compactArrayLength(19)),
    initializedTopics: readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray(r, v, r.compactArrayLength(19)),
    deletingTopics: readShareGroupStatePartitionMetadataValueTopicInfoArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupStatePartitionMetadataValue(w: ByteWriter, m: ShareGroupStatePartitionMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupStatePartitionMetadataValue', v);
  w.compactArrayLength(m.initializingTopics.length); for (const e of m.initializingTopics) writeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w, e, v);
  w.compactArrayLength(m.initializedTopics.length); for (const e of m.initializedTopics) writeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w, e, v);
  w.compactArrayLength(m.deletingTopics.length); for (const e of m.deletingTopics) writeShareGroupStatePartitionMetadataValueTopicInfo(w, e, v);
  w.uvarint(0);
}

function readShareGroupStatePartitionMetadataValueTopicPartitionsInfo(r: ByteReader, v: number): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  const m: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo = {
    topicId: r.uuid(),
    topicName: r.compactString(),
    partitions: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeShareGroupStatePartitionMetadataValueTopicPartitionsInfo(w: ByteWriter, m: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo, v: number): void {
  w.uuid(m.topicId);
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareGroupStatePartitionMetadataValueTopicInfo(r: ByteReader, v: number): ShareGroupStatePartitionMetadataValueTopicInfo {
  const m: ShareGroupStatePartitionMetadataValueTopicInfo = { topicId: r.uuid(), topicName: r.compactString() };
  r.skipTags();
  return m;
}

function writeShareGroupStatePartitionMetadataValueTopicInfo(w: ByteWriter, m: ShareGroupStatePartitionMetadataValueTopicInfo, v: number): void {
  w.uuid(m.topicId);
  w.compactString(m.topicName);
  w.uvarint(0);
}

function readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray(r: ByteReader, v: number, n: number): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] {
  const a: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupStatePartitionMetadataValueTopicPartitionsInfo(r, v));
  return a;
}

function readShareGroupStatePartitionMetadataValueTopicInfoArray(r: ByteReader, v: number, n: number): ShareGroupStatePartitionMetadataValueTopicInfo[] {
  const a: ShareGroupStatePartitionMetadataValueTopicInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupStatePartitionMetadataValueTopicInfo(r, v));
  return a;
}
