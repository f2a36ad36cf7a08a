// Generated from describe-producers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeProducersResponse {
  throttleTimeMs: number;
  topics: DescribeProducersResponseTopicResponse[];
}

export interface DescribeProducersResponseTopicResponse {
  name: string;
  partitions: DescribeProducersResponsePartitionResponse[];
}

export interface DescribeProducersResponsePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  activeProducers: DescribeProducersResponseProducerState[];
}

export interface DescribeProducersResponseProducerState {
  producerId: number;
  producerEpoch: number;
  lastSequence: number;
  lastTimestamp: number;
  coordinatorEpoch: number;
  currentTxnStartOffset: number;
}

export function newDescribeProducersResponse(fields?: Partial<DescribeProducersResponse>): DescribeProducersResponse {
  const m: DescribeProducersResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeProducersResponseTopicResponse(fields?: Partial<DescribeProducersResponseTopicResponse>): DescribeProducersResponseTopicResponse {
  const m: DescribeProducersResponseTopicResponse = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeProducersResponsePartitionResponse(fields?: Partial<DescribeProducersResponsePartitionResponse>): DescribeProducersResponsePartitionResponse {
  const m: DescribeProducersResponsePartitionResponse = { partitionIndex: 0, errorCode: 0, errorMessage: null, activeProducers: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeProducersResponseProducerState(fields?: Partial<DescribeProducersResponseProducerState>): DescribeProducersResponseProducerState {
  const m: DescribeProducersResponseProducerState = {
    producerId: 0,
    producerEpoch: 0,
    lastSequence: -1,
    lastTimestamp: -1,
    coordinatorEpoch: 0,
    currentTxnStartOffset: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeProducersResponse(r: ByteReader, v: number): DescribeProducersResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeProducersResponse', v);
  const m: DescribeProducersResponse = {
    throttleTimeMs: r.int32(),
    topics: readDescribeProducersResponseTopicResponseArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeProducersResponse(w: ByteWriter, m: DescribeProducersResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeProducersResponse', v);
  w.int32(m.throttleTimeMs);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDescribeProducersResponseTopicResponse(w, e, v);
  w.uvarint(0);
}

function readDescribeProducersResponseTopicResponse(r: ByteReader, v: number): DescribeProducersResponseTopicResponse {
  const m: DescribeProducersResponseTopicResponse = {
    name: r.compactString(),
    partitions: readDescribeProducersResponsePartitionResponseArray(r, v, r.compactArrayLength(9)),
  };
  r.skipTags();
  return m;
}

function writeDescribeProducersResponseTopicResponse(w: ByteWriter, m: DescribeProducersResponseTopicResponse, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDescribeProducersResponsePartitionResponse(w, e, v);
  w.uvarint(0);
}

function readDescribeProducersResponsePartitionResponse(r: ByteReader, v: number): DescribeProducersResponsePartitionResponse {
  const m: DescribeProducersResponsePartitionResponse = {
    partitionIndex: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    activeProducers: readDescribeProducersResponseProducerStateArray(r, v, r.compactArrayLength(37)),
  };
  r.skipTags();
  return m;
}

function writeDescribeProducersResponsePartitionResponse(w: ByteWriter, m: DescribeProducersResponsePartitionResponse, v: number): void {
  w.int32(m.partitionIndex);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.activeProducers.length); for (const e of m.activeProducers) writeDescribeProducersResponseProducerState(w, e, v);
  w.uvarint(0);
}

function readDescribeProducersResponseProducerState(r: ByteReader, v: number): DescribeProducersResponseProducerState {
  const m: DescribeProducersResponseProducerState = {
    producerId: r.int64(),
    producerEpoch: r.int32(),
    lastSequence: r.int32(),
    lastTimestamp: r.int64(),
    coordinatorEpoch: r.int32(),
    currentTxnStartOffset: r.int64(),
  };
  r.skipTags();
  return m;
}

function writeDescribeProducersResponseProducerState(w: ByteWriter, m: DescribeProducersResponseProducerState, v: number): void {
  w.int64(m.producerId);
  w.int32(m.producerEpoch);
  w.int32(m.lastSequence);
  w.int64(m.lastTimestamp);
  w.int32(m.coordinatorEpoch);
  w.int64(m.currentTxnStartOffset);
  w.uvarint(0);
}

function readDescribeProducersResponseTopicResponseArray(r: ByteReader, v: number, n: number): DescribeProducersResponseTopicResponse[] {
  const a: DescribeProducersResponseTopicResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeProducersResponseTopicResponse(r, v));
  return a;
}

function readDescribeProducersResponsePartitionResponseArray(r: ByteReader, v: number, n: number): DescribeProducersResponsePartitionResponse[] {
  const a: DescribeProducersResponsePartitionResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeProducersResponsePartitionResponse(r, v));
  return a;
}

function readDescribeProducersResponseProducerStateArray(r: ByteReader, v: number, n: number): DescribeProducersResponseProducerState[] {
  const a: DescribeProducersResponseProducerState[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeProducersResponseProducerState(r, v));
  return a;
}
