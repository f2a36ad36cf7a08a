// Generated from list-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ListGroupsRequest {
  statesFilter: string[];
  typesFilter: string[];
}

export function newListGroupsRequest(fields?: Partial<ListGroupsRequest>): ListGroupsRequest {
  const m: ListGroupsRequest = { statesFilter: [], typesFilter: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListGroupsRequest(r: ByteReader, v: number): ListGroupsRequest {
  if (v < 0 || v > 5) throw unreadableVersion('ListGroupsRequest', v);
  const f = v >= 3;
  const m: ListGroupsRequest = {
    statesFilter: v >= 4 ? compactStrings(r, r.compactArrayLength(1)) : [],
    typesFilter: v === 5 ? compactStrings(r, r.compactArrayLength(1)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeListGroupsRequest(w: ByteWriter, m: ListGroupsRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('ListGroupsRequest', v);
  const f = v >= 3;
  if (v >= 4) { w.compactArrayLength(m.statesFilter.length); for (const e of m.statesFilter) w.compactString(e); } else { if (m.statesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.statesFilter', v); }
  if (v === 5) { w.compactArrayLength(m.typesFilter.length); for (const e of m.typesFilter) w.compactString(e); } else { if (m.typesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.typesFilter', v); }
  if (f) w.uvarint(0);
}
