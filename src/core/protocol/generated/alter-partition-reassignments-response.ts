// Generated from alter-partition-reassignments.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterPartitionReassignmentsResponse {
  throttleTimeMs: number;
  allowReplicationFactorChange: boolean;
  errorCode: number;
  errorMessage: string | null;
  responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponse {
  name: string;
  partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterPartitionReassignmentsResponse(fields?: Partial<AlterPartitionReassignmentsResponse>): AlterPartitionReassignmentsResponse {
  const m: AlterPartitionReassignmentsResponse = {
    throttleTimeMs: 0,
    allowReplicationFactorChange: true,
    errorCode: 0,
    errorMessage: '',
    responses: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionReassignmentsResponseReassignableTopicResponse(fields?: Partial<AlterPartitionReassignmentsResponseReassignableTopicResponse>): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  const m: AlterPartitionReassignmentsResponseReassignableTopicResponse = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionReassignmentsResponseReassignablePartitionResponse(fields?: Partial<AlterPartitionReassignmentsResponseReassignablePartitionResponse>): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  const m: AlterPartitionReassignmentsResponseReassignablePartitionResponse = { partitionIndex: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterPartitionReassignmentsResponse(r: ByteReader, v: number): AlterPartitionReassignmentsResponse {
  if (v < 0 || v > 1) throw unreadableVersion('AlterPartitionReassignmentsResponse', v);
  const m: AlterPartitionReassignmentsResponse = {
    throttleTimeMs: r.int32(),
    allowReplicationFactorChange: v === 1 ? r.bool() : true,
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    responses: readAlterPartitionReassignmentsResponseReassignableTopicResponseArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeAlterPartitionReassignmentsResponse(w: ByteWriter, m: AlterPartitionReassignmentsResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AlterPartitionReassignmentsResponse', v);
  w.int32(m.throttleTimeMs);
  if (v === 1) w.bool(m.allowReplicationFactorChange);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.responses.length); for (const e of m.responses) writeAlterPartitionReassignmentsResponseReassignableTopicResponse(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionReassignmentsResponseReassignableTopicResponse(r: ByteReader, v: number): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  const m: AlterPartitionReassignmentsResponseReassignableTopicResponse = {
    name: r.compactString(),
    partitions: readAlterPartitionReassignmentsResponseReassignablePartitionResponseArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionReassignmentsResponseReassignableTopicResponse(w: ByteWriter, m: AlterPartitionReassignmentsResponseReassignableTopicResponse, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterPartitionReassignmentsResponseReassignablePartitionResponse(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionReassignmentsResponseReassignablePartitionResponse(r: ByteReader, v: number): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  const m: AlterPartitionReassignmentsResponseReassignablePartitionResponse = { partitionIndex: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeAlterPartitionReassignmentsResponseReassignablePartitionResponse(w: ByteWriter, m: AlterPartitionReassignmentsResponseReassignablePartitionResponse, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readAlterPartitionReassignmentsResponseReassignableTopicResponseArray(r: ByteReader, v: number, n: number): AlterPartitionReassignmentsResponseReassignableTopicResponse[] {
  const a: AlterPartitionReassignmentsResponseReassignableTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionReassignmentsResponseReassignableTopicResponse(r, v));
  return a;
}

function readAlterPartitionReassignmentsResponseReassignablePartitionResponseArray(r: ByteReader, v: number, n: number): AlterPartitionReassignmentsResponseReassignablePartitionResponse[] {
  const a: AlterPartitionReassignmentsResponseReassignablePartitionResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionReassignmentsResponseReassignablePartitionResponse(r, v));
  return a;
}
