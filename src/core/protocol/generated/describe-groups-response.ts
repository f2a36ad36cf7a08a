// Generated from describe-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeGroupsResponse {
  throttleTimeMs: number;
  groups: DescribeGroupsResponseDescribedGroup[];
}

export interface DescribeGroupsResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  protocolType: string;
  protocolData: string;
  members: DescribeGroupsResponseDescribedGroupMember[];
  authorizedOperations: number;
}

export interface DescribeGroupsResponseDescribedGroupMember {
  memberId: string;
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  memberMetadata: Uint8Array;
  memberAssignment: Uint8Array;
}

export function newDescribeGroupsResponse(fields?: Partial<DescribeGroupsResponse>): DescribeGroupsResponse {
  const m: DescribeGroupsResponse = { throttleTimeMs: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeGroupsResponseDescribedGroup(fields?: Partial<DescribeGroupsResponseDescribedGroup>): DescribeGroupsResponseDescribedGroup {
  const m: DescribeGroupsResponseDescribedGroup = {
    errorCode: 0,
    errorMessage: null,
    groupId: '',
    groupState: '',
    protocolType: '',
    protocolData: '',
    members: [],
    authorizedOperations: -2147483648,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeGroupsResponseDescribedGroupMember(fields?: Partial<DescribeGroupsResponseDescribedGroupMember>): DescribeGroupsResponseDescribedGroupMember {
  const m: DescribeGroupsResponseDescribedGroupMember = {
    memberId: '',
    groupInstanceId: null,
    clientId: '',
    clientHost: '',
    memberMetadata: NO_BYTES,
    memberAssignment: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeGroupsResponse(r: ByteReader, v: number): DescribeGroupsResponse {
  if (v < 0 || v > 6) throw unreadableVersion('DescribeGroupsResponse', v);
  const f = v >= 5;
  const m: DescribeGroupsResponse = {
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    groups: readDescribeGroupsResponseDescribedGroupArray(r, v, f ? r.compactArrayLength(12) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeGroupsResponse(w: ByteWriter, m: DescribeGroupsResponse, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('DescribeGroupsResponse', v);
  const f = v >= 5;
  if (v >= 1) w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.groups.length); else w.arrayLength(m.groups.length); for (const e of m.groups) writeDescribeGroupsResponseDescribedGroup(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeGroupsResponseDescribedGroup(r: ByteReader, v: number): DescribeGroupsResponseDescribedGroup {
  const f = v >= 5;
  const m: DescribeGroupsResponseDescribedGroup = {
    errorCode: r.int16(),
    errorMessage: v === 6 ? r.compactNullableString() : null,
    groupId: (f ? r.compactString() : r.string()),
    groupState: (f ? r.compactString() : r.string()),
    protocolType: (f ? r.compactString() : r.string()),
    protocolData: (f ? r.compactString() : r.string()),
    members: readDescribeGroupsResponseDescribedGroupMemberArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(14)),
    authorizedOperations: v >= 3 ? r.int32() : -2147483648,
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeGroupsResponseDescribedGroup(w: ByteWriter, m: DescribeGroupsResponseDescribedGroup, v: number): void {
  const f = v >= 5;
  w.int16(m.errorCode);
  if (v === 6) w.compactNullableString(m.errorMessage); else { if (m.errorMessage !== null) throw unsupportedField('DescribeGroupsResponseDescribedGroup.errorMessage', v); }
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  if (f) w.compactString(m.groupState); else w.string(m.groupState);
  if (f) w.compactString(m.protocolType); else w.string(m.protocolType);
  if (f) w.compactString(m.protocolData); else w.string(m.protocolData);
  if (f) w.compactArrayLength(m.members.length); else w.arrayLength(m.members.length); for (const e of m.members) writeDescribeGroupsResponseDescribedGroupMember(w, e, v);
  if (v >= 3) w.int32(m.authorizedOperations); else { if (m.authorizedOperations !== -2147483648) throw unsupportedField('DescribeGroupsResponseDescribedGroup.authorizedOperations', v); }
  if (f) w.uvarint(0);
}

function readDescribeGroupsResponseDescribedGroupMember(r: ByteReader, v: number): DescribeGroupsResponseDescribedGroupMember {
  const f = v >= 5;
  const m: DescribeGroupsResponseDescribedGroupMember = {
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 4 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    clientId: (f ? r.compactString() : r.string()),
    clientHost: (f ? r.compactString() : r.string()),
    memberMetadata: (f ? r.compactBytes() : r.bytes()),
    memberAssignment: (f ? r.compactBytes() : r.bytes()),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeGroupsResponseDescribedGroupMember(w: ByteWriter, m: DescribeGroupsResponseDescribedGroupMember, v: number): void {
  const f = v >= 5;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 4) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); }
  if (f) w.compactString(m.clientId); else w.string(m.clientId);
  if (f) w.compactString(m.clientHost); else w.string(m.clientHost);
  if (f) w.compactBytes(m.memberMetadata); else w.bytes(m.memberMetadata);
  if (f) w.compactBytes(m.memberAssignment); else w.bytes(m.memberAssignment);
  if (f) w.uvarint(0);
}

function readDescribeGroupsResponseDescribedGroupArray(r: ByteReader, v: number, n: number): DescribeGroupsResponseDescribedGroup[] {
  const a: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeGroupsResponseDescribedGroup(r, v));
  return a;
}

function readDescribeGroupsResponseDescribedGroupMemberArray(r: ByteReader, v: number, n: number): DescribeGroupsResponseDescribedGroupMember[] {
  const a: DescribeGroupsResponseDescribedGroupMember[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeGroupsResponseDescribedGroupMember(r, v));
  return a;
}
