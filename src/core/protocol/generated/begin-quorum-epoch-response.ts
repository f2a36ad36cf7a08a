// Generated from begin-quorum-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface BeginQuorumEpochResponse {
  errorCode: number;
  topics: BeginQuorumEpochResponseTopicData[];
  nodeEndpoints: BeginQuorumEpochResponseNodeEndpoint[];
}

export interface BeginQuorumEpochResponseTopicData {
  topicName: string;
  partitions: BeginQuorumEpochResponsePartitionData[];
}

export interface BeginQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
}

export interface BeginQuorumEpochResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export function newBeginQuorumEpochResponse(fields?: Partial<BeginQuorumEpochResponse>): BeginQuorumEpochResponse {
  const m: BeginQuorumEpochResponse = { errorCode: 0, topics: [], nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochResponseTopicData(fields?: Partial<BeginQuorumEpochResponseTopicData>): BeginQuorumEpochResponseTopicData {
  const m: BeginQuorumEpochResponseTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochResponsePartitionData(fields?: Partial<BeginQuorumEpochResponsePartitionData>): BeginQuorumEpochResponsePartitionData {
  const m: BeginQuorumEpochResponsePartitionData = { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBeginQuorumEpochResponseNodeEndpoint(fields?: Partial<BeginQuorumEpochResponseNodeEndpoint>): BeginQuorumEpochResponseNodeEndpoint {
  const m: BeginQuorumEpochResponseNodeEndpoint = { nodeId: 0, host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBeginQuorumEpochResponse(r: ByteReader, v: number): BeginQuorumEpochResponse {
  if (v < 0 || v > 1) throw unreadableVersion('BeginQuorumEpochResponse', v);
  const f = v === 1;
  const m: BeginQuorumEpochResponse = {
    errorCode: r.int16(),
    topics: readBeginQuorumEpochResponseTopicDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    nodeEndpoints: [],
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.nodeEndpoints = readBeginQuorumEpochResponseNodeEndpointArray(r, v, r.compactArrayLength(8)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeBeginQuorumEpochResponse(w: ByteWriter, m: BeginQuorumEpochResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('BeginQuorumEpochResponse', v);
  const f = v === 1;
  w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeBeginQuorumEpochResponseTopicData(w, e, v);
  if (!(v === 1)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('BeginQuorumEpochResponse.nodeEndpoints', v); }
  if (f) {
  const hasNodeEndpoints = m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeBeginQuorumEpochResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
  }
}

function readBeginQuorumEpochResponseTopicData(r: ByteReader, v: number): BeginQuorumEpochResponseTopicData {
  const f = v === 1;
  const m: BeginQuorumEpochResponseTopicData = {
    topicName: (f ? r.compactString() : r.string()),
    partitions: readBeginQuorumEpochResponsePartitionDataArray(r, v, f ? r.compactArrayLength(15) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeBeginQuorumEpochResponseTopicData(w: ByteWriter, m: BeginQuorumEpochResponseTopicData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.topicName); else w.string(m.topicName);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeBeginQuorumEpochResponsePartitionData(w, e, v);
  if (f) w.uvarint(0);
}

function readBeginQuorumEpochResponsePartitionData(r: ByteReader, v: number): BeginQuorumEpochResponsePartitionData {
  const f = v === 1;
  const m: BeginQuorumEpochResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

function writeBeginQuorumEpochResponsePartitionData(w: ByteWriter, m: BeginQuorumEpochResponsePartitionData, v: number): void {
  const f = v === 1;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  if (f) w.uvarint(0);
}

function readBeginQuorumEpochResponseNodeEndpoint(r: ByteReader, v: number): BeginQuorumEpochResponseNodeEndpoint {
  const m: BeginQuorumEpochResponseNodeEndpoint = { nodeId: r.int32(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeBeginQuorumEpochResponseNodeEndpoint(w: ByteWriter, m: BeginQuorumEpochResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readBeginQuorumEpochResponseTopicDataArray(r: ByteReader, v: number, n: number): BeginQuorumEpochResponseTopicData[] {
  const a: BeginQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochResponseTopicData(r, v));
  return a;
}

function readBeginQuorumEpochResponsePartitionDataArray(r: ByteReader, v: number, n: number): BeginQuorumEpochResponsePartitionData[] {
  const a: BeginQuorumEpochResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochResponsePartitionData(r, v));
  return a;
}

function readBeginQuorumEpochResponseNodeEndpointArray(r: ByteReader, v: number, n: number): BeginQuorumEpochResponseNodeEndpoint[] {
  const a: BeginQuorumEpochResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readBeginQuorumEpochResponseNodeEndpoint(r, v));
  return a;
}
