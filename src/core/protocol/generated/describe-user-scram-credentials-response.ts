// Generated from describe-user-scram-credentials.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeUserScramCredentialsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  results: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[];
}

export interface DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
  credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[];
}

export interface DescribeUserScramCredentialsResponseCredentialInfo {
  mechanism: number;
  iterations: number;
}

export function newDescribeUserScramCredentialsResponse(fields?: Partial<DescribeUserScramCredentialsResponse>): DescribeUserScramCredentialsResponse {
  const m: DescribeUserScramCredentialsResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '', results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(fields?: Partial<DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult>): DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  const m: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult = { user: '', errorCode: 0, errorMessage: '', credentialInfos: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeUserScramCredentialsResponseCredentialInfo(fields?: Partial<DescribeUserScramCredentialsResponseCredentialInfo>): DescribeUserScramCredentialsResponseCredentialInfo {
  const m: DescribeUserScramCredentialsResponseCredentialInfo = { mechanism: 0, iterations: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeUserScramCredentialsResponse(r: ByteReader, v: number): DescribeUserScramCredentialsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeUserScramCredentialsResponse', v);
  const m: DescribeUserScramCredentialsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    results: readDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResultArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeUserScramCredentialsResponse(w: ByteWriter, m: DescribeUserScramCredentialsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeUserScramCredentialsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(w, e, v);
  w.uvarint(0);
}

function readDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(r: ByteReader, v: number): DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult {
  const m: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult = {
    user: r.compactString(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    credentialInfos: readDescribeUserScramCredentialsResponseCredentialInfoArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(w: ByteWriter, m: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult, v: number): void {
  w.compactString(m.user);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.credentialInfos.length); for (const e of m.credentialInfos) writeDescribeUserScramCredentialsResponseCredentialInfo(w, e, v);
  w.uvarint(0);
}

function readDescribeUserScramCredentialsResponseCredentialInfo(r: ByteReader, v: number): DescribeUserScramCredentialsResponseCredentialInfo {
  const m: DescribeUserScramCredentialsResponseCredentialInfo = { mechanism: r.int8(), iterations: r.int32() };
  r.skipTags();
  return m;
}

function writeDescribeUserScramCredentialsResponseCredentialInfo(w: ByteWriter, m: DescribeUserScramCredentialsResponseCredentialInfo, v: number): void {
  w.int8(m.mechanism);
  w.int32(m.iterations);
  w.uvarint(0);
}

function readDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResultArray(r: ByteReader, v: number, n: number): DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[] {
  const a: DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult(r, v));
  return a;
}

function readDescribeUserScramCredentialsResponseCredentialInfoArray(r: ByteReader, v: number, n: number): DescribeUserScramCredentialsResponseCredentialInfo[] {
  const a: DescribeUserScramCredentialsResponseCredentialInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeUserScramCredentialsResponseCredentialInfo(r, v));
  return a;
}
