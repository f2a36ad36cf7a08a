// Generated from describe-quorum.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeQuorumResponse {
  errorCode: number;
  errorMessage: string | null;
  topics: DescribeQuorumResponseTopicData[];
  nodes: DescribeQuorumResponseNode[];
}

export interface DescribeQuorumResponseTopicData {
  topicName: string;
  partitions: DescribeQuorumResponsePartitionData[];
}

export interface DescribeQuorumResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  leaderId: number;
  leaderEpoch: number;
  highWatermark: number;
  currentVoters: DescribeQuorumResponseReplicaState[];
  observers: DescribeQuorumResponseReplicaState[];
}

export interface DescribeQuorumResponseReplicaState {
  replicaId: number;
  replicaDirectoryId: string;
  logEndOffset: number;
  lastFetchTimestamp: number;
  lastCaughtUpTimestamp: number;
}

export interface DescribeQuorumResponseNode {
  nodeId: number;
  listeners: DescribeQuorumResponseListener[];
}

export interface DescribeQuorumResponseListener {
  name: string;
  host: string;
  port: number;
}

export function newDescribeQuorumResponse(fields?: Partial<DescribeQuorumResponse>): DescribeQuorumResponse {
  const m: DescribeQuorumResponse = { errorCode: 0, errorMessage: '', topics: [], nodes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumResponseTopicData(fields?: Partial<DescribeQuorumResponseTopicData>): DescribeQuorumResponseTopicData {
  const m: DescribeQuorumResponseTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumResponsePartitionData(fields?: Partial<DescribeQuorumResponsePartitionData>): DescribeQuorumResponsePartitionData {
  const m: DescribeQuorumResponsePartitionData = {
    partitionIndex: 0,
    errorCode: 0,
    errorMessage: '',
    leaderId: 0,
    leaderEpoch: 0,
    highWatermark: 0,
    currentVoters: [],
    observers: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumResponseReplicaState(fields?: Partial<DescribeQuorumResponseReplicaState>): DescribeQuorumResponseReplicaState {
  const m: DescribeQuorumResponseReplicaState = {
    replicaId: 0,
    replicaDirectoryId: ZERO_UUID,
    logEndOffset: 0,
    lastFetchTimestamp: -1,
    lastCaughtUpTimestamp: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumResponseNode(fields?: Partial<DescribeQuorumResponseNode>): DescribeQuorumResponseNode {
  const m: DescribeQuorumResponseNode = { nodeId: 0, listeners: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumResponseListener(fields?: Partial<DescribeQuorumResponseListener>): DescribeQuorumResponseListener {
  const m: DescribeQuorumResponseListener = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeQuorumResponse(r: ByteReader, v: number): DescribeQuorumResponse {
  if (v < 0 || v > 2) throw unreadableVersion('DescribeQuorumResponse', v);
  const m: DescribeQuorumResponse = {
    errorCode: r.int16(),
    errorMessage: v === 2 ? r.compactNullableString() : '',
    topics: readDescribeQuorumResponseTopicDataArray(r, v, r.compactArrayLength(3)),
    nodes: v === 2 ? readDescribeQuorumResponseNodeArray(r, v, r.compactArrayLength(6)) : [],
  };
  r.skipTags();
  return m;
}

export function writeDescribeQuorumResponse(w: ByteWriter, m: DescribeQuorumResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DescribeQuorumResponse', v);
  w.int16(m.errorCode);
  if (v === 2) w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeQuorumResponseTopicData(w, e, v);
  if (v === 2) { w.compactArrayLength(m.nodes.length); for (const e of m.nodes) writeDescribeQuorumResponseNode(w, e, v); } else { if (m.nodes.length !== 0) throw unsupportedField('DescribeQuorumResponse.nodes', v); }
  w.uvarint(0);
}

function readDescribeQuorumResponseTopicData(r: ByteReader, v: number): DescribeQuorumResponseTopicData {
  const m: DescribeQuorumResponseTopicData = {
    topicName: r.compactString(),
    partitions: readDescribeQuorumResponsePartitionDataArray(r, v, r.compactArrayLength(25)),
  };
  r.skipTags();
  return m;
}

function writeDescribeQuorumResponseTopicData(w: ByteWriter, m: DescribeQuorumResponseTopicData, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeQuorumResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readDescribeQuorumResponsePartitionData(r: ByteReader, v: number): DescribeQuorumResponsePartitionData {
  const m: DescribeQuorumResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    errorMessage: v === 2 ? r.compactNullableString() : '',
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    highWatermark: r.int64(),
    currentVoters: readDescribeQuorumResponseReplicaStateArray(r, v, r.compactArrayLength(13)),
    observers: readDescribeQuorumResponseReplicaStateArray(r, v, r.compactArrayLength(13)),
  };
  r.skipTags();
  return m;
}

function writeDescribeQuorumResponsePartitionData(w: ByteWriter, m: DescribeQuorumResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  if (v === 2) w.compactNullableString(m.errorMessage);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.int64(m.highWatermark);
  w.compactArrayLength(m.currentVoters.length); for (const e of m.currentVoters) writeDescribeQuorumResponseReplicaState(w, e, v);
  w.compactArrayLength(m.observers.length); for (const e of m.observers) writeDescribeQuorumResponseReplicaState(w, e, v);
  w.uvarint(0);
}

function readDescribeQuorumResponseReplicaState(r: ByteReader, v: number): DescribeQuorumResponseReplicaState {
  const m: DescribeQuorumResponseReplicaState = {
    replicaId: r.int32(),
    replicaDirectoryId: v === 2 ? r.uuid() : ZERO_UUID,
    logEndOffset: r.int64(),
    lastFetchTimestamp: v >= 1 ? r.int64() : -1,
    lastCaughtUpTimestamp: v >= 1 ? r.int64() : -1,
  };
  r.skipTags();
  return m;
}

function writeDescribeQuorumResponseReplicaState(w: ByteWriter, m: DescribeQuorumResponseReplicaState, v: number): void {
  w.int32(m.replicaId);
  if (v === 2) w.uuid(m.replicaDirectoryId); else { if (m.replicaDirectoryId !== ZERO_UUID) throw unsupportedField('DescribeQuorumResponseReplicaState.replicaDirectoryId', v); }
  w.int64(m.logEndOffset);
  if (v >= 1) w.int64(m.lastFetchTimestamp);
  if (v >= 1) w.int64(m.lastCaughtUpTimestamp);
  w.uvarint(0);
}

function readDescribeQuorumResponseNode(r: ByteReader, v: number): DescribeQuorumResponseNode {
  const m: DescribeQuorumResponseNode = {
    nodeId: r.int32(),
    listeners: readDescribeQuorumResponseListenerArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

function writeDescribeQuorumResponseNode(w: ByteWriter, m: DescribeQuorumResponseNode, v: number): void {
  w.int32(m.nodeId);
  w.compactArrayLength(m.listeners.length); for (const e of m.listeners) writeDescribeQuorumResponseListener(w, e, v);
  w.uvarint(0);
}

function readDescribeQuorumResponseListener(r: ByteReader, v: number): DescribeQuorumResponseListener {
  const m: DescribeQuorumResponseListener = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeDescribeQuorumResponseListener(w: ByteWriter, m: DescribeQuorumResponseListener, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readDescribeQuorumResponseTopicDataArray(r: ByteReader, v: number, n: number): DescribeQuorumResponseTopicData[] {
  const a: DescribeQuorumResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumResponseTopicData(r, v));
  return a;
}

function readDescribeQuorumResponsePartitionDataArray(r: ByteReader, v: number, n: number): DescribeQuorumResponsePartitionData[] {
  const a: DescribeQuorumResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumResponsePartitionData(r, v));
  return a;
}

function readDescribeQuorumResponseReplicaStateArray(r: ByteReader, v: number, n: number): DescribeQuorumResponseReplicaState[] {
  const a: DescribeQuorumResponseReplicaState[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumResponseReplicaState(r, v));
  return a;
}

function readDescribeQuorumResponseNodeArray(r: ByteReader, v: number, n: number): DescribeQuorumResponseNode[] {
  const a: DescribeQuorumResponseNode[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumResponseNode(r, v));
  return a;
}

function readDescribeQuorumResponseListenerArray(r: ByteReader, v: number, n: number): DescribeQuorumResponseListener[] {
  const a: DescribeQuorumResponseListener[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumResponseListener(r, v));
  return a;
}
