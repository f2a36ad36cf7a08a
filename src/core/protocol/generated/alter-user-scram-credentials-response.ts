// Generated from alter-user-scram-credentials.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterUserScramCredentialsResponse {
  throttleTimeMs: number;
  results: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[];
}

export interface AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterUserScramCredentialsResponse(fields?: Partial<AlterUserScramCredentialsResponse>): AlterUserScramCredentialsResponse {
  const m: AlterUserScramCredentialsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(fields?: Partial<AlterUserScramCredentialsResponseAlterUserScramCredentialsResult>): AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  const m: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult = { user: '', errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterUserScramCredentialsResponse(r: ByteReader, v: number): AlterUserScramCredentialsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('AlterUserScramCredentialsResponse', v);
  const m: AlterUserScramCredentialsResponse = {
    throttleTimeMs: r.int32(),
    results: readAlterUserScramCredentialsResponseAlterUserScramCredentialsResultArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

export function writeAlterUserScramCredentialsResponse(w: ByteWriter, m: AlterUserScramCredentialsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AlterUserScramCredentialsResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(w, e, v);
  w.uvarint(0);
}

function readAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(r: ByteReader, v: number): AlterUserScramCredentialsResponseAlterUserScramCredentialsResult {
  const m: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult = { user: r.compactString(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(w: ByteWriter, m: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult, v: number): void {
  w.compactString(m.user);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readAlterUserScramCredentialsResponseAlterUserScramCredentialsResultArray(r: ByteReader, v: number, n: number): AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[] {
  const a: AlterUserScramCredentialsResponseAlterUserScramCredentialsResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterUserScramCredentialsResponseAlterUserScramCredentialsResult(r, v));
  return a;
}
