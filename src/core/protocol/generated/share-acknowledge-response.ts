// Generated from share-acknowledge.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareAcknowledgeResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  acquisitionLockTimeoutMs: number;
  responses: ShareAcknowledgeResponseShareAcknowledgeTopicResponse[];
  nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[];
}

export interface ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  topicId: string;
  partitions: ShareAcknowledgeResponsePartitionData[];
}

export interface ShareAcknowledgeResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  currentLeader: ShareAcknowledgeResponseLeaderIdAndEpoch;
}

export interface ShareAcknowledgeResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface ShareAcknowledgeResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export function newShareAcknowledgeResponse(fields?: Partial<ShareAcknowledgeResponse>): ShareAcknowledgeResponse {
  const m: ShareAcknowledgeResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    acquisitionLockTimeoutMs: 0,
    responses: [],
    nodeEndpoints: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeResponseShareAcknowledgeTopicResponse(fields?: Partial<ShareAcknowledgeResponseShareAcknowledgeTopicResponse>): ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  const m: ShareAcknowledgeResponseShareAcknowledgeTopicResponse = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeResponsePartitionData(fields?: Partial<ShareAcknowledgeResponsePartitionData>): ShareAcknowledgeResponsePartitionData {
  const m: ShareAcknowledgeResponsePartitionData = {
    partitionIndex: 0,
    errorCode: 0,
    errorMessage: null,
    currentLeader: newShareAcknowledgeResponseLeaderIdAndEpoch(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeResponseLeaderIdAndEpoch(fields?: Partial<ShareAcknowledgeResponseLeaderIdAndEpoch>): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const m: ShareAcknowledgeResponseLeaderIdAndEpoch = { leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeResponseNodeEndpoint(fields?: Partial<ShareAcknowledgeResponseNodeEndpoint>): ShareAcknowledgeResponseNodeEndpoint {
  const m: ShareAcknowledgeResponseNodeEndpoint = { nodeId: 0, host: '', port: 0, rack: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareAcknowledgeResponse(r: ByteReader, v: number): ShareAcknowledgeResponse {
  if (v < 1 || v > 2) throw unreadableVersion('ShareAcknowledgeResponse', v);
  const m: ShareAcknowledgeResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    acquisitionLockTimeoutMs: v === 2 ? r.int32() : 0,
    responses: readShareAcknowledgeResponseShareAcknowledgeTopicResponseArray(r, v, r.compactArrayLength(18)),
    nodeEndpoints: readShareAcknowledgeResponseNodeEndpointArray(r, v, r.compactArrayLength(11)),
  };
  r.skipTags();
  return m;
}

export function writeShareAcknowledgeResponse(w: ByteWriter, m: ShareAcknowledgeResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ShareAcknowledgeResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  if (v === 2) w.int32(m.acquisitionLockTimeoutMs);
  w.compactArrayLength(m.responses.length); for (const e of m.responses) writeShareAcknowledgeResponseShareAcknowledgeTopicResponse(w, e, v);
  w.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeShareAcknowledgeResponseNodeEndpoint(w, e, v);
  w.uvarint(0);
}

function readShareAcknowledgeResponseShareAcknowledgeTopicResponse(r: ByteReader, v: number): ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  const m: ShareAcknowledgeResponseShareAcknowledgeTopicResponse = {
    topicId: r.uuid(),
    partitions: readShareAcknowledgeResponsePartitionDataArray(r, v, r.compactArrayLength(17)),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeResponseShareAcknowledgeTopicResponse(w: ByteWriter, m: ShareAcknowledgeResponseShareAcknowledgeTopicResponse, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeShareAcknowledgeResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readShareAcknowledgeResponsePartitionData(r: ByteReader, v: number): ShareAcknowledgeResponsePartitionData {
  const m: ShareAcknowledgeResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    currentLeader: readShareAcknowledgeResponseLeaderIdAndEpoch(r, v),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeResponsePartitionData(w: ByteWriter, m: ShareAcknowledgeResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  writeShareAcknowledgeResponseLeaderIdAndEpoch(w, m.currentLeader, v);
  w.uvarint(0);
}

function readShareAcknowledgeResponseLeaderIdAndEpoch(r: ByteReader, v: number): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const m: ShareAcknowledgeResponseLeaderIdAndEpoch = { leaderId: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeResponseLeaderIdAndEpoch(w: ByteWriter, m: ShareAcknowledgeResponseLeaderIdAndEpoch, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readShareAcknowledgeResponseNodeEndpoint(r: ByteReader, v: number): ShareAcknowledgeResponseNodeEndpoint {
  const m: ShareAcknowledgeResponseNodeEndpoint = {
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    rack: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeResponseNodeEndpoint(w: ByteWriter, m: ShareAcknowledgeResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  w.compactNullableString(m.rack);
  w.uvarint(0);
}

function readShareAcknowledgeResponseShareAcknowledgeTopicResponseArray(r: ByteReader, v: number, n: number): ShareAcknowledgeResponseShareAcknowledgeTopicResponse[] {
  const a: ShareAcknowledgeResponseShareAcknowledgeTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeResponseShareAcknowledgeTopicResponse(r, v));
  return a;
}

function readShareAcknowledgeResponsePartitionDataArray(r: ByteReader, v: number, n: number): ShareAcknowledgeResponsePartitionData[] {
  const a: ShareAcknowledgeResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeResponsePartitionData(r, v));
  return a;
}

function readShareAcknowledgeResponseNodeEndpointArray(r: ByteReader, v: number, n: number): ShareAcknowledgeResponseNodeEndpoint[] {
  const a: ShareAcknowledgeResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeResponseNodeEndpoint(r, v));
  return a;
}
