// Generated from describe-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeDelegationTokenResponse {
  errorCode: number;
  tokens: DescribeDelegationTokenResponseDescribedDelegationToken[];
  throttleTimeMs: number;
}

export interface DescribeDelegationTokenResponseDescribedDelegationToken {
  principalType: string;
  principalName: string;
  tokenRequesterPrincipalType: string;
  tokenRequesterPrincipalName: string;
  issueTimestamp: number;
  expiryTimestamp: number;
  maxTimestamp: number;
  tokenId: string;
  hmac: Uint8Array;
  renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[];
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  principalType: string;
  principalName: string;
}

export function newDescribeDelegationTokenResponse(fields?: Partial<DescribeDelegationTokenResponse>): DescribeDelegationTokenResponse {
  const m: DescribeDelegationTokenResponse = { errorCode: 0, tokens: [], throttleTimeMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeDelegationTokenResponseDescribedDelegationToken(fields?: Partial<DescribeDelegationTokenResponseDescribedDelegationToken>): DescribeDelegationTokenResponseDescribedDelegationToken {
  const m: DescribeDelegationTokenResponseDescribedDelegationToken = {
    principalType: '',
    principalName: '',
    tokenRequesterPrincipalType: '',
    tokenRequesterPrincipalName: '',
    issueTimestamp: 0,
    expiryTimestamp: 0,
    maxTimestamp: 0,
    tokenId: '',
    hmac: NO_BYTES,
    renewers: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(fields?: Partial<DescribeDelegationTokenResponseDescribedDelegationTokenRenewer>): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  const m: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer = { principalType: '', principalName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeDelegationTokenResponse(r: ByteReader, v: number): DescribeDelegationTokenResponse {
  if (v < 1 || v > 3) throw unreadableVersion('DescribeDelegationTokenResponse', v);
  const f = v >= 2;
  const m: DescribeDelegationTokenResponse = {
    errorCode: r.int16(),
    tokens: readDescribeDelegationTokenResponseDescribedDelegationTokenArray(r, v, f ? r.compactArrayLength(30) : r.arrayLength(38)),
    throttleTimeMs: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeDelegationTokenResponse(w: ByteWriter, m: DescribeDelegationTokenResponse, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DescribeDelegationTokenResponse', v);
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.tokens.length); else w.arrayLength(m.tokens.length); for (const e of m.tokens) writeDescribeDelegationTokenResponseDescribedDelegationToken(w, e, v);
  w.int32(m.throttleTimeMs);
  if (f) w.uvarint(0);
}

function readDescribeDelegationTokenResponseDescribedDelegationToken(r: ByteReader, v: number): DescribeDelegationTokenResponseDescribedDelegationToken {
  const f = v >= 2;
  const m: DescribeDelegationTokenResponseDescribedDelegationToken = {
    principalType: (f ? r.compactString() : r.string()),
    principalName: (f ? r.compactString() : r.string()),
    tokenRequesterPrincipalType: v === 3 ? r.compactString() : '',
    tokenRequesterPrincipalName: v === 3 ? r.compactString() : '',
    issueTimestamp: r.int64(),
    expiryTimestamp: r.int64(),
    maxTimestamp: r.int64(),
    tokenId: (f ? r.compactString() : r.string()),
    hmac: (f ? r.compactBytes() : r.bytes()),
    renewers: readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeDelegationTokenResponseDescribedDelegationToken(w: ByteWriter, m: DescribeDelegationTokenResponseDescribedDelegationToken, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.principalType); else w.string(m.principalType);
  if (f) w.compactString(m.principalName); else w.string(m.principalName);
  if (v === 3) w.compactString(m.tokenRequesterPrincipalType); else { if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalType', v); }
  if (v === 3) w.compactString(m.tokenRequesterPrincipalName); else { if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalName', v); }
  w.int64(m.issueTimestamp);
  w.int64(m.expiryTimestamp);
  w.int64(m.maxTimestamp);
  if (f) w.compactString(m.tokenId); else w.string(m.tokenId);
  if (f) w.compactBytes(m.hmac); else w.bytes(m.hmac);
  if (f) w.compactArrayLength(m.renewers.length); else w.arrayLength(m.renewers.length); for (const e of m.renewers) writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(r: ByteReader, v: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  const f = v >= 2;
  const m: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer = {
    principalType: (f ? r.compactString() : r.string()),
    principalName: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(w: ByteWriter, m: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.principalType); else w.string(m.principalType);
  if (f) w.compactString(m.principalName); else w.string(m.principalName);
  if (f) w.uvarint(0);
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenArray(r: ByteReader, v: number, n: number): DescribeDelegationTokenResponseDescribedDelegationToken[] {
  const a: DescribeDelegationTokenResponseDescribedDelegationToken[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeDelegationTokenResponseDescribedDelegationToken(r, v));
  return a;
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray(r: ByteReader, v: number, n: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] {
  const a: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(r, v));
  return a;
}
