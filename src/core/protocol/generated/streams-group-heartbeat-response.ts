// Generated from streams-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  acceptableRecoveryLagLegacy: number;
  taskOffsetIntervalMs: number;
  acceptableRecoveryLag: number;
  status: StreamsGroupHeartbeatResponseStatus[] | null;
  activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  topologyDescriptionRequired: boolean;
  endpointInformationEpoch: number;
  partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null;
}

export interface StreamsGroupHeartbeatResponseStatus {
  statusCode: number;
  statusDetail: string;
}

export interface StreamsGroupHeartbeatResponseTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitions {
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint;
  activePartitions: StreamsGroupHeartbeatResponseTopicPartition[];
  standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[];
}

export interface StreamsGroupHeartbeatResponseEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupHeartbeatResponseTopicPartition {
  topic: string;
  partitions: number[];
}

export function newStreamsGroupHeartbeatResponse(fields?: Partial<StreamsGroupHeartbeatResponse>): StreamsGroupHeartbeatResponse {
  const m: StreamsGroupHeartbeatResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    memberId: '',
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    acceptableRecoveryLagLegacy: 0,
    taskOffsetIntervalMs: 0,
    acceptableRecoveryLag: -1,
    status: [],
    activeTasks: null,
    standbyTasks: null,
    warmupTasks: null,
    topologyDescriptionRequired: false,
    endpointInformationEpoch: 0,
    partitionsByUserEndpoint: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatResponseStatus(fields?: Partial<StreamsGroupHeartbeatResponseStatus>): StreamsGroupHeartbeatResponseStatus {
  const m: StreamsGroupHeartbeatResponseStatus = { statusCode: 0, statusDetail: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatResponseTaskIds(fields?: Partial<StreamsGroupHeartbeatResponseTaskIds>): StreamsGroupHeartbeatResponseTaskIds {
  const m: StreamsGroupHeartbeatResponseTaskIds = { subtopologyId: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatResponseEndpointToPartitions(fields?: Partial<StreamsGroupHeartbeatResponseEndpointToPartitions>): StreamsGroupHeartbeatResponseEndpointToPartitions {
  const m: StreamsGroupHeartbeatResponseEndpointToPartitions = {
    userEndpoint: newStreamsGroupHeartbeatResponseEndpoint(),
    activePartitions: [],
    standbyPartitions: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatResponseEndpoint(fields?: Partial<StreamsGroupHeartbeatResponseEndpoint>): StreamsGroupHeartbeatResponseEndpoint {
  const m: StreamsGroupHeartbeatResponseEndpoint = { host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatResponseTopicPartition(fields?: Partial<StreamsGroupHeartbeatResponseTopicPartition>): StreamsGroupHeartbeatResponseTopicPartition {
  const m: StreamsGroupHeartbeatResponseTopicPartition = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupHeartbeatResponse(r: ByteReader, v: number): StreamsGroupHeartbeatResponse {
  if (v < 0 || v > 1) throw unreadableVersion('StreamsGroupHeartbeatResponse', v);
  const m: StreamsGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    acceptableRecoveryLagLegacy: v === 0 ? r.int32() : 0,
    taskOffsetIntervalMs: r.int32(),
    acceptableRecoveryLag: v === 1 ? r.int64() : -1,
    status: readStreamsGroupHeartbeatResponseStatusArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    activeTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    standbyTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    warmupTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    topologyDescriptionRequired: v === 1 ? r.bool() : false,
    endpointInformationEpoch: r.int32(),
    partitionsByUserEndpoint: readStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull(r, v, r.compactNullableArrayLength(7)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupHeartbeatResponse(w: ByteWriter, m: StreamsGroupHeartbeatResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('StreamsGroupHeartbeatResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  if (v === 0) w.int32(m.acceptableRecoveryLagLegacy); else { if (m.acceptableRecoveryLagLegacy !== 0) throw unsupportedField('StreamsGroupHeartbeatResponse.acceptableRecoveryLagLegacy', v); }
  w.int32(m.taskOffsetIntervalMs);
  if (v === 1) w.int64(m.acceptableRecoveryLag);
  if (m.status === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.status.length); for (const e of m.status) writeStreamsGroupHeartbeatResponseStatus(w, e, v); }
  if (m.activeTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.activeTasks.length); for (const e of m.activeTasks) writeStreamsGroupHeartbeatResponseTaskIds(w, e, v); }
  if (m.standbyTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.standbyTasks.length); for (const e of m.standbyTasks) writeStreamsGroupHeartbeatResponseTaskIds(w, e, v); }
  if (m.warmupTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.warmupTasks.length); for (const e of m.warmupTasks) writeStreamsGroupHeartbeatResponseTaskIds(w, e, v); }
  if (v === 1) w.bool(m.topologyDescriptionRequired); else { if (m.topologyDescriptionRequired !== false) throw unsupportedField('StreamsGroupHeartbeatResponse.topologyDescriptionRequired', v); }
  w.int32(m.endpointInformationEpoch);
  if (m.partitionsByUserEndpoint === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.partitionsByUserEndpoint.length); for (const e of m.partitionsByUserEndpoint) writeStreamsGroupHeartbeatResponseEndpointToPartitions(w, e, v); }
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseStatus(r: ByteReader, v: number): StreamsGroupHeartbeatResponseStatus {
  const m: StreamsGroupHeartbeatResponseStatus = { statusCode: r.int8(), statusDetail: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseStatus(w: ByteWriter, m: StreamsGroupHeartbeatResponseStatus, v: number): void {
  w.int8(m.statusCode);
  w.compactString(m.statusDetail);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseTaskIds(r: ByteReader, v: number): StreamsGroupHeartbeatResponseTaskIds {
  const m: StreamsGroupHeartbeatResponseTaskIds = { subtopologyId: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseTaskIds(w: ByteWriter, m: StreamsGroupHeartbeatResponseTaskIds, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseEndpointToPartitions(r: ByteReader, v: number): StreamsGroupHeartbeatResponseEndpointToPartitions {
  const m: StreamsGroupHeartbeatResponseEndpointToPartitions = {
    userEndpoint: readStreamsGroupHeartbeatResponseEndpoint(r, v),
    activePartitions: readStreamsGroupHeartbeatResponseTopicPartitionArray(r, v, r.compactArrayLength(3)),
    standbyPartitions: readStreamsGroupHeartbeatResponseTopicPartitionArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseEndpointToPartitions(w: ByteWriter, m: StreamsGroupHeartbeatResponseEndpointToPartitions, v: number): void {
  writeStreamsGroupHeartbeatResponseEndpoint(w, m.userEndpoint, v);
  w.compactArrayLength(m.activePartitions.length); for (const e of m.activePartitions) writeStreamsGroupHeartbeatResponseTopicPartition(w, e, v);
  w.compactArrayLength(m.standbyPartitions.length); for (const e of m.standbyPartitions) writeStreamsGroupHeartbeatResponseTopicPartition(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseEndpoint(r: ByteReader, v: number): StreamsGroupHeartbeatResponseEndpoint {
  const m: StreamsGroupHeartbeatResponseEndpoint = { host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseEndpoint(w: ByteWriter, m: StreamsGroupHeartbeatResponseEndpoint, v: number): void {
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseTopicPartition(r: ByteReader, v: number): StreamsGroupHeartbeatResponseTopicPartition {
  const m: StreamsGroupHeartbeatResponseTopicPartition = { topic: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseTopicPartition(w: ByteWriter, m: StreamsGroupHeartbeatResponseTopicPartition, v: number): void {
  w.compactString(m.topic);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatResponseStatusArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseStatus[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatResponseStatusArray(r, v, n);
}

function readStreamsGroupHeartbeatResponseStatusArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseStatus[] {
  const a: StreamsGroupHeartbeatResponseStatus[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatResponseStatus(r, v));
  return a;
}

function readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseTaskIds[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatResponseTaskIdsArray(r, v, n);
}

function readStreamsGroupHeartbeatResponseTaskIdsArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseTaskIds[] {
  const a: StreamsGroupHeartbeatResponseTaskIds[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatResponseTaskIds(r, v));
  return a;
}

function readStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseEndpointToPartitions[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatResponseEndpointToPartitionsArray(r, v, n);
}

function readStreamsGroupHeartbeatResponseEndpointToPartitionsArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseEndpointToPartitions[] {
  const a: StreamsGroupHeartbeatResponseEndpointToPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatResponseEndpointToPartitions(r, v));
  return a;
}

function readStreamsGroupHeartbeatResponseTopicPartitionArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatResponseTopicPartition[] {
  const a: StreamsGroupHeartbeatResponseTopicPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatResponseTopicPartition(r, v));
  return a;
}
