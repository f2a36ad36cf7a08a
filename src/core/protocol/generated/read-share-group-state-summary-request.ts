// Generated from read-share-group-state-summary.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ReadShareGroupStateSummaryRequest {
  groupId: string;
  topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[];
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryData {
  topicId: string;
  partitions: ReadShareGroupStateSummaryRequestPartitionData[];
}

export interface ReadShareGroupStateSummaryRequestPartitionData {
  partition: number;
  leaderEpoch: number;
}

export function newReadShareGroupStateSummaryRequest(fields?: Partial<ReadShareGroupStateSummaryRequest>): ReadShareGroupStateSummaryRequest {
  const m: ReadShareGroupStateSummaryRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateSummaryRequestReadStateSummaryData(fields?: Partial<ReadShareGroupStateSummaryRequestReadStateSummaryData>): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  const m: ReadShareGroupStateSummaryRequestReadStateSummaryData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateSummaryRequestPartitionData(fields?: Partial<ReadShareGroupStateSummaryRequestPartitionData>): ReadShareGroupStateSummaryRequestPartitionData {
  const m: ReadShareGroupStateSummaryRequestPartitionData = { partition: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readReadShareGroupStateSummaryRequest(r: ByteReader, v: number): ReadShareGroupStateSummaryRequest {
  if (v < 0 || v > 1) throw unreadableVersion('ReadShareGroupStateSummaryRequest', v);
  const m: ReadShareGroupStateSummaryRequest = {
    groupId: r.compactString(),
    topics: readReadShareGroupStateSummaryRequestReadStateSummaryDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeReadShareGroupStateSummaryRequest(w: ByteWriter, m: ReadShareGroupStateSummaryRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ReadShareGroupStateSummaryRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeReadShareGroupStateSummaryRequestReadStateSummaryData(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryRequestReadStateSummaryData(r: ByteReader, v: number): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  const m: ReadShareGroupStateSummaryRequestReadStateSummaryData = {
    topicId: r.uuid(),
    partitions: readReadShareGroupStateSummaryRequestPartitionDataArray(r, v, r.compactArrayLength(9)),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateSummaryRequestReadStateSummaryData(w: ByteWriter, m: ReadShareGroupStateSummaryRequestReadStateSummaryData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeReadShareGroupStateSummaryRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryRequestPartitionData(r: ByteReader, v: number): ReadShareGroupStateSummaryRequestPartitionData {
  const m: ReadShareGroupStateSummaryRequestPartitionData = { partition: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateSummaryRequestPartitionData(w: ByteWriter, m: ReadShareGroupStateSummaryRequestPartitionData, v: number): void {
  w.int32(m.partition);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryRequestReadStateSummaryDataArray(r: ByteReader, v: number, n: number): ReadShareGroupStateSummaryRequestReadStateSummaryData[] {
  const a: ReadShareGroupStateSummaryRequestReadStateSummaryData[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateSummaryRequestReadStateSummaryData(r, v));
  return a;
}

function readReadShareGroupStateSummaryRequestPartitionDataArray(r: ByteReader, v: number, n: number): ReadShareGroupStateSummaryRequestPartitionData[] {
  const a: ReadShareGroupStateSummaryRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateSummaryRequestPartitionData(r, v));
  return a;
}
