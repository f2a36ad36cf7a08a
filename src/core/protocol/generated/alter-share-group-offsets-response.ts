// Generated from alter-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  responses: AlterShareGroupOffsetsResponseTopic[];
}

export interface AlterShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  partitions: AlterShareGroupOffsetsResponsePartition[];
}

export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterShareGroupOffsetsResponse(fields?: Partial<AlterShareGroupOffsetsResponse>): AlterShareGroupOffsetsResponse {
  const m: AlterShareGroupOffsetsResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: null, responses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterShareGroupOffsetsResponseTopic(fields?: Partial<AlterShareGroupOffsetsResponseTopic>): AlterShareGroupOffsetsResponseTopic {
  const m: AlterShareGroupOffsetsResponseTopic = { topicName: '', topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterShareGroupOffsetsResponsePartition(fields?: Partial<AlterShareGroupOffsetsResponsePartition>): AlterShareGroupOffsetsResponsePartition {
  const m: AlterShareGroupOffsetsResponsePartition = { partitionIndex: 0, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterShareGroupOffsetsResponse(r: ByteReader, v: number): AlterShareGroupOffsetsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('AlterShareGroupOffsetsResponse', v);
  const m: AlterShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    responses: readAlterShareGroupOffsetsResponseTopicArray(r, v, r.compactArrayLength(19)),
  };
  r.skipTags();
  return m;
}

export function writeAlterShareGroupOffsetsResponse(w: ByteWriter, m: AlterShareGroupOffsetsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AlterShareGroupOffsetsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.responses.length); for (const e of m.responses) writeAlterShareGroupOffsetsResponseTopic(w, e, v);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsResponseTopic(r: ByteReader, v: number): AlterShareGroupOffsetsResponseTopic {
  const m: AlterShareGroupOffsetsResponseTopic = {
    topicName: r.compactString(),
    topicId: r.uuid(),
    partitions: readAlterShareGroupOffsetsResponsePartitionArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeAlterShareGroupOffsetsResponseTopic(w: ByteWriter, m: AlterShareGroupOffsetsResponseTopic, v: number): void {
  w.compactString(m.topicName);
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterShareGroupOffsetsResponsePartition(w, e, v);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsResponsePartition(r: ByteReader, v: number): AlterShareGroupOffsetsResponsePartition {
  const m: AlterShareGroupOffsetsResponsePartition = { partitionIndex: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeAlterShareGroupOffsetsResponsePartition(w: ByteWriter, m: AlterShareGroupOffsetsResponsePartition, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readAlterShareGroupOffsetsResponseTopicArray(r: ByteReader, v: number, n: number): AlterShareGroupOffsetsResponseTopic[] {
  const a: AlterShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterShareGroupOffsetsResponseTopic(r, v));
  return a;
}

function readAlterShareGroupOffsetsResponsePartitionArray(r: ByteReader, v: number, n: number): AlterShareGroupOffsetsResponsePartition[] {
  const a: AlterShareGroupOffsetsResponsePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterShareGroupOffsetsResponsePartition(r, v));
  return a;
}
