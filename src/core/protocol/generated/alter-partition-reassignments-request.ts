// Generated from alter-partition-reassignments.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32sOrNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface AlterPartitionReassignmentsRequest {
  timeoutMs: number;
  allowReplicationFactorChange: boolean;
  topics: AlterPartitionReassignmentsRequestReassignableTopic[];
}

export interface AlterPartitionReassignmentsRequestReassignableTopic {
  name: string;
  partitions: AlterPartitionReassignmentsRequestReassignablePartition[];
}

export interface AlterPartitionReassignmentsRequestReassignablePartition {
  partitionIndex: number;
  replicas: number[] | null;
}

export function newAlterPartitionReassignmentsRequest(fields?: Partial<AlterPartitionReassignmentsRequest>): AlterPartitionReassignmentsRequest {
  const m: AlterPartitionReassignmentsRequest = { timeoutMs: 60000, allowReplicationFactorChange: true, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionReassignmentsRequestReassignableTopic(fields?: Partial<AlterPartitionReassignmentsRequestReassignableTopic>): AlterPartitionReassignmentsRequestReassignableTopic {
  const m: AlterPartitionReassignmentsRequestReassignableTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionReassignmentsRequestReassignablePartition(fields?: Partial<AlterPartitionReassignmentsRequestReassignablePartition>): AlterPartitionReassignmentsRequestReassignablePartition {
  const m: AlterPartitionReassignmentsRequestReassignablePartition = { partitionIndex: 0, replicas: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterPartitionReassignmentsRequest(r: ByteReader, v: number): AlterPartitionReassignmentsRequest {
  if (v < 0 || v > 1) throw unreadableVersion('AlterPartitionReassignmentsRequest', v);
  const m: AlterPartitionReassignmentsRequest = {
    timeoutMs: r.int32(),
    allowReplicationFactorChange: v === 1 ? r.bool() : true,
    topics: readAlterPartitionReassignmentsRequestReassignableTopicArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeAlterPartitionReassignmentsRequest(w: ByteWriter, m: AlterPartitionReassignmentsRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AlterPartitionReassignmentsRequest', v);
  w.int32(m.timeoutMs);
  if (v === 1) w.bool(m.allowReplicationFactorChange); else { if (m.allowReplicationFactorChange !== true) throw unsupportedField('AlterPartitionReassignmentsRequest.allowReplicationFactorChange', v); }
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAlterPartitionReassignmentsRequestReassignableTopic(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionReassignmentsRequestReassignableTopic(r: ByteReader, v: number): AlterPartitionReassignmentsRequestReassignableTopic {
  const m: AlterPartitionReassignmentsRequestReassignableTopic = {
    name: r.compactString(),
    partitions: readAlterPartitionReassignmentsRequestReassignablePartitionArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionReassignmentsRequestReassignableTopic(w: ByteWriter, m: AlterPartitionReassignmentsRequestReassignableTopic, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterPartitionReassignmentsRequestReassignablePartition(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionReassignmentsRequestReassignablePartition(r: ByteReader, v: number): AlterPartitionReassignmentsRequestReassignablePartition {
  const m: AlterPartitionReassignmentsRequestReassignablePartition = { partitionIndex: r.int32(), replicas: int32sOrNull(r, r.compactNullableArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeAlterPartitionReassignmentsRequestReassignablePartition(w: ByteWriter, m: AlterPartitionReassignmentsRequestReassignablePartition, v: number): void {
  w.int32(m.partitionIndex);
  if (m.replicas === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.replicas.length); for (const e of m.replicas) w.int32(e); }
  w.uvarint(0);
}

function readAlterPartitionReassignmentsRequestReassignableTopicArray(r: ByteReader, v: number, n: number): AlterPartitionReassignmentsRequestReassignableTopic[] {
  const a: AlterPartitionReassignmentsRequestReassignableTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionReassignmentsRequestReassignableTopic(r, v));
  return a;
}

function readAlterPartitionReassignmentsRequestReassignablePartitionArray(r: ByteReader, v: number, n: number): AlterPartitionReassignmentsRequestReassignablePartition[] {
  const a: AlterPartitionReassignmentsRequestReassignablePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionReassignmentsRequestReassignablePartition(r, v));
  return a;
}
