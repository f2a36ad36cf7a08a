// Generated from expire-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ExpireDelegationTokenRequest {
  hmac: Uint8Array;
  expiryTimePeriodMs: number;
}

export function newExpireDelegationTokenRequest(fields?: Partial<ExpireDelegationTokenRequest>): ExpireDelegationTokenRequest {
  const m: ExpireDelegationTokenRequest = { hmac: NO_BYTES, expiryTimePeriodMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readExpireDelegationTokenRequest(r: ByteReader, v: number): ExpireDelegationTokenRequest {
  if (v < 1 || v > 2) throw unreadableVersion('ExpireDelegationTokenRequest', v);
  const f = v === 2;
  const m: ExpireDelegationTokenRequest = { hmac: (f ? r.compactBytes() : r.bytes()), expiryTimePeriodMs: r.int64() };
  if (f) r.skipTags();
  return m;
}

export function writeExpireDelegationTokenRequest(w: ByteWriter, m: ExpireDelegationTokenRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ExpireDelegationTokenRequest', v);
  const f = v === 2;
  if (f) w.compactBytes(m.hmac); else w.bytes(m.hmac);
  w.int64(m.expiryTimePeriodMs);
  if (f) w.uvarint(0);
}
