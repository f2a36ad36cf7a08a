// Generated from describe-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, strings, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeGroupsRequest {
  groups: string[];
  includeAuthorizedOperations: boolean;
}

export function newDescribeGroupsRequest(fields?: Partial<DescribeGroupsRequest>): DescribeGroupsRequest {
  const m: DescribeGroupsRequest = { groups: [], includeAuthorizedOperations: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeGroupsRequest(r: ByteReader, v: number): DescribeGroupsRequest {
  if (v < 0 || v > 6) throw unreadableVersion('DescribeGroupsRequest', v);
  const f = v >= 5;
  const m: DescribeGroupsRequest = {
    groups: (f ? compactStrings : strings)(r, f ? r.compactArrayLength(1) : r.arrayLength(2)),
    includeAuthorizedOperations: v >= 3 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeGroupsRequest(w: ByteWriter, m: DescribeGroupsRequest, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('DescribeGroupsRequest', v);
  const f = v >= 5;
  if (f) w.compactArrayLength(m.groups.length); else w.arrayLength(m.groups.length); for (const e of m.groups) if (f) w.compactString(e); else w.string(e);
  if (v >= 3) w.bool(m.includeAuthorizedOperations); else { if (m.includeAuthorizedOperations !== false) throw unsupportedField('DescribeGroupsRequest.includeAuthorizedOperations', v); }
  if (f) w.uvarint(0);
}
