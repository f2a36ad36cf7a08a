// Generated from create-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreateAclsResponse {
  throttleTimeMs: number;
  results: CreateAclsResponseAclCreationResult[];
}

export interface CreateAclsResponseAclCreationResult {
  errorCode: number;
  errorMessage: string | null;
}

export function newCreateAclsResponse(fields?: Partial<CreateAclsResponse>): CreateAclsResponse {
  const m: CreateAclsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateAclsResponseAclCreationResult(fields?: Partial<CreateAclsResponseAclCreationResult>): CreateAclsResponseAclCreationResult {
  const m: CreateAclsResponseAclCreationResult = { errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateAclsResponse(r: ByteReader, v: number): CreateAclsResponse {
  if (v < 1 || v > 3) throw unreadableVersion('CreateAclsResponse', v);
  const f = v >= 2;
  const m: CreateAclsResponse = {
    throttleTimeMs: r.int32(),
    results: readCreateAclsResponseAclCreationResultArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateAclsResponse(w: ByteWriter, m: CreateAclsResponse, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('CreateAclsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeCreateAclsResponseAclCreationResult(w, e, v);
  if (f) w.uvarint(0);
}

function readCreateAclsResponseAclCreationResult(r: ByteReader, v: number): CreateAclsResponseAclCreationResult {
  const f = v >= 2;
  const m: CreateAclsResponseAclCreationResult = { errorCode: r.int16(), errorMessage: (f ? r.compactNullableString() : r.nullableString()) };
  if (f) r.skipTags();
  return m;
}

function writeCreateAclsResponseAclCreationResult(w: ByteWriter, m: CreateAclsResponseAclCreationResult, v: number): void {
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.uvarint(0);
}

function readCreateAclsResponseAclCreationResultArray(r: ByteReader, v: number, n: number): CreateAclsResponseAclCreationResult[] {
  const a: CreateAclsResponseAclCreationResult[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateAclsResponseAclCreationResult(r, v));
  return a;
}
