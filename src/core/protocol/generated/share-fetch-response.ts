// Generated from share-fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareFetchResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  acquisitionLockTimeoutMs: number;
  responses: ShareFetchResponseShareFetchableTopicResponse[];
  nodeEndpoints: ShareFetchResponseNodeEndpoint[];
}

export interface ShareFetchResponseShareFetchableTopicResponse {
  topicId: string;
  partitions: ShareFetchResponsePartitionData[];
}

export interface ShareFetchResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  acknowledgeErrorCode: number;
  acknowledgeErrorMessage: string | null;
  currentLeader: ShareFetchResponseLeaderIdAndEpoch;
  records: Uint8Array;
  acquiredRecords: ShareFetchResponseAcquiredRecords[];
}

export interface ShareFetchResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface ShareFetchResponseAcquiredRecords {
  firstOffset: number;
  lastOffset: number;
  deliveryCount: number;
}

export interface ShareFetchResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export function newShareFetchResponse(fields?: Partial<ShareFetchResponse>): ShareFetchResponse {
  const m: ShareFetchResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    acquisitionLockTimeoutMs: 0,
    responses: [],
    nodeEndpoints: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchResponseShareFetchableTopicResponse(fields?: Partial<ShareFetchResponseShareFetchableTopicResponse>): ShareFetchResponseShareFetchableTopicResponse {
  const m: ShareFetchResponseShareFetchableTopicResponse = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchResponsePartitionData(fields?: Partial<ShareFetchResponsePartitionData>): ShareFetchResponsePartitionData {
  const m: ShareFetchResponsePartitionData = {
    partitionIndex: 0,
    errorCode: 0,
    errorMessage: null,
    acknowledgeErrorCode: 0,
    acknowledgeErrorMessage: null,
    currentLeader: newShareFetchResponseLeaderIdAndEpoch(),
    records: NO_BYTES,
    acquiredRecords: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchResponseLeaderIdAndEpoch(fields?: Partial<ShareFetchResponseLeaderIdAndEpoch>): ShareFetchResponseLeaderIdAndEpoch {
  const m: ShareFetchResponseLeaderIdAndEpoch = { leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchResponseAcquiredRecords(fields?: Partial<ShareFetchResponseAcquiredRecords>): ShareFetchResponseAcquiredRecords {
  const m: ShareFetchResponseAcquiredRecords = { firstOffset: 0, lastOffset: 0, deliveryCount: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchResponseNodeEndpoint(fields?: Partial<ShareFetchResponseNodeEndpoint>): ShareFetchResponseNodeEndpoint {
  const m: ShareFetchResponseNodeEndpoint = { nodeId: 0, host: '', port: 0, rack: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareFetchResponse(r: ByteReader, v: number): ShareFetchResponse {
  if (v < 1 || v > 2) throw unreadableVersion('ShareFetchResponse', v);
  const m: ShareFetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    acquisitionLockTimeoutMs: r.int32(),
    responses: readShareFetchResponseShareFetchableTopicResponseArray(r, v, r.compactArrayLength(18)),
    nodeEndpoints: readShareFetchResponseNodeEndpointArray(r, v, r.compactArrayLength(11)),
  };
  r.skipTags();
  return m;
}

export function writeShareFetchResponse(w: ByteWriter, m: ShareFetchResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ShareFetchResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.int32(m.acquisitionLockTimeoutMs);
  w.compactArrayLength(m.responses.length); for (const e of m.responses) writeShareFetchResponseShareFetchableTopicResponse(w, e, v);
  w.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeShareFetchResponseNodeEndpoint(w, e, v);
  w.uvarint(0);
}

function readShareFetchResponseShareFetchableTopicResponse(r: ByteReader, v: number): ShareFetchResponseShareFetchableTopicResponse {
  const m: ShareFetchResponseShareFetchableTopicResponse = {
    topicId: r.uuid(),
    partitions: readShareFetchResponsePartitionDataArray(r, v, r.compactArrayLength(22)),
  };
  r.skipTags();
  return m;
}

function writeShareFetchResponseShareFetchableTopicResponse(w: ByteWriter, m: ShareFetchResponseShareFetchableTopicResponse, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeShareFetchResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readShareFetchResponsePartitionData(r: ByteReader, v: number): ShareFetchResponsePartitionData {
  const m: ShareFetchResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    acknowledgeErrorCode: r.int16(),
    acknowledgeErrorMessage: r.compactNullableString(),
    currentLeader: readShareFetchResponseLeaderIdAndEpoch(r, v),
    records: r.compactBytes(),
    acquiredRecords: readShareFetchResponseAcquiredRecordsArray(r, v, r.compactArrayLength(19)),
  };
  r.skipTags();
  return m;
}

function writeShareFetchResponsePartitionData(w: ByteWriter, m: ShareFetchResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.int16(m.acknowledgeErrorCode);
  w.compactNullableString(m.acknowledgeErrorMessage);
  writeShareFetchResponseLeaderIdAndEpoch(w, m.currentLeader, v);
  w.compactBytes(m.records);
  w.compactArrayLength(m.acquiredRecords.length); for (const e of m.acquiredRecords) writeShareFetchResponseAcquiredRecords(w, e, v);
  w.uvarint(0);
}

function readShareFetchResponseLeaderIdAndEpoch(r: ByteReader, v: number): ShareFetchResponseLeaderIdAndEpoch {
  const m: ShareFetchResponseLeaderIdAndEpoch = { leaderId: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeShareFetchResponseLeaderIdAndEpoch(w: ByteWriter, m: ShareFetchResponseLeaderIdAndEpoch, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readShareFetchResponseAcquiredRecords(r: ByteReader, v: number): ShareFetchResponseAcquiredRecords {
  const m: ShareFetchResponseAcquiredRecords = { firstOffset: r.int64(), lastOffset: r.int64(), deliveryCount: r.int16() };
  r.skipTags();
  return m;
}

function writeShareFetchResponseAcquiredRecords(w: ByteWriter, m: ShareFetchResponseAcquiredRecords, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int16(m.deliveryCount);
  w.uvarint(0);
}

function readShareFetchResponseNodeEndpoint(r: ByteReader, v: number): ShareFetchResponseNodeEndpoint {
  const m: ShareFetchResponseNodeEndpoint = {
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    rack: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeShareFetchResponseNodeEndpoint(w: ByteWriter, m: ShareFetchResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  w.compactNullableString(m.rack);
  w.uvarint(0);
}

function readShareFetchResponseShareFetchableTopicResponseArray(r: ByteReader, v: number, n: number): ShareFetchResponseShareFetchableTopicResponse[] {
  const a: ShareFetchResponseShareFetchableTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchResponseShareFetchableTopicResponse(r, v));
  return a;
}

function readShareFetchResponsePartitionDataArray(r: ByteReader, v: number, n: number): ShareFetchResponsePartitionData[] {
  const a: ShareFetchResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchResponsePartitionData(r, v));
  return a;
}

function readShareFetchResponseAcquiredRecordsArray(r: ByteReader, v: number, n: number): ShareFetchResponseAcquiredRecords[] {
  const a: ShareFetchResponseAcquiredRecords[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchResponseAcquiredRecords(r, v));
  return a;
}

function readShareFetchResponseNodeEndpointArray(r: ByteReader, v: number, n: number): ShareFetchResponseNodeEndpoint[] {
  const a: ShareFetchResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchResponseNodeEndpoint(r, v));
  return a;
}
