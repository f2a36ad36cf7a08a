// Generated from list-partition-reassignments.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ListPartitionReassignmentsRequest {
  timeoutMs: number;
  topics: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] | null;
}

export interface ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  name: string;
  partitionIndexes: number[];
}

export function newListPartitionReassignmentsRequest(fields?: Partial<ListPartitionReassignmentsRequest>): ListPartitionReassignmentsRequest {
  const m: ListPartitionReassignmentsRequest = { timeoutMs: 60000, topics: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListPartitionReassignmentsRequestListPartitionReassignmentsTopics(fields?: Partial<ListPartitionReassignmentsRequestListPartitionReassignmentsTopics>): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  const m: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics = { name: '', partitionIndexes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListPartitionReassignmentsRequest(r: ByteReader, v: number): ListPartitionReassignmentsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('ListPartitionReassignmentsRequest', v);
  const m: ListPartitionReassignmentsRequest = {
    timeoutMs: r.int32(),
    topics: readListPartitionReassignmentsRequestListPartitionReassignmentsTopicsArrayOrNull(r, v, r.compactNullableArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeListPartitionReassignmentsRequest(w: ByteWriter, m: ListPartitionReassignmentsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ListPartitionReassignmentsRequest', v);
  w.int32(m.timeoutMs);
  if (m.topics === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.topics.length); for (const e of m.topics) writeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(w, e, v); }
  w.uvarint(0);
}

function readListPartitionReassignmentsRequestListPartitionReassignmentsTopics(r: ByteReader, v: number): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  const m: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics = { name: r.compactString(), partitionIndexes: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(w: ByteWriter, m: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitionIndexes.length); for (const e of m.partitionIndexes) w.int32(e);
  w.uvarint(0);
}

function readListPartitionReassignmentsRequestListPartitionReassignmentsTopicsArrayOrNull(r: ByteReader, v: number, n: number): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] | null {
  return n < 0 ? null : readListPartitionReassignmentsRequestListPartitionReassignmentsTopicsArray(r, v, n);
}

function readListPartitionReassignmentsRequestListPartitionReassignmentsTopicsArray(r: ByteReader, v: number, n: number): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] {
  const a: ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] = [];
  for (let i = 0; i < n; i++) a.push(readListPartitionReassignmentsRequestListPartitionReassignmentsTopics(r, v));
  return a;
}
