// Generated from delete-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, strings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteGroupsRequest {
  groupsNames: string[];
}

export function newDeleteGroupsRequest(fields?: Partial<DeleteGroupsRequest>): DeleteGroupsRequest {
  const m: DeleteGroupsRequest = { groupsNames: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteGroupsRequest(r: ByteReader, v: number): DeleteGroupsRequest {
  if (v < 0 || v > 3) throw unreadableVersion('DeleteGroupsRequest', v);
  const f = v >= 2;
  const m: DeleteGroupsRequest = {
    groupsNames: (f ? compactStrings : strings)(r, f ? r.compactArrayLength(1) : r.arrayLength(2)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteGroupsRequest(w: ByteWriter, m: DeleteGroupsRequest, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('DeleteGroupsRequest', v);
  const f = v >= 2;
  if (f) w.compactArrayLength(m.groupsNames.length); else w.arrayLength(m.groupsNames.length); for (const e of m.groupsNames) if (f) w.compactString(e); else w.string(e);
  if (f) w.uvarint(0);
}
