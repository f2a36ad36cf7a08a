// Generated from describe-producers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeProducersRequest {
  topics: DescribeProducersRequestTopicRequest[];
}

export interface DescribeProducersRequestTopicRequest {
  name: string;
  partitionIndexes: number[];
}

export function newDescribeProducersRequest(fields?: Partial<DescribeProducersRequest>): DescribeProducersRequest {
  const m: DescribeProducersRequest = { topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeProducersRequestTopicRequest(fields?: Partial<DescribeProducersRequestTopicRequest>): DescribeProducersRequestTopicRequest {
  const m: DescribeProducersRequestTopicRequest = { name: '', partitionIndexes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeProducersRequest(r: ByteReader, v: number): DescribeProducersRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeProducersRequest', v);
  const m: DescribeProducersRequest = { topics: readDescribeProducersRequestTopicRequestArray(r, v, r.compactArrayLength(3)) };
  r.skipTags();
  return m;
}

export function writeDescribeProducersRequest(w: ByteWriter, m: DescribeProducersRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeProducersRequest', v);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeProducersRequestTopicRequest(w, e, v);
  w.uvarint(0);
}

function readDescribeProducersRequestTopicRequest(r: ByteReader, v: number): DescribeProducersRequestTopicRequest {
  const m: DescribeProducersRequestTopicRequest = { name: r.compactString(), partitionIndexes: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeDescribeProducersRequestTopicRequest(w: ByteWriter, m: DescribeProducersRequestTopicRequest, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitionIndexes.length); for (const e of m.partitionIndexes) w.int32(e);
  w.uvarint(0);
}

function readDescribeProducersRequestTopicRequestArray(r: ByteReader, v: number, n: number): DescribeProducersRequestTopicRequest[] {
  const a: DescribeProducersRequestTopicRequest[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeProducersRequestTopicRequest(r, v));
  return a;
}
