// Generated from consumer-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { compactStrings, int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number;
  groups: ConsumerGroupDescribeResponseDescribedGroup[];
}

export interface ConsumerGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  assignorName: string;
  members: ConsumerGroupDescribeResponseMember[];
  authorizedOperations: number;
}

export interface ConsumerGroupDescribeResponseMember {
  memberId: string;
  instanceId: string | null;
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  assignment: ConsumerGroupDescribeResponseAssignment;
  targetAssignment: ConsumerGroupDescribeResponseAssignment;
  memberType: number;
}

export interface ConsumerGroupDescribeResponseAssignment {
  topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[];
}

export interface ConsumerGroupDescribeResponseTopicPartitions {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export function newConsumerGroupDescribeResponse(fields?: Partial<ConsumerGroupDescribeResponse>): ConsumerGroupDescribeResponse {
  const m: ConsumerGroupDescribeResponse = { throttleTimeMs: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupDescribeResponseDescribedGroup(fields?: Partial<ConsumerGroupDescribeResponseDescribedGroup>): ConsumerGroupDescribeResponseDescribedGroup {
  const m: ConsumerGroupDescribeResponseDescribedGroup = {
    errorCode: 0,
    errorMessage: null,
    groupId: '',
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
    authorizedOperations: -2147483648,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupDescribeResponseMember(fields?: Partial<ConsumerGroupDescribeResponseMember>): ConsumerGroupDescribeResponseMember {
  const m: ConsumerGroupDescribeResponseMember = {
    memberId: '',
    instanceId: null,
    rackId: null,
    memberEpoch: 0,
    clientId: '',
    clientHost: '',
    subscribedTopicNames: [],
    subscribedTopicRegex: null,
    assignment: newConsumerGroupDescribeResponseAssignment(),
    targetAssignment: newConsumerGroupDescribeResponseAssignment(),
    memberType: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupDescribeResponseAssignment(fields?: Partial<ConsumerGroupDescribeResponseAssignment>): ConsumerGroupDescribeResponseAssignment {
  const m: ConsumerGroupDescribeResponseAssignment = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupDescribeResponseTopicPartitions(fields?: Partial<ConsumerGroupDescribeResponseTopicPartitions>): ConsumerGroupDescribeResponseTopicPartitions {
  const m: ConsumerGroupDescribeResponseTopicPartitions = { topicId: ZERO_UUID, topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupDescribeResponse(r: ByteReader, v: number): ConsumerGroupDescribeResponse {
  if (v < 0 || v > 1) throw unreadableVersion('ConsumerGroupDescribeResponse', v);
  const m: ConsumerGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readConsumerGroupDescribeResponseDescribedGroupArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupDescribeResponse(w: ByteWriter, m: ConsumerGroupDescribeResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ConsumerGroupDescribeResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.groups.length); for (const e of m.groups) writeConsumerGroupDescribeResponseDescribedGroup(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupDescribeResponseDescribedGroup(r: ByteReader, v: number): ConsumerGroupDescribeResponseDescribedGroup {
  const m: ConsumerGroupDescribeResponseDescribedGroup = {
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    groupId: r.compactString(),
    groupState: r.compactString(),
    groupEpoch: r.int32(),
    assignmentEpoch: r.int32(),
    assignorName: r.compactString(),
    members: readConsumerGroupDescribeResponseMemberArray(r, v, r.compactArrayLength(16)),
    authorizedOperations: r.int32(),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupDescribeResponseDescribedGroup(w: ByteWriter, m: ConsumerGroupDescribeResponseDescribedGroup, v: number): void {
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactString(m.groupId);
  w.compactString(m.groupState);
  w.int32(m.groupEpoch);
  w.int32(m.assignmentEpoch);
  w.compactString(m.assignorName);
  w.compactArrayLength(m.members.length); for (const e of m.members) writeConsumerGroupDescribeResponseMember(w, e, v);
  w.int32(m.authorizedOperations);
  w.uvarint(0);
}

function readConsumerGroupDescribeResponseMember(r: ByteReader, v: number): ConsumerGroupDescribeResponseMember {
  const m: ConsumerGroupDescribeResponseMember = {
    memberId: r.compactString(),
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    memberEpoch: r.int32(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: compactStrings(r, r.compactArrayLength(1)),
    subscribedTopicRegex: r.compactNullableString(),
    assignment: readConsumerGroupDescribeResponseAssignment(r, v),
    targetAssignment: readConsumerGroupDescribeResponseAssignment(r, v),
    memberType: v === 1 ? r.int8() : -1,
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupDescribeResponseMember(w: ByteWriter, m: ConsumerGroupDescribeResponseMember, v: number): void {
  w.compactString(m.memberId);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.int32(m.memberEpoch);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e);
  w.compactNullableString(m.subscribedTopicRegex);
  writeConsumerGroupDescribeResponseAssignment(w, m.assignment, v);
  writeConsumerGroupDescribeResponseAssignment(w, m.targetAssignment, v);
  if (v === 1) w.int8(m.memberType);
  w.uvarint(0);
}

function readConsumerGroupDescribeResponseAssignment(r: ByteReader, v: number): ConsumerGroupDescribeResponseAssignment {
  const m: ConsumerGroupDescribeResponseAssignment = {
    topicPartitions: readConsumerGroupDescribeResponseTopicPartitionsArray(r, v, r.compactArrayLength(19)),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupDescribeResponseAssignment(w: ByteWriter, m: ConsumerGroupDescribeResponseAssignment, v: number): void {
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeConsumerGroupDescribeResponseTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupDescribeResponseTopicPartitions(r: ByteReader, v: number): ConsumerGroupDescribeResponseTopicPartitions {
  const m: ConsumerGroupDescribeResponseTopicPartitions = {
    topicId: r.uuid(),
    topicName: r.compactString(),
    partitions: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupDescribeResponseTopicPartitions(w: ByteWriter, m: ConsumerGroupDescribeResponseTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readConsumerGroupDescribeResponseDescribedGroupArray(r: ByteReader, v: number, n: number): ConsumerGroupDescribeResponseDescribedGroup[] {
  const a: ConsumerGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupDescribeResponseDescribedGroup(r, v));
  return a;
}

function readConsumerGroupDescribeResponseMemberArray(r: ByteReader, v: number, n: number): ConsumerGroupDescribeResponseMember[] {
  const a: ConsumerGroupDescribeResponseMember[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupDescribeResponseMember(r, v));
  return a;
}

function readConsumerGroupDescribeResponseTopicPartitionsArray(r: ByteReader, v: number, n: number): ConsumerGroupDescribeResponseTopicPartitions[] {
  const a: ConsumerGroupDescribeResponseTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupDescribeResponseTopicPartitions(r, v));
  return a;
}
