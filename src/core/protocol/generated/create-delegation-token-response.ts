// Generated from create-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface CreateDelegationTokenResponse {
  errorCode: number;
  principalType: string;
  principalName: string;
  tokenRequesterPrincipalType: string;
  tokenRequesterPrincipalName: string;
  issueTimestampMs: number;
  expiryTimestampMs: number;
  maxTimestampMs: number;
  tokenId: string;
  hmac: Uint8Array;
  throttleTimeMs: number;
}

export function newCreateDelegationTokenResponse(fields?: Partial<CreateDelegationTokenResponse>): CreateDelegationTokenResponse {
  const m: CreateDelegationTokenResponse = {
    errorCode: 0,
    principalType: '',
    principalName: '',
    tokenRequesterPrincipalType: '',
    tokenRequesterPrincipalName: '',
    issueTimestampMs: 0,
    expiryTimestampMs: 0,
    maxTimestampMs: 0,
    tokenId: '',
    hmac: NO_BYTES,
    throttleTimeMs: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateDelegationTokenResponse(r: ByteReader, v: number): CreateDelegationTokenResponse {
  if (v < 1 || v > 3) throw unreadableVersion('CreateDelegationTokenResponse', v);
  const f = v >= 2;
  const m: CreateDelegationTokenResponse = {
    errorCode: r.int16(),
    principalType: (f ? r.compactString() : r.string()),
    principalName: (f ? r.compactString() : r.string()),
    tokenRequesterPrincipalType: v === 3 ? r.compactString() : '',
    tokenRequesterPrincipalName: v === 3 ? r.compactString() : '',
    issueTimestampMs: r.int64(),
    expiryTimestampMs: r.int64(),
    maxTimestampMs: r.int64(),
    tokenId: (f ? r.compactString() : r.string()),
    hmac: (f ? r.compactBytes() : r.bytes()),
    throttleTimeMs: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateDelegationTokenResponse(w: ByteWriter, m: CreateDelegationTokenResponse, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('CreateDelegationTokenResponse', v);
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactString(m.principalType); else w.string(m.principalType);
  if (f) w.compactString(m.principalName); else w.string(m.principalName);
  if (v === 3) w.compactString(m.tokenRequesterPrincipalType); else { if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalType', v); }
  if (v === 3) w.compactString(m.tokenRequesterPrincipalName); else { if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalName', v); }
  w.int64(m.issueTimestampMs);
  w.int64(m.expiryTimestampMs);
  w.int64(m.maxTimestampMs);
  if (f) w.compactString(m.tokenId); else w.string(m.tokenId);
  if (f) w.compactBytes(m.hmac); else w.bytes(m.hmac);
  w.int32(m.throttleTimeMs);
  if (f) w.uvarint(0);
}
