// Generated from alter-user-scram-credentials.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterUserScramCredentialsRequest {
  deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[];
  upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[];
}

export interface AlterUserScramCredentialsRequestScramCredentialDeletion {
  name: string;
  mechanism: number;
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertion {
  name: string;
  mechanism: number;
  iterations: number;
  salt: Uint8Array;
  saltedPassword: Uint8Array;
}

export function newAlterUserScramCredentialsRequest(fields?: Partial<AlterUserScramCredentialsRequest>): AlterUserScramCredentialsRequest {
  const m: AlterUserScramCredentialsRequest = { deletions: [], upsertions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterUserScramCredentialsRequestScramCredentialDeletion(fields?: Partial<AlterUserScramCredentialsRequestScramCredentialDeletion>): AlterUserScramCredentialsRequestScramCredentialDeletion {
  const m: AlterUserScramCredentialsRequestScramCredentialDeletion = { name: '', mechanism: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterUserScramCredentialsRequestScramCredentialUpsertion(fields?: Partial<AlterUserScramCredentialsRequestScramCredentialUpsertion>): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  const m: AlterUserScramCredentialsRequestScramCredentialUpsertion = { name: '', mechanism: 0, iterations: 0, salt: NO_BYTES, saltedPassword: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterUserScramCredentialsRequest(r: ByteReader, v: number): AlterUserScramCredentialsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('AlterUserScramCredentialsRequest', v);
  const m: AlterUserScramCredentialsRequest = {
    deletions: readAlterUserScramCredentialsRequestScramCredentialDeletionArray(r, v, r.compactArrayLength(3)),
    upsertions: readAlterUserScramCredentialsRequestScramCredentialUpsertionArray(r, v, r.compactArrayLength(9)),
  };
  r.skipTags();
  return m;
}

export function writeAlterUserScramCredentialsRequest(w: ByteWriter, m: AlterUserScramCredentialsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AlterUserScramCredentialsRequest', v);
  w.compactArrayLength(m.deletions.length); for (const e of m.deletions) writeAlterUserScramCredentialsRequestScramCredentialDeletion(w, e, v);
  w.compactArrayLength(m.upsertions.length); for (const e of m.upsertions) writeAlterUserScramCredentialsRequestScramCredentialUpsertion(w, e, v);
  w.uvarint(0);
}

function readAlterUserScramCredentialsRequestScramCredentialDeletion(r: ByteReader, v: number): AlterUserScramCredentialsRequestScramCredentialDeletion {
  const m: AlterUserScramCredentialsRequestScramCredentialDeletion = { name: r.compactString(), mechanism: r.int8() };
  r.skipTags();
  return m;
}

function writeAlterUserScramCredentialsRequestScramCredentialDeletion(w: ByteWriter, m: AlterUserScramCredentialsRequestScramCredentialDeletion, v: number): void {
  w.compactString(m.name);
  w.int8(m.mechanism);
  w.uvarint(0);
}

function readAlterUserScramCredentialsRequestScramCredentialUpsertion(r: ByteReader, v: number): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  const m: AlterUserScramCredentialsRequestScramCredentialUpsertion = {
    name: r.compactString(),
    mechanism: r.int8(),
    iterations: r.int32(),
    salt: r.compactBytes(),
    saltedPassword: r.compactBytes(),
  };
  r.skipTags();
  return m;
}

function writeAlterUserScramCredentialsRequestScramCredentialUpsertion(w: ByteWriter, m: AlterUserScramCredentialsRequestScramCredentialUpsertion, v: number): void {
  w.compactString(m.name);
  w.int8(m.mechanism);
  w.int32(m.iterations);
  w.compactBytes(m.salt);
  w.compactBytes(m.saltedPassword);
  w.uvarint(0);
}

function readAlterUserScramCredentialsRequestScramCredentialDeletionArray(r: ByteReader, v: number, n: number): AlterUserScramCredentialsRequestScramCredentialDeletion[] {
  const a: AlterUserScramCredentialsRequestScramCredentialDeletion[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterUserScramCredentialsRequestScramCredentialDeletion(r, v));
  return a;
}

function readAlterUserScramCredentialsRequestScramCredentialUpsertionArray(r: ByteReader, v: number, n: number): AlterUserScramCredentialsRequestScramCredentialUpsertion[] {
  const a: AlterUserScramCredentialsRequestScramCredentialUpsertion[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterUserScramCredentialsRequestScramCredentialUpsertion(r, v));
  return a;
}
