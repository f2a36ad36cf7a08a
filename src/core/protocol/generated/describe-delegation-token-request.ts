// Generated from describe-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeDelegationTokenRequest {
  owners: DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] | null;
}

export interface DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  principalType: string;
  principalName: string;
}

export function newDescribeDelegationTokenRequest(fields?: Partial<DescribeDelegationTokenRequest>): DescribeDelegationTokenRequest {
  const m: DescribeDelegationTokenRequest = { owners: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeDelegationTokenRequestDescribeDelegationTokenOwner(fields?: Partial<DescribeDelegationTokenRequestDescribeDelegationTokenOwner>): DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  const m: DescribeDelegationTokenRequestDescribeDelegationTokenOwner = { principalType: '', principalName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeDelegationTokenRequest(r: ByteReader, v: number): DescribeDelegationTokenRequest {
  if (v < 1 || v > 3) throw unreadableVersion('DescribeDelegationTokenRequest', v);
  const f = v >= 2;
  const m: DescribeDelegationTokenRequest = {
    owners: readDescribeDelegationTokenRequestDescribeDelegationTokenOwnerArrayOrNull(r, v, f ? r.compactNullableArrayLength(3) : r.nullableArrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeDelegationTokenRequest(w: ByteWriter, m: DescribeDelegationTokenRequest, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DescribeDelegationTokenRequest', v);
  const f = v >= 2;
  if (m.owners === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.owners.length); else w.arrayLength(m.owners.length); for (const e of m.owners) writeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(w, e, v); }
  if (f) w.uvarint(0);
}

function readDescribeDelegationTokenRequestDescribeDelegationTokenOwner(r: ByteReader, v: number): DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  const f = v >= 2;
  const m: DescribeDelegationTokenRequestDescribeDelegationTokenOwner = {
    principalType: (f ? r.compactString() : r.string()),
    principalName: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(w: ByteWriter, m: DescribeDelegationTokenRequestDescribeDelegationTokenOwner, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.principalType); else w.string(m.principalType);
  if (f) w.compactString(m.principalName); else w.string(m.principalName);
  if (f) w.uvarint(0);
}

function readDescribeDelegationTokenRequestDescribeDelegationTokenOwnerArrayOrNull(r: ByteReader, v: number, n: number): DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] | null {
  return n < 0 ? null : readDescribeDelegationTokenRequestDescribeDelegationTokenOwnerArray(r, v, n);
}

function readDescribeDelegationTokenRequestDescribeDelegationTokenOwnerArray(r: ByteReader, v: number, n: number): DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] {
  const a: DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeDelegationTokenRequestDescribeDelegationTokenOwner(r, v));
  return a;
}
