// Generated from read-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ReadShareGroupStateResponse {
  results: ReadShareGroupStateResponseReadStateResult[];
}

export interface ReadShareGroupStateResponseReadStateResult {
  topicId: string;
  partitions: ReadShareGroupStateResponsePartitionResult[];
}

export interface ReadShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
  stateEpoch: number;
  startOffset: number;
  stateBatches: ReadShareGroupStateResponseStateBatch[];
}

export interface ReadShareGroupStateResponseStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newReadShareGroupStateResponse(fields?: Partial<ReadShareGroupStateResponse>): ReadShareGroupStateResponse {
  const m: ReadShareGroupStateResponse = { results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateResponseReadStateResult(fields?: Partial<ReadShareGroupStateResponseReadStateResult>): ReadShareGroupStateResponseReadStateResult {
  const m: ReadShareGroupStateResponseReadStateResult = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateResponsePartitionResult(fields?: Partial<ReadShareGroupStateResponsePartitionResult>): ReadShareGroupStateResponsePartitionResult {
  const m: ReadShareGroupStateResponsePartitionResult = {
    partition: 0,
    errorCode: 0,
    errorMessage: null,
    stateEpoch: 0,
    startOffset: 0,
    stateBatches: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateResponseStateBatch(fields?: Partial<ReadShareGroupStateResponseStateBatch>): ReadShareGroupStateResponseStateBatch {
  const m: ReadShareGroupStateResponseStateBatch = { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readReadShareGroupStateResponse(r: ByteReader, v: number): ReadShareGroupStateResponse {
  if (v < 0 || v > 0) throw unreadableVersion('ReadShareGroupStateResponse', v);
  const m: ReadShareGroupStateResponse = {
    results: readReadShareGroupStateResponseReadStateResultArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeReadShareGroupStateResponse(w: ByteWriter, m: ReadShareGroupStateResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ReadShareGroupStateResponse', v);
  w.compactArrayLength(m.results.length); for (const e of m.results) writeReadShareGroupStateResponseReadStateResult(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateResponseReadStateResult(r: ByteReader, v: number): ReadShareGroupStateResponseReadStateResult {
  const m: ReadShareGroupStateResponseReadStateResult = {
    topicId: r.uuid(),
    partitions: readReadShareGroupStateResponsePartitionResultArray(r, v, r.compactArrayLength(21)),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateResponseReadStateResult(w: ByteWriter, m: ReadShareGroupStateResponseReadStateResult, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeReadShareGroupStateResponsePartitionResult(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateResponsePartitionResult(r: ByteReader, v: number): ReadShareGroupStateResponsePartitionResult {
  const m: ReadShareGroupStateResponsePartitionResult = {
    partition: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    stateEpoch: r.int32(),
    startOffset: r.int64(),
    stateBatches: readReadShareGroupStateResponseStateBatchArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateResponsePartitionResult(w: ByteWriter, m: ReadShareGroupStateResponsePartitionResult, v: number): void {
  w.int32(m.partition);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.int32(m.stateEpoch);
  w.int64(m.startOffset);
  w.compactArrayLength(m.stateBatches.length); for (const e of m.stateBatches) writeReadShareGroupStateResponseStateBatch(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateResponseStateBatch(r: ByteReader, v: number): ReadShareGroupStateResponseStateBatch {
  const m: ReadShareGroupStateResponseStateBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    deliveryState: r.int8(),
    deliveryCount: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateResponseStateBatch(w: ByteWriter, m: ReadShareGroupStateResponseStateBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int8(m.deliveryState);
  w.int16(m.deliveryCount);
  w.uvarint(0);
}

function readReadShareGroupStateResponseReadStateResultArray(r: ByteReader, v: number, n: number): ReadShareGroupStateResponseReadStateResult[] {
  const a: ReadShareGroupStateResponseReadStateResult[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateResponseReadStateResult(r, v));
  return a;
}

function readReadShareGroupStateResponsePartitionResultArray(r: ByteReader, v: number, n: number): ReadShareGroupStateResponsePartitionResult[] {
  const a: ReadShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateResponsePartitionResult(r, v));
  return a;
}

function readReadShareGroupStateResponseStateBatchArray(r: ByteReader, v: number, n: number): ReadShareGroupStateResponseStateBatch[] {
  const a: ReadShareGroupStateResponseStateBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateResponseStateBatch(r, v));
  return a;
}
