// Generated from initialize-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface InitializeShareGroupStateResponse {
  results: InitializeShareGroupStateResponseInitializeStateResult[];
}

export interface InitializeShareGroupStateResponseInitializeStateResult {
  topicId: string;
  partitions: InitializeShareGroupStateResponsePartitionResult[];
}

export interface InitializeShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newInitializeShareGroupStateResponse(fields?: Partial<InitializeShareGroupStateResponse>): InitializeShareGroupStateResponse {
  const m: InitializeShareGroupStateResponse = { results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newInitializeShareGroupStateResponseInitializeStateResult(fields?: Partial<InitializeShareGroupStateResponseInitializeStateResult>): InitializeShareGroupStateResponseInitializeStateResult {
  const m: InitializeShareGroupStateResponseInitializeStateResult = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newInitializeShareGroupStateResponsePartitionResult(fields?: Partial<InitializeShareGroupStateResponsePartitionResult>): InitializeShareGroupStateResponsePartitionResult {
  const m: InitializeShareGroupStateResponsePartitionResult = { partition: 0, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readInitializeShareGroupStateResponse(r: ByteReader, v: number): InitializeShareGroupStateResponse {
  if (v < 0 || v > 0) throw unreadableVersion('InitializeShareGroupStateResponse', v);
  const m: InitializeShareGroupStateResponse = {
    results: readInitializeShareGroupStateResponseInitializeStateResultArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeInitializeShareGroupStateResponse(w: ByteWriter, m: InitializeShareGroupStateResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('InitializeShareGroupStateResponse', v);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeInitializeShareGroupStateResponseInitializeStateResult(w, e, v);
  w.uvarint(0);
}

function readInitializeShareGroupStateResponseInitializeStateResult(r: ByteReader, v: number): InitializeShareGroupStateResponseInitializeStateResult {
  const m: InitializeShareGroupStateResponseInitializeStateResult = {
    topicId: r.uuid(),
    partitions: readInitializeShareGroupStateResponsePartitionResultArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

function writeInitializeShareGroupStateResponseInitializeStateResult(w: ByteWriter, m: InitializeShareGroupStateResponseInitializeStateResult, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeInitializeShareGroupStateResponsePartitionResult(w, e, v);
  w.uvarint(0);
}

function readInitializeShareGroupStateResponsePartitionResult(r: ByteReader, v: number): InitializeShareGroupStateResponsePartitionResult {
  const m: InitializeShareGroupStateResponsePartitionResult = { partition: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeInitializeShareGroupStateResponsePartitionResult(w: ByteWriter, m: InitializeShareGroupStateResponsePartitionResult, v: number): void {
  w.int32(m.partition);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readInitializeShareGroupStateResponseInitializeStateResultArray(r: ByteReader, v: number, n: number): InitializeShareGroupStateResponseInitializeStateResult[] {
  const a: InitializeShareGroupStateResponseInitializeStateResult[] = [];
  for (let i = 0; i < n; i++) a.push(readInitializeShareGroupStateResponseInitializeStateResult(r, v));
  return a;
}

function readInitializeShareGroupStateResponsePartitionResultArray(r: ByteReader, v: number, n: number): InitializeShareGroupStateResponsePartitionResult[] {
  const a: InitializeShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readInitializeShareGroupStateResponsePartitionResult(r, v));
  return a;
}
