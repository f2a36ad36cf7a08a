// Generated from assign-replicas-to-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AssignReplicasToDirsRequest {
  brokerId: number;
  brokerEpoch: number;
  directories: AssignReplicasToDirsRequestDirectoryData[];
}

export interface AssignReplicasToDirsRequestDirectoryData {
  id: string;
  topics: AssignReplicasToDirsRequestTopicData[];
}

export interface AssignReplicasToDirsRequestTopicData {
  topicId: string;
  partitions: AssignReplicasToDirsRequestPartitionData[];
}

export interface AssignReplicasToDirsRequestPartitionData {
  partitionIndex: number;
}

export function newAssignReplicasToDirsRequest(fields?: Partial<AssignReplicasToDirsRequest>): AssignReplicasToDirsRequest {
  const m: AssignReplicasToDirsRequest = { brokerId: 0, brokerEpoch: -1, directories: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsRequestDirectoryData(fields?: Partial<AssignReplicasToDirsRequestDirectoryData>): AssignReplicasToDirsRequestDirectoryData {
  const m: AssignReplicasToDirsRequestDirectoryData = { id: ZERO_UUID, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsRequestTopicData(fields?: Partial<AssignReplicasToDirsRequestTopicData>): AssignReplicasToDirsRequestTopicData {
  const m: AssignReplicasToDirsRequestTopicData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAssignReplicasToDirsRequestPartitionData(fields?: Partial<AssignReplicasToDirsRequestPartitionData>): AssignReplicasToDirsRequestPartitionData {
  const m: AssignReplicasToDirsRequestPartitionData = { partitionIndex: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAssignReplicasToDirsRequest(r: ByteReader, v: number): AssignReplicasToDirsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('AssignReplicasToDirsRequest', v);
  const m: AssignReplicasToDirsRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    directories: readAssignReplicasToDirsRequestDirectoryDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeAssignReplicasToDirsRequest(w: ByteWriter, m: AssignReplicasToDirsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AssignReplicasToDirsRequest', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.compactArrayLength(m.directories.length); for (const e of m.directories) writeAssignReplicasToDirsRequestDirectoryData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsRequestDirectoryData(r: ByteReader, v: number): AssignReplicasToDirsRequestDirectoryData {
  const m: AssignReplicasToDirsRequestDirectoryData = {
    id: r.uuid(),
    topics: readAssignReplicasToDirsRequestTopicDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsRequestDirectoryData(w: ByteWriter, m: AssignReplicasToDirsRequestDirectoryData, v: number): void {
  w.uuid(m.id);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAssignReplicasToDirsRequestTopicData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsRequestTopicData(r: ByteReader, v: number): AssignReplicasToDirsRequestTopicData {
  const m: AssignReplicasToDirsRequestTopicData = {
    topicId: r.uuid(),
    partitions: readAssignReplicasToDirsRequestPartitionDataArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsRequestTopicData(w: ByteWriter, m: AssignReplicasToDirsRequestTopicData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAssignReplicasToDirsRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readAssignReplicasToDirsRequestPartitionData(r: ByteReader, v: number): AssignReplicasToDirsRequestPartitionData {
  const m: AssignReplicasToDirsRequestPartitionData = { partitionIndex: r.int32() };
  r.skipTags();
  return m;
}

function writeAssignReplicasToDirsRequestPartitionData(w: ByteWriter, m: AssignReplicasToDirsRequestPartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function readAssignReplicasToDirsRequestDirectoryDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsRequestDirectoryData[] {
  const a: AssignReplicasToDirsRequestDirectoryData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsRequestDirectoryData(r, v));
  return a;
}

function readAssignReplicasToDirsRequestTopicDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsRequestTopicData[] {
  const a: AssignReplicasToDirsRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsRequestTopicData(r, v));
  return a;
}

function readAssignReplicasToDirsRequestPartitionDataArray(r: ByteReader, v: number, n: number): AssignReplicasToDirsRequestPartitionData[] {
  const a: AssignReplicasToDirsRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readAssignReplicasToDirsRequestPartitionData(r, v));
  return a;
}
