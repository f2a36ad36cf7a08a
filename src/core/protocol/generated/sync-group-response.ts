// Generated from sync-group.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SyncGroupResponse {
  throttleTimeMs: number;
  errorCode: number;
  protocolType: string | null;
  protocolName: string | null;
  assignment: Uint8Array;
}

export function newSyncGroupResponse(fields?: Partial<SyncGroupResponse>): SyncGroupResponse {
  const m: SyncGroupResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    protocolType: null,
    protocolName: null,
    assignment: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSyncGroupResponse(r: ByteReader, v: number): SyncGroupResponse {
  if (v < 0 || v > 5) throw unreadableVersion('SyncGroupResponse', v);
  const f = v >= 4;
  const m: SyncGroupResponse = {
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    errorCode: r.int16(),
    protocolType: v === 5 ? r.compactNullableString() : null,
    protocolName: v === 5 ? r.compactNullableString() : null,
    assignment: (f ? r.compactBytes() : r.bytes()),
  };
  if (f) r.skipTags();
  return m;
}

export function writeSyncGroupResponse(w: ByteWriter, m: SyncGroupResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('SyncGroupResponse', v);
  const f = v >= 4;
  if (v >= 1) w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (v === 5) w.compactNullableString(m.protocolType);
  if (v === 5) w.compactNullableString(m.protocolName);
  if (f) w.compactBytes(m.assignment); else w.bytes(m.assignment);
  if (f) w.uvarint(0);
}
