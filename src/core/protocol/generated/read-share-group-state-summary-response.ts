// Generated from read-share-group-state-summary.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ReadShareGroupStateSummaryResponse {
  results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[];
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  topicId: string;
  partitions: ReadShareGroupStateSummaryResponsePartitionResult[];
}

export interface ReadShareGroupStateSummaryResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
}

export function newReadShareGroupStateSummaryResponse(fields?: Partial<ReadShareGroupStateSummaryResponse>): ReadShareGroupStateSummaryResponse {
  const m: ReadShareGroupStateSummaryResponse = { results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateSummaryResponseReadStateSummaryResult(fields?: Partial<ReadShareGroupStateSummaryResponseReadStateSummaryResult>): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  const m: ReadShareGroupStateSummaryResponseReadStateSummaryResult = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateSummaryResponsePartitionResult(fields?: Partial<ReadShareGroupStateSummaryResponsePartitionResult>): ReadShareGroupStateSummaryResponsePartitionResult {
  const m: ReadShareGroupStateSummaryResponsePartitionResult = {
    partition: 0,
    errorCode: 0,
    errorMessage: null,
    stateEpoch: 0,
    leaderEpoch: 0,
    startOffset: 0,
    deliveryCompleteCount: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readReadShareGroupStateSummaryResponse(r: ByteReader, v: number): ReadShareGroupStateSummaryResponse {
  if (v < 0 || v > 1) throw unreadableVersion('ReadShareGroupStateSummaryResponse', v);
  const m: ReadShareGroupStateSummaryResponse = {
    results: readReadShareGroupStateSummaryResponseReadStateSummaryResultArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeReadShareGroupStateSummaryResponse(w: ByteWriter, m: ReadShareGroupStateSummaryResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ReadShareGroupStateSummaryResponse', v);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeReadShareGroupStateSummaryResponseReadStateSummaryResult(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryResponseReadStateSummaryResult(r: ByteReader, v: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  const m: ReadShareGroupStateSummaryResponseReadStateSummaryResult = {
    topicId: r.uuid(),
    partitions: readReadShareGroupStateSummaryResponsePartitionResultArray(r, v, r.compactArrayLength(24)),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateSummaryResponseReadStateSummaryResult(w: ByteWriter, m: ReadShareGroupStateSummaryResponseReadStateSummaryResult, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeReadShareGroupStateSummaryResponsePartitionResult(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryResponsePartitionResult(r: ByteReader, v: number): ReadShareGroupStateSummaryResponsePartitionResult {
  const m: ReadShareGroupStateSummaryResponsePartitionResult = {
    partition: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    stateEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: v === 1 ? r.int32() : -1,
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateSummaryResponsePartitionResult(w: ByteWriter, m: ReadShareGroupStateSummaryResponsePartitionResult, v: number): void {
  w.int32(m.partition);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.int32(m.stateEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  if (v === 1) w.int32(m.deliveryCompleteCount);
  w.uvarint(0);
}

function readReadShareGroupStateSummaryResponseReadStateSummaryResultArray(r: ByteReader, v: number, n: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult[] {
  const a: ReadShareGroupStateSummaryResponseReadStateSummaryResult[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateSummaryResponseReadStateSummaryResult(r, v));
  return a;
}

function readReadShareGroupStateSummaryResponsePartitionResultArray(r: ByteReader, v: number, n: number): ReadShareGroupStateSummaryResponsePartitionResult[] {
  const a: ReadShareGroupStateSummaryResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateSummaryResponsePartitionResult(r, v));
  return a;
}
