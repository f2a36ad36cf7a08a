// Generated from assign-replicas-to-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AssignReplicasToDirsResponse {
  throttleTimeMs: number;
  errorCode: number;
  directories: AssignReplicasToDirsResponseDirectoryData[];
}

export interface AssignReplicasToDirsResponseDirectoryData {
  id: string;
  topics: AssignReplicasToDirsResponseTopicData[];
}

export interface AssignReplicasToDirsResponseTopicData {
  topicId: string;
  partitions: AssignReplicasToDirsResponsePartitionData[];
}

export interface AssignReplicasToDirsResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
}

export function newAssignReplicasToDirsResponse(fields?: Partial<AssignReplicasToDirsResponse>): AssignReplicasToDirsResponse {
  const m: AssignReplicasToDirsResponse = { throttleTimeMs: 0, errorCode: 0, directories: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsResponseDirectoryData(fields?: Partial<AssignReplicasToDirsResponseDirectoryData>): AssignReplicasToDirsResponseDirectoryData {
  const m: AssignReplicasToDirsResponseDirectoryData = { id: ZERO_UUID, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsResponseTopicData(fields?: Partial<AssignReplicasToDirsResponseTopicData>): AssignReplicasToDirsResponseTopicData {
  const m: AssignReplicasToDirsResponseTopicData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsResponsePartitionData(fields?: Partial<AssignReplicasToDirsResponsePartitionData>): AssignReplicasToDirsResponsePartitionData {
  const m: AssignReplicasToDirsResponsePartitionData = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAssignReplicasToDirsResponse(r: ByteReader, v: number): AssignReplicasToDirsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('AssignReplicasToDirsResponse', v);
  const m: AssignReplicasToDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    directories: readAssignReplicasToDirsResponseDirectoryDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeAssignReplicasToDirsResponse(w: ByteWriter, m: AssignReplicasToDirsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AssignReplicasToDirsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactArrayLength(m.directories.length); for (const e of m.directories) writeAssignReplicasToDirsResponseDirectoryData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsResponseDirectoryData(r: ByteReader, v: number): AssignReplicasToDirsResponseDirectoryData {
  const m: AssignReplicasToDirsResponseDirectoryData = {
    id: r.uuid(),
    topics: readAssignReplicasToDirsResponseTopicDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsResponseDirectoryData(w: ByteWriter, m: AssignReplicasToDirsResponseDirectoryData, v: number): void {
  w.uuid(m.id);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAssignReplicasToDirsResponseTopicData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsResponseTopicData(r: ByteReader, v: number): AssignReplicasToDirsResponseTopicData {
  const m: AssignReplicasToDirsResponseTopicData = {
    topicId: r.uuid(),
    partitions: readAssignReplicasToDirsResponsePartitionDataArray(r, v, r.compactArrayLength(7)),
  };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsResponseTopicData(w: ByteWriter, m: AssignReplicasToDirsResponseTopicData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAssignReplicasToDirsResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsResponsePartitionData(r: ByteReader, v: number): AssignReplicasToDirsResponsePartitionData {
  const m: AssignReplicasToDirsResponsePartitionData = { partitionIndex: r.int32(), errorCode: r.int16() };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsResponsePartitionData(w: ByteWriter, m: AssignReplicasToDirsResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.uvarint(0);
}

function readAssignReplicasToDirsResponseDirectoryDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsResponseDirectoryData[] {
  const a: AssignReplicasToDirsResponseDirectoryData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsResponseDirectoryData(r, v));
  return a;
}

function readAssignReplicasToDirsResponseTopicDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsResponseTopicData[] {
  const a: AssignReplicasToDirsResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsResponseTopicData(r, v));
  return a;
}

function readAssignReplicasToDirsResponsePartitionDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsResponsePartitionData[] {
  const a: AssignReplicasToDirsResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsResponsePartitionData(r, v));
  return a;
}
