// Generated from heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface HeartbeatRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  groupInstanceId: string | null;
}

export function newHeartbeatRequest(fields?: Partial<HeartbeatRequest>): HeartbeatRequest {
  const m: HeartbeatRequest = { groupId: '', generationId: 0, memberId: '', groupInstanceId: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readHeartbeatRequest(r: ByteReader, v: number): HeartbeatRequest {
  if (v < 0 || v > 4) throw unreadableVersion('HeartbeatRequest', v);
  const f = v === 4;
  const m: HeartbeatRequest = {
    groupId: (f ? r.compactString() : r.string()),
    generationId: r.int32(),
    memberId: (f ? r.compactString() : r.string()),
    groupInstanceId: v >= 3 ? (f ? r.compactNullableString() : r.nullableString()) : null,
  };
  if (f) r.skipTags();
  return m;
}

export function writeHeartbeatRequest(w: ByteWriter, m: HeartbeatRequest, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('HeartbeatRequest', v);
  const f = v === 4;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int32(m.generationId);
  if (f) w.compactString(m.memberId); else w.string(m.memberId);
  if (v >= 3) { if (f) w.compactNullableString(m.groupInstanceId); else w.nullableString(m.groupInstanceId); } else { if (m.groupInstanceId !== null) throw unsupportedField('HeartbeatRequest.groupInstanceId', v); }
  if (f) w.uvarint(0);
}
