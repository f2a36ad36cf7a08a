// Generated from create-delegation-token.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface CreateDelegationTokenRequest {
  ownerPrincipalType: string | null;
  ownerPrincipalName: string | null;
  renewers: CreateDelegationTokenRequestCreatableRenewers[];
  maxLifetimeMs: number;
}

export interface CreateDelegationTokenRequestCreatableRenewers {
  principalType: string;
  principalName: string;
}

export function newCreateDelegationTokenRequest(fields?: Partial<CreateDelegationTokenRequest>): CreateDelegationTokenRequest {
  const m: CreateDelegationTokenRequest = { ownerPrincipalType: '', ownerPrincipalName: '', renewers: [], maxLifetimeMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateDelegationTokenRequestCreatableRenewers(fields?: Partial<CreateDelegationTokenRequestCreatableRenewers>): CreateDelegationTokenRequestCreatableRenewers {
  const m: CreateDelegationTokenRequestCreatableRenewers = { principalType: '', principalName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateDelegationTokenRequest(r: ByteReader, v: number): CreateDelegationTokenRequest {
  if (v < 1 || v > 3) throw unreadableVersion('CreateDelegationTokenRequest', v);
  const f = v >= 2;
  const m: CreateDelegationTokenRequest = {
    ownerPrincipalType: v === 3 ? r.compactNullableString() : '',
    ownerPrincipalName: v === 3 ? r.compactNullableString() : '',
    renewers: readCreateDelegationTokenRequestCreatableRenewersArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
    maxLifetimeMs: r.int64(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateDelegationTokenRequest(w: ByteWriter, m: CreateDelegationTokenRequest, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('CreateDelegationTokenRequest', v);
  const f = v >= 2;
  if (v === 3) w.compactNullableString(m.ownerPrincipalType); else { if (m.ownerPrincipalType !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalType', v); }
  if (v === 3) w.compactNullableString(m.ownerPrincipalName); else { if (m.ownerPrincipalName !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalName', v); }
  if (f) w.compactArrayLength(m.renewers.length); else w.arrayLength(m.renewers.length); for (const e of m.renewers) writeCreateDelegationTokenRequestCreatableRenewers(w, e, v);
  w.int64(m.maxLifetimeMs);
  if (f) w.uvarint(0);
}

function readCreateDelegationTokenRequestCreatableRenewers(r: ByteReader, v: number): CreateDelegationTokenRequestCreatableRenewers {
  const f = v >= 2;
  const m: CreateDelegationTokenRequestCreatableRenewers = {
    principalType: (f ? r.compactString() : r.string()),
    principalName: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreateDelegationTokenRequestCreatableRenewers(w: ByteWriter, m: CreateDelegationTokenRequestCreatableRenewers, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.principalType); else w.string(m.principalType);
  if (f) w.compactString(m.principalName); else w.string(m.principalName);
  if (f) w.uvarint(0);
}

function readCreateDelegationTokenRequestCreatableRenewersArray(r: ByteReader, v: number, n: number): CreateDelegationTokenRequestCreatableRenewers[] {
  const a: CreateDelegationTokenRequestCreatableRenewers[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateDelegationTokenRequestCreatableRenewers(r, v));
  return a;
}
