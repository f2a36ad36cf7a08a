// Generated from share-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
}

export function newShareGroupDescribeRequest(fields?: Partial<ShareGroupDescribeRequest>): ShareGroupDescribeRequest {
  const m: ShareGroupDescribeRequest = { groupIds: [], includeAuthorizedOperations: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupDescribeRequest(r: ByteReader, v: number): ShareGroupDescribeRequest {
  if (v < 1 || v > 1) throw unreadableVersion('ShareGroupDescribeRequest', v);
  const m: ShareGroupDescribeRequest = {
    groupIds: compactStrings(r, r.compactArrayLength(1)),
    includeAuthorizedOperations: r.bool(),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupDescribeRequest(w: ByteWriter, m: ShareGroupDescribeRequest, v: number): void {
  if (v < 1 || v > 1) throw unwritableVersion('ShareGroupDescribeRequest', v);
  w.compactArrayLength(m.groupIds.length); for (const e of m.groupIds) w.compactString(e);
  w.bool(m.includeAuthorizedOperations);
  w.uvarint(0);
}
