// Generated from delete-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteAclsRequest {
  filters: DeleteAclsRequestDeleteAclsFilter[];
}

export interface DeleteAclsRequestDeleteAclsFilter {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
}

export function newDeleteAclsRequest(fields?: Partial<DeleteAclsRequest>): DeleteAclsRequest {
  const m: DeleteAclsRequest = { filters: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteAclsRequestDeleteAclsFilter(fields?: Partial<DeleteAclsRequestDeleteAclsFilter>): DeleteAclsRequestDeleteAclsFilter {
  const m: DeleteAclsRequestDeleteAclsFilter = {
    resourceTypeFilter: 0,
    resourceNameFilter: '',
    patternTypeFilter: 3,
    principalFilter: '',
    hostFilter: '',
    operation: 0,
    permissionType: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteAclsRequest(r: ByteReader, v: number): DeleteAclsRequest {
  if (v < 1 || v > 3) throw unreadableVersion('DeleteAclsRequest', v);
  const f = v >= 2;
  const m: DeleteAclsRequest = {
    filters: readDeleteAclsRequestDeleteAclsFilterArray(r, v, f ? r.compactArrayLength(8) : r.arrayLength(10)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteAclsRequest(w: ByteWriter, m: DeleteAclsRequest, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DeleteAclsRequest', v);
  const f = v >= 2;
  if (f) w.compactArrayLength(m.filters.length); else w.arrayLength(m.filters.length); for (const e of m.filters) writeDeleteAclsRequestDeleteAclsFilter(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteAclsRequestDeleteAclsFilter(r: ByteReader, v: number): DeleteAclsRequestDeleteAclsFilter {
  const f = v >= 2;
  const m: DeleteAclsRequestDeleteAclsFilter = {
    resourceTypeFilter: r.int8(),
    resourceNameFilter: (f ? r.compactNullableString() : r.nullableString()),
    patternTypeFilter: r.int8(),
    principalFilter: (f ? r.compactNullableString() : r.nullableString()),
    hostFilter: (f ? r.compactNullableString() : r.nullableString()),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteAclsRequestDeleteAclsFilter(w: ByteWriter, m: DeleteAclsRequestDeleteAclsFilter, v: number): void {
  const f = v >= 2;
  w.int8(m.resourceTypeFilter);
  if (f) w.compactNullableString(m.resourceNameFilter); else w.nullableString(m.resourceNameFilter);
  w.int8(m.patternTypeFilter);
  if (f) w.compactNullableString(m.principalFilter); else w.nullableString(m.principalFilter);
  if (f) w.compactNullableString(m.hostFilter); else w.nullableString(m.hostFilter);
  w.int8(m.operation);
  w.int8(m.permissionType);
  if (f) w.uvarint(0);
}

function readDeleteAclsRequestDeleteAclsFilterArray(r: ByteReader, v: number, n: number): DeleteAclsRequestDeleteAclsFilter[] {
  const a: DeleteAclsRequestDeleteAclsFilter[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteAclsRequestDeleteAclsFilter(r, v));
  return a;
}
