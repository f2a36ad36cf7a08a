// Generated from vote.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface VoteResponse {
  errorCode: number;
  topics: VoteResponseTopicData[];
  nodeEndpoints: VoteResponseNodeEndpoint[];
}

export interface VoteResponseTopicData {
  topicName: string;
  partitions: VoteResponsePartitionData[];
}

export interface VoteResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
  voteGranted: boolean;
}

export interface VoteResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export function newVoteResponse(fields?: Partial<VoteResponse>): VoteResponse {
  const m: VoteResponse = { errorCode: 0, topics: [], nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVoteResponseTopicData(fields?: Partial<VoteResponseTopicData>): VoteResponseTopicData {
  const m: VoteResponseTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVoteResponsePartitionData(fields?: Partial<VoteResponsePartitionData>): VoteResponsePartitionData {
  const m: VoteResponsePartitionData = { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0, voteGranted: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVoteResponseNodeEndpoint(fields?: Partial<VoteResponseNodeEndpoint>): VoteResponseNodeEndpoint {
  const m: VoteResponseNodeEndpoint = { nodeId: 0, host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readVoteResponse(r: ByteReader, v: number): VoteResponse {
  if (v < 0 || v > 2) throw unreadableVersion('VoteResponse', v);
  const m: VoteResponse = {
    errorCode: r.int16(),
    topics: readVoteResponseTopicDataArray(r, v, r.compactArrayLength(3)),
    nodeEndpoints: [],
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 1) { m.nodeEndpoints = readVoteResponseNodeEndpointArray(r, v, r.compactArrayLength(8)); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeVoteResponse(w: ByteWriter, m: VoteResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('VoteResponse', v);
  w.int16(m.errorCode);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeVoteResponseTopicData(w, e, v);
  if (!(v >= 1)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('VoteResponse.nodeEndpoints', v); }
  const hasNodeEndpoints = v >= 1 && m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeVoteResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
}

function readVoteResponseTopicData(r: ByteReader, v: number): VoteResponseTopicData {
  const m: VoteResponseTopicData = {
    topicName: r.compactString(),
    partitions: readVoteResponsePartitionDataArray(r, v, r.compactArrayLength(16)),
  };
  r.skipTags();
  return m;
}

function writeVoteResponseTopicData(w: ByteWriter, m: VoteResponseTopicData, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeVoteResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readVoteResponsePartitionData(r: ByteReader, v: number): VoteResponsePartitionData {
  const m: VoteResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    voteGranted: r.bool(),
  };
  r.skipTags();
  return m;
}

function writeVoteResponsePartitionData(w: ByteWriter, m: VoteResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.bool(m.voteGranted);
  w.uvarint(0);
}

function readVoteResponseNodeEndpoint(r: ByteReader, v: number): VoteResponseNodeEndpoint {
  const m: VoteResponseNodeEndpoint = { nodeId: r.int32(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeVoteResponseNodeEndpoint(w: ByteWriter, m: VoteResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readVoteResponseTopicDataArray(r: ByteReader, v: number, n: number): VoteResponseTopicData[] {
  const a: VoteResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readVoteResponseTopicData(r, v));
  return a;
}

function readVoteResponsePartitionDataArray(r: ByteReader, v: number, n: number): VoteResponsePartitionData[] {
  const a: VoteResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readVoteResponsePartitionData(r, v));
  return a;
}

function readVoteResponseNodeEndpointArray(r: ByteReader, v: number, n: number): VoteResponseNodeEndpoint[] {
  const a: VoteResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readVoteResponseNodeEndpoint(r, v));
  return a;
}
