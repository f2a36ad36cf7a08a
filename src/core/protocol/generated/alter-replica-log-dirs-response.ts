// Generated from alter-replica-log-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number;
  results: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[];
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  topicName: string;
  partitions: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[];
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  partitionIndex: number;
  errorCode: number;
}

export function newAlterReplicaLogDirsResponse(fields?: Partial<AlterReplicaLogDirsResponse>): AlterReplicaLogDirsResponse {
  const m: AlterReplicaLogDirsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(fields?: Partial<AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult>): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  const m: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(fields?: Partial<AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult>): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  const m: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterReplicaLogDirsResponse(r: ByteReader, v: number): AlterReplicaLogDirsResponse {
  if (v < 1 || v > 2) throw unreadableVersion('AlterReplicaLogDirsResponse', v);
  const f = v === 2;
  const m: AlterReplicaLogDirsResponse = {
    throttleTimeMs: r.int32(),
    results: readAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResultArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterReplicaLogDirsResponse(w: ByteWriter, m: AlterReplicaLogDirsResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('AlterReplicaLogDirsResponse', v);
  const f = v === 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(r: ByteReader, v: number): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  const f = v === 2;
  const m: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult = {
    topicName: (f ? r.compactString() : r.string()),
    partitions: readAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResultArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(w: ByteWriter, m: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.topicName); else w.string(m.topicName);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(r: ByteReader, v: number): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  const f = v === 2;
  const m: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult = { partitionIndex: r.int32(), errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(w: ByteWriter, m: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult, v: number): void {
  const f = v === 2;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResultArray(r: ByteReader, v: number, n: number): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[] {
  const a: AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(r, v));
  return a;
}

function readAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResultArray(r: ByteReader, v: number, n: number): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[] {
  const a: AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(r, v));
  return a;
}
