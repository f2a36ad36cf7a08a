// Generated from join-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface JoinGroupRequest {
  groupId: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  memberId: string;
  groupInstanceId: string | null;
  protocolType: string;
  protocols: JoinGroupRequestProtocol[];
  reason: string | null;
}

export interface JoinGroupRequestProtocol {
  name: string;
  metadata: Uint8Array;
}

export function newJoinGroupRequest(fields?: Partial<JoinGroupRequest>): JoinGroupRequest {
  const m: JoinGroupRequest = {
    groupId: '',
    sessionTimeoutMs: 0,
    rebalanceTimeoutMs: -1,
    memberId: '',
    groupInstanceId: null,
    protocolType: '',
    protocols: [],
    reason: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newJoinGroupRequestProtocol(fields?: Partial<JoinGroupRequestProtocol>): JoinGroupRequestProtocol {
  const m: JoinGroupRequestProtocol = { name: '', metadata: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readJoinGroupRequest(r: ByteReader, v: number): JoinGroupRequest {
  if (v < 0 || v > 9) throw unreadableVersion('JoinGroupRequest', v);
  const f = v >= 6;
  const m: JoinGroupRequest = {
    groupId: (f ? r.compactString() : r.string()),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: v >= 1 ? r.int32() : -1,
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 5 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    protocolType: (f ? r.compactString() : r.string()),
    protocols: readJoinGroupRequestProtocolArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    reason: v >= 8 ? r.compactNullableString() : null,
  };
  if (f) r.skipTags();
  return m;
}

export function writeJoinGroupRequest(w: ByteWriter, m: JoinGroupRequest, v: number): void {
  if (v < 0 || v > 9) throw unwritableVersion('JoinGroupRequest', v);
  const f = v >= 6;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int32(m.sessionTimeoutMs);
  if (v >= 1) w.int32(m.rebalanceTimeoutMs);
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 5) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); } else { if (m.groupInstanceId !== null) throw unsupportedField('JoinGroupRequest.groupInstanceId', v); }
  if (f) w.compactString(m.protocolType); else w.string(m.protocolType);
  if (f) w.compactArrayLength(m.protocols.length); else w.arrayLength(m.protocols.length); for (const e of m.protocols) writeJoinGroupRequestProtocol(w, e, v);
  if (v >= 8) w.compactNullableString(m.reason);
  if (f) w.uvarint(0);
}

function readJoinGroupRequestProtocol(r: ByteReader, v: number): JoinGroupRequestProtocol {
  const f = v >= 6;
  const m: JoinGroupRequestProtocol = { name: (f ? r.compactString() : r.string()), metadata: (f ? r.compactBytes() : r.bytes()) };
  if (f) r.skipTags();
  return m;
}

function writeJoinGroupRequestProtocol(w: ByteWriter, m: JoinGroupRequestProtocol, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactBytes(m.metadata); else w.bytes(m.metadata);
  if (f) w.uvarint(0);
}

function readJoinGroupRequestProtocolArray(r: ByteReader, v: number, n: number): JoinGroupRequestProtocol[] {
  const a: JoinGroupRequestProtocol[] = [];
  for (let i = 0; i < n; i++) a.push(readJoinGroupRequestProtocol(r, v));
  return a;
}
