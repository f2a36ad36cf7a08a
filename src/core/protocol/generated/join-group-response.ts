// Generated from join-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, notNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface JoinGroupResponse {
  throttleTimeMs: number;
  errorCode: number;
  generationId: number;
  protocolType: string | null;
  protocolName: string | null;
  leader: string;
  skipAssignment: boolean;
  memberId: string;
  members: JoinGroupResponseMember[];
}

export interface JoinGroupResponseMember {
  memberId: string;
  groupInstanceId: string | null;
  metadata: Uint8Array;
}

export function newJoinGroupResponse(fields?: Partial<JoinGroupResponse>): JoinGroupResponse {
  const m: JoinGroupResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    generationId: -1,
    protocolType: null,
    protocolName: '',
    leader: '',
    skipAssignment: false,
    memberId: '',
    members: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newJoinGroupResponseMember(fields?: Partial<JoinGroupResponseMember>): JoinGroupResponseMember {
  const m: JoinGroupResponseMember = { memberId: '', groupInstanceId: null, metadata: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readJoinGroupResponse(r: ByteReader, v: number): JoinGroupResponse {
  if (v < 0 || v > 9) throw unreadableVersion('JoinGroupResponse', v);
  const f = v >= 6;
  const m: JoinGroupResponse = {
    throttleTimeMs: v >= 2 ? r.int32() : 0,
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: v >= 7 ? r.compactNullableString() : null,
    protocolName: (f ? (v >= 7 ? r.compactNullableString() : r.compactString()) : (v >= 7 ? r.nullableString() : r.string())),
    leader: (f ? r.compactString() : r.string()),
    skipAssignment: v === 9 ? r.bool() : false,
    memberId: (f ? r.compactString() : r.string()),
    members: readJoinGroupResponseMemberArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeJoinGroupResponse(w: ByteWriter, m: JoinGroupResponse, v: number): void {
  if (v < 0 || v > 9) throw unwritableVersion('JoinGroupResponse', v);
  const f = v >= 6;
  if (v >= 2) w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  if (v >= 7) w.compactNullableString(m.protocolType);
  if (f) { if (v >= 7) w.compactNullableString(m.protocolName); else w.compactString(notNull(m.protocolName, 'protocolName')); } else { if (v >= 7) w.nullableString(m.protocolName); else w.string(notNull(m.protocolName, 'protocolName')); }
  if (f) w.compactString(m.leader); else w.string(m.leader);
  if (v === 9) w.bool(m.skipAssignment); else { if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment', v); }
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (f) w.compactArrayLength(m.members.length); else w.arrayLength(m.members.length); for (const e of m.members) writeJoinGroupResponseMember(w, e, v);
  if (f) w.uvarint(0);
}

function readJoinGroupResponseMember(r: ByteReader, v: number): JoinGroupResponseMember {
  const f = v >= 6;
  const m: JoinGroupResponseMember = {
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 5 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    metadata: (f ? r.compactBytes() : r.bytes()),
  };
  if (f) r.skipTags();
  return m;
}

function writeJoinGroupResponseMember(w: ByteWriter, m: JoinGroupResponseMember, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 5) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); }
  if (f) w.compactBytes(m.metadata); else w.bytes(m.metadata);
  if (f) w.uvarint(0);
}

function readJoinGroupResponseMemberArray(r: ByteReader, v: number, n: number): JoinGroupResponseMember[] {
  const a: JoinGroupResponseMember[] = [];
  for (let i = 0; i < n; i++) a.push(readJoinGroupResponseMember(r, v));
  return a;
}
