// Generated from elect-leaders.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ElectLeadersResponse {
  throttleTimeMs: number;
  errorCode: number;
  replicaElectionResults: ElectLeadersResponseReplicaElectionResult[];
}

export interface ElectLeadersResponseReplicaElectionResult {
  topic: string;
  partitionResult: ElectLeadersResponsePartitionResult[];
}

export interface ElectLeadersResponsePartitionResult {
  partitionId: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newElectLeadersResponse(fields?: Partial<ElectLeadersResponse>): ElectLeadersResponse {
  const m: ElectLeadersResponse = { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newElectLeadersResponseReplicaElectionResult(fields?: Partial<ElectLeadersResponseReplicaElectionResult>): ElectLeadersResponseReplicaElectionResult {
  const m: ElectLeadersResponseReplicaElectionResult = { topic: '', partitionResult: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newElectLeadersResponsePartitionResult(fields?: Partial<ElectLeadersResponsePartitionResult>): ElectLeadersResponsePartitionResult {
  const m: ElectLeadersResponsePartitionResult = { partitionId: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readElectLeadersResponse(r: ByteReader, v: number): ElectLeadersResponse {
  if (v < 0 || v > 2) throw unreadableVersion('ElectLeadersResponse', v);
  const f = v === 2;
  const m: ElectLeadersResponse = {
    throttleTimeMs: r.int32(),
    errorCode: v >= 1 ? r.int16() : 0,
    replicaElectionResults: readElectLeadersResponseReplicaElectionResultArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeElectLeadersResponse(w: ByteWriter, m: ElectLeadersResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('ElectLeadersResponse', v);
  const f = v === 2;
  w.int32(m.throttleTimeMs);
  if (v >= 1) w.int16(m.errorCode); else { if (m.errorCode !== 0) throw unsupportedField('ElectLeadersResponse.errorCode', v); }
  if (f) w.compactArrayLength(m.replicaElectionResults.length); else w.arrayLength(m.replicaElectionResults.length); for (const e of m.replicaElectionResults) writeElectLeadersResponseReplicaElectionResult(w, e, v);
  if (f) w.uvarint(0);
}

function readElectLeadersResponseReplicaElectionResult(r: ByteReader, v: number): ElectLeadersResponseReplicaElectionResult {
  const f = v === 2;
  const m: ElectLeadersResponseReplicaElectionResult = {
    topic: (f ? r.compactString() : r.string()),
    partitionResult: readElectLeadersResponsePartitionResultArray(r, v, f ? r.compactArrayLength(8) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

function writeElectLeadersResponseReplicaElectionResult(w: ByteWriter, m: ElectLeadersResponseReplicaElectionResult, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitionResult.length); else w.arrayLength(m.partitionResult.length); for (const e of m.partitionResult) writeElectLeadersResponsePartitionResult(w, e, v);
  if (f) w.uvarint(0);
}

function readElectLeadersResponsePartitionResult(r: ByteReader, v: number): ElectLeadersResponsePartitionResult {
  const f = v === 2;
  const m: ElectLeadersResponsePartitionResult = {
    partitionId: r.int32(),
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeElectLeadersResponsePartitionResult(w: ByteWriter, m: ElectLeadersResponsePartitionResult, v: number): void {
  const f = v === 2;
  w.int32(m.partitionId);
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.uvarint(0);
}

function readElectLeadersResponseReplicaElectionResultArray(r: ByteReader, v: number, n: number): ElectLeadersResponseReplicaElectionResult[] {
  const a: ElectLeadersResponseReplicaElectionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readElectLeadersResponseReplicaElectionResult(r, v));
  return a;
}

function readElectLeadersResponsePartitionResultArray(r: ByteReader, v: number, n: number): ElectLeadersResponsePartitionResult[] {
  const a: ElectLeadersResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readElectLeadersResponsePartitionResult(r, v));
  return a;
}
