// Generated from fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface FetchResponse {
  throttleTimeMs: number;
  errorCode: number;
  sessionId: number;
  responses: FetchResponseFetchableTopicResponse[];
  nodeEndpoints: FetchResponseNodeEndpoint[];
}

export interface FetchResponseFetchableTopicResponse {
  topic: string;
  topicId: string;
  partitions: FetchResponsePartitionData[];
}

export interface FetchResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  logStartOffset: number;
  divergingEpoch: FetchResponseEpochEndOffset;
  currentLeader: FetchResponseLeaderIdAndEpoch;
  snapshotId: FetchResponseSnapshotId;
  abortedTransactions: FetchResponseAbortedTransaction[] | null;
  preferredReadReplica: number;
  records: Uint8Array | null;
}

export interface FetchResponseEpochEndOffset {
  epoch: number;
  endOffset: number;
}

export interface FetchResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface FetchResponseSnapshotId {
  endOffset: number;
  epoch: number;
}

export interface FetchResponseAbortedTransaction {
  producerId: number;
  firstOffset: number;
}

export interface FetchResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export function newFetchResponse(fields?: Partial<FetchResponse>): FetchResponse {
  const m: FetchResponse = { throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses: [], nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseFetchableTopicResponse(fields?: Partial<FetchResponseFetchableTopicResponse>): FetchResponseFetchableTopicResponse {
  const m: FetchResponseFetchableTopicResponse = { topic: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponsePartitionData(fields?: Partial<FetchResponsePartitionData>): FetchResponsePartitionData {
  const m: FetchResponsePartitionData = {
    partitionIndex: 0,
    errorCode: 0,
    highWatermark: 0,
    lastStableOffset: -1,
    logStartOffset: -1,
    divergingEpoch: newFetchResponseEpochEndOffset(),
    currentLeader: newFetchResponseLeaderIdAndEpoch(),
    snapshotId: newFetchResponseSnapshotId(),
    abortedTransactions: [],
    preferredReadReplica: -1,
    records: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseEpochEndOffset(fields?: Partial<FetchResponseEpochEndOffset>): FetchResponseEpochEndOffset {
  const m: FetchResponseEpochEndOffset = { epoch: -1, endOffset: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseLeaderIdAndEpoch(fields?: Partial<FetchResponseLeaderIdAndEpoch>): FetchResponseLeaderIdAndEpoch {
  const m: FetchResponseLeaderIdAndEpoch = { leaderId: -1, leaderEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseSnapshotId(fields?: Partial<FetchResponseSnapshotId>): FetchResponseSnapshotId {
  const m: FetchResponseSnapshotId = { endOffset: -1, epoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseAbortedTransaction(fields?: Partial<FetchResponseAbortedTransaction>): FetchResponseAbortedTransaction {
  const m: FetchResponseAbortedTransaction = { producerId: 0, firstOffset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchResponseNodeEndpoint(fields?: Partial<FetchResponseNodeEndpoint>): FetchResponseNodeEndpoint {
  const m: FetchResponseNodeEndpoint = { nodeId: 0, host: '', port: 0, rack: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFetchResponse(r: ByteReader, v: number): FetchResponse {
  if (v < 4 || v > 18) throw unreadableVersion('FetchResponse', v);
  const f = v >= 12;
  const m: FetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: v >= 7 ? r.int16() : 0,
    sessionId: v >= 7 ? r.int32() : 0,
    responses: readFetchResponseFetchableTopicResponseArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    nodeEndpoints: [],
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 16) { m.nodeEndpoints = readFetchResponseNodeEndpointArray(r, v, r.compactArrayLength(11)); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeFetchResponse(w: ByteWriter, m: FetchResponse, v: number): void {
  if (v < 4 || v > 18) throw unwritableVersion('FetchResponse', v);
  const f = v >= 12;
  w.int32(m.throttleTimeMs);
  if (v >= 7) w.int16(m.errorCode);
  if (v >= 7) w.int32(m.sessionId); else { if (m.sessionId !== 0) throw unsupportedField('FetchResponse.sessionId', v); }
  if (f) w.compactArrayLength(m.responses.length); else w.arrayLength(m.responses.length); for (const e of m.responses) writeFetchResponseFetchableTopicResponse(w, e, v);
  if (!(v >= 16)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints', v); }
  if (f) {
  const hasNodeEndpoints = v >= 16 && m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeFetchResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
  }
}

function readFetchResponseFetchableTopicResponse(r: ByteReader, v: number): FetchResponseFetchableTopicResponse {
  const f = v >= 12;
  const m: FetchResponseFetchableTopicResponse = {
    topic: v <= 12 ? (f ? r.compactString() : r.string()) : '',
    topicId: v >= 13 ? r.uuid() : ZERO_UUID,
    partitions: readFetchResponsePartitionDataArray(r, v, f ? r.compactArrayLength(37) : r.arrayLength(30)),
  };
  if (f) r.skipTags();
  return m;
}

function writeFetchResponseFetchableTopicResponse(w: ByteWriter, m: FetchResponseFetchableTopicResponse, v: number): void {
  const f = v >= 12;
  if (v <= 12) { if (f) w.compactString(m.topic); else w.string(m.topic); }
  if (v >= 13) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeFetchResponsePartitionData(w, e, v);
  if (f) w.uvarint(0);
}

function readFetchResponsePartitionData(r: ByteReader, v: number): FetchResponsePartitionData {
  const f = v >= 12;
  const m: FetchResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    highWatermark: r.int64(),
    lastStableOffset: r.int64(),
    logStartOffset: v >= 5 ? r.int64() : -1,
    divergingEpoch: newFetchResponseEpochEndOffset(),
    currentLeader: newFetchResponseLeaderIdAndEpoch(),
    snapshotId: newFetchResponseSnapshotId(),
    abortedTransactions: readFetchResponseAbortedTransactionArrayOrNull(r, v, f ? r.compactNullableArrayLength(17) : r.nullableArrayLength(16)),
    preferredReadReplica: v >= 11 ? r.int32() : -1,
    records: (f ? r.compactNullableBytes() : r.nullableBytes()),
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.divergingEpoch = readFetchResponseEpochEndOffset(r, v); r.endTag(at, size); break;
      case 1: m.currentLeader = readFetchResponseLeaderIdAndEpoch(r, v); r.endTag(at, size); break;
      case 2: m.snapshotId = readFetchResponseSnapshotId(r, v); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeFetchResponsePartitionData(w: ByteWriter, m: FetchResponsePartitionData, v: number): void {
  const f = v >= 12;
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int64(m.highWatermark);
  w.int64(m.lastStableOffset);
  if (v >= 5) w.int64(m.logStartOffset);
  if (!(v >= 12)) { if (!isDefaultFetchResponseEpochEndOffset(m.divergingEpoch)) throw unsupportedField('FetchResponsePartitionData.divergingEpoch', v); }
  if (!(v >= 12)) { if (!isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('FetchResponsePartitionData.currentLeader', v); }
  if (!(v >= 12)) { if (!isDefaultFetchResponseSnapshotId(m.snapshotId)) throw unsupportedField('FetchResponsePartitionData.snapshotId', v); }
  if (m.abortedTransactions === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.abortedTransactions.length); else w.arrayLength(m.abortedTransactions.length); for (const e of m.abortedTransactions) writeFetchResponseAbortedTransaction(w, e, v); }
  if (v >= 11) w.int32(m.preferredReadReplica); else { if (m.preferredReadReplica !== -1) throw unsupportedField('FetchResponsePartitionData.preferredReadReplica', v); }
  if (f) w.compactNullableBytes(m.records); else w.nullableBytes(m.records);
  if (f) {
  const hasDivergingEpoch = !isDefaultFetchResponseEpochEndOffset(m.divergingEpoch), hasCurrentLeader = !isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader), hasSnapshotId = !isDefaultFetchResponseSnapshotId(m.snapshotId);
  w.uvarint((hasDivergingEpoch ? 1 : 0) + (hasCurrentLeader ? 1 : 0) + (hasSnapshotId ? 1 : 0));
  if (hasDivergingEpoch) { const t = new ByteWriter(64); writeFetchResponseEpochEndOffset(t, m.divergingEpoch, v); w.taggedField(0, t); }
  if (hasCurrentLeader) { const t = new ByteWriter(64); writeFetchResponseLeaderIdAndEpoch(t, m.currentLeader, v); w.taggedField(1, t); }
  if (hasSnapshotId) { const t = new ByteWriter(64); writeFetchResponseSnapshotId(t, m.snapshotId, v); w.taggedField(2, t); }
  }
}

function readFetchResponseEpochEndOffset(r: ByteReader, v: number): FetchResponseEpochEndOffset {
  const m: FetchResponseEpochEndOffset = { epoch: r.int32(), endOffset: r.int64() };
  r.skipTags();
  return m;
}

function writeFetchResponseEpochEndOffset(w: ByteWriter, m: FetchResponseEpochEndOffset, v: number): void {
  w.int32(m.epoch);
  w.int64(m.endOffset);
  w.uvarint(0);
}

function readFetchResponseLeaderIdAndEpoch(r: ByteReader, v: number): FetchResponseLeaderIdAndEpoch {
  const m: FetchResponseLeaderIdAndEpoch = { leaderId: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeFetchResponseLeaderIdAndEpoch(w: ByteWriter, m: FetchResponseLeaderIdAndEpoch, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readFetchResponseSnapshotId(r: ByteReader, v: number): FetchResponseSnapshotId {
  const m: FetchResponseSnapshotId = { endOffset: r.int64(), epoch: r.int32() };
  r.skipTags();
  return m;
}

function writeFetchResponseSnapshotId(w: ByteWriter, m: FetchResponseSnapshotId, v: number): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function readFetchResponseAbortedTransaction(r: ByteReader, v: number): FetchResponseAbortedTransaction {
  const f = v >= 12;
  const m: FetchResponseAbortedTransaction = { producerId: r.int64(), firstOffset: r.int64() };
  if (f) r.skipTags();
  return m;
}

function writeFetchResponseAbortedTransaction(w: ByteWriter, m: FetchResponseAbortedTransaction, v: number): void {
  const f = v >= 12;
  w.int64(m.producerId);
  w.int64(m.firstOffset);
  if (f) w.uvarint(0);
}

function readFetchResponseNodeEndpoint(r: ByteReader, v: number): FetchResponseNodeEndpoint {
  const m: FetchResponseNodeEndpoint = {
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    rack: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeFetchResponseNodeEndpoint(w: ByteWriter, m: FetchResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  w.compactNullableString(m.rack);
  w.uvarint(0);
}

function readFetchResponseFetchableTopicResponseArray(r: ByteReader, v: number, n: number): FetchResponseFetchableTopicResponse[] {
  const a: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchResponseFetchableTopicResponse(r, v));
  return a;
}

function readFetchResponsePartitionDataArray(r: ByteReader, v: number, n: number): FetchResponsePartitionData[] {
  const a: FetchResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchResponsePartitionData(r, v));
  return a;
}

function isDefaultFetchResponseEpochEndOffset(m: FetchResponseEpochEndOffset): boolean {
  return !(m.epoch !== -1 || m.endOffset !== -1);
}

function isDefaultFetchResponseLeaderIdAndEpoch(m: FetchResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1);
}

function isDefaultFetchResponseSnapshotId(m: FetchResponseSnapshotId): boolean {
  return !(m.endOffset !== -1 || m.epoch !== -1);
}

function readFetchResponseAbortedTransactionArrayOrNull(r: ByteReader, v: number, n: number): FetchResponseAbortedTransaction[] | null {
  return n < 0 ? null : readFetchResponseAbortedTransactionArray(r, v, n);
}

function readFetchResponseAbortedTransactionArray(r: ByteReader, v: number, n: number): FetchResponseAbortedTransaction[] {
  const a: FetchResponseAbortedTransaction[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchResponseAbortedTransaction(r, v));
  return a;
}

function readFetchResponseNodeEndpointArray(r: ByteReader, v: number, n: number): FetchResponseNodeEndpoint[] {
  const a: FetchResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchResponseNodeEndpoint(r, v));
  return a;
}
