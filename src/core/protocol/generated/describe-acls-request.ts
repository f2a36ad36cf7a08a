// Generated from describe-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeAclsRequest {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
}

export function newDescribeAclsRequest(fields?: Partial<DescribeAclsRequest>): DescribeAclsRequest {
  const m: DescribeAclsRequest = {
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

export function readDescribeAclsRequest(r: ByteReader, v: number): DescribeAclsRequest {
  if (v < 1 || v > 3) throw unreadableVersion('DescribeAclsRequest', v);
  const f = v >= 2;
  const m: DescribeAclsRequest = {
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

export function writeDescribeAclsRequest(w: ByteWriter, m: DescribeAclsRequest, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DescribeAclsRequest', v);
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
