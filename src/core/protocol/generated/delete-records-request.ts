// Generated from delete-records.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteRecordsRequest {
  topics: DeleteRecordsRequestDeleteRecordsTopic[];
  timeoutMs: number;
}

export interface DeleteRecordsRequestDeleteRecordsTopic {
  name: string;
  partitions: DeleteRecordsRequestDeleteRecordsPartition[];
}

export interface DeleteRecordsRequestDeleteRecordsPartition {
  partitionIndex: number;
  offset: number;
}

export function newDeleteRecordsRequest(fields?: Partial<DeleteRecordsRequest>): DeleteRecordsRequest {
  const m: DeleteRecordsRequest = { topics: [], timeoutMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteRecordsRequestDeleteRecordsTopic(fields?: Partial<DeleteRecordsRequestDeleteRecordsTopic>): DeleteRecordsRequestDeleteRecordsTopic {
  const m: DeleteRecordsRequestDeleteRecordsTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteRecordsRequestDeleteRecordsPartition(fields?: Partial<DeleteRecordsRequestDeleteRecordsPartition>): DeleteRecordsRequestDeleteRecordsPartition {
  const m: DeleteRecordsRequestDeleteRecordsPartition = { partitionIndex: 0, offset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteRecordsRequest(r: ByteReader, v: number): DeleteRecordsRequest {
  if (v < 0 || v > 2) throw unreadableVersion('DeleteRecordsRequest', v);
  const f = v === 2;
  const m: DeleteRecordsRequest = {
    topics: readDeleteRecordsRequestDeleteRecordsTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    timeoutMs: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteRecordsRequest(w: ByteWriter, m: DeleteRecordsRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DeleteRecordsRequest', v);
  const f = v === 2;
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeDeleteRecordsRequestDeleteRecordsTopic(w, e, v);
  w.int32(m.timeoutMs);
  if (f) w.uvarint(0);
}

function readDeleteRecordsRequestDeleteRecordsTopic(r: ByteReader, v: number): DeleteRecordsRequestDeleteRecordsTopic {
  const f = v === 2;
  const m: DeleteRecordsRequestDeleteRecordsTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: readDeleteRecordsRequestDeleteRecordsPartitionArray(r, v, f ? r.compactArrayLength(13) : r.arrayLength(12)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteRecordsRequestDeleteRecordsTopic(w: ByteWriter, m: DeleteRecordsRequestDeleteRecordsTopic, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeDeleteRecordsRequestDeleteRecordsPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteRecordsRequestDeleteRecordsPartition(r: ByteReader, v: number): DeleteRecordsRequestDeleteRecordsPartition {
  const f = v === 2;
  const m: DeleteRecordsRequestDeleteRecordsPartition = { partitionIndex: r.int32(), offset: r.int64() };
  if (f) r.skipTags();
  return m;
}

function writeDeleteRecordsRequestDeleteRecordsPartition(w: ByteWriter, m: DeleteRecordsRequestDeleteRecordsPartition, v: number): void {
  const f = v === 2;
  w.int32(m.partitionIndex);
  w.int64(m.offset);
  if (f) w.uvarint(0);
}

function readDeleteRecordsRequestDeleteRecordsTopicArray(r: ByteReader, v: number, n: number): DeleteRecordsRequestDeleteRecordsTopic[] {
  const a: DeleteRecordsRequestDeleteRecordsTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteRecordsRequestDeleteRecordsTopic(r, v));
  return a;
}

function readDeleteRecordsRequestDeleteRecordsPartitionArray(r: ByteReader, v: number, n: number): DeleteRecordsRequestDeleteRecordsPartition[] {
  const a: DeleteRecordsRequestDeleteRecordsPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteRecordsRequestDeleteRecordsPartition(r, v));
  return a;
}
