// Generated from begin-quorum-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface BeginQuorumEpochRequest {
  clusterId: string | null;
  voterId: number;
  topics: BeginQuorumEpochRequestTopicData[];
  leaderEndpoints: BeginQuorumEpochRequestLeaderEndpoint[];
}

export interface BeginQuorumEpochRequestTopicData {
  topicName: string;
  partitions: BeginQuorumEpochRequestPartitionData[];
}

export interface BeginQuorumEpochRequestPartitionData {
  partitionIndex: number;
  voterDirectoryId: string;
  leaderId: number;
  leaderEpoch: number;
}

export interface BeginQuorumEpochRequestLeaderEndpoint {
  name: string;
  host: string;
  port: number;
}

export function newBeginQuorumEpochRequest(fields?: Partial<BeginQuorumEpochRequest>): BeginQuorumEpochRequest {
  const m: BeginQuorumEpochRequest = { clusterId: null, voterId: -1, topics: [], leaderEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochRequestTopicData(fields?: Partial<BeginQuorumEpochRequestTopicData>): BeginQuorumEpochRequestTopicData {
  const m: BeginQuorumEpochRequestTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochRequestPartitionData(fields?: Partial<BeginQuorumEpochRequestPartitionData>): BeginQuorumEpochRequestPartitionData {
  const m: BeginQuorumEpochRequestPartitionData = { partitionIndex: 0, voterDirectoryId: ZERO_UUID, leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochRequestLeaderEndpoint(fields?: Partial<BeginQuorumEpochRequestLeaderEndpoint>): BeginQuorumEpochRequestLeaderEndpoint {
  const m: BeginQuorumEpochRequestLeaderEndpoint = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBeginQuorumEpochRequest(r: ByteReader, v: number): BeginQuorumEpochRequest {
  if (v < 0 || v > 1) throw unreadableVersion('BeginQuorumEpochRequest', v);
  const f = v === 1;
  const m: BeginQuorumEpochRequest = {
    clusterId: (f ? r.compactNullableString() : r.nullableString()),
    voterId: v === 1 ? r.int32() : -1,
    topics: readBeginQuorumEpochRequestTopicDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    leaderEndpoints: v === 1 ? readBeginQuorumEpochRequestLeaderEndpointArray(r, v, r.compactArrayLength(5)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeBeginQuorumEpochRequest(w: ByteWriter, m: BeginQuorumEpochRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('BeginQuorumEpochRequest', v);
  const f = v === 1;
  if (f) w.compactNullableString(m.clusterId); else w.nullableString(m.clusterId);
  if (v === 1) w.int32(m.voterId);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeBeginQuorumEpochRequestTopicData(w, e, v);
  if (v === 1) { w.compactArrayLength(m.leaderEndpoints.length); for (const e of m.leaderEndpoints) writeBeginQuorumEpochRequestLeaderEndpoint(w, e, v); }
  if (f) w.uvarint(0);
}

function readBeginQuorumEpochRequestTopicData(r: ByteReader, v: number): BeginQuorumEpochRequestTopicData {
  const f = v === 1;
  const m: BeginQuorumEpochRequestTopicData = {
    topicName: (f ? r.compactString() : r.string()),
    partitions: readBeginQuorumEpochRequestPartitionDataArray(r, v, f ? r.compactArrayLength(29) : r.arrayLength(12)),
  };
  if (f) r.skipTags();
  return m;
}

function writeBeginQuorumEpochRequestTopicData(w: ByteWriter, m: BeginQuorumEpochRequestTopicData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.topicName); else w.string(m.topicName);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeBeginQuorumEpochRequestPartitionData(w, e, v);
  if (f) w.uvarint(0);
}

function readBeginQuorumEpochRequestPartitionData(r: ByteReader, v: number): BeginQuorumEpochRequestPartitionData {
  const f = v === 1;
  const m: BeginQuorumEpochRequestPartitionData = {
    partitionIndex: r.int32(),
    voterDirectoryId: v === 1 ? r.uuid() : ZERO_UUID,
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

function writeBeginQuorumEpochRequestPartitionData(w: ByteWriter, m: BeginQuorumEpochRequestPartitionData, v: number): void {
  const f = v === 1;
  w.int32(m.partitionIndex);
  if (v === 1) w.uuid(m.voterDirectoryId);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  if (f) w.uvarint(0);
}

function readBeginQuorumEpochRequestLeaderEndpoint(r: ByteReader, v: number): BeginQuorumEpochRequestLeaderEndpoint {
  const m: BeginQuorumEpochRequestLeaderEndpoint = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeBeginQuorumEpochRequestLeaderEndpoint(w: ByteWriter, m: BeginQuorumEpochRequestLeaderEndpoint, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readBeginQuorumEpochRequestTopicDataArray(r: ByteReader, v: number, n: number): BeginQuorumEpochRequestTopicData[] {
  const a: BeginQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochRequestTopicData(r, v));
  return a;
}

function readBeginQuorumEpochRequestPartitionDataArray(r: ByteReader, v: number, n: number): BeginQuorumEpochRequestPartitionData[] {
  const a: BeginQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochRequestPartitionData(r, v));
  return a;
}

function readBeginQuorumEpochRequestLeaderEndpointArray(r: ByteReader, v: number, n: number): BeginQuorumEpochRequestLeaderEndpoint[] {
  const a: BeginQuorumEpochRequestLeaderEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochRequestLeaderEndpoint(r, v));
  return a;
}
