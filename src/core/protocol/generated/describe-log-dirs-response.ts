// Generated from describe-log-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeLogDirsResponse {
  throttleTimeMs: number;
  errorCode: number;
  results: DescribeLogDirsResponseDescribeLogDirsResult[];
}

export interface DescribeLogDirsResponseDescribeLogDirsResult {
  errorCode: number;
  logDir: string;
  topics: DescribeLogDirsResponseDescribeLogDirsTopic[];
  totalBytes: number;
  usableBytes: number;
  isCordoned: boolean;
}

export interface DescribeLogDirsResponseDescribeLogDirsTopic {
  name: string;
  partitions: DescribeLogDirsResponseDescribeLogDirsPartition[];
}

export interface DescribeLogDirsResponseDescribeLogDirsPartition {
  partitionIndex: number;
  partitionSize: number;
  offsetLag: number;
  isFutureKey: boolean;
}

export function newDescribeLogDirsResponse(fields?: Partial<DescribeLogDirsResponse>): DescribeLogDirsResponse {
  const m: DescribeLogDirsResponse = { throttleTimeMs: 0, errorCode: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeLogDirsResponseDescribeLogDirsResult(fields?: Partial<DescribeLogDirsResponseDescribeLogDirsResult>): DescribeLogDirsResponseDescribeLogDirsResult {
  const m: DescribeLogDirsResponseDescribeLogDirsResult = { errorCode: 0, logDir: '', topics: [], totalBytes: -1, usableBytes: -1, isCordoned: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeLogDirsResponseDescribeLogDirsTopic(fields?: Partial<DescribeLogDirsResponseDescribeLogDirsTopic>): DescribeLogDirsResponseDescribeLogDirsTopic {
  const m: DescribeLogDirsResponseDescribeLogDirsTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeLogDirsResponseDescribeLogDirsPartition(fields?: Partial<DescribeLogDirsResponseDescribeLogDirsPartition>): DescribeLogDirsResponseDescribeLogDirsPartition {
  const m: DescribeLogDirsResponseDescribeLogDirsPartition = { partitionIndex: 0, partitionSize: 0, offsetLag: 0, isFutureKey: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeLogDirsResponse(r: ByteReader, v: number): DescribeLogDirsResponse {
  if (v < 1 || v > 5) throw unreadableVersion('DescribeLogDirsResponse', v);
  const f = v >= 2;
  const m: DescribeLogDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: v >= 3 ? r.int16() : 0,
    results: readDescribeLogDirsResponseDescribeLogDirsResultArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeLogDirsResponse(w: ByteWriter, m: DescribeLogDirsResponse, v: number): void {
  if (v < 1 || v > 5) throw unwritableVersion('DescribeLogDirsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  if (v >= 3) w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeDescribeLogDirsResponseDescribeLogDirsResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeLogDirsResponseDescribeLogDirsResult(r: ByteReader, v: number): DescribeLogDirsResponseDescribeLogDirsResult {
  const f = v >= 2;
  const m: DescribeLogDirsResponseDescribeLogDirsResult = {
    errorCode: r.int16(),
    logDir: (f ? r.compactString() : r.string()),
    topics: readDescribeLogDirsResponseDescribeLogDirsTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    totalBytes: v >= 4 ? r.int64() : -1,
    usableBytes: v >= 4 ? r.int64() : -1,
    isCordoned: v === 5 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeLogDirsResponseDescribeLogDirsResult(w: ByteWriter, m: DescribeLogDirsResponseDescribeLogDirsResult, v: number): void {
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactString(m.logDir); else w.string(m.logDir);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeDescribeLogDirsResponseDescribeLogDirsTopic(w, e, v);
  if (v >= 4) w.int64(m.totalBytes);
  if (v >= 4) w.int64(m.usableBytes);
  if (v === 5) w.bool(m.isCordoned);
  if (f) w.uvarint(0);
}

function readDescribeLogDirsResponseDescribeLogDirsTopic(r: ByteReader, v: number): DescribeLogDirsResponseDescribeLogDirsTopic {
  const f = v >= 2;
  const m: DescribeLogDirsResponseDescribeLogDirsTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: readDescribeLogDirsResponseDescribeLogDirsPartitionArray(r, v, f ? r.compactArrayLength(22) : r.arrayLength(21)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeLogDirsResponseDescribeLogDirsTopic(w: ByteWriter, m: DescribeLogDirsResponseDescribeLogDirsTopic, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeLogDirsResponseDescribeLogDirsPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeLogDirsResponseDescribeLogDirsPartition(r: ByteReader, v: number): DescribeLogDirsResponseDescribeLogDirsPartition {
  const f = v >= 2;
  const m: DescribeLogDirsResponseDescribeLogDirsPartition = {
    partitionIndex: r.int32(),
    partitionSize: r.int64(),
    offsetLag: r.int64(),
    isFutureKey: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeLogDirsResponseDescribeLogDirsPartition(w: ByteWriter, m: DescribeLogDirsResponseDescribeLogDirsPartition, v: number): void {
  const f = v >= 2;
  w.int32(m.partitionIndex);
  w.int64(m.partitionSize);
  w.int64(m.offsetLag);
  w.bool(m.isFutureKey);
  if (f) w.uvarint(0);
}

function readDescribeLogDirsResponseDescribeLogDirsResultArray(r: ByteReader, v: number, n: number): DescribeLogDirsResponseDescribeLogDirsResult[] {
  const a: DescribeLogDirsResponseDescribeLogDirsResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeLogDirsResponseDescribeLogDirsResult(r, v));
  return a;
}

function readDescribeLogDirsResponseDescribeLogDirsTopicArray(r: ByteReader, v: number, n: number): DescribeLogDirsResponseDescribeLogDirsTopic[] {
  const a: DescribeLogDirsResponseDescribeLogDirsTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeLogDirsResponseDescribeLogDirsTopic(r, v));
  return a;
}

function readDescribeLogDirsResponseDescribeLogDirsPartitionArray(r: ByteReader, v: number, n: number): DescribeLogDirsResponseDescribeLogDirsPartition[] {
  const a: DescribeLogDirsResponseDescribeLogDirsPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeLogDirsResponseDescribeLogDirsPartition(r, v));
  return a;
}
