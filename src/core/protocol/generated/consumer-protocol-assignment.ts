// Generated from consumer-protocol-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[];
  userData: Uint8Array | null;
}

export interface ConsumerProtocolAssignmentTopicPartition {
  topic: string;
  partitions: number[];
}

export function newConsumerProtocolAssignment(fields?: Partial<ConsumerProtocolAssignment>): ConsumerProtocolAssignment {
  const m: ConsumerProtocolAssignment = { assignedPartitions: [], userData: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerProtocolAssignmentTopicPartition(fields?: Partial<ConsumerProtocolAssignmentTopicPartition>): ConsumerProtocolAssignmentTopicPartition {
  const m: ConsumerProtocolAssignmentTopicPartition = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerProtocolAssignment(r: ByteReader, v: number): ConsumerProtocolAssignment {
  if (v < 0 || v > 3) throw unreadableVersion('ConsumerProtocolAssignment', v);
  return {
    assignedPartitions: readConsumerProtocolAssignmentTopicPartitionArray(r, v, r.arrayLength(6)),
    userData: r.nullableBytes(),
  };
}

export function writeConsumerProtocolAssignment(w: ByteWriter, m: ConsumerProtocolAssignment, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('ConsumerProtocolAssignment', v);
  w.arrayLength(m.assignedPartitions.length); for (const e of m.assignedPartitions) writeConsumerProtocolAssignmentTopicPartition(w, e, v);
  w.nullableBytes(m.userData);
}

function readConsumerProtocolAssignmentTopicPartition(r: ByteReader, v: number): ConsumerProtocolAssignmentTopicPartition {
  return { topic: r.string(), partitions: int32s(r, r.arrayLength(4)) };
}

function writeConsumerProtocolAssignmentTopicPartition(w: ByteWriter, m: ConsumerProtocolAssignmentTopicPartition, v: number): void {
  w.string(m.topic);
  w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
}

function readConsumerProtocolAssignmentTopicPartitionArray(r: ByteReader, v: number, n: number): ConsumerProtocolAssignmentTopicPartition[] {
  const a: ConsumerProtocolAssignmentTopicPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerProtocolAssignmentTopicPartition(r, v));
  return a;
}
