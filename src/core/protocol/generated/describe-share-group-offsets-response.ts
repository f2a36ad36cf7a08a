// Generated from describe-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeShareGroupOffsetsResponse {
  throttleTimeMs: number;
  groups: DescribeShareGroupOffsetsResponseGroup[];
}

export interface DescribeShareGroupOffsetsResponseGroup {
  groupId: string;
  topics: DescribeShareGroupOffsetsResponseTopic[];
  errorCode: number;
  errorMessage: string | null;
}

export interface DescribeShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  partitions: DescribeShareGroupOffsetsResponsePartition[];
}

export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  startOffset: number;
  leaderEpoch: number;
  lag: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newDescribeShareGroupOffsetsResponse(fields?: Partial<DescribeShareGroupOffsetsResponse>): DescribeShareGroupOffsetsResponse {
  const m: DescribeShareGroupOffsetsResponse = { throttleTimeMs: 0, groups: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeShareGroupOffsetsResponseGroup(fields?: Partial<DescribeShareGroupOffsetsResponseGroup>): DescribeShareGroupOffsetsResponseGroup {
  const m: DescribeShareGroupOffsetsResponseGroup = { groupId: '', topics: [], errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeShareGroupOffsetsResponseTopic(fields?: Partial<DescribeShareGroupOffsetsResponseTopic>): DescribeShareGroupOffsetsResponseTopic {
  const m: DescribeShareGroupOffsetsResponseTopic = { topicName: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeShareGroupOffsetsResponsePartition(fields?: Partial<DescribeShareGroupOffsetsResponsePartition>): DescribeShareGroupOffsetsResponsePartition {
  const m: DescribeShareGroupOffsetsResponsePartition = {
    partitionIndex: 0,
    startOffset: 0,
    leaderEpoch: 0,
    lag: -1,
    errorCode: 0,
    errorMessage: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeShareGroupOffsetsResponse(r: ByteReader, v: number): DescribeShareGroupOffsetsResponse {
  if (v < 0 || v > 1) throw unreadableVersion('DescribeShareGroupOffsetsResponse', v);
  const m: DescribeShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    groups: readDescribeShareGroupOffsetsResponseGroupArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeShareGroupOffsetsResponse(w: ByteWriter, m: DescribeShareGroupOffsetsResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('DescribeShareGroupOffsetsResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.groups.length); for (const e of m.groups) writeDescribeShareGroupOffsetsResponseGroup(w, e, v);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsResponseGroup(r: ByteReader, v: number): DescribeShareGroupOffsetsResponseGroup {
  const m: DescribeShareGroupOffsetsResponseGroup = {
    groupId: r.compactString(),
    topics: readDescribeShareGroupOffsetsResponseTopicArray(r, v, r.compactArrayLength(19)),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeDescribeShareGroupOffsetsResponseGroup(w: ByteWriter, m: DescribeShareGroupOffsetsResponseGroup, v: number): void {
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeShareGroupOffsetsResponseTopic(w, e, v);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsResponseTopic(r: ByteReader, v: number): DescribeShareGroupOffsetsResponseTopic {
  const m: DescribeShareGroupOffsetsResponseTopic = {
    topicName: r.compactString(),
    topicId: r.uuid(),
    partitions: readDescribeShareGroupOffsetsResponsePartitionArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

function writeDescribeShareGroupOffsetsResponseTopic(w: ByteWriter, m: DescribeShareGroupOffsetsResponseTopic, v: number): void {
  w.compactString(m.topicName);
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeShareGroupOffsetsResponsePartition(w, e, v);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsResponsePartition(r: ByteReader, v: number): DescribeShareGroupOffsetsResponsePartition {
  const m: DescribeShareGroupOffsetsResponsePartition = {
    partitionIndex: r.int32(),
    startOffset: r.int64(),
    leaderEpoch: r.int32(),
    lag: v === 1 ? r.int64() : -1,
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeDescribeShareGroupOffsetsResponsePartition(w: ByteWriter, m: DescribeShareGroupOffsetsResponsePartition, v: number): void {
  w.int32(m.partitionIndex);
  w.int64(m.startOffset);
  w.int32(m.leaderEpoch);
  if (v === 1) w.int64(m.lag);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readDescribeShareGroupOffsetsResponseGroupArray(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsResponseGroup[] {
  const a: DescribeShareGroupOffsetsResponseGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeShareGroupOffsetsResponseGroup(r, v));
  return a;
}

function readDescribeShareGroupOffsetsResponseTopicArray(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsResponseTopic[] {
  const a: DescribeShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeShareGroupOffsetsResponseTopic(r, v));
  return a;
}

function readDescribeShareGroupOffsetsResponsePartitionArray(r: ByteReader, v: number, n: number): DescribeShareGroupOffsetsResponsePartition[] {
  const a: DescribeShareGroupOffsetsResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeShareGroupOffsetsResponsePartition(r, v));
  return a;
}
