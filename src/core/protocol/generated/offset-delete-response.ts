// Generated from offset-delete.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface OffsetDeleteResponse {
  errorCode: number;
  throttleTimeMs: number;
  topics: OffsetDeleteResponseTopic[];
}

export interface OffsetDeleteResponseTopic {
  name: string;
  partitions: OffsetDeleteResponsePartition[];
}

export interface OffsetDeleteResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newOffsetDeleteResponse(fields?: Partial<OffsetDeleteResponse>): OffsetDeleteResponse {
  const m: OffsetDeleteResponse = { errorCode: 0, throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetDeleteResponseTopic(fields?: Partial<OffsetDeleteResponseTopic>): OffsetDeleteResponseTopic {
  const m: OffsetDeleteResponseTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetDeleteResponsePartition(fields?: Partial<OffsetDeleteResponsePartition>): OffsetDeleteResponsePartition {
  const m: OffsetDeleteResponsePartition = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetDeleteResponse(r: ByteReader, v: number): OffsetDeleteResponse {
  if (v < 0 || v > 0) throw unreadableVersion('OffsetDeleteResponse', v);
  return {
    errorCode: r.int16(),
    throttleTimeMs: r.int32(),
    topics: readOffsetDeleteResponseTopicArray(r, v, r.arrayLength(6)),
  };
}

export function writeOffsetDeleteResponse(w: ByteWriter, m: OffsetDeleteResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('OffsetDeleteResponse', v);
  w.int16(m.errorCode);
  w.int32(m.throttleTimeMs);
  w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetDeleteResponseTopic(w, e, v);
}

function readOffsetDeleteResponseTopic(r: ByteReader, v: number): OffsetDeleteResponseTopic {
  return {
    name: r.string(),
    partitions: readOffsetDeleteResponsePartitionArray(r, v, r.arrayLength(6)),
  };
}

function writeOffsetDeleteResponseTopic(w: ByteWriter, m: OffsetDeleteResponseTopic, v: number): void {
  w.string(m.name);
  w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetDeleteResponsePartition(w, e, v);
}

function readOffsetDeleteResponsePartition(r: ByteReader, v: number): OffsetDeleteResponsePartition {
  return { partitionIndex: r.int32(), errorCode: r.int16() };
}

function writeOffsetDeleteResponsePartition(w: ByteWriter, m: OffsetDeleteResponsePartition, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
}

function readOffsetDeleteResponseTopicArray(r: ByteReader, v: number, n: number): OffsetDeleteResponseTopic[] {
  const a: OffsetDeleteResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetDeleteResponseTopic(r, v));
  return a;
}

function readOffsetDeleteResponsePartitionArray(r: ByteReader, v: number, n: number): OffsetDeleteResponsePartition[] {
  const a: OffsetDeleteResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetDeleteResponsePartition(r, v));
  return a;
}
