// Generated from offset-fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, notNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface OffsetFetchRequest {
  groupId: string;
  topics: OffsetFetchRequestTopic[] | null;
  groups: OffsetFetchRequestGroup[];
  requireStable: boolean;
}

export interface OffsetFetchRequestTopic {
  name: string;
  partitionIndexes: number[];
}

export interface OffsetFetchRequestGroup {
  groupId: string;
  memberId: string | null;
  memberEpoch: number;
  topics: OffsetFetchRequestTopics[] | null;
}

export interface OffsetFetchRequestTopics {
  name: string;
  topicId: string;
  partitionIndexes: number[];
}

export function newOffsetFetchRequest(fields?: Partial<OffsetFetchRequest>): OffsetFetchRequest {
  const m: OffsetFetchRequest = { groupId: '', topics: [], groups: [], requireStable: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchRequestTopic(fields?: Partial<OffsetFetchRequestTopic>): OffsetFetchRequestTopic {
  const m: OffsetFetchRequestTopic = { name: '', partitionIndexes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchRequestGroup(fields?: Partial<OffsetFetchRequestGroup>): OffsetFetchRequestGroup {
  const m: OffsetFetchRequestGroup = { groupId: '', memberId: null, memberEpoch: -1, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchRequestTopics(fields?: Partial<OffsetFetchRequestTopics>): OffsetFetchRequestTopics {
  const m: OffsetFetchRequestTopics = { name: '', topicId: ZERO_UUID, partitionIndexes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetFetchRequest(r: ByteReader, v: number): OffsetFetchRequest {
  if (v < 1 || v > 10) throw unreadableVersion('OffsetFetchRequest', v);
  const f = v >= 6;
  const m: OffsetFetchRequest = {
    groupId: v <= 7 ? (f ? r.compactString() : r.string()) : '',
    topics: v <= 7 ? readOffsetFetchRequestTopicArrayOrNull(r, v, f ? (v >= 2 ? r.compactNullableArrayLength(3) : r.compactArrayLength(3)) : (v >= 2 ? r.nullableArrayLength(6) : r.arrayLength(6))) : [],
    groups: v >= 8 ? readOffsetFetchRequestGroupArray(r, v, r.compactArrayLength(3)) : [],
    requireStable: v >= 7 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetFetchRequest(w: ByteWriter, m: OffsetFetchRequest, v: number): void {
  if (v < 1 || v > 10) throw unwritableVersion('OffsetFetchRequest', v);
  const f = v >= 6;
  if (v <= 7) { if (f) w.compactString(m.groupId); else w.string(m.groupId); } else { if (m.groupId !== '') throw unsupportedField('OffsetFetchRequest.groupId', v); }
  if (v <= 7) { if (v >= 2) { if (m.topics === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetFetchRequestTopic(w, e, v); } } else { const a = notNull(m.topics, 'topics'); if (f) w.compactArrayLength(a.length); else w.arrayLength(a.length); for (const e of a) writeOffsetFetchRequestTopic(w, e, v); } } else { if ((m.topics === null || m.topics.length !== 0)) throw unsupportedField('OffsetFetchRequest.topics', v); }
  if (v >= 8) { w.compactArrayLength(m.groups.length); for (const e of m.groups) writeOffsetFetchRequestGroup(w, e, v); } else { if (m.groups.length !== 0) throw unsupportedField('OffsetFetchRequest.groups', v); }
  if (v >= 7) w.bool(m.requireStable); else { if (m.requireStable !== false) throw unsupportedField('OffsetFetchRequest.requireStable', v); }
  if (f) w.uvarint(0);
}

function readOffsetFetchRequestTopic(r: ByteReader, v: number): OffsetFetchRequestTopic {
  const f = v >= 6;
  const m: OffsetFetchRequestTopic = {
    name: (f ? r.compactString() : r.string()),
    partitionIndexes: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetFetchRequestTopic(w: ByteWriter, m: OffsetFetchRequestTopic, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitionIndexes.length); else w.arrayLength(m.partitionIndexes.length); for (const e of m.partitionIndexes) w.int32(e);
  if (f) w.uvarint(0);
}

function readOffsetFetchRequestGroup(r: ByteReader, v: number): OffsetFetchRequestGroup {
  const m: OffsetFetchRequestGroup = {
    groupId: r.compactString(),
    memberId: v >= 9 ? r.compactNullableString() : null,
    memberEpoch: v >= 9 ? r.int32() : -1,
    topics: readOffsetFetchRequestTopicsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeOffsetFetchRequestGroup(w: ByteWriter, m: OffsetFetchRequestGroup, v: number): void {
  w.compactString(m.groupId);
  if (v >= 9) w.compactNullableString(m.memberId);
  if (v >= 9) w.int32(m.memberEpoch);
  if (m.topics === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.topics.length); for (const e of m.topics) writeOffsetFetchRequestTopics(w, e, v); }
  w.uvarint(0);
}

function readOffsetFetchRequestTopics(r: ByteReader, v: number): OffsetFetchRequestTopics {
  const m: OffsetFetchRequestTopics = {
    name: v <= 9 ? r.compactString() : '',
    topicId: v === 10 ? r.uuid() : ZERO_UUID,
    partitionIndexes: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeOffsetFetchRequestTopics(w: ByteWriter, m: OffsetFetchRequestTopics, v: number): void {
  if (v <= 9) w.compactString(m.name);
  if (v === 10) w.uuid(m.topicId);
  w.compactArrayLength(m.partitionIndexes.length); for (const e of m.partitionIndexes) w.int32(e);
  w.uvarint(0);
}

function readOffsetFetchRequestTopicArrayOrNull(r: ByteReader, v: number, n: number): OffsetFetchRequestTopic[] | null {
  return n < 0 ? null : readOffsetFetchRequestTopicArray(r, v, n);
}

function readOffsetFetchRequestTopicArray(r: ByteReader, v: number, n: number): OffsetFetchRequestTopic[] {
  const a: OffsetFetchRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchRequestTopic(r, v));
  return a;
}

function readOffsetFetchRequestGroupArray(r: ByteReader, v: number, n: number): OffsetFetchRequestGroup[] {
  const a: OffsetFetchRequestGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchRequestGroup(r, v));
  return a;
}

function readOffsetFetchRequestTopicsArrayOrNull(r: ByteReader, v: number, n: number): OffsetFetchRequestTopics[] | null {
  return n < 0 ? null : readOffsetFetchRequestTopicsArray(r, v, n);
}

function readOffsetFetchRequestTopicsArray(r: ByteReader, v: number, n: number): OffsetFetchRequestTopics[] {
  const a: OffsetFetchRequestTopics[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchRequestTopics(r, v));
  return a;
}
