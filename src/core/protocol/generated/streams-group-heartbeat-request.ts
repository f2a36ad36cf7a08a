// Generated from streams-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, int16s, int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  endpointInformationEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  rebalanceTimeoutMs: number;
  topology: StreamsGroupHeartbeatRequestTopology | null;
  activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  processId: string | null;
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null;
  clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null;
  taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  shutdownApplication: boolean;
}

export interface StreamsGroupHeartbeatRequestTopology {
  epoch: number;
  subtopologies: StreamsGroupHeartbeatRequestSubtopology[];
}

export interface StreamsGroupHeartbeatRequestSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[];
}

export interface StreamsGroupHeartbeatRequestTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupHeartbeatRequestKeyValue[];
}

export interface StreamsGroupHeartbeatRequestKeyValue {
  key: string;
  value: string;
}

export interface StreamsGroupHeartbeatRequestCopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
}

export interface StreamsGroupHeartbeatRequestTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupHeartbeatRequestEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupHeartbeatRequestTaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
}

export function newStreamsGroupHeartbeatRequest(fields?: Partial<StreamsGroupHeartbeatRequest>): StreamsGroupHeartbeatRequest {
  const m: StreamsGroupHeartbeatRequest = {
    groupId: '',
    memberId: '',
    memberEpoch: 0,
    endpointInformationEpoch: 0,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    topology: null,
    activeTasks: null,
    standbyTasks: null,
    warmupTasks: null,
    processId: null,
    userEndpoint: null,
    clientTags: null,
    taskOffsets: null,
    taskEndOffsets: null,
    shutdownApplication: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestTopology(fields?: Partial<StreamsGroupHeartbeatRequestTopology>): StreamsGroupHeartbeatRequestTopology {
  const m: StreamsGroupHeartbeatRequestTopology = { epoch: 0, subtopologies: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestSubtopology(fields?: Partial<StreamsGroupHeartbeatRequestSubtopology>): StreamsGroupHeartbeatRequestSubtopology {
  const m: StreamsGroupHeartbeatRequestSubtopology = {
    subtopologyId: '',
    sourceTopics: [],
    sourceTopicRegex: [],
    stateChangelogTopics: [],
    repartitionSinkTopics: [],
    repartitionSourceTopics: [],
    copartitionGroups: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestTopicInfo(fields?: Partial<StreamsGroupHeartbeatRequestTopicInfo>): StreamsGroupHeartbeatRequestTopicInfo {
  const m: StreamsGroupHeartbeatRequestTopicInfo = { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestKeyValue(fields?: Partial<StreamsGroupHeartbeatRequestKeyValue>): StreamsGroupHeartbeatRequestKeyValue {
  const m: StreamsGroupHeartbeatRequestKeyValue = { key: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestCopartitionGroup(fields?: Partial<StreamsGroupHeartbeatRequestCopartitionGroup>): StreamsGroupHeartbeatRequestCopartitionGroup {
  const m: StreamsGroupHeartbeatRequestCopartitionGroup = { sourceTopics: [], sourceTopicRegex: [], repartitionSourceTopics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestTaskIds(fields?: Partial<StreamsGroupHeartbeatRequestTaskIds>): StreamsGroupHeartbeatRequestTaskIds {
  const m: StreamsGroupHeartbeatRequestTaskIds = { subtopologyId: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestEndpoint(fields?: Partial<StreamsGroupHeartbeatRequestEndpoint>): StreamsGroupHeartbeatRequestEndpoint {
  const m: StreamsGroupHeartbeatRequestEndpoint = { host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupHeartbeatRequestTaskOffset(fields?: Partial<StreamsGroupHeartbeatRequestTaskOffset>): StreamsGroupHeartbeatRequestTaskOffset {
  const m: StreamsGroupHeartbeatRequestTaskOffset = { subtopologyId: '', partition: 0, offset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupHeartbeatRequest(r: ByteReader, v: number): StreamsGroupHeartbeatRequest {
  if (v < 0 || v > 1) throw unreadableVersion('StreamsGroupHeartbeatRequest', v);
  const m: StreamsGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    endpointInformationEpoch: r.int32(),
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    rebalanceTimeoutMs: r.int32(),
    topology: (r.int8() < 0 ? null : readStreamsGroupHeartbeatRequestTopology(r, v)),
    activeTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    standbyTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    warmupTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    processId: r.compactNullableString(),
    userEndpoint: (r.int8() < 0 ? null : readStreamsGroupHeartbeatRequestEndpoint(r, v)),
    clientTags: readStreamsGroupHeartbeatRequestKeyValueArrayOrNull(r, v, r.compactNullableArrayLength(3)),
    taskOffsets: readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull(r, v, r.compactNullableArrayLength(14)),
    taskEndOffsets: readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull(r, v, r.compactNullableArrayLength(14)),
    shutdownApplication: r.bool(),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupHeartbeatRequest(w: ByteWriter, m: StreamsGroupHeartbeatRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('StreamsGroupHeartbeatRequest', v);
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.endpointInformationEpoch);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.int32(m.rebalanceTimeoutMs);
  if (m.topology === null) w.int8(-1); else { w.int8(1); writeStreamsGroupHeartbeatRequestTopology(w, m.topology, v); }
  if (m.activeTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.activeTasks.length); for (const e of m.activeTasks) writeStreamsGroupHeartbeatRequestTaskIds(w, e, v); }
  if (m.standbyTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.standbyTasks.length); for (const e of m.standbyTasks) writeStreamsGroupHeartbeatRequestTaskIds(w, e, v); }
  if (m.warmupTasks === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.warmupTasks.length); for (const e of m.warmupTasks) writeStreamsGroupHeartbeatRequestTaskIds(w, e, v); }
  w.compactNullableString(m.processId);
  if (m.userEndpoint === null) w.int8(-1); else { w.int8(1); writeStreamsGroupHeartbeatRequestEndpoint(w, m.userEndpoint, v); }
  if (m.clientTags === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.clientTags.length); for (const e of m.clientTags) writeStreamsGroupHeartbeatRequestKeyValue(w, e, v); }
  if (m.taskOffsets === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.taskOffsets.length); for (const e of m.taskOffsets) writeStreamsGroupHeartbeatRequestTaskOffset(w, e, v); }
  if (m.taskEndOffsets === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.taskEndOffsets.length); for (const e of m.taskEndOffsets) writeStreamsGroupHeartbeatRequestTaskOffset(w, e, v); }
  w.bool(m.shutdownApplication);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestTopology(r: ByteReader, v: number): StreamsGroupHeartbeatRequestTopology {
  const m: StreamsGroupHeartbeatRequestTopology = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupHeartbeatRequestSubtopologyArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestTopology(w: ByteWriter, m: StreamsGroupHeartbeatRequestTopology, v: number): void {
  w.int32(m.epoch);
  w.compactArrayLength(m.subtopologies.length); for (const e of m.subtopologies) writeStreamsGroupHeartbeatRequestSubtopology(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestSubtopology(r: ByteReader, v: number): StreamsGroupHeartbeatRequestSubtopology {
  const m: StreamsGroupHeartbeatRequestSubtopology = {
    subtopologyId: r.compactString(),
    sourceTopics: compactStrings(r, r.compactArrayLength(1)),
    sourceTopicRegex: compactStrings(r, r.compactArrayLength(1)),
    stateChangelogTopics: readStreamsGroupHeartbeatRequestTopicInfoArray(r, v, r.compactArrayLength(9)),
    repartitionSinkTopics: compactStrings(r, r.compactArrayLength(1)),
    repartitionSourceTopics: readStreamsGroupHeartbeatRequestTopicInfoArray(r, v, r.compactArrayLength(9)),
    copartitionGroups: readStreamsGroupHeartbeatRequestCopartitionGroupArray(r, v, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestSubtopology(w: ByteWriter, m: StreamsGroupHeartbeatRequestSubtopology, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.compactString(e);
  w.compactArrayLength(m.sourceTopicRegex.length); for (const e of m.sourceTopicRegex) w.compactString(e);
  w.compactArrayLength(m.stateChangelogTopics.length); for (const e of m.stateChangelogTopics) writeStreamsGroupHeartbeatRequestTopicInfo(w, e, v);
  w.compactArrayLength(m.repartitionSinkTopics.length); for (const e of m.repartitionSinkTopics) w.compactString(e);
  w.compactArrayLength(m.repartitionSourceTopics.length); for (const e of m.repartitionSourceTopics) writeStreamsGroupHeartbeatRequestTopicInfo(w, e, v);
  w.compactArrayLength(m.copartitionGroups.length); for (const e of m.copartitionGroups) writeStreamsGroupHeartbeatRequestCopartitionGroup(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestTopicInfo(r: ByteReader, v: number): StreamsGroupHeartbeatRequestTopicInfo {
  const m: StreamsGroupHeartbeatRequestTopicInfo = {
    name: r.compactString(),
    partitions: r.int32(),
    replicationFactor: r.int16(),
    topicConfigs: readStreamsGroupHeartbeatRequestKeyValueArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestTopicInfo(w: ByteWriter, m: StreamsGroupHeartbeatRequestTopicInfo, v: number): void {
  w.compactString(m.name);
  w.int32(m.partitions);
  w.int16(m.replicationFactor);
  w.compactArrayLength(m.topicConfigs.length); for (const e of m.topicConfigs) writeStreamsGroupHeartbeatRequestKeyValue(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestKeyValue(r: ByteReader, v: number): StreamsGroupHeartbeatRequestKeyValue {
  const m: StreamsGroupHeartbeatRequestKeyValue = { key: r.compactString(), value: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestKeyValue(w: ByteWriter, m: StreamsGroupHeartbeatRequestKeyValue, v: number): void {
  w.compactString(m.key);
  w.compactString(m.value);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestCopartitionGroup(r: ByteReader, v: number): StreamsGroupHeartbeatRequestCopartitionGroup {
  const m: StreamsGroupHeartbeatRequestCopartitionGroup = {
    sourceTopics: int16s(r, r.compactArrayLength(2)),
    sourceTopicRegex: int16s(r, r.compactArrayLength(2)),
    repartitionSourceTopics: int16s(r, r.compactArrayLength(2)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestCopartitionGroup(w: ByteWriter, m: StreamsGroupHeartbeatRequestCopartitionGroup, v: number): void {
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.int16(e);
  w.compactArrayLength(m.sourceTopicRegex.length); for (const e of m.sourceTopicRegex) w.int16(e);
  w.compactArrayLength(m.repartitionSourceTopics.length); for (const e of m.repartitionSourceTopics) w.int16(e);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestTaskIds(r: ByteReader, v: number): StreamsGroupHeartbeatRequestTaskIds {
  const m: StreamsGroupHeartbeatRequestTaskIds = { subtopologyId: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestTaskIds(w: ByteWriter, m: StreamsGroupHeartbeatRequestTaskIds, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestEndpoint(r: ByteReader, v: number): StreamsGroupHeartbeatRequestEndpoint {
  const m: StreamsGroupHeartbeatRequestEndpoint = { host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestEndpoint(w: ByteWriter, m: StreamsGroupHeartbeatRequestEndpoint, v: number): void {
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestTaskOffset(r: ByteReader, v: number): StreamsGroupHeartbeatRequestTaskOffset {
  const m: StreamsGroupHeartbeatRequestTaskOffset = { subtopologyId: r.compactString(), partition: r.int32(), offset: r.int64() };
  r.skipTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestTaskOffset(w: ByteWriter, m: StreamsGroupHeartbeatRequestTaskOffset, v: number): void {
  w.compactString(m.subtopologyId);
  w.int32(m.partition);
  w.int64(m.offset);
  w.uvarint(0);
}

function readStreamsGroupHeartbeatRequestSubtopologyArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestSubtopology[] {
  const a: StreamsGroupHeartbeatRequestSubtopology[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestSubtopology(r, v));
  return a;
}

function readStreamsGroupHeartbeatRequestTopicInfoArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestTopicInfo[] {
  const a: StreamsGroupHeartbeatRequestTopicInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestTopicInfo(r, v));
  return a;
}

function readStreamsGroupHeartbeatRequestKeyValueArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestKeyValue[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatRequestKeyValueArray(r, v, n);
}

function readStreamsGroupHeartbeatRequestKeyValueArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestKeyValue[] {
  const a: StreamsGroupHeartbeatRequestKeyValue[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestKeyValue(r, v));
  return a;
}

function readStreamsGroupHeartbeatRequestCopartitionGroupArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestCopartitionGroup[] {
  const a: StreamsGroupHeartbeatRequestCopartitionGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestCopartitionGroup(r, v));
  return a;
}

function readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestTaskIds[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatRequestTaskIdsArray(r, v, n);
}

function readStreamsGroupHeartbeatRequestTaskIdsArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestTaskIds[] {
  const a: StreamsGroupHeartbeatRequestTaskIds[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestTaskIds(r, v));
  return a;
}

function readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestTaskOffset[] | null {
  return n < 0 ? null : readStreamsGroupHeartbeatRequestTaskOffsetArray(r, v, n);
}

function readStreamsGroupHeartbeatRequestTaskOffsetArray(r: ByteReader, v: number, n: number): StreamsGroupHeartbeatRequestTaskOffset[] {
  const a: StreamsGroupHeartbeatRequestTaskOffset[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupHeartbeatRequestTaskOffset(r, v));
  return a;
}
