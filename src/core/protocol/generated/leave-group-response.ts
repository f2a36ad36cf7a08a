// Generated from leave-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface LeaveGroupResponse {
  throttleTimeMs: number;
  errorCode: number;
  members: LeaveGroupResponseMemberResponse[];
}

export interface LeaveGroupResponseMemberResponse {
  memberId: string;
  groupInstanceId: string | null;
  errorCode: number;
}

export function newLeaveGroupResponse(fields?: Partial<LeaveGroupResponse>): LeaveGroupResponse {
  const m: LeaveGroupResponse = { throttleTimeMs: 0, errorCode: 0, members: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newLeaveGroupResponseMemberResponse(fields?: Partial<LeaveGroupResponseMemberResponse>): LeaveGroupResponseMemberResponse {
  const m: LeaveGroupResponseMemberResponse = { memberId: '', groupInstanceId: '', errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readLeaveGroupResponse(r: ByteReader, v: number): LeaveGroupResponse {
  if (v < 0 || v > 5) throw unreadableVersion('LeaveGroupResponse', v);
  const f = v >= 4;
  const m: LeaveGroupResponse = {
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    errorCode: r.int16(),
    members: v >= 3 ? readLeaveGroupResponseMemberResponseArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(6)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeLeaveGroupResponse(w: ByteWriter, m: LeaveGroupResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('LeaveGroupResponse', v);
  const f = v >= 4;
  if (v >= 1) w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (v >= 3) { if (f) w.compactArrayLength(m.members.length); else w.arrayLength(m.members.length); for (const e of m.members) writeLeaveGroupResponseMemberResponse(w, e, v); } else { if (m.members.length !== 0) throw unsupportedField('LeaveGroupResponse.members', v); }
  if (f) w.uvarint(0);
}

function readLeaveGroupResponseMemberResponse(r: ByteReader, v: number): LeaveGroupResponseMemberResponse {
  const f = v >= 4;
  const m: LeaveGroupResponseMemberResponse = {
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: (f ? r.compactNullableString() : r.nullableString()),
    errorCode: r.int16(),
  };
  if (f) r.skipTags();
  return m;
}

function writeLeaveGroupResponseMemberResponse(w: ByteWriter, m: LeaveGroupResponseMemberResponse, v: number): void {
  const f = v >= 4;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readLeaveGroupResponseMemberResponseArray(r: ByteReader, v: number, n: number): LeaveGroupResponseMemberResponse[] {
  const a: LeaveGroupResponseMemberResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readLeaveGroupResponseMemberResponse(r, v));
  return a;
}
