// Generated from describe-transactions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeTransactionsResponse {
  throttleTimeMs: number;
  transactionStates: DescribeTransactionsResponseTransactionState[];
}

export interface DescribeTransactionsResponseTransactionState {
  errorCode: number;
  transactionalId: string;
  transactionState: string;
  transactionTimeoutMs: number;
  transactionStartTimeMs: number;
  producerId: number;
  producerEpoch: number;
  topics: DescribeTransactionsResponseTopicData[];
}

export interface DescribeTransactionsResponseTopicData {
  topic: string;
  partitions: number[];
}

export function newDescribeTransactionsResponse(fields?: Partial<DescribeTransactionsResponse>): DescribeTransactionsResponse {
  const m: DescribeTransactionsResponse = { throttleTimeMs: 0, transactionStates: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTransactionsResponseTransactionState(fields?: Partial<DescribeTransactionsResponseTransactionState>): DescribeTransactionsResponseTransactionState {
  const m: DescribeTransactionsResponseTransactionState = {
    errorCode: 0,
    transactionalId: '',
    transactionState: '',
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0,
    producerId: 0,
    producerEpoch: 0,
    topics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeTransactionsResponseTopicData(fields?: Partial<DescribeTransactionsResponseTopicData>): DescribeTransactionsResponseTopicData {
  const m: DescribeTransactionsResponseTopicData = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeTransactionsResponse(r: ByteReader, v: number): DescribeTransactionsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeTransactionsResponse', v);
  const m: DescribeTransactionsResponse = {
    throttleTimeMs: r.int32(),
    transactionStates: readDescribeTransactionsResponseTransactionStateArray(r, v, r.compactArrayLength(28)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeTransactionsResponse(w: ByteWriter, m: DescribeTransactionsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeTransactionsResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.transactionStates.length); for (const e of m.transactionStates) writeDescribeTransactionsResponseTransactionState(w, e, v);
  w.uvarint(0);
}

function readDescribeTransactionsResponseTransactionState(r: ByteReader, v: number): DescribeTransactionsResponseTransactionState {
  const m: DescribeTransactionsResponseTransactionState = {
    errorCode: r.int16(),
    transactionalId: r.compactString(),
    transactionState: r.compactString(),
    transactionTimeoutMs: r.int32(),
    transactionStartTimeMs: r.int64(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    topics: readDescribeTransactionsResponseTopicDataArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeDescribeTransactionsResponseTransactionState(w: ByteWriter, m: DescribeTransactionsResponseTransactionState, v: number): void {
  w.int16(m.errorCode);
  w.compactString(m.transactionalId);
  w.compactString(m.transactionState);
  w.int32(m.transactionTimeoutMs);
  w.int64(m.transactionStartTimeMs);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeTransactionsResponseTopicData(w, e, v);
  w.uvarint(0);
}

function readDescribeTransactionsResponseTopicData(r: ByteReader, v: number): DescribeTransactionsResponseTopicData {
  const m: DescribeTransactionsResponseTopicData = { topic: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeDescribeTransactionsResponseTopicData(w: ByteWriter, m: DescribeTransactionsResponseTopicData, v: number): void {
  w.compactString(m.topic);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readDescribeTransactionsResponseTransactionStateArray(r: ByteReader, v: number, n: number): DescribeTransactionsResponseTransactionState[] {
  const a: DescribeTransactionsResponseTransactionState[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeTransactionsResponseTransactionState(r, v));
  return a;
}

function readDescribeTransactionsResponseTopicDataArray(r: ByteReader, v: number, n: number): DescribeTransactionsResponseTopicData[] {
  const a: DescribeTransactionsResponseTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeTransactionsResponseTopicData(r, v));
  return a;
}
