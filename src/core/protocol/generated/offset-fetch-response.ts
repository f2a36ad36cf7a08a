// Generated from offset-fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface OffsetFetchResponse {
  throttleTimeMs: number;
  topics: OffsetFetchResponseTopic[];
  errorCode: number;
  groups: OffsetFetchResponseGroup[];
}

export interface OffsetFetchResponseTopic {
  name: string;
  partitions: OffsetFetchResponsePartition[];
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}

export interface OffsetFetchResponseGroup {
  groupId: string;
  topics: OffsetFetchResponseTopics[];
  errorCode: number;
}

export interface OffsetFetchResponseTopics {
  name: string;
  topicId: string;
  partitions: OffsetFetchResponsePartitions[];
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}

export function newOffsetFetchResponse(fields?: Partial<OffsetFetchResponse>): OffsetFetchResponse {
  const m: OffsetFetchResponse = { throttleTimeMs: 0, topics: [], errorCode: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchResponseTopic(fields?: Partial<OffsetFetchResponseTopic>): OffsetFetchResponseTopic {
  const m: OffsetFetchResponseTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchResponsePartition(fields?: Partial<OffsetFetchResponsePartition>): OffsetFetchResponsePartition {
  const m: OffsetFetchResponsePartition = {
    partitionIndex: 0,
    committedOffset: 0,
    committedLeaderEpoch: -1,
    metadata: '',
    errorCode: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchResponseGroup(fields?: Partial<OffsetFetchResponseGroup>): OffsetFetchResponseGroup {
  const m: OffsetFetchResponseGroup = { groupId: '', topics: [], errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchResponseTopics(fields?: Partial<OffsetFetchResponseTopics>): OffsetFetchResponseTopics {
  const m: OffsetFetchResponseTopics = { name: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetFetchResponsePartitions(fields?: Partial<OffsetFetchResponsePartitions>): OffsetFetchResponsePartitions {
  const m: OffsetFetchResponsePartitions = {
    partitionIndex: 0,
    committedOffset: 0,
    committedLeaderEpoch: -1,
    metadata: '',
    errorCode: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetFetchResponse(r: ByteReader, v: number): OffsetFetchResponse {
  if (v < 1 || v > 10) throw unreadableVersion('OffsetFetchResponse', v);
  const f = v >= 6;
  const m: OffsetFetchResponse = {
    throttleTimeMs: v >= 3 ? r.int32() : 0,
    topics: v <= 7 ? readOffsetFetchResponseTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)) : [],
    errorCode: v >= 2 && v <= 7 ? r.int16() : 0,
    groups: v >= 8 ? readOffsetFetchResponseGroupArray(r, v, r.compactArrayLength(5)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetFetchResponse(w: ByteWriter, m: OffsetFetchResponse, v: number): void {
  if (v < 1 || v > 10) throw unwritableVersion('OffsetFetchResponse', v);
  const f = v >= 6;
  if (v >= 3) w.int32(m.throttleTimeMs);
  if (v <= 7) { if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetFetchResponseTopic(w, e, v); } else { if (m.topics.length !== 0) throw unsupportedField('OffsetFetchResponse.topics', v); }
  if (v >= 2 && v <= 7) w.int16(m.errorCode);
  if (v >= 8) { w.compactArrayLength(m.groups.length); for (const e of m.groups) writeOffsetFetchResponseGroup(w, e, v); } else { if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups', v); }
  if (f) w.uvarint(0);
}

function readOffsetFetchResponseTopic(r: ByteReader, v: number): OffsetFetchResponseTopic {
  const f = v >= 6;
  const m: OffsetFetchResponseTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: readOffsetFetchResponsePartitionArray(r, v, f ? r.compactArrayLength(20) : r.arrayLength(16)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetFetchResponseTopic(w: ByteWriter, m: OffsetFetchResponseTopic, v: number): void {
  const f = v >= 6;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetFetchResponsePartition(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetFetchResponsePartition(r: ByteReader, v: number): OffsetFetchResponsePartition {
  const f = v >= 6;
  const m: OffsetFetchResponsePartition = {
    partitionIndex: r.int32(),
    committedOffset: r.int64(),
    committedLeaderEpoch: v >= 5 ? r.int32() : -1,
    metadata: (f ? r.compactNullableString() : r.nullableString()),
    errorCode: r.int16(),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetFetchResponsePartition(w: ByteWriter, m: OffsetFetchResponsePartition, v: number): void {
  const f = v >= 6;
  w.int32(m.partitionIndex);
  w.int64(m.committedOffset);
  if (v >= 5) w.int32(m.committedLeaderEpoch);
  if (f) w.compactNullableString(m.metadata); else w.nullableString(m.metadata);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}

function readOffsetFetchResponseGroup(r: ByteReader, v: number): OffsetFetchResponseGroup {
  const m: OffsetFetchResponseGroup = {
    groupId: r.compactString(),
    topics: readOffsetFetchResponseTopicsArray(r, v, r.compactArrayLength(3)),
    errorCode: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeOffsetFetchResponseGroup(w: ByteWriter, m: OffsetFetchResponseGroup, v: number): void {
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeOffsetFetchResponseTopics(w, e, v);
  w.int16(m.errorCode);
  w.uvarint(0);
}

function readOffsetFetchResponseTopics(r: ByteReader, v: number): OffsetFetchResponseTopics {
  const m: OffsetFetchResponseTopics = {
    name: v <= 9 ? r.compactString() : '',
    topicId: v === 10 ? r.uuid() : ZERO_UUID,
    partitions: readOffsetFetchResponsePartitionsArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

function writeOffsetFetchResponseTopics(w: ByteWriter, m: OffsetFetchResponseTopics, v: number): void {
  if (v <= 9) w.compactString(m.name);
  if (v === 10) w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetFetchResponsePartitions(w, e, v);
  w.uvarint(0);
}

function readOffsetFetchResponsePartitions(r: ByteReader, v: number): OffsetFetchResponsePartitions {
  const m: OffsetFetchResponsePartitions = {
    partitionIndex: r.int32(),
    committedOffset: r.int64(),
    committedLeaderEpoch: r.int32(),
    metadata: r.compactNullableString(),
    errorCode: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeOffsetFetchResponsePartitions(w: ByteWriter, m: OffsetFetchResponsePartitions, v: number): void {
  w.int32(m.partitionIndex);
  w.int64(m.committedOffset);
  w.int32(m.committedLeaderEpoch);
  w.compactNullableString(m.metadata);
  w.int16(m.errorCode);
  w.uvarint(0);
}

function readOffsetFetchResponseTopicArray(r: ByteReader, v: number, n: number): OffsetFetchResponseTopic[] {
  const a: OffsetFetchResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchResponseTopic(r, v));
  return a;
}

function readOffsetFetchResponsePartitionArray(r: ByteReader, v: number, n: number): OffsetFetchResponsePartition[] {
  const a: OffsetFetchResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchResponsePartition(r, v));
  return a;
}

function readOffsetFetchResponseGroupArray(r: ByteReader, v: number, n: number): OffsetFetchResponseGroup[] {
  const a: OffsetFetchResponseGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchResponseGroup(r, v));
  return a;
}

function readOffsetFetchResponseTopicsArray(r: ByteReader, v: number, n: number): OffsetFetchResponseTopics[] {
  const a: OffsetFetchResponseTopics[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchResponseTopics(r, v));
  return a;
}

function readOffsetFetchResponsePartitionsArray(r: ByteReader, v: number, n: number): OffsetFetchResponsePartitions[] {
  const a: OffsetFetchResponsePartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetFetchResponsePartitions(r, v));
  return a;
}
