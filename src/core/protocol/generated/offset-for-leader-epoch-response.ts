// Generated from offset-for-leader-epoch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface OffsetForLeaderEpochResponse {
  throttleTimeMs: number;
  topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[];
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  topic: string;
  partitions: OffsetForLeaderEpochResponseEpochEndOffset[];
}

export interface OffsetForLeaderEpochResponseEpochEndOffset {
  errorCode: number;
  partition: number;
  leaderEpoch: number;
  endOffset: number;
}

export function newOffsetForLeaderEpochResponse(fields?: Partial<OffsetForLeaderEpochResponse>): OffsetForLeaderEpochResponse {
  const m: OffsetForLeaderEpochResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(fields?: Partial<OffsetForLeaderEpochResponseOffsetForLeaderTopicResult>): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  const m: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newOffsetForLeaderEpochResponseEpochEndOffset(fields?: Partial<OffsetForLeaderEpochResponseEpochEndOffset>): OffsetForLeaderEpochResponseEpochEndOffset {
  const m: OffsetForLeaderEpochResponseEpochEndOffset = { errorCode: 0, partition: 0, leaderEpoch: -1, endOffset: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetForLeaderEpochResponse(r: ByteReader, v: number): OffsetForLeaderEpochResponse {
  if (v < 2 || v > 4) throw unreadableVersion('OffsetForLeaderEpochResponse', v);
  const f = v === 4;
  const m: OffsetForLeaderEpochResponse = {
    throttleTimeMs: r.int32(),
    topics: readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeOffsetForLeaderEpochResponse(w: ByteWriter, m: OffsetForLeaderEpochResponse, v: number): void {
  if (v < 2 || v > 4) throw unwritableVersion('OffsetForLeaderEpochResponse', v);
  const f = v === 4;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(r: ByteReader, v: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  const f = v === 4;
  const m: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult = {
    topic: (f ? r.compactString() : r.string()),
    partitions: readOffsetForLeaderEpochResponseEpochEndOffsetArray(r, v, f ? r.compactArrayLength(19) : r.arrayLength(18)),
  };
  if (f) r.skipTags();
  return m;
}

function writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(w: ByteWriter, m: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult, v: number): void {
  const f = v === 4;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) writeOffsetForLeaderEpochResponseEpochEndOffset(w, e, v);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochResponseEpochEndOffset(r: ByteReader, v: number): OffsetForLeaderEpochResponseEpochEndOffset {
  const f = v === 4;
  const m: OffsetForLeaderEpochResponseEpochEndOffset = { errorCode: r.int16(), partition: r.int32(), leaderEpoch: r.int32(), endOffset: r.int64() };
  if (f) r.skipTags();
  return m;
}

function writeOffsetForLeaderEpochResponseEpochEndOffset(w: ByteWriter, m: OffsetForLeaderEpochResponseEpochEndOffset, v: number): void {
  const f = v === 4;
  w.int16(m.errorCode);
  w.int32(m.partition);
  w.int32(m.leaderEpoch);
  w.int64(m.endOffset);
  if (f) w.uvarint(0);
}

function readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray(r: ByteReader, v: number, n: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] {
  const a: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(r, v));
  return a;
}

function readOffsetForLeaderEpochResponseEpochEndOffsetArray(r: ByteReader, v: number, n: number): OffsetForLeaderEpochResponseEpochEndOffset[] {
  const a: OffsetForLeaderEpochResponseEpochEndOffset[] = [];
  for (let i = 0; i < n; i++) a.push(readOffsetForLeaderEpochResponseEpochEndOffset(r, v));
  return a;
}
