// Generated from renew-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface RenewDelegationTokenRequest {
  hmac: Uint8Array;
  renewPeriodMs: number;
}

export function newRenewDelegationTokenRequest(fields?: Partial<RenewDelegationTokenRequest>): RenewDelegationTokenRequest {
  const m: RenewDelegationTokenRequest = { hmac: NO_BYTES, renewPeriodMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRenewDelegationTokenRequest(r: ByteReader, v: number): RenewDelegationTokenRequest {
  if (v < 1 || v > 2) throw unreadableVersion('RenewDelegationTokenRequest', v);
  const f = v === 2;
  const m: RenewDelegationTokenRequest = { hmac: (f ? r.compactBytes() : r.bytes()), renewPeriodMs: r.int64() };
  if (f) r.skipTags();
  return m;
}

export function writeRenewDelegationTokenRequest(w: ByteWriter, m: RenewDelegationTokenRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('RenewDelegationTokenRequest', v);
  const f = v === 2;
  if (f) w.compactBytes(m.hmac); else w.bytes(m.hmac);
  w.int64(m.renewPeriodMs);
  if (f) w.uvarint(0);
}
