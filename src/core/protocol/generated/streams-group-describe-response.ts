// Generated from streams-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupDescribeResponse {
  throttleTimeMs: number;
  groups: StreamsGroupDescribeResponseDescribedGroup[];
}

export interface StreamsGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  topology: StreamsGroupDescribeResponseTopology | null;
  members: StreamsGroupDescribeResponseMember[];
  authorizedOperations: number;
  topologyDescription: StreamsGroupDescribeResponseTopologyDescription | null;
  topologyDescriptionStatus: number;
  assignorName: string | null;
}

export interface StreamsGroupDescribeResponseTopology {
  epoch: number;
  subtopologies: StreamsGroupDescribeResponseSubtopology[] | null;
}

export interface StreamsGroupDescribeResponseSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  repartitionSinkTopics: string[];
  stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[];
  repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[];
}

export interface StreamsGroupDescribeResponseTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupDescribeResponseKeyValue[];
}

export interface StreamsGroupDescribeResponseKeyValue {
  key: string;
  value: string;
}

export interface StreamsGroupDescribeResponseMember {
  memberId: string;
  memberEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  topologyEpoch: number;
  processId: string;
  userEndpoint: StreamsGroupDescribeResponseEndpoint | null;
  clientTags: StreamsGroupDescribeResponseKeyValue[];
  taskOffsets: StreamsGroupDescribeResponseTaskOffset[];
  taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[];
  assignment: StreamsGroupDescribeResponseAssignment;
  targetAssignment: StreamsGroupDescribeResponseAssignment;
  isClassic: boolean;
}

export interface StreamsGroupDescribeResponseEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupDescribeResponseTaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
}

export interface StreamsGroupDescribeResponseAssignment {
  activeTasks: StreamsGroupDescribeResponseTaskIds[];
  standbyTasks: StreamsGroupDescribeResponseTaskIds[];
  warmupTasks: StreamsGroupDescribeResponseTaskIds[];
}

export interface StreamsGroupDescribeResponseTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupDescribeResponseTopologyDescription {
  subtopologies: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[];
  globalStores: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[];
}

export interface StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  subtopologyId: string;
  nodes: StreamsGroupDescribeResponseTopologyDescriptionNode[];
}

export interface StreamsGroupDescribeResponseTopologyDescriptionNode {
  name: string;
  nodeType: number;
  sourceTopics: string[];
  sinkTopic: string | null;
  stores: string[];
  successors: string[];
}

export interface StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  source: StreamsGroupDescribeResponseTopologyDescriptionNode;
  processor: StreamsGroupDescribeResponseTopologyDescriptionNode;
}

