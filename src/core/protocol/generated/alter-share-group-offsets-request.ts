// Generated from alter-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterShareGroupOffsetsRequest {
  groupId: string;
  topics: AlterShareGroupOffsetsRequestTopic[];
}

export interface AlterShareGroupOffsetsRequestTopic {
  topicName: string;
  partitions: AlterShareGroupOffsetsRequestPartition[];
}

export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number;
  startOffset: number;
}

export function newAlterShareGroupOffsetsRequest(fields?: Partial<AlterShareGroupOffsetsRequest>): AlterShareGroupOffsetsRequest {
  const m: AlterShareGroupOffsetsRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterShareGroupOffsetsRequestTopic(fields?: Partial<AlterShareGroupOffsetsRequestTopic>): AlterShareGroupOffsetsRequestTopic {
  const m: AlterShareGroupOffsetsRequestTopic = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterShareGroupOffsetsRequestPartition(fields?: Partial<AlterShareGroupOffsetsRequestPartition>): AlterShareGroupOffsetsRequestPartition {
  const m: AlterShareGroupOffsetsRequestPartition = { partitionIndex: 0, startOffset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterShareGroupOffsetsRequest(r: ByteReader, v: number): AlterShareGroupOffsetsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('AlterShareGroupOffsetsRequest', v);
  const m: AlterShareGroupOffsetsRequest = {
    groupId: r.compactString(),
    topics: readAlterShareGroupOffsetsRequestTopicArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeAlterShareGroupOffsetsRequest(w: ByteWriter, m: AlterShareGroupOffsetsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AlterShareGroupOffsetsRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAlterShareGroupOffsetsRequestTopic(w, e, v);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsRequestTopic(r: ByteReader, v: number): AlterShareGroupOffsetsRequestTopic {
  const m: AlterShareGroupOffsetsRequestTopic = {
    topicName: r.compactString(),
    partitions: readAlterShareGroupOffsetsRequestPartitionArray(r, v, r.compactArrayLength(13)),
  };
  r.skipTags();
  return m;
}

function writeAlterShareGroupOffsetsRequestTopic(w: ByteWriter, m: AlterShareGroupOffsetsRequestTopic, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterShareGroupOffsetsRequestPartition(w, e, v);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsRequestPartition(r: ByteReader, v: number): AlterShareGroupOffsetsRequestPartition {
  const m: AlterShareGroupOffsetsRequestPartition = { partitionIndex: r.int32(), startOffset: r.int64() };
  r.skipTags();
  return m;
}

function writeAlterShareGroupOffsetsRequestPartition(w: ByteWriter, m: AlterShareGroupOffsetsRequestPartition, v: number): void {
  w.int32(m.partitionIndex);
  w.int64(m.startOffset);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsRequestTopicArray(r: ByteReader, v: number, n: number): AlterShareGroupOffsetsRequestTopic[] {
  const a: AlterShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterShareGroupOffsetsRequestTopic(r, v));
  return a;
}

function readAlterShareGroupOffsetsRequestPartitionArray(r: ByteReader, v: number, n: number): AlterShareGroupOffsetsRequestPartition[] {
  const a: AlterShareGroupOffsetsRequestPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterShareGroupOffsetsRequestPartition(r, v));
  return a;
}
