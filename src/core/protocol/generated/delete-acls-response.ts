// Generated from delete-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteAclsResponse {
  throttleTimeMs: number;
  filterResults: DeleteAclsResponseDeleteAclsFilterResult[];
}

export interface DeleteAclsResponseDeleteAclsFilterResult {
  errorCode: number;
  errorMessage: string | null;
  matchingAcls: DeleteAclsResponseDeleteAclsMatchingAcl[];
}

export interface DeleteAclsResponseDeleteAclsMatchingAcl {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  patternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newDeleteAclsResponse(fields?: Partial<DeleteAclsResponse>): DeleteAclsResponse {
  const m: DeleteAclsResponse = { throttleTimeMs: 0, filterResults: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteAclsResponseDeleteAclsFilterResult(fields?: Partial<DeleteAclsResponseDeleteAclsFilterResult>): DeleteAclsResponseDeleteAclsFilterResult {
  const m: DeleteAclsResponseDeleteAclsFilterResult = { errorCode: 0, errorMessage: '', matchingAcls: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteAclsResponseDeleteAclsMatchingAcl(fields?: Partial<DeleteAclsResponseDeleteAclsMatchingAcl>): DeleteAclsResponseDeleteAclsMatchingAcl {
  const m: DeleteAclsResponseDeleteAclsMatchingAcl = {
    errorCode: 0,
    errorMessage: '',
    resourceType: 0,
    resourceName: '',
    patternType: 3,
    principal: '',
    host: '',
    operation: 0,
    permissionType: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteAclsResponse(r: ByteReader, v: number): DeleteAclsResponse {
  if (v < 1 || v > 3) throw unreadableVersion('DeleteAclsResponse', v);
  const f = v >= 2;
  const m: DeleteAclsResponse = {
    throttleTimeMs: r.int32(),
    filterResults: readDeleteAclsResponseDeleteAclsFilterResultArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteAclsResponse(w: ByteWriter, m: DeleteAclsResponse, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DeleteAclsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.filterResults.length); else w.arrayLength(m.filterResults.length); for (const e of m.filterResults) writeDeleteAclsResponseDeleteAclsFilterResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteAclsResponseDeleteAclsFilterResult(r: ByteReader, v: number): DeleteAclsResponseDeleteAclsFilterResult {
  const f = v >= 2;
  const m: DeleteAclsResponseDeleteAclsFilterResult = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    matchingAcls: readDeleteAclsResponseDeleteAclsMatchingAclArray(r, v, f ? r.compactArrayLength(11) : r.arrayLength(14)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteAclsResponseDeleteAclsFilterResult(w: ByteWriter, m: DeleteAclsResponseDeleteAclsFilterResult, v: number): void {
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.compactArrayLength(m.matchingAcls.length); else w.arrayLength(m.matchingAcls.length); for (const e of m.matchingAcls) writeDeleteAclsResponseDeleteAclsMatchingAcl(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteAclsResponseDeleteAclsMatchingAcl(r: ByteReader, v: number): DeleteAclsResponseDeleteAclsMatchingAcl {
  const f = v >= 2;
  const m: DeleteAclsResponseDeleteAclsMatchingAcl = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    patternType: r.int8(),
    principal: (f ? r.compactString() : r.string()),
    host: (f ? r.compactString() : r.string()),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteAclsResponseDeleteAclsMatchingAcl(w: ByteWriter, m: DeleteAclsResponseDeleteAclsMatchingAcl, v: number): void {
  const f = v >= 2;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  w.int8(m.patternType);
  if (f) w.compactString(m.principal); else w.string(m.principal);
  if (f) w.compactString(m.host); else w.string(m.host);
  w.int8(m.operation);
  w.int8(m.permissionType);
  if (f) w.uvarint(0);
}

function readDeleteAclsResponseDeleteAclsFilterResultArray(r: ByteReader, v: number, n: number): DeleteAclsResponseDeleteAclsFilterResult[] {
  const a: DeleteAclsResponseDeleteAclsFilterResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteAclsResponseDeleteAclsFilterResult(r, v));
  return a;
}

function readDeleteAclsResponseDeleteAclsMatchingAclArray(r: ByteReader, v: number, n: number): DeleteAclsResponseDeleteAclsMatchingAcl[] {
  const a: DeleteAclsResponseDeleteAclsMatchingAcl[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteAclsResponseDeleteAclsMatchingAcl(r, v));
  return a;
}