export function newStreamsGroupDescribeResponse(fields?: Partial<StreamsGroupDescribeResponse>): StreamsGroupDescribeResponse {
  const m: StreamsGroupDescribeResponse = { throttleTimeMs: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseDescribedGroup(fields?: Partial<StreamsGroupDescribeResponseDescribedGroup>): StreamsGroupDescribeResponseDescribedGroup {
  const m: StreamsGroupDescribeResponseDescribedGroup = {
    errorCode: 0,
    errorMessage: null,
    groupId: '',
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    topology: null,
    members: [],
    authorizedOperations: -2147483648,
    topologyDescription: null,
    topologyDescriptionStatus: 0,
    assignorName: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopology(fields?: Partial<StreamsGroupDescribeResponseTopology>): StreamsGroupDescribeResponseTopology {
  const m: StreamsGroupDescribeResponseTopology = { epoch: 0, subtopologies: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseSubtopology(fields?: Partial<StreamsGroupDescribeResponseSubtopology>): StreamsGroupDescribeResponseSubtopology {
  const m: StreamsGroupDescribeResponseSubtopology = {
    subtopologyId: '',
    sourceTopics: [],
    repartitionSinkTopics: [],
    stateChangelogTopics: [],
    repartitionSourceTopics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopicInfo(fields?: Partial<StreamsGroupDescribeResponseTopicInfo>): StreamsGroupDescribeResponseTopicInfo {
  const m: StreamsGroupDescribeResponseTopicInfo = { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseKeyValue(fields?: Partial<StreamsGroupDescribeResponseKeyValue>): StreamsGroupDescribeResponseKeyValue {
  const m: StreamsGroupDescribeResponseKeyValue = { key: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseMember(fields?: Partial<StreamsGroupDescribeResponseMember>): StreamsGroupDescribeResponseMember {
  const m: StreamsGroupDescribeResponseMember = {
    memberId: '',
    memberEpoch: 0,
    instanceId: null,
    rackId: null,
    clientId: '',
    clientHost: '',
    topologyEpoch: 0,
    processId: '',
    userEndpoint: null,
    clientTags: [],
    taskOffsets: [],
    taskEndOffsets: [],
    assignment: newStreamsGroupDescribeResponseAssignment(),
    targetAssignment: newStreamsGroupDescribeResponseAssignment(),
    isClassic: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseEndpoint(fields?: Partial<StreamsGroupDescribeResponseEndpoint>): StreamsGroupDescribeResponseEndpoint {
  const m: StreamsGroupDescribeResponseEndpoint = { host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTaskOffset(fields?: Partial<StreamsGroupDescribeResponseTaskOffset>): StreamsGroupDescribeResponseTaskOffset {
  const m: StreamsGroupDescribeResponseTaskOffset = { subtopologyId: '', partition: 0, offset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseAssignment(fields?: Partial<StreamsGroupDescribeResponseAssignment>): StreamsGroupDescribeResponseAssignment {
  const m: StreamsGroupDescribeResponseAssignment = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTaskIds(fields?: Partial<StreamsGroupDescribeResponseTaskIds>): StreamsGroupDescribeResponseTaskIds {
  const m: StreamsGroupDescribeResponseTaskIds = { subtopologyId: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopologyDescription(fields?: Partial<StreamsGroupDescribeResponseTopologyDescription>): StreamsGroupDescribeResponseTopologyDescription {
  const m: StreamsGroupDescribeResponseTopologyDescription = { subtopologies: [], globalStores: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopologyDescriptionSubtopology(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionSubtopology>): StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  const m: StreamsGroupDescribeResponseTopologyDescriptionSubtopology = { subtopologyId: '', nodes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopologyDescriptionNode(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionNode>): StreamsGroupDescribeResponseTopologyDescriptionNode {
  const m: StreamsGroupDescribeResponseTopologyDescriptionNode = { name: '', nodeType: 0, sourceTopics: [], sinkTopic: null, stores: [], successors: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionGlobalStore>): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  const m: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore = {
    source: newStreamsGroupDescribeResponseTopologyDescriptionNode(),
    processor: newStreamsGroupDescribeResponseTopologyDescriptionNode(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupDescribeResponse(r: ByteReader, v: number): StreamsGroupDescribeResponse {
  if (v < 0 || v > 1) throw unreadableVersion('StreamsGroupDescribeResponse', v);
  const m: StreamsGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readStreamsGroupDescribeResponseDescribedGroupArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupDescribeResponse(w: ByteWriter, m: StreamsGroupDescribeResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('StreamsGroupDescribeResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.groups.length); for (const e of m.groups) writeStreamsGroupDescribeResponseDescribedGroup(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseDescribedGroup(r: ByteReader, v: number): StreamsGroupDescribeResponseDescribedGroup {
  const m: StreamsGroupDescribeResponseDescribedGroup = {
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    groupId: r.compactString(),
    groupState: r.compactString(),
    groupEpoch: r.int32(),
    assignmentEpoch: r.int32(),
    topology: (r.int8() < 0 ? null : readStreamsGroupDescribeResponseTopology(r, v)),
    members: readStreamsGroupDescribeResponseMemberArray(r, v, r.compactArrayLength(28)),
    authorizedOperations: r.int32(),
    topologyDescription: v === 1 ? (r.int8() < 0 ? null : readStreamsGroupDescribeResponseTopologyDescription(r, v)) : null,
    topologyDescriptionStatus: v === 1 ? r.int8() : 0,
    assignorName: v === 1 ? r.compactNullableString() : null,
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseDescribedGroup(w: ByteWriter, m: StreamsGroupDescribeResponseDescribedGroup, v: number): void {
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactString(m.groupId);
  w.compactString(m.groupState);
  w.int32(m.groupEpoch);
  w.int32(m.assignmentEpoch);
  if (m.topology === null) w.int8(-1); else { w.int8(1); writeStreamsGroupDescribeResponseTopology(w, m.topology, v); }
  w.compactArrayLength(m.members.length); for (const e of m.members) writeStreamsGroupDescribeResponseMember(w, e, v);
  w.int32(m.authorizedOperations);
  if (v === 1) { if (m.topologyDescription === null) w.int8(-1); else { w.int8(1); writeStreamsGroupDescribeResponseTopologyDescription(w, m.topologyDescription, v); } } else { if (m.topologyDescription !== null) throw unsupportedField('StreamsGroupDescribeResponseDescribedGroup.topologyDescription', v); }
  if (v === 1) w.int8(m.topologyDescriptionStatus); else { if (m.topologyDescriptionStatus !== 0) throw unsupportedField('StreamsGroupDescribeResponseDescribedGroup.topologyDescriptionStatus', v); }
  if (v === 1) w.compactNullableString(m.assignorName);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopology(r: ByteReader, v: number): StreamsGroupDescribeResponseTopology {
  const m: StreamsGroupDescribeResponseTopology = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupDescribeResponseSubtopologyArrayOrNull(r, v, r.compactNullableArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopology(w: ByteWriter, m: StreamsGroupDescribeResponseTopology, v: number): void {
  w.int32(m.epoch);
  if (m.subtopologies === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.subtopologies.length); for (const e of m.subtopologies) writeStreamsGroupDescribeResponseSubtopology(w, e, v); }
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseSubtopology(r: ByteReader, v: number): StreamsGroupDescribeResponseSubtopology {
  const m: StreamsGroupDescribeResponseSubtopology = {
    subtopologyId: r.compactString(),
    sourceTopics: compactStrings(r, r.compactArrayLength(1)),
    repartitionSinkTopics: compactStrings(r, r.compactArrayLength(1)),
    stateChangelogTopics: readStreamsGroupDescribeResponseTopicInfoArray(r, v, r.compactArrayLength(9)),
    repartitionSourceTopics: readStreamsGroupDescribeResponseTopicInfoArray(r, v, r.compactArrayLength(9)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseSubtopology(w: ByteWriter, m: StreamsGroupDescribeResponseSubtopology, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.compactString(e);
  w.compactArrayLength(m.repartitionSinkTopics.length); for (const e of m.repartitionSinkTopics) w.compactString(e);
  w.compactArrayLength(m.stateChangelogTopics.length); for (const e of m.stateChangelogTopics) writeStreamsGroupDescribeResponseTopicInfo(w, e, v);
  w.compactArrayLength(m.repartitionSourceTopics.length); for (const e of m.repartitionSourceTopics) writeStreamsGroupDescribeResponseTopicInfo(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopicInfo(r: ByteReader, v: number): StreamsGroupDescribeResponseTopicInfo {
  const m: StreamsGroupDescribeResponseTopicInfo = {
    name: r.compactString(),
    partitions: r.int32(),
    replicationFactor: r.int16(),
    topicConfigs: readStreamsGroupDescribeResponseKeyValueArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopicInfo(w: ByteWriter, m: StreamsGroupDescribeResponseTopicInfo, v: number): void {
  w.compactString(m.name);
  w.int32(m.partitions);
  w.int16(m.replicationFactor);
  w.compactArrayLength(m.topicConfigs.length); for (const e of m.topicConfigs) writeStreamsGroupDescribeResponseKeyValue(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseKeyValue(r: ByteReader, v: number): StreamsGroupDescribeResponseKeyValue {
  const m: StreamsGroupDescribeResponseKeyValue = { key: r.compactString(), value: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseKeyValue(w: ByteWriter, m: StreamsGroupDescribeResponseKeyValue, v: number): void {
  w.compactString(m.key);
  w.compactString(m.value);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseMember(r: ByteReader, v: number): StreamsGroupDescribeResponseMember {
  const m: StreamsGroupDescribeResponseMember = {
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    topologyEpoch: r.int32(),
    processId: r.compactString(),
    userEndpoint: (r.int8() < 0 ? null : readStreamsGroupDescribeResponseEndpoint(r, v)),
    clientTags: readStreamsGroupDescribeResponseKeyValueArray(r, v, r.compactArrayLength(3)),
    taskOffsets: readStreamsGroupDescribeResponseTaskOffsetArray(r, v, r.compactArrayLength(14)),
    taskEndOffsets: readStreamsGroupDescribeResponseTaskOffsetArray(r, v, r.compactArrayLength(14)),
    assignment: readStreamsGroupDescribeResponseAssignment(r, v),
    targetAssignment: readStreamsGroupDescribeResponseAssignment(r, v),
    isClassic: r.bool(),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseMember(w: ByteWriter, m: StreamsGroupDescribeResponseMember, v: number): void {
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.int32(m.topologyEpoch);
  w.compactString(m.processId);
  if (m.userEndpoint === null) w.int8(-1); else { w.int8(1); writeStreamsGroupDescribeResponseEndpoint(w, m.userEndpoint, v); }
  w.compactArrayLength(m.clientTags.length); for (const e of m.clientTags) writeStreamsGroupDescribeResponseKeyValue(w, e, v);
  w.compactArrayLength(m.taskOffsets.length); for (const e of m.taskOffsets) writeStreamsGroupDescribeResponseTaskOffset(w, e, v);
  w.compactArrayLength(m.taskEndOffsets.length); for (const e of m.taskEndOffsets) writeStreamsGroupDescribeResponseTaskOffset(w, e, v);
  writeStreamsGroupDescribeResponseAssignment(w, m.assignment, v);
  writeStreamsGroupDescribeResponseAssignment(w, m.targetAssignment, v);
  w.bool(m.isClassic);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseEndpoint(r: ByteReader, v: number): StreamsGroupDescribeResponseEndpoint {
  const m: StreamsGroupDescribeResponseEndpoint = { host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseEndpoint(w: ByteWriter, m: StreamsGroupDescribeResponseEndpoint, v: number): void {
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTaskOffset(r: ByteReader, v: number): StreamsGroupDescribeResponseTaskOffset {
  const m: StreamsGroupDescribeResponseTaskOffset = { subtopologyId: r.compactString(), partition: r.int32(), offset: r.int64() };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTaskOffset(w: ByteWriter, m: StreamsGroupDescribeResponseTaskOffset, v: number): void {
  w.compactString(m.subtopologyId);
  w.int32(m.partition);
  w.int64(m.offset);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseAssignment(r: ByteReader, v: number): StreamsGroupDescribeResponseAssignment {
  const m: StreamsGroupDescribeResponseAssignment = {
    activeTasks: readStreamsGroupDescribeResponseTaskIdsArray(r, v, r.compactArrayLength(3)),
    standbyTasks: readStreamsGroupDescribeResponseTaskIdsArray(r, v, r.compactArrayLength(3)),
    warmupTasks: readStreamsGroupDescribeResponseTaskIdsArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseAssignment(w: ByteWriter, m: StreamsGroupDescribeResponseAssignment, v: number): void {
  w.compactArrayLength(m.activeTasks.length); for (const e of m.activeTasks) writeStreamsGroupDescribeResponseTaskIds(w, e, v);
  w.compactArrayLength(m.standbyTasks.length); for (const e of m.standbyTasks) writeStreamsGroupDescribeResponseTaskIds(w, e, v);
  w.compactArrayLength(m.warmupTasks.length); for (const e of m.warmupTasks) writeStreamsGroupDescribeResponseTaskIds(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTaskIds(r: ByteReader, v: number): StreamsGroupDescribeResponseTaskIds {
  const m: StreamsGroupDescribeResponseTaskIds = { subtopologyId: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTaskIds(w: ByteWriter, m: StreamsGroupDescribeResponseTaskIds, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopologyDescription(r: ByteReader, v: number): StreamsGroupDescribeResponseTopologyDescription {
  const m: StreamsGroupDescribeResponseTopologyDescription = {
    subtopologies: readStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray(r, v, r.compactArrayLength(3)),
    globalStores: readStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray(r, v, r.compactArrayLength(15)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopologyDescription(w: ByteWriter, m: StreamsGroupDescribeResponseTopologyDescription, v: number): void {
  w.compactArrayLength(m.subtopologies.length); for (const e of m.subtopologies) writeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(w, e, v);
  w.compactArrayLength(m.globalStores.length); for (const e of m.globalStores) writeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopologyDescriptionSubtopology(r: ByteReader, v: number): StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  const m: StreamsGroupDescribeResponseTopologyDescriptionSubtopology = {
    subtopologyId: r.compactString(),
    nodes: readStreamsGroupDescribeResponseTopologyDescriptionNodeArray(r, v, r.compactArrayLength(7)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(w: ByteWriter, m: StreamsGroupDescribeResponseTopologyDescriptionSubtopology, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.nodes.length); for (const e of m.nodes) writeStreamsGroupDescribeResponseTopologyDescriptionNode(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopologyDescriptionNode(r: ByteReader, v: number): StreamsGroupDescribeResponseTopologyDescriptionNode {
  const m: StreamsGroupDescribeResponseTopologyDescriptionNode = {
    name: r.compactString(),
    nodeType: r.int8(),
    sourceTopics: compactStrings(r, r.compactArrayLength(1)),
    sinkTopic: r.compactNullableString(),
    stores: compactStrings(r, r.compactArrayLength(1)),
    successors: compactStrings(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopologyDescriptionNode(w: ByteWriter, m: StreamsGroupDescribeResponseTopologyDescriptionNode, v: number): void {
  w.compactString(m.name);
  w.int8(m.nodeType);
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.compactString(e);
  w.compactNullableString(m.sinkTopic);
  w.compactArrayLength(m.stores.length); for (const e of m.stores) w.compactString(e);
  w.compactArrayLength(m.successors.length); for (const e of m.successors) w.compactString(e);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(r: ByteReader, v: number): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  const m: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore = {
    source: readStreamsGroupDescribeResponseTopologyDescriptionNode(r, v),
    processor: readStreamsGroupDescribeResponseTopologyDescriptionNode(r, v),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(w: ByteWriter, m: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore, v: number): void {
  writeStreamsGroupDescribeResponseTopologyDescriptionNode(w, m.source, v);
  writeStreamsGroupDescribeResponseTopologyDescriptionNode(w, m.processor, v);
  w.uvarint(0);
}

function readStreamsGroupDescribeResponseDescribedGroupArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseDescribedGroup[] {
  const a: StreamsGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseDescribedGroup(r, v));
  return a;
}

function readStreamsGroupDescribeResponseSubtopologyArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseSubtopology[] | null {
  return n < 0 ? null : readStreamsGroupDescribeResponseSubtopologyArray(r, v, n);
}

function readStreamsGroupDescribeResponseSubtopologyArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseSubtopology[] {
  const a: StreamsGroupDescribeResponseSubtopology[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseSubtopology(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTopicInfoArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTopicInfo[] {
  const a: StreamsGroupDescribeResponseTopicInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTopicInfo(r, v));
  return a;
}

function readStreamsGroupDescribeResponseKeyValueArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseKeyValue[] {
  const a: StreamsGroupDescribeResponseKeyValue[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseKeyValue(r, v));
  return a;
}

function readStreamsGroupDescribeResponseMemberArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseMember[] {
  const a: StreamsGroupDescribeResponseMember[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseMember(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTaskOffsetArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTaskOffset[] {
  const a: StreamsGroupDescribeResponseTaskOffset[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTaskOffset(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTaskIdsArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTaskIds[] {
  const a: StreamsGroupDescribeResponseTaskIds[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTaskIds(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] {
  const a: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTopologyDescriptionSubtopology(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTopologyDescriptionNodeArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTopologyDescriptionNode[] {
  const a: StreamsGroupDescribeResponseTopologyDescriptionNode[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTopologyDescriptionNode(r, v));
  return a;
}

function readStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray(r: ByteReader, v: number, n: number): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] {
  const a: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(r, v));
  return a;
}
