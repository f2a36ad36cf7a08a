// Generated from create-partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreatePartitionsRequest {
  topics: CreatePartitionsRequestCreatePartitionsTopic[];
  timeoutMs: number;
  validateOnly: boolean;
}

export interface CreatePartitionsRequestCreatePartitionsTopic {
  name: string;
  count: number;
  assignments: CreatePartitionsRequestCreatePartitionsAssignment[] | null;
}

export interface CreatePartitionsRequestCreatePartitionsAssignment {
  brokerIds: number[];
}

export function newCreatePartitionsRequest(fields?: Partial<CreatePartitionsRequest>): CreatePartitionsRequest {
  const m: CreatePartitionsRequest = { topics: [], timeoutMs: 0, validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreatePartitionsRequestCreatePartitionsTopic(fields?: Partial<CreatePartitionsRequestCreatePartitionsTopic>): CreatePartitionsRequestCreatePartitionsTopic {
  const m: CreatePartitionsRequestCreatePartitionsTopic = { name: '', count: 0, assignments: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreatePartitionsRequestCreatePartitionsAssignment(fields?: Partial<CreatePartitionsRequestCreatePartitionsAssignment>): CreatePartitionsRequestCreatePartitionsAssignment {
  const m: CreatePartitionsRequestCreatePartitionsAssignment = { brokerIds: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreatePartitionsRequest(r: ByteReader, v: number): CreatePartitionsRequest {
  if (v < 0 || v > 3) throw unreadableVersion('CreatePartitionsRequest', v);
  const f = v >= 2;
  const m: CreatePartitionsRequest = {
    topics: readCreatePartitionsRequestCreatePartitionsTopicArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(10)),
    timeoutMs: r.int32(),
    validateOnly: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreatePartitionsRequest(w: ByteWriter, m: CreatePartitionsRequest, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('CreatePartitionsRequest', v);
  const f = v >= 2;
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeCreatePartitionsRequestCreatePartitionsTopic(w, e, v);
  w.int32(m.timeoutMs);
  w.bool(m.validateOnly);
  if (f) w.uvarint(0);
}

function readCreatePartitionsRequestCreatePartitionsTopic(r: ByteReader, v: number): CreatePartitionsRequestCreatePartitionsTopic {
  const f = v >= 2;
  const m: CreatePartitionsRequestCreatePartitionsTopic = {
    name: (f ? r.compactString() : r.string()),
    count: r.int32(),
    assignments: readCreatePartitionsRequestCreatePartitionsAssignmentArrayOrNull(r, v, f ? r.compactNullableArrayLength(2) : r.nullableArrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreatePartitionsRequestCreatePartitionsTopic(w: ByteWriter, m: CreatePartitionsRequestCreatePartitionsTopic, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  w.int32(m.count);
  if (m.assignments === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.assignments.length); else w.arrayLength(m.assignments.length); for (const e of m.assignments) writeCreatePartitionsRequestCreatePartitionsAssignment(w, e, v); }
  if (f) w.uvarint(0);
}

function readCreatePartitionsRequestCreatePartitionsAssignment(r: ByteReader, v: number): CreatePartitionsRequestCreatePartitionsAssignment {
  const f = v >= 2;
  const m: CreatePartitionsRequestCreatePartitionsAssignment = { brokerIds: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)) };
  if (f) r.skipTags();
  return m;
}

function writeCreatePartitionsRequestCreatePartitionsAssignment(w: ByteWriter, m: CreatePartitionsRequestCreatePartitionsAssignment, v: number): void {
  const f = v >= 2;
  if (f) w.compactArrayLength(m.brokerIds.length); else w.arrayLength(m.brokerIds.length); for (const e of m.brokerIds) w.int32(e);
  if (f) w.uvarint(0);
}

function readCreatePartitionsRequestCreatePartitionsTopicArray(r: ByteReader, v: number, n: number): CreatePartitionsRequestCreatePartitionsTopic[] {
  const a: CreatePartitionsRequestCreatePartitionsTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readCreatePartitionsRequestCreatePartitionsTopic(r, v));
  return a;
}

function readCreatePartitionsRequestCreatePartitionsAssignmentArrayOrNull(r: ByteReader, v: number, n: number): CreatePartitionsRequestCreatePartitionsAssignment[] | null {
  return n < 0 ? null : readCreatePartitionsRequestCreatePartitionsAssignmentArray(r, v, n);
}

function readCreatePartitionsRequestCreatePartitionsAssignmentArray(r: ByteReader, v: number, n: number): CreatePartitionsRequestCreatePartitionsAssignment[] {
  const a: CreatePartitionsRequestCreatePartitionsAssignment[] = [];
  for (let i = 0; i < n; i++) a.push(readCreatePartitionsRequestCreatePartitionsAssignment(r, v));
  return a;
}
