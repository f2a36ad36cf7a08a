// Generated from alter-partition.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterPartitionResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: AlterPartitionResponseTopicData[];
}

export interface AlterPartitionResponseTopicData {
  topicId: string;
  partitions: AlterPartitionResponsePartitionData[];
}

export interface AlterPartitionResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
  isr: number[];
  leaderRecoveryState: number;
  partitionEpoch: number;
}

export function newAlterPartitionResponse(fields?: Partial<AlterPartitionResponse>): AlterPartitionResponse {
  const m: AlterPartitionResponse = { throttleTimeMs: 0, errorCode: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionResponseTopicData(fields?: Partial<AlterPartitionResponseTopicData>): AlterPartitionResponseTopicData {
  const m: AlterPartitionResponseTopicData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionResponsePartitionData(fields?: Partial<AlterPartitionResponsePartitionData>): AlterPartitionResponsePartitionData {
  const m: AlterPartitionResponsePartitionData = {
    partitionIndex: 0,
    errorCode: 0,
    leaderId: 0,
    leaderEpoch: 0,
    isr: [],
    leaderRecoveryState: 0,
    partitionEpoch: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterPartitionResponse(r: ByteReader, v: number): AlterPartitionResponse {
  if (v < 2 || v > 3) throw unreadableVersion('AlterPartitionResponse', v);
  const m: AlterPartitionResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    topics: readAlterPartitionResponseTopicDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeAlterPartitionResponse(w: ByteWriter, m: AlterPartitionResponse, v: number): void {
  if (v < 2 || v > 3) throw unwritableVersion('AlterPartitionResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAlterPartitionResponseTopicData(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionResponseTopicData(r: ByteReader, v: number): AlterPartitionResponseTopicData {
  const m: AlterPartitionResponseTopicData = {
    topicId: r.uuid(),
    partitions: readAlterPartitionResponsePartitionDataArray(r, v, r.compactArrayLength(21)),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionResponseTopicData(w: ByteWriter, m: AlterPartitionResponseTopicData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterPartitionResponsePartitionData(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionResponsePartitionData(r: ByteReader, v: number): AlterPartitionResponsePartitionData {
  const m: AlterPartitionResponsePartitionData = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    isr: int32s(r, r.compactArrayLength(4)),
    leaderRecoveryState: r.int8(),
    partitionEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionResponsePartitionData(w: ByteWriter, m: AlterPartitionResponsePartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.compactArrayLength(m.isr.length); for (const e of m.isr) w.int32(e);
  w.int8(m.leaderRecoveryState);
  w.int32(m.partitionEpoch);
  w.uvarint(0);
}

function readAlterPartitionResponseTopicDataArray(r: ByteReader, v: number, n: number): AlterPartitionResponseTopicData[] {
  const a: AlterPartitionResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionResponseTopicData(r, v));
  return a;
}

function readAlterPartitionResponsePartitionDataArray(r: ByteReader, v: number, n: number): AlterPartitionResponsePartitionData[] {
  const a: AlterPartitionResponsePartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionResponsePartitionData(r, v));
  return a;
}
