// Generated from heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface HeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
}

export function newHeartbeatResponse(fields?: Partial<HeartbeatResponse>): HeartbeatResponse {
  const m: HeartbeatResponse = { throttleTimeMs: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readHeartbeatResponse(r: ByteReader, v: number): HeartbeatResponse {
  if (v < 0 || v > 4) throw unreadableVersion('HeartbeatResponse', v);
  const f = v === 4;
  const m: HeartbeatResponse = { throttleTimeMs: v >= 1 ? r.int32() : 0, errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

export function writeHeartbeatResponse(w: ByteWriter, m: HeartbeatResponse, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('HeartbeatResponse', v);
  const f = v === 4;
  if (v >= 1) w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}
