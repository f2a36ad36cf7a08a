// Generated from end-quorum-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EndQuorumEpochRequest {
  clusterId: string | null;
  topics: EndQuorumEpochRequestTopicData[];
  leaderEndpoints: EndQuorumEpochRequestLeaderEndpoint[];
}

export interface EndQuorumEpochRequestTopicData {
  topicName: string;
  partitions: EndQuorumEpochRequestPartitionData[];
}

export interface EndQuorumEpochRequestPartitionData {
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  preferredSuccessors: number[];
  preferredCandidates: EndQuorumEpochRequestReplicaInfo[];
}

export interface EndQuorumEpochRequestReplicaInfo {
  candidateId: number;
  candidateDirectoryId: string;
}

export interface EndQuorumEpochRequestLeaderEndpoint {
  name: string;
  host: string;
  port: number;
}

export function newEndQuorumEpochRequest(fields?: Partial<EndQuorumEpochRequest>): EndQuorumEpochRequest {
  const m: EndQuorumEpochRequest = { clusterId: null, topics: [], leaderEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochRequestTopicData(fields?: Partial<EndQuorumEpochRequestTopicData>): EndQuorumEpochRequestTopicData {
  const m: EndQuorumEpochRequestTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochRequestPartitionData(fields?: Partial<EndQuorumEpochRequestPartitionData>): EndQuorumEpochRequestPartitionData {
  const m: EndQuorumEpochRequestPartitionData = {
    partitionIndex: 0,
    leaderId: 0,
    leaderEpoch: 0,
    preferredSuccessors: [],
    preferredCandidates: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochRequestReplicaInfo(fields?: Partial<EndQuorumEpochRequestReplicaInfo>): EndQuorumEpochRequestReplicaInfo {
  const m: EndQuorumEpochRequestReplicaInfo = { candidateId: 0, candidateDirectoryId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochRequestLeaderEndpoint(fields?: Partial<EndQuorumEpochRequestLeaderEndpoint>): EndQuorumEpochRequestLeaderEndpoint {
  const m: EndQuorumEpochRequestLeaderEndpoint = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEndQuorumEpochRequest(r: ByteReader, v: number): EndQuorumEpochRequest {
  if (v < 0 || v > 1) throw unreadableVersion('EndQuorumEpochRequest', v);
  const f = v === 1;
  const m: EndQuorumEpochRequest = {
    clusterId: (f ? r.compactNullableString() : r.nullableString()),
    topics: readEndQuorumEpochRequestTopicDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    leaderEndpoints: v === 1 ? readEndQuorumEpochRequestLeaderEndpointArray(r, v, r.compactArrayLength(5)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeEndQuorumEpochRequest(w: ByteWriter, m: EndQuorumEpochRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('EndQuorumEpochRequest', v);
  const f = v === 1;
  if (f) w.compactNullableString(m.clusterId); else w.nullableString(m.clusterId);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeEndQuorumEpochRequestTopicData(w, e, v);
  if (v === 1) { w.compactArrayLength(m.leaderEndpoints.length); for (const e of m.leaderEndpoints) writeEndQuorumEpochRequestLeaderEndpoint(w, e, v); }
  if (f) w.uvarint(0);
}

function readEndQuorumEpochRequestTopicData(r: ByteReader, v: number): EndQuorumEpochRequestTopicData {
  const f = v === 1;
  const m: EndQuorumEpochRequestTopicData = {
    topicName: (f ? r.compactString() : r.string()),
    partitions: readEndQuorumEpochRequestPartitionDataArray(r, v, f ? r.compactArrayLength(14) : r.arrayLength(16)),
  };
  if (f) r.skipTags();
  return m;
}

function writeEndQuorumEpochRequestTopicData(w: ByteWriter, m: EndQuorumEpochRequestTopicData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.topicName); else w.string(m.topicName);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeEndQuorumEpochRequestPartitionData(w, e, v);
  if (f) w.uvarint(0);
}

function readEndQuorumEpochRequestPartitionData(r: ByteReader, v: number): EndQuorumEpochRequestPartitionData {
  const f = v === 1;
  const m: EndQuorumEpochRequestPartitionData = {
    partitionIndex: r.int32(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    preferredSuccessors: v === 0 ? int32s(r, r.arrayLength(4)) : [],
    preferredCandidates: v === 1 ? readEndQuorumEpochRequestReplicaInfoArray(r, v, r.compactArrayLength(21)) : [],
  };
  if (f) r.skipTags();
  return m;
}

function writeEndQuorumEpochRequestPartitionData(w: ByteWriter, m: EndQuorumEpochRequestPartitionData, v: number): void {
  const f = v === 1;
  w.int32(m.partitionIndex);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  if (v === 0) { w.arrayLength(m.preferredSuccessors.length); for (const e of m.preferredSuccessors) w.int32(e); }
  if (v === 1) { w.compactArrayLength(m.preferredCandidates.length); for (const e of m.preferredCandidates) writeEndQuorumEpochRequestReplicaInfo(w, e, v); }
  if (f) w.uvarint(0);
}

function readEndQuorumEpochRequestReplicaInfo(r: ByteReader, v: number): EndQuorumEpochRequestReplicaInfo {
  const m: EndQuorumEpochRequestReplicaInfo = { candidateId: r.int32(), candidateDirectoryId: r.uuid() };
  r.skipTags();
  return m;
}

function writeEndQuorumEpochRequestReplicaInfo(w: ByteWriter, m: EndQuorumEpochRequestReplicaInfo, v: number): void {
  w.int32(m.candidateId);
  w.uuid(m.candidateDirectoryId);
  w.uvarint(0);
}

function readEndQuorumEpochRequestLeaderEndpoint(r: ByteReader, v: number): EndQuorumEpochRequestLeaderEndpoint {
  const m: EndQuorumEpochRequestLeaderEndpoint = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeEndQuorumEpochRequestLeaderEndpoint(w: ByteWriter, m: EndQuorumEpochRequestLeaderEndpoint, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readEndQuorumEpochRequestTopicDataArray(r: ByteReader, v: number, n: number): EndQuorumEpochRequestTopicData[] {
  const a: EndQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochRequestTopicData(r, v));
  return a;
}

function readEndQuorumEpochRequestPartitionDataArray(r: ByteReader, v: number, n: number): EndQuorumEpochRequestPartitionData[] {
  const a: EndQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochRequestPartitionData(r, v));
  return a;
}

function readEndQuorumEpochRequestReplicaInfoArray(r: ByteReader, v: number, n: number): EndQuorumEpochRequestReplicaInfo[] {
  const a: EndQuorumEpochRequestReplicaInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochRequestReplicaInfo(r, v));
  return a;
}

function readEndQuorumEpochRequestLeaderEndpointArray(r: ByteReader, v: number, n: number): EndQuorumEpochRequestLeaderEndpoint[] {
  const a: EndQuorumEpochRequestLeaderEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochRequestLeaderEndpoint(r, v));
  return a;
}
