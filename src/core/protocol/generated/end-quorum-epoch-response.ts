// Generated from end-quorum-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface EndQuorumEpochResponse {
  errorCode: number;
  topics: EndQuorumEpochResponseTopicData[];
  nodeEndpoints: EndQuorumEpochResponseNodeEndpoint[];
}

export interface EndQuorumEpochResponseTopicData {
  topicName: string;
  partitions: EndQuorumEpochResponsePartitionData[];
}

export interface EndQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
}

export interface EndQuorumEpochResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export function newEndQuorumEpochResponse(fields?: Partial<EndQuorumEpochResponse>): EndQuorumEpochResponse {
  const m: EndQuorumEpochResponse = { errorCode: 0, topics: [], nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochResponseTopicData(fields?: Partial<EndQuorumEpochResponseTopicData>): EndQuorumEpochResponseTopicData {
  const m: EndQuorumEpochResponseTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochResponsePartitionData(fields?: Partial<EndQuorumEpochResponsePartitionData>): EndQuorumEpochResponsePartitionData {
  const m: EndQuorumEpochResponsePartitionData = { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newEndQuorumEpochResponseNodeEndpoint(fields?: Partial<EndQuorumEpochResponseNodeEndpoint>): EndQuorumEpochResponseNodeEndpoint {
  const m: EndQuorumEpochResponseNodeEndpoint = { nodeId: 0, host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEndQuorumEpochResponse(r: ByteReader, v: number): EndQuorumEpochResponse {
  if (v < 0 || v > 1) throw unreadableVersion('EndQuorumEpochResponse', v);
  const f = v === 1;
  const m: EndQuorumEpochResponse = {
    errorCode: r.int16(),
    topics: readEndQuorumEpochResponseTopicDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    nodeEndpoints: [],
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.nodeEndpoints = readEndQuorumEpochResponseNodeEndpointArray(r, v, r.compactArrayLength(8)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeEndQuorumEpochResponse(w: ByteWriter, m: EndQuorumEpochResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('EndQuorumEpochResponse', v);
  const f = v === 1;
  w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeEndQuorumEpochResponseTopicData(w, e, v);
  if (!(v === 1)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('EndQuorumEpochResponse.nodeEndpoints', v); }
  if (f) {
  const hasNodeEndpoints = m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeEndQuorumEpochResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
  }
}

function readEndQuorumEpochResponseTopicData(r: ByteReader, v: number): EndQuorumEpochResponseTopicData {
  const f = v === 1;
  const m: EndQuorumEpochResponseTopicData = {
    topicName: (f ? r.compactString() : r.string()),
    partitions: readEndQuorumEpochResponsePartitionDataArray(r, v, f ? r.compactArrayLength(15) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeEndQuorumEpochResponseTopicData(w: ByteWriter, m: EndQuorumEpochResponseTopicData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.topicName); else w.string(m.topicName);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeEndQuorumEpochResponsePartitionData(w, e, v);
  if (f) w.uvarint(0);
}

function readEndQuorumEpochResponsePartitionData(r: ByteReader, v: number): EndQuorumEpochResponsePartitionData {
  const f = v === 1;
  const m: EndQuorumEpochResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

function writeEndQuorumEpochResponsePartitionData(w: ByteWriter, m: EndQuorumEpochResponsePartitionData, v: number): void {
  const f = v === 1;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  if (f) w.uvarint(0);
}

function readEndQuorumEpochResponseNodeEndpoint(r: ByteReader, v: number): EndQuorumEpochResponseNodeEndpoint {
  const m: EndQuorumEpochResponseNodeEndpoint = { nodeId: r.int32(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeEndQuorumEpochResponseNodeEndpoint(w: ByteWriter, m: EndQuorumEpochResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readEndQuorumEpochResponseTopicDataArray(r: ByteReader, v: number, n: number): EndQuorumEpochResponseTopicData[] {
  const a: EndQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochResponseTopicData(r, v));
  return a;
}

function readEndQuorumEpochResponsePartitionDataArray(r: ByteReader, v: number, n: number): EndQuorumEpochResponsePartitionData[] {
  const a: EndQuorumEpochResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochResponsePartitionData(r, v));
  return a;
}

function readEndQuorumEpochResponseNodeEndpointArray(r: ByteReader, v: number, n: number): EndQuorumEpochResponseNodeEndpoint[] {
  const a: EndQuorumEpochResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readEndQuorumEpochResponseNodeEndpoint(r, v));
  return a;
}
