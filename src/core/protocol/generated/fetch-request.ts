// Generated from fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface FetchRequest {
  clusterId: string | null;
  replicaId: number;
  replicaState: FetchRequestReplicaState;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  isolationLevel: number;
  sessionId: number;
  sessionEpoch: number;
  topics: FetchRequestFetchTopic[];
  forgottenTopicsData: FetchRequestForgottenTopic[];
  rackId: string;
}

export interface FetchRequestReplicaState {
  replicaId: number;
  replicaEpoch: number;
}

export interface FetchRequestFetchTopic {
  topic: string;
  topicId: string;
  partitions: FetchRequestFetchPartition[];
}

export interface FetchRequestFetchPartition {
  partition: number;
  currentLeaderEpoch: number;
  fetchOffset: number;
  lastFetchedEpoch: number;
  logStartOffset: number;
  partitionMaxBytes: number;
  replicaDirectoryId: string;
  highWatermark: number;
}

export interface FetchRequestForgottenTopic {
  topic: string;
  topicId: string;
  partitions: number[];
}

export function newFetchRequest(fields?: Partial<FetchRequest>): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: -1,
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 2147483647,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [],
    forgottenTopicsData: [],
    rackId: '',
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchRequestReplicaState(fields?: Partial<FetchRequestReplicaState>): FetchRequestReplicaState {
  const m: FetchRequestReplicaState = { replicaId: -1, replicaEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchRequestFetchTopic(fields?: Partial<FetchRequestFetchTopic>): FetchRequestFetchTopic {
  const m: FetchRequestFetchTopic = { topic: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchRequestFetchPartition(fields?: Partial<FetchRequestFetchPartition>): FetchRequestFetchPartition {
  const m: FetchRequestFetchPartition = {
    partition: 0,
    currentLeaderEpoch: -1,
    fetchOffset: 0,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes: 0,
    replicaDirectoryId: ZERO_UUID,
    highWatermark: 2 ** 63,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFetchRequestForgottenTopic(fields?: Partial<FetchRequestForgottenTopic>): FetchRequestForgottenTopic {
  const m: FetchRequestForgottenTopic = { topic: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFetchRequest(r: ByteReader, v: number): FetchRequest {
  if (v < 4 || v > 18) throw unreadableVersion('FetchRequest', v);
  const f = v >= 12;
  const m: FetchRequest = {
    clusterId: null,
    replicaId: v <= 14 ? r.int32() : -1,
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: v >= 7 ? r.int32() : 0,
    sessionEpoch: v >= 7 ? r.int32() : -1,
    topics: readFetchRequestFetchTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    forgottenTopicsData: v >= 7 ? readFetchRequestForgottenTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)) : [],
    rackId: v >= 11 ? (f ? r.compactString() : r.string()) : '',
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.clusterId = r.compactNullableString(); r.endTag(at, size); break;
      case 1: if (v >= 15) { m.replicaState = readFetchRequestReplicaState(r, v); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeFetchRequest(w: ByteWriter, m: FetchRequest, v: number): void {
  if (v < 4 || v > 18) throw unwritableVersion('FetchRequest', v);
  const f = v >= 12;
  if (v <= 14) w.int32(m.replicaId); else { if (m.replicaId !== -1) throw unsupportedField('FetchRequest.replicaId', v); }
  if (!(v >= 15)) { if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState', v); }
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  if (v >= 7) w.int32(m.sessionId);
  if (v >= 7) w.int32(m.sessionEpoch);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeFetchRequestFetchTopic(w, e, v);
  if (v >= 7) { if (f) w.compactArrayLength(m.forgottenTopicsData.length); else w.arrayLength(m.forgottenTopicsData.length); for (const e of m.forgottenTopicsData) writeFetchRequestForgottenTopic(w, e, v); } else { if (m.forgottenTopicsData.length !== 0) throw unsupportedField('FetchRequest.forgottenTopicsData', v); }
  if (v >= 11) { if (f) w.compactString(m.rackId); else w.string(m.rackId); }
  if (f) {
  const hasClusterId = m.clusterId !== null, hasReplicaState = v >= 15 && !isDefaultFetchRequestReplicaState(m.replicaState);
  w.uvarint((hasClusterId ? 1 : 0) + (hasReplicaState ? 1 : 0));
  if (hasClusterId) { const t = new ByteWriter(64); t.compactNullableString(m.clusterId); w.taggedField(0, t); }
  if (hasReplicaState) { const t = new ByteWriter(64); writeFetchRequestReplicaState(t, m.replicaState, v); w.taggedField(1, t); }
  }
}

function readFetchRequestReplicaState(r: ByteReader, v: number): FetchRequestReplicaState {
  const m: FetchRequestReplicaState = { replicaId: r.int32(), replicaEpoch: r.int64() };
  r.skipTags();
  return m;
}

function writeFetchRequestReplicaState(w: ByteWriter, m: FetchRequestReplicaState, v: number): void {
  w.int32(m.replicaId);
  w.int64(m.replicaEpoch);
  w.uvarint(0);
}

function readFetchRequestFetchTopic(r: ByteReader, v: number): FetchRequestFetchTopic {
  const f = v >= 12;
  const m: FetchRequestFetchTopic = {
    topic: v <= 12 ? (f ? r.compactString() : r.string()) : '',
    topicId: v >= 13 ? r.uuid() : ZERO_UUID,
    partitions: readFetchRequestFetchPartitionArray(r, v, f ? r.compactArrayLength(33) : r.arrayLength(16)),
  };
  if (f) r.skipTags();
  return m;
}

function writeFetchRequestFetchTopic(w: ByteWriter, m: FetchRequestFetchTopic, v: number): void {
  const f = v >= 12;
  if (v <= 12) { if (f) w.compactString(m.topic); else w.string(m.topic); }
  if (v >= 13) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeFetchRequestFetchPartition(w, e, v);
  if (f) w.uvarint(0);
}

function readFetchRequestFetchPartition(r: ByteReader, v: number): FetchRequestFetchPartition {
  const f = v >= 12;
  const m: FetchRequestFetchPartition = {
    partition: r.int32(),
    currentLeaderEpoch: v >= 9 ? r.int32() : -1,
    fetchOffset: r.int64(),
    lastFetchedEpoch: v >= 12 ? r.int32() : -1,
    logStartOffset: v >= 5 ? r.int64() : -1,
    partitionMaxBytes: r.int32(),
    replicaDirectoryId: ZERO_UUID,
    highWatermark: 2 ** 63,
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 17) { m.replicaDirectoryId = r.uuid(); r.endTag(at, size); } else r.skip(size); break;
      case 1: if (v === 18) { m.highWatermark = r.int64(); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeFetchRequestFetchPartition(w: ByteWriter, m: FetchRequestFetchPartition, v: number): void {
  const f = v >= 12;
  w.int32(m.partition);
  if (v >= 9) w.int32(m.currentLeaderEpoch);
  w.int64(m.fetchOffset);
  if (v >= 12) w.int32(m.lastFetchedEpoch); else { if (m.lastFetchedEpoch !== -1) throw unsupportedField('FetchRequestFetchPartition.lastFetchedEpoch', v); }
  if (v >= 5) w.int64(m.logStartOffset);
  w.int32(m.partitionMaxBytes);
  if (f) {
  const hasReplicaDirectoryId = v >= 17 && m.replicaDirectoryId !== ZERO_UUID, hasHighWatermark = v === 18 && m.highWatermark !== 2 ** 63;
  w.uvarint((hasReplicaDirectoryId ? 1 : 0) + (hasHighWatermark ? 1 : 0));
  if (hasReplicaDirectoryId) { w.uvarint(0); w.uvarint(16); w.uuid(m.replicaDirectoryId); }
  if (hasHighWatermark) { w.uvarint(1); w.uvarint(8); w.int64(m.highWatermark); }
  }
}

function readFetchRequestForgottenTopic(r: ByteReader, v: number): FetchRequestForgottenTopic {
  const f = v >= 12;
  const m: FetchRequestForgottenTopic = {
    topic: v <= 12 ? (f ? r.compactString() : r.string()) : '',
    topicId: v >= 13 ? r.uuid() : ZERO_UUID,
    partitions: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeFetchRequestForgottenTopic(w: ByteWriter, m: FetchRequestForgottenTopic, v: number): void {
  const f = v >= 12;
  if (v <= 12) { if (f) w.compactString(m.topic); else w.string(m.topic); }
  if (v >= 13) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  if (f) w.uvarint(0);
}

function isDefaultFetchRequestReplicaState(m: FetchRequestReplicaState): boolean {
  return !(m.replicaId !== -1 || m.replicaEpoch !== -1);
}

function readFetchRequestFetchTopicArray(r: ByteReader, v: number, n: number): FetchRequestFetchTopic[] {
  const a: FetchRequestFetchTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchRequestFetchTopic(r, v));
  return a;
}

function readFetchRequestFetchPartitionArray(r: ByteReader, v: number, n: number): FetchRequestFetchPartition[] {
  const a: FetchRequestFetchPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchRequestFetchPartition(r, v));
  return a;
}

function readFetchRequestForgottenTopicArray(r: ByteReader, v: number, n: number): FetchRequestForgottenTopic[] {
  const a: FetchRequestForgottenTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readFetchRequestForgottenTopic(r, v));
  return a;
}
