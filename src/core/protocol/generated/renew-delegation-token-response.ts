// Generated from renew-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface RenewDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
}

export function newRenewDelegationTokenResponse(fields?: Partial<RenewDelegationTokenResponse>): RenewDelegationTokenResponse {
  const m: RenewDelegationTokenResponse = { errorCode: 0, expiryTimestampMs: 0, throttleTimeMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRenewDelegationTokenResponse(r: ByteReader, v: number): RenewDelegationTokenResponse {
  if (v < 1 || v > 2) throw unreadableVersion('RenewDelegationTokenResponse', v);
  const f = v === 2;
  const m: RenewDelegationTokenResponse = { errorCode: r.int16(), expiryTimestampMs: r.int64(), throttleTimeMs: r.int32() };
  if (f) r.skipTags();
  return m;
}

export function writeRenewDelegationTokenResponse(w: ByteWriter, m: RenewDelegationTokenResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('RenewDelegationTokenResponse', v);
  const f = v === 2;
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
  if (f) w.uvarint(0);
}
