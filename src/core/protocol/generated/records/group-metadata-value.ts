// Generated from group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface GroupMetadataValue {
  protocolType: string;
  generation: number;
  protocol: string | null;
  leader: string | null;
  currentStateTimestamp: number;
  members: GroupMetadataValueMemberMetadata[];
}

export interface GroupMetadataValueMemberMetadata {
  memberId: string;
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  rebalanceTimeout: number;
  sessionTimeout: number;
  subscription: Uint8Array;
  assignment: Uint8Array;
}

export function newGroupMetadataValue(fields?: Partial<GroupMetadataValue>): GroupMetadataValue {
  const m: GroupMetadataValue = {
    protocolType: '',
    generation: 0,
    protocol: '',
    leader: '',
    currentStateTimestamp: -1,
    members: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newGroupMetadataValueMemberMetadata(fields?: Partial<GroupMetadataValueMemberMetadata>): GroupMetadataValueMemberMetadata {
  const m: GroupMetadataValueMemberMetadata = {
    memberId: '',
    groupInstanceId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeout: -1,
    sessionTimeout: 0,
    subscription: NO_BYTES,
    assignment: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readGroupMetadataValue(r: ByteReader, v: number): GroupMetadataValue {
  if (v < 0 || v > 4) throw unreadableVersion('GroupMetadataValue', v);
  const f = v === 4;
  const m: GroupMetadataValue = {
    protocolType: (f ? r.compactString() : r.string()),
    generation: r.int32(),
    protocol: (f ? r.compactNullableString() : r.nullableString()),
    leader: (f ? r.compactNullableString() : r.nullableString()),
    currentStateTimestamp: v >= 2 ? r.int64() : -1,
    members: readGroupMetadataValueMemberMetadataArray(r, v, f ? r.compactArrayLength(15) : r.arrayLength(18)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeGroupMetadataValue(w: ByteWriter, m: GroupMetadataValue, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('GroupMetadataValue', v);
  const f = v === 4;
  if (f) w.compactString(m.protocolType); else w.string(m.protocolType);
  w.int32(m.generation);
  if (f) w.compactNullableString(m.protocol); else w.nullableString(m.protocol);
  if (f) w.compactNullableString(m.leader); else w.nullableString(m.leader);
  if (v >= 2) w.int64(m.currentStateTimestamp);
  if (f) w.compactArrayLength(m.members.length); else w.arrayLength(m.members.length); for (const e of m.members) writeGroupMetadataValueMemberMetadata(w, e, v);
  if (f) w.uvarint(0);
}

function readGroupMetadataValueMemberMetadata(r: ByteReader, v: number): GroupMetadataValueMemberMetadata {
  const f = v === 4;
  const m: GroupMetadataValueMemberMetadata = {
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 3 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    clientId: (f ? r.compactString() : r.string()),
    clientHost: (f ? r.compactString() : r.string()),
    rebalanceTimeout: v >= 1 ? r.int32() : -1,
    sessionTimeout: r.int32(),
    subscription: (f ? r.compactBytes() : r.bytes()),
    assignment: (f ? r.compactBytes() : r.bytes()),
  };
  if (f) r.skipTags();
  return m;
}

function writeGroupMetadataValueMemberMetadata(w: ByteWriter, m: GroupMetadataValueMemberMetadata, v: number): void {
  const f = v === 4;
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 3) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); }
  if (f) w.compactString(m.clientId); else w.string(m.clientId);
  if (f) w.compactString(m.clientHost); else w.string(m.clientHost);
  if (v >= 1) w.int32(m.rebalanceTimeout);
  w.int32(m.sessionTimeout);
  if (f) w.compactBytes(m.subscription); else w.bytes(m.subscription);
  if (f) w.compactBytes(m.assignment); else w.bytes(m.assignment);
  if (f) w.uvarint(0);
}

function readGroupMetadataValueMemberMetadataArray(r: ByteReader, v: number, n: number): GroupMetadataValueMemberMetadata[] {
  const a: GroupMetadataValueMemberMetadata[] = [];
  for (let i = 0; i < n; i++) a.push(readGroupMetadataValueMemberMetadata(r, v));
  return a;
}
