// Generated from fetch-snapshot.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface FetchSnapshotResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: FetchSnapshotResponseTopicSnapshot[];
  nodeEndpoints: FetchSnapshotResponseNodeEndpoint[];
}

export interface FetchSnapshotResponseTopicSnapshot {
  name: string;
  partitions: FetchSnapshotResponsePartitionSnapshot[];
}

export interface FetchSnapshotResponsePartitionSnapshot {
  index: number;
  errorCode: number;
  snapshotId: FetchSnapshotResponseSnapshotId;
  currentLeader: FetchSnapshotResponseLeaderIdAndEpoch;
  size: number;
  position: number;
  unalignedRecords: Uint8Array;
}

export interface FetchSnapshotResponseSnapshotId {
  endOffset: number;
  epoch: number;
}

export interface FetchSnapshotResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface FetchSnapshotResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export function newFetchSnapshotResponse(fields?: Partial<FetchSnapshotResponse>): FetchSnapshotResponse {
  const m: FetchSnapshotResponse = { throttleTimeMs: 0, errorCode: 0, topics: [], nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotResponseTopicSnapshot(fields?: Partial<FetchSnapshotResponseTopicSnapshot>): FetchSnapshotResponseTopicSnapshot {
  const m: FetchSnapshotResponseTopicSnapshot = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotResponsePartitionSnapshot(fields?: Partial<FetchSnapshotResponsePartitionSnapshot>): FetchSnapshotResponsePartitionSnapshot {
  const m: FetchSnapshotResponsePartitionSnapshot = {
    index: 0,
    errorCode: 0,
    snapshotId: newFetchSnapshotResponseSnapshotId(),
    currentLeader: newFetchSnapshotResponseLeaderIdAndEpoch(),
    size: 0,
    position: 0,
    unalignedRecords: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotResponseSnapshotId(fields?: Partial<FetchSnapshotResponseSnapshotId>): FetchSnapshotResponseSnapshotId {
  const m: FetchSnapshotResponseSnapshotId = { endOffset: 0, epoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotResponseLeaderIdAndEpoch(fields?: Partial<FetchSnapshotResponseLeaderIdAndEpoch>): FetchSnapshotResponseLeaderIdAndEpoch {
  const m: FetchSnapshotResponseLeaderIdAndEpoch = { leaderId: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotResponseNodeEndpoint(fields?: Partial<FetchSnapshotResponseNodeEndpoint>): FetchSnapshotResponseNodeEndpoint {
  const m: FetchSnapshotResponseNodeEndpoint = { nodeId: 0, host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFetchSnapshotResponse(r: ByteReader, v: number): FetchSnapshotResponse {
  if (v < 0 || v > 1) throw unreadableVersion('FetchSnapshotResponse', v);
  const m: FetchSnapshotResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    topics: readFetchSnapshotResponseTopicSnapshotArray(r, v, r.compactArrayLength(3)),
    nodeEndpoints: [],
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v === 1) { m.nodeEndpoints = readFetchSnapshotResponseNodeEndpointArray(r, v, r.compactArrayLength(8)); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeFetchSnapshotResponse(w: ByteWriter, m: FetchSnapshotResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('FetchSnapshotResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeFetchSnapshotResponseTopicSnapshot(w, e, v);
  if (!(v === 1)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchSnapshotResponse.nodeEndpoints', v); }
  const hasNodeEndpoints = v === 1 && m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeFetchSnapshotResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
}

function readFetchSnapshotResponseTopicSnapshot(r: ByteReader, v: number): FetchSnapshotResponseTopicSnapshot {
  const m: FetchSnapshotResponseTopicSnapshot = {
    name: r.compactString(),
    partitions: readFetchSnapshotResponsePartitionSnapshotArray(r, v, r.compactArrayLength(37)),
  };
  r.skipTags();
  return m;
}

function writeFetchSnapshotResponseTopicSnapshot(w: ByteWriter, m: FetchSnapshotResponseTopicSnapshot, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeFetchSnapshotResponsePartitionSnapshot(w, e, v);
  w.uvarint(0);
}

function readFetchSnapshotResponsePartitionSnapshot(r: ByteReader, v: number): FetchSnapshotResponsePartitionSnapshot {
  const m: FetchSnapshotResponsePartitionSnapshot = {
    index: r.int32(),
    errorCode: r.int16(),
    snapshotId: readFetchSnapshotResponseSnapshotId(r, v),
    currentLeader: newFetchSnapshotResponseLeaderIdAndEpoch(),
    size: r.int64(),
    position: r.int64(),
    unalignedRecords: r.compactBytes(),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.currentLeader = readFetchSnapshotResponseLeaderIdAndEpoch(r, v); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeFetchSnapshotResponsePartitionSnapshot(w: ByteWriter, m: FetchSnapshotResponsePartitionSnapshot, v: number): void {
  w.int32(m.index);
  w.int16(m.errorCode);
  writeFetchSnapshotResponseSnapshotId(w, m.snapshotId, v);
  w.int64(m.size);
  w.int64(m.position);
  w.compactBytes(m.unalignedRecords);
  const hasCurrentLeader = !isDefaultFetchSnapshotResponseLeaderIdAndEpoch(m.currentLeader);
  w.uvarint((hasCurrentLeader ? 1 : 0));
  if (hasCurrentLeader) { const t = new ByteWriter(64); writeFetchSnapshotResponseLeaderIdAndEpoch(t, m.currentLeader, v); w.taggedField(0, t); }
}

function readFetchSnapshotResponseSnapshotId(r: ByteReader, v: number): FetchSnapshotResponseSnapshotId {
  const m: FetchSnapshotResponseSnapshotId = { endOffset: r.int64(), epoch: r.int32() };
  r.skipTags();
  return m;
}

function writeFetchSnapshotResponseSnapshotId(w: ByteWriter, m: FetchSnapshotResponseSnapshotId, v: number): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function readFetchSnapshotResponseLeaderIdAndEpoch(r: ByteReader, v: number): FetchSnapshotResponseLeaderIdAndEpoch {
  const m: FetchSnapshotResponseLeaderIdAndEpoch = { leaderId: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeFetchSnapshotResponseLeaderIdAndEpoch(w: ByteWriter, m: FetchSnapshotResponseLeaderIdAndEpoch, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readFetchSnapshotResponseNodeEndpoint(r: ByteReader, v: number): FetchSnapshotResponseNodeEndpoint {
  const m: FetchSnapshotResponseNodeEndpoint = { nodeId: r.int32(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeFetchSnapshotResponseNodeEndpoint(w: ByteWriter, m: FetchSnapshotResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readFetchSnapshotResponseTopicSnapshotArray(r: ByteReader, v: number, n: number): FetchSnapshotResponseTopicSnapshot[] {
  const a: FetchSnapshotResponseTopicSnapshot[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchSnapshotResponseTopicSnapshot(r, v));
  return a;
}

function readFetchSnapshotResponsePartitionSnapshotArray(r: ByteReader, v: number, n: number): FetchSnapshotResponsePartitionSnapshot[] {
  const a: FetchSnapshotResponsePartitionSnapshot[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchSnapshotResponsePartitionSnapshot(r, v));
  return a;
}

function isDefaultFetchSnapshotResponseLeaderIdAndEpoch(m: FetchSnapshotResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== 0 || m.leaderEpoch !== 0);
}

function readFetchSnapshotResponseNodeEndpointArray(r: ByteReader, v: number, n: number): FetchSnapshotResponseNodeEndpoint[] {
  const a: FetchSnapshotResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchSnapshotResponseNodeEndpoint(r, v));
  return a;
}
