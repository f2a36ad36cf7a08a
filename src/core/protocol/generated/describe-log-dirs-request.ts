// Generated from describe-log-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeLogDirsRequest {
  topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null;
}

export interface DescribeLogDirsRequestDescribableLogDirTopic {
  topic: string;
  partitions: number[];
}

export function newDescribeLogDirsRequest(fields?: Partial<DescribeLogDirsRequest>): DescribeLogDirsRequest {
  const m: DescribeLogDirsRequest = { topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeLogDirsRequestDescribableLogDirTopic(fields?: Partial<DescribeLogDirsRequestDescribableLogDirTopic>): DescribeLogDirsRequestDescribableLogDirTopic {
  const m: DescribeLogDirsRequestDescribableLogDirTopic = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeLogDirsRequest(r: ByteReader, v: number): DescribeLogDirsRequest {
  if (v < 1 || v > 5) throw unreadableVersion('DescribeLogDirsRequest', v);
  const f = v >= 2;
  const m: DescribeLogDirsRequest = {
    topics: readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull(r, v, f ? r.compactNullableArrayLength(3) : r.nullableArrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeLogDirsRequest(w: ByteWriter, m: DescribeLogDirsRequest, v: number): void {
  if (v < 1 || v > 5) throw unwritableVersion('DescribeLogDirsRequest', v);
  const f = v >= 2;
  if (m.topics === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeDescribeLogDirsRequestDescribableLogDirTopic(w, e, v); }
  if (f) w.uvarint(0);
}

function readDescribeLogDirsRequestDescribableLogDirTopic(r: ByteReader, v: number): DescribeLogDirsRequestDescribableLogDirTopic {
  const f = v >= 2;
  const m: DescribeLogDirsRequestDescribableLogDirTopic = {
    topic: (f ? r.compactString() : r.string()),
    partitions: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeLogDirsRequestDescribableLogDirTopic(w: ByteWriter, m: DescribeLogDirsRequestDescribableLogDirTopic, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  if (f) w.uvarint(0);
}

function readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull(r: ByteReader, v: number, n: number): DescribeLogDirsRequestDescribableLogDirTopic[] | null {
  return n < 0 ? null : readDescribeLogDirsRequestDescribableLogDirTopicArray(r, v, n);
}

function readDescribeLogDirsRequestDescribableLogDirTopicArray(r: ByteReader, v: number, n: number): DescribeLogDirsRequestDescribableLogDirTopic[] {
  const a: DescribeLogDirsRequestDescribableLogDirTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeLogDirsRequestDescribableLogDirTopic(r, v));
  return a;
}
