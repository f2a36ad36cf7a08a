// Generated from leave-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface LeaveGroupRequest {
  groupId: string;
  memberId: string;
  members: LeaveGroupRequestMemberIdentity[];
}

export interface LeaveGroupRequestMemberIdentity {
  memberId: string;
  groupInstanceId: string | null;
  reason: string | null;
}

export function newLeaveGroupRequest(fields?: Partial<LeaveGroupRequest>): LeaveGroupRequest {
  const m: LeaveGroupRequest = { groupId: '', memberId: '', members: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newLeaveGroupRequestMemberIdentity(fields?: Partial<LeaveGroupRequestMemberIdentity>): LeaveGroupRequestMemberIdentity {
  const m: LeaveGroupRequestMemberIdentity = { memberId: '', groupInstanceId: null, reason: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readLeaveGroupRequest(r: ByteReader, v: number): LeaveGroupRequest {
  if (v < 0 || v > 5) throw unreadableVersion('LeaveGroupRequest', v);
  const f = v >= 4;
  const m: LeaveGroupRequest = {
    groupId: (f ? r.compactString() : r.string()),
    memberId: v <= 2 ? r.string() : '',
    members: v >= 3 ? readLeaveGroupRequestMemberIdentityArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeLeaveGroupRequest(w: ByteWriter, m: LeaveGroupRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('LeaveGroupRequest', v);
  const f = v >= 4;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  if (v <= 2) w.string(m.memberId); else { if (m.memberId !== '') throw unsupportedField('LeaveGroupRequest.memberId', v); }
  if (v >= 3) { if (f) w.compactArrayLength(m.members.length); else w.arrayLength(m.members.length); for (const e of m.members) writeLeaveGroupRequestMemberIdentity(w, e, v); } else { if (m.members.length !== 0) throw unsupportedField('LeaveGroupRequest.members', v); }
  if (f) w.uvarint(0);
}

function readLeaveGroupRequestMemberIdentity(r: ByteReader, v: number): LeaveGroupRequestMemberIdentity {
  const f = v >= 4;
  const m: LeaveGroupRequestMemberIdentity = {
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: (f ? r.compactNullableString() : r.nullableString()),
    reason: v === 5 ? r.compactNullableString() : null,
  };
  if (f) r.skipTags();
  return m;
}

function writeLeaveGroupRequestMemberIdentity(w: ByteWriter, m: LeaveGroupRequestMemberIdentity, v: number): void {
  const f = v >= 4;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId);
  if (v === 5) w.compactNullableString(m.reason);
  if (f) w.uvarint(0);
}

function readLeaveGroupRequestMemberIdentityArray(r: ByteReader, v: number, n: number): LeaveGroupRequestMemberIdentity[] {
  const a: LeaveGroupRequestMemberIdentity[] = [];
  for (let i = 0; i < n; i++) a.push(readLeaveGroupRequestMemberIdentity(r, v));
  return a;
}
