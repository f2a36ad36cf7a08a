// Generated from describe-topic-partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeTopicPartitionsRequest {
  topics: DescribeTopicPartitionsRequestTopicRequest[];
  responsePartitionLimit: number;
  cursor: DescribeTopicPartitionsRequestCursor | null;
}

export interface DescribeTopicPartitionsRequestTopicRequest {
  name: string;
}

export interface DescribeTopicPartitionsRequestCursor {
  topicName: string;
  partitionIndex: number;
}

export function newDescribeTopicPartitionsRequest(fields?: Partial<DescribeTopicPartitionsRequest>): DescribeTopicPartitionsRequest {
  const m: DescribeTopicPartitionsRequest = { topics: [], responsePartitionLimit: 2000, cursor: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTopicPartitionsRequestTopicRequest(fields?: Partial<DescribeTopicPartitionsRequestTopicRequest>): DescribeTopicPartitionsRequestTopicRequest {
  const m: DescribeTopicPartitionsRequestTopicRequest = { name: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTopicPartitionsRequestCursor(fields?: Partial<DescribeTopicPartitionsRequestCursor>): DescribeTopicPartitionsRequestCursor {
  const m: DescribeTopicPartitionsRequestCursor = { topicName: '', partitionIndex: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeTopicPartitionsRequest(r: ByteReader, v: number): DescribeTopicPartitionsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeTopicPartitionsRequest', v);
  const m: DescribeTopicPartitionsRequest = {
    topics: readDescribeTopicPartitionsRequestTopicRequestArray(r, v, r.compactArrayLength(2)),
    responsePartitionLimit: r.int32(),
    cursor: (r.int8() < 0 ? null : readDescribeTopicPartitionsRequestCursor(r, v)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeTopicPartitionsRequest(w: ByteWriter, m: DescribeTopicPartitionsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeTopicPartitionsRequest', v);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeTopicPartitionsRequestTopicRequest(w, e, v);
  w.int32(m.responsePartitionLimit);
  if (m.cursor === null) w.int8(-1); else { w.int8(1); writeDescribeTopicPartitionsRequestCursor(w, m.cursor, v); }
  w.uvarint(0);
}

function readDescribeTopicPartitionsRequestTopicRequest(r: ByteReader, v: number): DescribeTopicPartitionsRequestTopicRequest {
  const m: DescribeTopicPartitionsRequestTopicRequest = { name: r.compactString() };
  r.skipTags();
  return m;
}

function writeDescribeTopicPartitionsRequestTopicRequest(w: ByteWriter, m: DescribeTopicPartitionsRequestTopicRequest, v: number): void {
  w.compactString(m.name);
  w.uvarint(0);
}

function readDescribeTopicPartitionsRequestCursor(r: ByteReader, v: number): DescribeTopicPartitionsRequestCursor {
  const m: DescribeTopicPartitionsRequestCursor = { topicName: r.compactString(), partitionIndex: r.int32() };
  r.skipTags();
  return m;
}

function writeDescribeTopicPartitionsRequestCursor(w: ByteWriter, m: DescribeTopicPartitionsRequestCursor, v: number): void {
  w.compactString(m.topicName);
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function readDescribeTopicPartitionsRequestTopicRequestArray(r: ByteReader, v: number, n: number): DescribeTopicPartitionsRequestTopicRequest[] {
  const a: DescribeTopicPartitionsRequestTopicRequest[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeTopicPartitionsRequestTopicRequest(r, v));
  return a;
}
