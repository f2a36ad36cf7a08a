// Generated from list-groups.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ListGroupsResponse {
  throttleTimeMs: number;
  errorCode: number;
  groups: ListGroupsResponseListedGroup[];
}

export interface ListGroupsResponseListedGroup {
  groupId: string;
  protocolType: string;
  groupState: string;
  groupType: string;
}

export function newListGroupsResponse(fields?: Partial<ListGroupsResponse>): ListGroupsResponse {
  const m: ListGroupsResponse = { throttleTimeMs: 0, errorCode: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListGroupsResponseListedGroup(fields?: Partial<ListGroupsResponseListedGroup>): ListGroupsResponseListedGroup {
  const m: ListGroupsResponseListedGroup = { groupId: '', protocolType: '', groupState: '', groupType: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListGroupsResponse(r: ByteReader, v: number): ListGroupsResponse {
  if (v < 0 || v > 5) throw unreadableVersion('ListGroupsResponse', v);
  const f = v >= 3;
  const m: ListGroupsResponse = {
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeListGroupsResponse(w: ByteWriter, m: ListGroupsResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('ListGroupsResponse', v);
  const f = v >= 3;
  if (v >= 1) w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.groups.length); else w.arrayLength(m.groups.length); for (const e of m.groups) writeListGroupsResponseListedGroup(w, e, v);
  if (f) w.uvarint(0);
}

function readListGroupsResponseListedGroup(r: ByteReader, v: number): ListGroupsResponseListedGroup {
  const f = v >= 3;
  const m: ListGroupsResponseListedGroup = {
    groupId: (f ? r.compactString() : r.string()),
    protocolType: (f ? r.compactString() : r.string()),
    groupState: v >= 4 ? r.compactString() : '',
    groupType: v === 5 ? r.compactString() : '',
  };
  if (f) r.skipTags();
  return m;
}

function writeListGroupsResponseListedGroup(w: ByteWriter, m: ListGroupsResponseListedGroup, v: number): void {
  const f = v >= 3;
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  if (f) w.compactString(m.protocolType); else w.string(m.protocolType);
  if (v >= 4) w.compactString(m.groupState);
  if (v === 5) w.compactString(m.groupType);
  if (f) w.uvarint(0);
}

function readListGroupsResponseListedGroupArray(r: ByteReader, v: number, n: number): ListGroupsResponseListedGroup[] {
  const a: ListGroupsResponseListedGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readListGroupsResponseListedGroup(r, v));
  return a;
}
