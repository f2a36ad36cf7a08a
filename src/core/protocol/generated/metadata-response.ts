// Generated from metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, notNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface MetadataResponse {
  throttleTimeMs: number;
  brokers: MetadataResponseBroker[];
  clusterId: string | null;
  controllerId: number;
  topics: MetadataResponseTopic[];
  clusterAuthorizedOperations: number;
  errorCode: number;
}

export interface MetadataResponseBroker {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface MetadataResponseTopic {
  errorCode: number;
  name: string | null;
  topicId: string;
  isInternal: boolean;
  partitions: MetadataResponsePartition[];
  topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  offlineReplicas: number[];
}

export function newMetadataResponse(fields?: Partial<MetadataResponse>): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: 0,
    brokers: [],
    clusterId: null,
    controllerId: -1,
    topics: [],
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newMetadataResponseBroker(fields?: Partial<MetadataResponseBroker>): MetadataResponseBroker {
  const m: MetadataResponseBroker = { nodeId: 0, host: '', port: 0, rack: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newMetadataResponseTopic(fields?: Partial<MetadataResponseTopic>): MetadataResponseTopic {
  const m: MetadataResponseTopic = {
    errorCode: 0,
    name: '',
    topicId: ZERO_UUID,
    isInternal: false,
    partitions: [],
    topicAuthorizedOperations: -2147483648,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newMetadataResponsePartition(fields?: Partial<MetadataResponsePartition>): MetadataResponsePartition {
  const m: MetadataResponsePartition = {
    errorCode: 0,
    partitionIndex: 0,
    leaderId: 0,
    leaderEpoch: -1,
    replicaNodes: [],
    isrNodes: [],
    offlineReplicas: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readMetadataResponse(r: ByteReader, v: number): MetadataResponse {
  if (v < 0 || v > 13) throw unreadableVersion('MetadataResponse', v);
  const f = v >= 9;
  const m: MetadataResponse = {
    throttleTimeMs: v >= 3 ? r.int32() : 0,
    brokers: readMetadataResponseBrokerArray(r, v, f ? r.compactArrayLength(11) : r.arrayLength(10)),
    clusterId: v >= 2 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    controllerId: v >= 1 ? r.int32() : -1,
    topics: readMetadataResponseTopicArray(r, v, f ? r.compactArrayLength(10) : r.arrayLength(8)),
    clusterAuthorizedOperations: v >= 8 && v <= 10 ? r.int32() : -2147483648,
    errorCode: v === 13 ? r.int16() : 0,
  };
  if (f) r.skipTags();
  return m;
}

export function writeMetadataResponse(w: ByteWriter, m: MetadataResponse, v: number): void {
  if (v < 0 || v > 13) throw unwritableVersion('MetadataResponse', v);
  const f = v >= 9;
  if (v >= 3) w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.brokers.length); else w.arrayLength(m.brokers.length); for (const e of m.brokers) writeMetadataResponseBroker(w, e, v);
  if (v >= 2) { if (f) w.compactNullableString(m.clusterId); else w.nullableString(m.clusterId); }
  if (v >= 1) w.int32(m.controllerId);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeMetadataResponseTopic(w, e, v);
  if (v >= 8 && v <= 10) w.int32(m.clusterAuthorizedOperations); else { if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations', v); }
  if (v === 13) w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readMetadataResponseBroker(r: ByteReader, v: number): MetadataResponseBroker {
  const f = v >= 9;
  const m: MetadataResponseBroker = {
    nodeId: r.int32(),
    host: (f ? r.compactString() : r.string()),
    port: r.int32(),
    rack: v >= 1 ? (f ? r.compactNullableString() : r.nullableString()) : null,
  };
  if (f) r.skipTags();
  return m;
}

function writeMetadataResponseBroker(w: ByteWriter, m: MetadataResponseBroker, v: number): void {
  const f = v >= 9;
  w.int32(m.nodeId);
  if (f) w.compactString(m.host); else w.string(m.host);
  w.int32(m.port);
  if (v >= 1) { if (f) w.compactNullableString(m.rack); else w.nullableString(m.rack); }
  if (f) w.uvarint(0);
}

function readMetadataResponseTopic(r: ByteReader, v: number): MetadataResponseTopic {
  const f = v >= 9;
  const m: MetadataResponseTopic = {
    errorCode: r.int16(),
    name: (f ? (v >= 12 ? r.compactNullableString() : r.compactString()) : (v >= 12 ? r.nullableString() : r.string())),
    topicId: v >= 10 ? r.uuid() : ZERO_UUID,
    isInternal: v >= 1 ? r.bool() : false,
    partitions: readMetadataResponsePartitionArray(r, v, f ? r.compactArrayLength(18) : r.arrayLength(18)),
    topicAuthorizedOperations: v >= 8 ? r.int32() : -2147483648,
  };
  if (f) r.skipTags();
  return m;
}

function writeMetadataResponseTopic(w: ByteWriter, m: MetadataResponseTopic, v: number): void {
  const f = v >= 9;
  w.int16(m.errorCode);
  if (f) { if (v >= 12) w.compactNullableString(m.name); else w.compactString(notNull(m.name, 'name')); } else { if (v >= 12) w.nullableString(m.name); else w.string(notNull(m.name, 'name')); }
  if (v >= 10) w.uuid(m.topicId);
  if (v >= 1) w.bool(m.isInternal);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeMetadataResponsePartition(w, e, v);
  if (v >= 8) w.int32(m.topicAuthorizedOperations); else { if (m.topicAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponseTopic.topicAuthorizedOperations', v); }
  if (f) w.uvarint(0);
}

function readMetadataResponsePartition(r: ByteReader, v: number): MetadataResponsePartition {
  const f = v >= 9;
  const m: MetadataResponsePartition = {
    errorCode: r.int16(),
    partitionIndex: r.int32(),
    leaderId: r.int32(),
    leaderEpoch: v >= 7 ? r.int32() : -1,
    replicaNodes: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
    isrNodes: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
    offlineReplicas: v >= 5 ? int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)) : [],
  };
  if (f) r.skipTags();
  return m;
}

function writeMetadataResponsePartition(w: ByteWriter, m: MetadataResponsePartition, v: number): void {
  const f = v >= 9;
  w.int16(m.errorCode);
  w.int32(m.partitionIndex);
  w.int32(m.leaderId);
  if (v >= 7) w.int32(m.leaderEpoch);
  if (f) w.compactArrayLength(m.replicaNodes.length); else w.arrayLength(m.replicaNodes.length); for (const e of m.replicaNodes) w.int32(e);
  if (f) w.compactArrayLength(m.isrNodes.length); else w.arrayLength(m.isrNodes.length); for (const e of m.isrNodes) w.int32(e);
  if (v >= 5) { if (f) w.compactArrayLength(m.offlineReplicas.length); else w.arrayLength(m.offlineReplicas.length); for (const e of m.offlineReplicas) w.int32(e); }
  if (f) w.uvarint(0);
}

function readMetadataResponseBrokerArray(r: ByteReader, v: number, n: number): MetadataResponseBroker[] {
  const a: MetadataResponseBroker[] = [];
  for (let i = 0; i < n; i++) a.push(readMetadataResponseBroker(r, v));
  return a;
}

function readMetadataResponseTopicArray(r: ByteReader, v: number, n: number): MetadataResponseTopic[] {
  const a: MetadataResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readMetadataResponseTopic(r, v));
  return a;
}

function readMetadataResponsePartitionArray(r: ByteReader, v: number, n: number): MetadataResponsePartition[] {
  const a: MetadataResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readMetadataResponsePartition(r, v));
  return a;
}
