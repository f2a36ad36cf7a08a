// Generated from list-partition-reassignments.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ListPartitionReassignmentsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignment {
  name: string;
  partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  partitionIndex: number;
  replicas: number[];
  addingReplicas: number[];
  removingReplicas: number[];
}

export function newListPartitionReassignmentsResponse(fields?: Partial<ListPartitionReassignmentsResponse>): ListPartitionReassignmentsResponse {
  const m: ListPartitionReassignmentsResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListPartitionReassignmentsResponseOngoingTopicReassignment(fields?: Partial<ListPartitionReassignmentsResponseOngoingTopicReassignment>): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  const m: ListPartitionReassignmentsResponseOngoingTopicReassignment = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListPartitionReassignmentsResponseOngoingPartitionReassignment(fields?: Partial<ListPartitionReassignmentsResponseOngoingPartitionReassignment>): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  const m: ListPartitionReassignmentsResponseOngoingPartitionReassignment = { partitionIndex: 0, replicas: [], addingReplicas: [], removingReplicas: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListPartitionReassignmentsResponse(r: ByteReader, v: number): ListPartitionReassignmentsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('ListPartitionReassignmentsResponse', v);
  const m: ListPartitionReassignmentsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    topics: readListPartitionReassignmentsResponseOngoingTopicReassignmentArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeListPartitionReassignmentsResponse(w: ByteWriter, m: ListPartitionReassignmentsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ListPartitionReassignmentsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeListPartitionReassignmentsResponseOngoingTopicReassignment(w, e, v);
  w.uvarint(0);
}

function readListPartitionReassignmentsResponseOngoingTopicReassignment(r: ByteReader, v: number): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  const m: ListPartitionReassignmentsResponseOngoingTopicReassignment = {
    name: r.compactString(),
    partitions: readListPartitionReassignmentsResponseOngoingPartitionReassignmentArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeListPartitionReassignmentsResponseOngoingTopicReassignment(w: ByteWriter, m: ListPartitionReassignmentsResponseOngoingTopicReassignment, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeListPartitionReassignmentsResponseOngoingPartitionReassignment(w, e, v);
  w.uvarint(0);
}

function readListPartitionReassignmentsResponseOngoingPartitionReassignment(r: ByteReader, v: number): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  const m: ListPartitionReassignmentsResponseOngoingPartitionReassignment = {
    partitionIndex: r.int32(),
    replicas: int32s(r, r.compactArrayLength(4)),
    addingReplicas: int32s(r, r.compactArrayLength(4)),
    removingReplicas: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeListPartitionReassignmentsResponseOngoingPartitionReassignment(w: ByteWriter, m: ListPartitionReassignmentsResponseOngoingPartitionReassignment, v: number): void {
  w.int32(m.partitionIndex);
  w.compactArrayLength(m.replicas.length); for (const e of m.replicas) w.int32(e);
  w.compactArrayLength(m.addingReplicas.length); for (const e of m.addingReplicas) w.int32(e);
  w.compactArrayLength(m.removingReplicas.length); for (const e of m.removingReplicas) w.int32(e);
  w.uvarint(0);
}

function readListPartitionReassignmentsResponseOngoingTopicReassignmentArray(r: ByteReader, v: number, n: number): ListPartitionReassignmentsResponseOngoingTopicReassignment[] {
  const a: ListPartitionReassignmentsResponseOngoingTopicReassignment[] = [];
  for (let i = 0; i < n; i++) a.push(readListPartitionReassignmentsResponseOngoingTopicReassignment(r, v));
  return a;
}

function readListPartitionReassignmentsResponseOngoingPartitionReassignmentArray(r: ByteReader, v: number, n: number): ListPartitionReassignmentsResponseOngoingPartitionReassignment[] {
  const a: ListPartitionReassignmentsResponseOngoingPartitionReassignment[] = [];
  for (let i = 0; i < n; i++) a.push(readListPartitionReassignmentsResponseOngoingPartitionReassignment(r, v));
  return a;
}
