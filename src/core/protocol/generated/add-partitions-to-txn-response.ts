// Generated from add-partitions-to-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  resultsByTransaction: AddPartitionsToTxnResponseAddPartitionsToTxnResult[];
  resultsByTopicV3AndBelow: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  transactionalId: string;
  topicResults: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  name: string;
  resultsByPartition: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[];
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  partitionIndex: number;
  partitionErrorCode: number;
}

export function newAddPartitionsToTxnResponse(fields?: Partial<AddPartitionsToTxnResponse>): AddPartitionsToTxnResponse {
  const m: AddPartitionsToTxnResponse = { throttleTimeMs: 0, errorCode: 0, resultsByTransaction: [], resultsByTopicV3AndBelow: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddPartitionsToTxnResponseAddPartitionsToTxnResult(fields?: Partial<AddPartitionsToTxnResponseAddPartitionsToTxnResult>): AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnResult = { transactionalId: '', topicResults: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(fields?: Partial<AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult>): AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult = { name: '', resultsByPartition: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(fields?: Partial<AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult>): AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult = { partitionIndex: 0, partitionErrorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddPartitionsToTxnResponse(r: ByteReader, v: number): AddPartitionsToTxnResponse {
  if (v < 0 || v > 5) throw unreadableVersion('AddPartitionsToTxnResponse', v);
  const f = v >= 3;
  const m: AddPartitionsToTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: v >= 4 ? r.int16() : 0,
    resultsByTransaction: v >= 4 ? readAddPartitionsToTxnResponseAddPartitionsToTxnResultArray(r, v, r.compactArrayLength(3)) : [],
    resultsByTopicV3AndBelow: v <= 3 ? readAddPartitionsToTxnResponseAddPartitionsToTxnTopicResultArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeAddPartitionsToTxnResponse(w: ByteWriter, m: AddPartitionsToTxnResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('AddPartitionsToTxnResponse', v);
  const f = v >= 3;
  w.int32(m.throttleTimeMs);
  if (v >= 4) w.int16(m.errorCode);
  if (v >= 4) { w.compactArrayLength(m.resultsByTransaction.length); for (const e of m.resultsByTransaction) writeAddPartitionsToTxnResponseAddPartitionsToTxnResult(w, e, v); } else { if (m.resultsByTransaction.length !== 0) throw unsupportedField('AddPartitionsToTxnResponse.resultsByTransaction', v); }
  if (v <= 3) { if (f) w.compactArrayLength(m.resultsByTopicV3AndBelow.length); else w.arrayLength(m.resultsByTopicV3AndBelow.length); for (const e of m.resultsByTopicV3AndBelow) writeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w, e, v); } else { if (m.resultsByTopicV3AndBelow.length !== 0) throw unsupportedField('AddPartitionsToTxnResponse.resultsByTopicV3AndBelow', v); }
  if (f) w.uvarint(0);
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnResult(r: ByteReader, v: number): AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnResult = {
    transactionalId: r.compactString(),
    topicResults: readAddPartitionsToTxnResponseAddPartitionsToTxnTopicResultArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeAddPartitionsToTxnResponseAddPartitionsToTxnResult(w: ByteWriter, m: AddPartitionsToTxnResponseAddPartitionsToTxnResult, v: number): void {
  w.compactString(m.transactionalId);
  w.compactArrayLength(m.topicResults.length); for (const e of m.topicResults) writeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w, e, v);
  w.uvarint(0);
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(r: ByteReader, v: number): AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  const f = v >= 3;
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult = {
    name: (f ? r.compactString() : r.string()),
    resultsByPartition: readAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResultArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(w: ByteWriter, m: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult, v: number): void {
  const f = v >= 3;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.resultsByPartition.length); else w.arrayLength(m.resultsByPartition.length); for (const e of m.resultsByPartition) writeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(w, e, v);
  if (f) w.uvarint(0);
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(r: ByteReader, v: number): AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  const f = v >= 3;
  const m: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult = { partitionIndex: r.int32(), partitionErrorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(w: ByteWriter, m: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult, v: number): void {
  const f = v >= 3;
  w.int32(m.partitionIndex);
  w.int16(m.partitionErrorCode);
  if (f) w.uvarint(0);
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnResultArray(r: ByteReader, v: number, n: number): AddPartitionsToTxnResponseAddPartitionsToTxnResult[] {
  const a: AddPartitionsToTxnResponseAddPartitionsToTxnResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAddPartitionsToTxnResponseAddPartitionsToTxnResult(r, v));
  return a;
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnTopicResultArray(r: ByteReader, v: number, n: number): AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] {
  const a: AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(r, v));
  return a;
}

function readAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResultArray(r: ByteReader, v: number, n: number): AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[] {
  const a: AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[] = [];
  for (let i = 0; i < n; i++) a.push(readAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(r, v));
  return a;
}
