// Generated from delete-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteGroupsResponse {
  throttleTimeMs: number;
  results: DeleteGroupsResponseDeletableGroupResult[];
}

export interface DeleteGroupsResponseDeletableGroupResult {
  groupId: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteGroupsResponse(fields?: Partial<DeleteGroupsResponse>): DeleteGroupsResponse {
  const m: DeleteGroupsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteGroupsResponseDeletableGroupResult(fields?: Partial<DeleteGroupsResponseDeletableGroupResult>): DeleteGroupsResponseDeletableGroupResult {
  const m: DeleteGroupsResponseDeletableGroupResult = { groupId: '', errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteGroupsResponse(r: ByteReader, v: number): DeleteGroupsResponse {
  if (v < 0 || v > 3) throw unreadableVersion('DeleteGroupsResponse', v);
  const f = v >= 2;
  const m: DeleteGroupsResponse = {
    throttleTimeMs: r.int32(),
    results: readDeleteGroupsResponseDeletableGroupResultArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteGroupsResponse(w: ByteWriter, m: DeleteGroupsResponse, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('DeleteGroupsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeDeleteGroupsResponseDeletableGroupResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteGroupsResponseDeletableGroupResult(r: ByteReader, v: number): DeleteGroupsResponseDeletableGroupResult {
  const f = v >= 2;
  const m: DeleteGroupsResponseDeletableGroupResult = {
    groupId: (f ? r.compactString() : r.string()),
    errorCode: r.int16(),
    errorMessage: v === 3 ? r.compactNullableString() : null,
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteGroupsResponseDeletableGroupResult(w: ByteWriter, m: DeleteGroupsResponseDeletableGroupResult, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  w.int16(m.errorCode);
  if (v === 3) w.compactNullableString(m.errorMessage);
  if (f) w.uvarint(0);
}

function readDeleteGroupsResponseDeletableGroupResultArray(r: ByteReader, v: number, n: number): DeleteGroupsResponseDeletableGroupResult[] {
  const a: DeleteGroupsResponseDeletableGroupResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteGroupsResponseDeletableGroupResult(r, v));
  return a;
}
