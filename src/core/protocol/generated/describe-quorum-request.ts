// Generated from describe-quorum.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeQuorumRequest {
  topics: DescribeQuorumRequestTopicData[];
}

export interface DescribeQuorumRequestTopicData {
  topicName: string;
  partitions: DescribeQuorumRequestPartitionData[];
}

export interface DescribeQuorumRequestPartitionData {
  partitionIndex: number;
}

export function newDescribeQuorumRequest(fields?: Partial<DescribeQuorumRequest>): DescribeQuorumRequest {
  const m: DescribeQuorumRequest = { topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumRequestTopicData(fields?: Partial<DescribeQuorumRequestTopicData>): DescribeQuorumRequestTopicData {
  const m: DescribeQuorumRequestTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeQuorumRequestPartitionData(fields?: Partial<DescribeQuorumRequestPartitionData>): DescribeQuorumRequestPartitionData {
  const m: DescribeQuorumRequestPartitionData = { partitionIndex: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeQuorumRequest(r: ByteReader, v: number): DescribeQuorumRequest {
  if (v < 0 || v > 2) throw unreadableVersion('DescribeQuorumRequest', v);
  const m: DescribeQuorumRequest = { topics: readDescribeQuorumRequestTopicDataArray(r, v, r.compactArrayLength(3)) };
  r.skipTags();
  return m;
}

export function writeDescribeQuorumRequest(w: ByteWriter, m: DescribeQuorumRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DescribeQuorumRequest', v);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeQuorumRequestTopicData(w, e, v);
  w.uvarint(0);
}

function readDescribeQuorumRequestTopicData(r: ByteReader, v: number): DescribeQuorumRequestTopicData {
  const m: DescribeQuorumRequestTopicData = {
    topicName: r.compactString(),
    partitions: readDescribeQuorumRequestPartitionDataArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

function writeDescribeQuorumRequestTopicData(w: ByteWriter, m: DescribeQuorumRequestTopicData, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeQuorumRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readDescribeQuorumRequestPartitionData(r: ByteReader, v: number): DescribeQuorumRequestPartitionData {
  const m: DescribeQuorumRequestPartitionData = { partitionIndex: r.int32() };
  r.skipTags();
  return m;
}

function writeDescribeQuorumRequestPartitionData(w: ByteWriter, m: DescribeQuorumRequestPartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function readDescribeQuorumRequestTopicDataArray(r: ByteReader, v: number, n: number): DescribeQuorumRequestTopicData[] {
  const a: DescribeQuorumRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumRequestTopicData(r, v));
  return a;
}

function readDescribeQuorumRequestPartitionDataArray(r: ByteReader, v: number, n: number): DescribeQuorumRequestPartitionData[] {
  const a: DescribeQuorumRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeQuorumRequestPartitionData(r, v));
  return a;
}
