// Generated from share-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { compactStrings, int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareGroupDescribeResponse {
  throttleTimeMs: number;
  groups: ShareGroupDescribeResponseDescribedGroup[];
}

export interface ShareGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  assignorName: string;
  members: ShareGroupDescribeResponseMember[];
  authorizedOperations: number;
}

export interface ShareGroupDescribeResponseMember {
  memberId: string;
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  assignment: ShareGroupDescribeResponseAssignment;
}

export interface ShareGroupDescribeResponseAssignment {
  topicPartitions: ShareGroupDescribeResponseTopicPartitions[];
}

export interface ShareGroupDescribeResponseTopicPartitions {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export function newShareGroupDescribeResponse(fields?: Partial<ShareGroupDescribeResponse>): ShareGroupDescribeResponse {
  const m: ShareGroupDescribeResponse = { throttleTimeMs: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupDescribeResponseDescribedGroup(fields?: Partial<ShareGroupDescribeResponseDescribedGroup>): ShareGroupDescribeResponseDescribedGroup {
  const m: ShareGroupDescribeResponseDescribedGroup = {
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

export function newShareGroupDescribeResponseMember(fields?: Partial<ShareGroupDescribeResponseMember>): ShareGroupDescribeResponseMember {
  const m: ShareGroupDescribeResponseMember = {
    memberId: '',
    rackId: null,
    memberEpoch: 0,
    clientId: '',
    clientHost: '',
    subscribedTopicNames: [],
    assignment: newShareGroupDescribeResponseAssignment(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupDescribeResponseAssignment(fields?: Partial<ShareGroupDescribeResponseAssignment>): ShareGroupDescribeResponseAssignment {
  const m: ShareGroupDescribeResponseAssignment = { topicPartitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareGroupDescribeResponseTopicPartitions(fields?: Partial<ShareGroupDescribeResponseTopicPartitions>): ShareGroupDescribeResponseTopicPartitions {
  const m: ShareGroupDescribeResponseTopicPartitions = { topicId: ZERO_UUID, topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupDescribeResponse(r: ByteReader, v: number): ShareGroupDescribeResponse {
  if (v < 1 || v > 1) throw unreadableVersion('ShareGroupDescribeResponse', v);
  const m: ShareGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readShareGroupDescribeResponseDescribedGroupArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupDescribeResponse(w: ByteWriter, m: ShareGroupDescribeResponse, v: number): void {
  if (v < 1 || v > 1) throw unwritableVersion('ShareGroupDescribeResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.groups.length); for (const e of m.groups) writeShareGroupDescribeResponseDescribedGroup(w, e, v);
  w.uvarint(0);
}

function readShareGroupDescribeResponseDescribedGroup(r: ByteReader, v: number): ShareGroupDescribeResponseDescribedGroup {
  const m: ShareGroupDescribeResponseDescribedGroup = {
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    groupId: r.compactString(),
    groupState: r.compactString(),
    groupEpoch: r.int32(),
    assignmentEpoch: r.int32(),
    assignorName: r.compactString(),
    members: readShareGroupDescribeResponseMemberArray(r, v, r.compactArrayLength(12)),
    authorizedOperations: r.int32(),
  };
  r.skipTags();
  return m;
}

function writeShareGroupDescribeResponseDescribedGroup(w: ByteWriter, m: ShareGroupDescribeResponseDescribedGroup, v: number): void {
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactString(m.groupId);
  w.compactString(m.groupState);
  w.int32(m.groupEpoch);
  w.int32(m.assignmentEpoch);
  w.compactString(m.assignorName);
  w.compactArrayLength(m.members.length); for (const e of m.members) writeShareGroupDescribeResponseMember(w, e, v);
  w.int32(m.authorizedOperations);
  w.uvarint(0);
}

function readShareGroupDescribeResponseMember(r: ByteReader, v: number): ShareGroupDescribeResponseMember {
  const m: ShareGroupDescribeResponseMember = {
    memberId: r.compactString(),
    rackId: r.compactNullableString(),
    memberEpoch: r.int32(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: compactStrings(r, r.compactArrayLength(1)),
    assignment: readShareGroupDescribeResponseAssignment(r, v),
  };
  r.skipTags();
  return m;
}

function writeShareGroupDescribeResponseMember(w: ByteWriter, m: ShareGroupDescribeResponseMember, v: number): void {
  w.compactString(m.memberId);
  w.compactNullableString(m.rackId);
  w.int32(m.memberEpoch);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e);
  writeShareGroupDescribeResponseAssignment(w, m.assignment, v);
  w.uvarint(0);
}

function readShareGroupDescribeResponseAssignment(r: ByteReader, v: number): ShareGroupDescribeResponseAssignment {
  const m: ShareGroupDescribeResponseAssignment = {
    topicPartitions: readShareGroupDescribeResponseTopicPartitionsArray(r, v, r.compactArrayLength(19)),
  };
  r.skipTags();
  return m;
}

function writeShareGroupDescribeResponseAssignment(w: ByteWriter, m: ShareGroupDescribeResponseAssignment, v: number): void {
  w.compactArrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeShareGroupDescribeResponseTopicPartitions(w, e, v);
  w.uvarint(0);
}

function readShareGroupDescribeResponseTopicPartitions(r: ByteReader, v: number): ShareGroupDescribeResponseTopicPartitions {
  const m: ShareGroupDescribeResponseTopicPartitions = {
    topicId: r.uuid(),
    topicName: r.compactString(),
    partitions: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeShareGroupDescribeResponseTopicPartitions(w: ByteWriter, m: ShareGroupDescribeResponseTopicPartitions, v: number): void {
  w.uuid(m.topicId);
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareGroupDescribeResponseDescribedGroupArray(r: ByteReader, v: number, n: number): ShareGroupDescribeResponseDescribedGroup[] {
  const a: ShareGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupDescribeResponseDescribedGroup(r, v));
  return a;
}

function readShareGroupDescribeResponseMemberArray(r: ByteReader, v: number, n: number): ShareGroupDescribeResponseMember[] {
  const a: ShareGroupDescribeResponseMember[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupDescribeResponseMember(r, v));
  return a;
}

function readShareGroupDescribeResponseTopicPartitionsArray(r: ByteReader, v: number, n: number): ShareGroupDescribeResponseTopicPartitions[] {
  const a: ShareGroupDescribeResponseTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readShareGroupDescribeResponseTopicPartitions(r, v));
  return a;
}
