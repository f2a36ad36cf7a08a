// Generated from expire-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ExpireDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
}

export function newExpireDelegationTokenResponse(fields?: Partial<ExpireDelegationTokenResponse>): ExpireDelegationTokenResponse {
  const m: ExpireDelegationTokenResponse = { errorCode: 0, expiryTimestampMs: 0, throttleTimeMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readExpireDelegationTokenResponse(r: ByteReader, v: number): ExpireDelegationTokenResponse {
  if (v < 1 || v > 2) throw unreadableVersion('ExpireDelegationTokenResponse', v);
  const f = v === 2;
  const m: ExpireDelegationTokenResponse = { errorCode: r.int16(), expiryTimestampMs: r.int64(), throttleTimeMs: r.int32() };
  if (f) r.skipTags();
  return m;
}

export function writeExpireDelegationTokenResponse(w: ByteWriter, m: ExpireDelegationTokenResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ExpireDelegationTokenResponse', v);
  const f = v === 2;
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
  if (f) w.uvarint(0);
}
