// Generated from sync-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface SyncGroupRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  groupInstanceId: string | null;
  protocolType: string | null;
  protocolName: string | null;
  assignments: SyncGroupRequestAssignment[];
}

export interface SyncGroupRequestAssignment {
  memberId: string;
  assignment: Uint8Array;
}

export function newSyncGroupRequest(fields?: Partial<SyncGroupRequest>): SyncGroupRequest {
  const m: SyncGroupRequest = {
    groupId: '',
    generationId: 0,
    memberId: '',
    groupInstanceId: null,
    protocolType: null,
    protocolName: null,
    assignments: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newSyncGroupRequestAssignment(fields?: Partial<SyncGroupRequestAssignment>): SyncGroupRequestAssignment {
  const m: SyncGroupRequestAssignment = { memberId: '', assignment: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSyncGroupRequest(r: ByteReader, v: number): SyncGroupRequest {
  if (v < 0 || v > 5) throw unreadableVersion('SyncGroupRequest', v);
  const f = v >= 4;
  const m: SyncGroupRequest = {
    groupId: (f ? r.compactString() : r.string()),
    generationId: r.int32(),
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 3 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    protocolType: v === 5 ? r.compactNullableString() : null,
    protocolName: v === 5 ? r.compactNullableString() : null,
    assignments: readSyncGroupRequestAssignmentArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeSyncGroupRequest(w: ByteWriter, m: SyncGroupRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('SyncGroupRequest', v);
  const f = v >= 4;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int32(m.generationId);
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 3) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); } else { if (m.groupInstanceId !== null) throw unsupportedField('SyncGroupRequest.groupInstanceId', v); }
  if (v === 5) w.compactNullableString(m.protocolType);
  if (v === 5) w.compactNullableString(m.protocolName);
  if (f) w.compactArrayLength(m.assignments.length); else w.arrayLength(m.assignments.length); for (const e of m.assignments) writeSyncGroupRequestAssignment(w, e, v);
  if (f) w.uvarint(0);
}

function readSyncGroupRequestAssignment(r: ByteReader, v: number): SyncGroupRequestAssignment {
  const f = v >= 4;
  const m: SyncGroupRequestAssignment = {
    memberId: (f ? r.compactString() : r.string()),
    assignment: (f ? r.compactBytes() : r.bytes()),
  };
  if (f) r.skipTags();
  return m;
}

function writeSyncGroupRequestAssignment(w: ByteWriter, m: SyncGroupRequestAssignment, v: number): void {
  const f = v >= 4;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (f) w.compactBytes(m.assignment); else w.bytes(m.assignment);
  if (f) w.uvarint(0);
}

function readSyncGroupRequestAssignmentArray(r: ByteReader, v: number, n: number): SyncGroupRequestAssignment[] {
  const a: SyncGroupRequestAssignment[] = [];
  for (let i = 0; i < n; i++) a.push(readSyncGroupRequestAssignment(r, v));
  return a;
}
