// Generated from fetch-snapshot.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface FetchSnapshotRequest {
  clusterId: string | null;
  replicaId: number;
  maxBytes: number;
  topics: FetchSnapshotRequestTopicSnapshot[];
}

export interface FetchSnapshotRequestTopicSnapshot {
  name: string;
  partitions: FetchSnapshotRequestPartitionSnapshot[];
}

export interface FetchSnapshotRequestPartitionSnapshot {
  partition: number;
  currentLeaderEpoch: number;
  snapshotId: FetchSnapshotRequestSnapshotId;
  position: number;
  replicaDirectoryId: string;
}

export interface FetchSnapshotRequestSnapshotId {
  endOffset: number;
  epoch: number;
}

export function newFetchSnapshotRequest(fields?: Partial<FetchSnapshotRequest>): FetchSnapshotRequest {
  const m: FetchSnapshotRequest = { clusterId: null, replicaId: -1, maxBytes: 2147483647, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotRequestTopicSnapshot(fields?: Partial<FetchSnapshotRequestTopicSnapshot>): FetchSnapshotRequestTopicSnapshot {
  const m: FetchSnapshotRequestTopicSnapshot = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotRequestPartitionSnapshot(fields?: Partial<FetchSnapshotRequestPartitionSnapshot>): FetchSnapshotRequestPartitionSnapshot {
  const m: FetchSnapshotRequestPartitionSnapshot = {
    partition: 0,
    currentLeaderEpoch: 0,
    snapshotId: newFetchSnapshotRequestSnapshotId(),
    position: 0,
    replicaDirectoryId: ZERO_UUID,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchSnapshotRequestSnapshotId(fields?: Partial<FetchSnapshotRequestSnapshotId>): FetchSnapshotRequestSnapshotId {
  const m: FetchSnapshotRequestSnapshotId = { endOffset: 0, epoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFetchSnapshotRequest(r: ByteReader, v: number): FetchSnapshotRequest {
  if (v < 0 || v > 1) throw unreadableVersion('FetchSnapshotRequest', v);
  const m: FetchSnapshotRequest = {
    clusterId: null,
    replicaId: r.int32(),
    maxBytes: r.int32(),
    topics: readFetchSnapshotRequestTopicSnapshotArray(r, v, r.compactArrayLength(3)),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.clusterId = r.compactNullableString(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeFetchSnapshotRequest(w: ByteWriter, m: FetchSnapshotRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('FetchSnapshotRequest', v);
  w.int32(m.replicaId);
  w.int32(m.maxBytes);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeFetchSnapshotRequestTopicSnapshot(w, e, v);
  const hasClusterId = m.clusterId !== null;
  w.uvarint((hasClusterId ? 1 : 0));
  if (hasClusterId) { const t = new ByteWriter(64); t.compactNullableString(m.clusterId); w.taggedField(0, t); }
}

function readFetchSnapshotRequestTopicSnapshot(r: ByteReader, v: number): FetchSnapshotRequestTopicSnapshot {
  const m: FetchSnapshotRequestTopicSnapshot = {
    name: r.compactString(),
    partitions: readFetchSnapshotRequestPartitionSnapshotArray(r, v, r.compactArrayLength(30)),
  };
  r.skipTags();
  return m;
}

function writeFetchSnapshotRequestTopicSnapshot(w: ByteWriter, m: FetchSnapshotRequestTopicSnapshot, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeFetchSnapshotRequestPartitionSnapshot(w, e, v);
  w.uvarint(0);
}

function readFetchSnapshotRequestPartitionSnapshot(r: ByteReader, v: number): FetchSnapshotRequestPartitionSnapshot {
  const m: FetchSnapshotRequestPartitionSnapshot = {
    partition: r.int32(),
    currentLeaderEpoch: r.int32(),
    snapshotId: readFetchSnapshotRequestSnapshotId(r, v),
    position: r.int64(),
    replicaDirectoryId: ZERO_UUID,
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v === 1) { m.replicaDirectoryId = r.uuid(); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeFetchSnapshotRequestPartitionSnapshot(w: ByteWriter, m: FetchSnapshotRequestPartitionSnapshot, v: number): void {
  w.int32(m.partition);
  w.int32(m.currentLeaderEpoch);
  writeFetchSnapshotRequestSnapshotId(w, m.snapshotId, v);
  w.int64(m.position);
  const hasReplicaDirectoryId = v === 1 && m.replicaDirectoryId !== ZERO_UUID;
  w.uvarint((hasReplicaDirectoryId ? 1 : 0));
  if (hasReplicaDirectoryId) { w.uvarint(0); w.uvarint(16); w.uuid(m.replicaDirectoryId); }
}

function readFetchSnapshotRequestSnapshotId(r: ByteReader, v: number): FetchSnapshotRequestSnapshotId {
  const m: FetchSnapshotRequestSnapshotId = { endOffset: r.int64(), epoch: r.int32() };
  r.skipTags();
  return m;
}

function writeFetchSnapshotRequestSnapshotId(w: ByteWriter, m: FetchSnapshotRequestSnapshotId, v: number): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function readFetchSnapshotRequestTopicSnapshotArray(r: ByteReader, v: number, n: number): FetchSnapshotRequestTopicSnapshot[] {
  const a: FetchSnapshotRequestTopicSnapshot[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchSnapshotRequestTopicSnapshot(r, v));
  return a;
}

function readFetchSnapshotRequestPartitionSnapshotArray(r: ByteReader, v: number, n: number): FetchSnapshotRequestPartitionSnapshot[] {
  const a: FetchSnapshotRequestPartitionSnapshot[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchSnapshotRequestPartitionSnapshot(r, v));
  return a;
}
