// Generated from offset-delete.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface OffsetDeleteRequest {
  groupId: string;
  topics: OffsetDeleteRequestTopic[];
}

export interface OffsetDeleteRequestTopic {
  name: string;
  partitions: OffsetDeleteRequestPartition[];
}

export interface OffsetDeleteRequestPartition {
  partitionIndex: number;
}

export function newOffsetDeleteRequest(fields?: Partial<OffsetDeleteRequest>): OffsetDeleteRequest {
  const m: OffsetDeleteRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetDeleteRequestTopic(fields?: Partial<OffsetDeleteRequestTopic>): OffsetDeleteRequestTopic {
  const m: OffsetDeleteRequestTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetDeleteRequestPartition(fields?: Partial<OffsetDeleteRequestPartition>): OffsetDeleteRequestPartition {
  const m: OffsetDeleteRequestPartition = { partitionIndex: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetDeleteRequest(r: ByteReader, v: number): OffsetDeleteRequest {
  if (v < 0 || v > 0) throw unreadableVersion('OffsetDeleteRequest', v);
  return { groupId: r.string(), topics: readOffsetDeleteRequestTopicArray(r, v, r.arrayLength(6)) };
}

export function writeOffsetDeleteRequest(w: ByteWriter, m: OffsetDeleteRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('OffsetDeleteRequest', v);
  w.string(m.groupId);
  w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetDeleteRequestTopic(w, e, v);
}

function readOffsetDeleteRequestTopic(r: ByteReader, v: number): OffsetDeleteRequestTopic {
  return {
    name: r.string(),
    partitions: readOffsetDeleteRequestPartitionArray(r, v, r.arrayLength(4)),
  };
}

function writeOffsetDeleteRequestTopic(w: ByteWriter, m: OffsetDeleteRequestTopic, v: number): void {
  w.string(m.name);
  w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetDeleteRequestPartition(w, e, v);
}

function readOffsetDeleteRequestPartition(r: ByteReader, v: number): OffsetDeleteRequestPartition {
  return { partitionIndex: r.int32() };
}

function writeOffsetDeleteRequestPartition(w: ByteWriter, m: OffsetDeleteRequestPartition, v: number): void {
  w.int32(m.partitionIndex);
}

function readOffsetDeleteRequestTopicArray(r: ByteReader, v: number, n: number): OffsetDeleteRequestTopic[] {
  const a: OffsetDeleteRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetDeleteRequestTopic(r, v));
  return a;
}

function readOffsetDeleteRequestPartitionArray(r: ByteReader, v: number, n: number): OffsetDeleteRequestPartition[] {
  const a: OffsetDeleteRequestPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetDeleteRequestPartition(r, v));
  return a;
}
