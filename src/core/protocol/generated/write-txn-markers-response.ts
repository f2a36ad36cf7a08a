// Generated from write-txn-markers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface WriteTxnMarkersResponse {
  markers: WriteTxnMarkersResponseWritableTxnMarkerResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResult {
  producerId: number;
  topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  name: string;
  partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  partitionIndex: number;
  errorCode: number;
}

export function newWriteTxnMarkersResponse(fields?: Partial<WriteTxnMarkersResponse>): WriteTxnMarkersResponse {
  const m: WriteTxnMarkersResponse = { markers: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteTxnMarkersResponseWritableTxnMarkerResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerResult>): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerResult = { producerId: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteTxnMarkersResponseWritableTxnMarkerTopicResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerTopicResult>): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerTopicResult = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerPartitionResult>): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult = { partitionIndex: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readWriteTxnMarkersResponse(r: ByteReader, v: number): WriteTxnMarkersResponse {
  if (v < 1 || v > 2) throw unreadableVersion('WriteTxnMarkersResponse', v);
  const m: WriteTxnMarkersResponse = {
    markers: readWriteTxnMarkersResponseWritableTxnMarkerResultArray(r, v, r.compactArrayLength(10)),
  };
  r.skipTags();
  return m;
}

export function writeWriteTxnMarkersResponse(w: ByteWriter, m: WriteTxnMarkersResponse, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('WriteTxnMarkersResponse', v);
  w.compactArrayLength(m.markers.length); for (const e of m.markers) writeWriteTxnMarkersResponseWritableTxnMarkerResult(w, e, v);
  w.uvarint(0);
}

function readWriteTxnMarkersResponseWritableTxnMarkerResult(r: ByteReader, v: number): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerResult = {
    producerId: r.int64(),
    topics: readWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeWriteTxnMarkersResponseWritableTxnMarkerResult(w: ByteWriter, m: WriteTxnMarkersResponseWritableTxnMarkerResult, v: number): void {
  w.int64(m.producerId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(w, e, v);
  w.uvarint(0);
}

function readWriteTxnMarkersResponseWritableTxnMarkerTopicResult(r: ByteReader, v: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerTopicResult = {
    name: r.compactString(),
    partitions: readWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray(r, v, r.compactArrayLength(7)),
  };
  r.skipTags();
  return m;
}

function writeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(w: ByteWriter, m: WriteTxnMarkersResponseWritableTxnMarkerTopicResult, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(w, e, v);
  w.uvarint(0);
}

function readWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(r: ByteReader, v: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const m: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult = { partitionIndex: r.int32(), errorCode: r.int16() };
  r.skipTags();
  return m;
}

function writeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(w: ByteWriter, m: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.uvarint(0);
}

function readWriteTxnMarkersResponseWritableTxnMarkerResultArray(r: ByteReader, v: number, n: number): WriteTxnMarkersResponseWritableTxnMarkerResult[] {
  const a: WriteTxnMarkersResponseWritableTxnMarkerResult[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteTxnMarkersResponseWritableTxnMarkerResult(r, v));
  return a;
}

function readWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray(r: ByteReader, v: number, n: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] {
  const a: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteTxnMarkersResponseWritableTxnMarkerTopicResult(r, v));
  return a;
}

function readWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray(r: ByteReader, v: number, n: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] {
  const a: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(r, v));
  return a;
}
