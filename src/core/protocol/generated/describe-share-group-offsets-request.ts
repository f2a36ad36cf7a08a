// Generated from describe-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeShareGroupOffsetsRequest {
  groups: DescribeShareGroupOffsetsRequestGroup[];
}

export interface DescribeShareGroupOffsetsRequestGroup {
  groupId: string;
  topics: DescribeShareGroupOffsetsRequestTopic[] | null;
}

export interface DescribeShareGroupOffsetsRequestTopic {
  topicName: string;
  partitions: number[];
}

export function newDescribeShareGroupOffsetsRequest(fields?: Partial<DescribeShareGroupOffsetsRequest>): DescribeShareGroupOffsetsRequest {
  const m: DescribeShareGroupOffsetsRequest = { groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeShareGroupOffsetsRequestGroup(fields?: Partial<DescribeShareGroupOffsetsRequestGroup>): DescribeShareGroupOffsetsRequestGroup {
  const m: DescribeShareGroupOffsetsRequestGroup = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeShareGroupOffsetsRequestTopic(fields?: Partial<DescribeShareGroupOffsetsRequestTopic>): DescribeShareGroupOffsetsRequestTopic {
  const m: DescribeShareGroupOffsetsRequestTopic = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeShareGroupOffsetsRequest(r: ByteReader, v: number): DescribeShareGroupOffsetsRequest {
  if (v < 0 || v > 1) throw unreadableVersion('DescribeShareGroupOffsetsRequest', v);
  const m: DescribeShareGroupOffsetsRequest = { groups: readDescribeShareGroupOffsetsRequestGroupArray(r, v, r.compactArrayLength(3)) };
  r.skipTags();
  return m;
}

export function writeDescribeShareGroupOffsetsRequest(w: ByteWriter, m: DescribeShareGroupOffsetsRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('DescribeShareGroupOffsetsRequest', v);
  w.compactArrayLength(m.groups.length); for (const e of m.groups) writeDescribeShareGroupOffsetsRequestGroup(w, e, v);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsRequestGroup(r: ByteReader, v: number): DescribeShareGroupOffsetsRequestGroup {
  const m: DescribeShareGroupOffsetsRequestGroup = {
    groupId: r.compactString(),
    topics: readDescribeShareGroupOffsetsRequestTopicArrayOrNull(r, v, r.compactNullableArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeDescribeShareGroupOffsetsRequestGroup(w: ByteWriter, m: DescribeShareGroupOffsetsRequestGroup, v: number): void {
  w.compactString(m.groupId);
  if (m.topics === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeShareGroupOffsetsRequestTopic(w, e, v); }
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsRequestTopic(r: ByteReader, v: number): DescribeShareGroupOffsetsRequestTopic {
  const m: DescribeShareGroupOffsetsRequestTopic = { topicName: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeDescribeShareGroupOffsetsRequestTopic(w: ByteWriter, m: DescribeShareGroupOffsetsRequestTopic, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsRequestGroupArray(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsRequestGroup[] {
  const a: DescribeShareGroupOffsetsRequestGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeShareGroupOffsetsRequestGroup(r, v));
  return a;
}

function readDescribeShareGroupOffsetsRequestTopicArrayOrNull(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsRequestTopic[] | null {
  return n < 0 ? null : readDescribeShareGroupOffsetsRequestTopicArray(r, v, n);
}

function readDescribeShareGroupOffsetsRequestTopicArray(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsRequestTopic[] {
  const a: DescribeShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeShareGroupOffsetsRequestTopic(r, v));
  return a;
}
