// Generated from share-fetch.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, int8s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ShareFetchRequest {
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  maxRecords: number;
  batchSize: number;
  shareAcquireMode: number;
  isRenewAck: boolean;
  topics: ShareFetchRequestFetchTopic[];
  forgottenTopicsData: ShareFetchRequestForgottenTopic[];
}

export interface ShareFetchRequestFetchTopic {
  topicId: string;
  partitions: ShareFetchRequestFetchPartition[];
}

export interface ShareFetchRequestFetchPartition {
  partitionIndex: number;
  acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[];
}

export interface ShareFetchRequestAcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
}

export interface ShareFetchRequestForgottenTopic {
  topicId: string;
  partitions: number[];
}

export function newShareFetchRequest(fields?: Partial<ShareFetchRequest>): ShareFetchRequest {
  const m: ShareFetchRequest = {
    groupId: null,
    memberId: '',
    shareSessionEpoch: 0,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 2147483647,
    maxRecords: 0,
    batchSize: 0,
    shareAcquireMode: 0,
    isRenewAck: false,
    topics: [],
    forgottenTopicsData: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchRequestFetchTopic(fields?: Partial<ShareFetchRequestFetchTopic>): ShareFetchRequestFetchTopic {
  const m: ShareFetchRequestFetchTopic = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchRequestFetchPartition(fields?: Partial<ShareFetchRequestFetchPartition>): ShareFetchRequestFetchPartition {
  const m: ShareFetchRequestFetchPartition = { partitionIndex: 0, acknowledgementBatches: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchRequestAcknowledgementBatch(fields?: Partial<ShareFetchRequestAcknowledgementBatch>): ShareFetchRequestAcknowledgementBatch {
  const m: ShareFetchRequestAcknowledgementBatch = { firstOffset: 0, lastOffset: 0, acknowledgeTypes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareFetchRequestForgottenTopic(fields?: Partial<ShareFetchRequestForgottenTopic>): ShareFetchRequestForgottenTopic {
  const m: ShareFetchRequestForgottenTopic = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareFetchRequest(r: ByteReader, v: number): ShareFetchRequest {
  if (v < 1 || v > 2) throw unreadableVersion('ShareFetchRequest', v);
  const m: ShareFetchRequest = {
    groupId: r.compactNullableString(),
    memberId: r.compactNullableString(),
    shareSessionEpoch: r.int32(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    maxRecords: r.int32(),
    batchSize: r.int32(),
    shareAcquireMode: v === 2 ? r.int8() : 0,
    isRenewAck: v === 2 ? r.bool() : false,
    topics: readShareFetchRequestFetchTopicArray(r, v, r.compactArrayLength(18)),
    forgottenTopicsData: readShareFetchRequestForgottenTopicArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeShareFetchRequest(w: ByteWriter, m: ShareFetchRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ShareFetchRequest', v);
  w.compactNullableString(m.groupId);
  w.compactNullableString(m.memberId);
  w.int32(m.shareSessionEpoch);
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int32(m.maxRecords);
  w.int32(m.batchSize);
  if (v === 2) w.int8(m.shareAcquireMode);
  if (v === 2) w.bool(m.isRenewAck); else { if (m.isRenewAck !== false) throw unsupportedField('ShareFetchRequest.isRenewAck', v); }
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeShareFetchRequestFetchTopic(w, e, v);
  w.compactArrayLength(m.forgottenTopicsData.length); for (const e of m.forgottenTopicsData) writeShareFetchRequestForgottenTopic(w, e, v);
  w.uvarint(0);
}

function readShareFetchRequestFetchTopic(r: ByteReader, v: number): ShareFetchRequestFetchTopic {
  const m: ShareFetchRequestFetchTopic = {
    topicId: r.uuid(),
    partitions: readShareFetchRequestFetchPartitionArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeShareFetchRequestFetchTopic(w: ByteWriter, m: ShareFetchRequestFetchTopic, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeShareFetchRequestFetchPartition(w, e, v);
  w.uvarint(0);
}

function readShareFetchRequestFetchPartition(r: ByteReader, v: number): ShareFetchRequestFetchPartition {
  const m: ShareFetchRequestFetchPartition = {
    partitionIndex: r.int32(),
    acknowledgementBatches: readShareFetchRequestAcknowledgementBatchArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeShareFetchRequestFetchPartition(w: ByteWriter, m: ShareFetchRequestFetchPartition, v: number): void {
  w.int32(m.partitionIndex);
  w.compactArrayLength(m.acknowledgementBatches.length); for (const e of m.acknowledgementBatches) writeShareFetchRequestAcknowledgementBatch(w, e, v);
  w.uvarint(0);
}

function readShareFetchRequestAcknowledgementBatch(r: ByteReader, v: number): ShareFetchRequestAcknowledgementBatch {
  const m: ShareFetchRequestAcknowledgementBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    acknowledgeTypes: int8s(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

function writeShareFetchRequestAcknowledgementBatch(w: ByteWriter, m: ShareFetchRequestAcknowledgementBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.compactArrayLength(m.acknowledgeTypes.length); for (const e of m.acknowledgeTypes) w.int8(e);
  w.uvarint(0);
}

function readShareFetchRequestForgottenTopic(r: ByteReader, v: number): ShareFetchRequestForgottenTopic {
  const m: ShareFetchRequestForgottenTopic = { topicId: r.uuid(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeShareFetchRequestForgottenTopic(w: ByteWriter, m: ShareFetchRequestForgottenTopic, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readShareFetchRequestFetchTopicArray(r: ByteReader, v: number, n: number): ShareFetchRequestFetchTopic[] {
  const a: ShareFetchRequestFetchTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchRequestFetchTopic(r, v));
  return a;
}

function readShareFetchRequestFetchPartitionArray(r: ByteReader, v: number, n: number): ShareFetchRequestFetchPartition[] {
  const a: ShareFetchRequestFetchPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchRequestFetchPartition(r, v));
  return a;
}

function readShareFetchRequestAcknowledgementBatchArray(r: ByteReader, v: number, n: number): ShareFetchRequestAcknowledgementBatch[] {
  const a: ShareFetchRequestAcknowledgementBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchRequestAcknowledgementBatch(r, v));
  return a;
}

function readShareFetchRequestForgottenTopicArray(r: ByteReader, v: number, n: number): ShareFetchRequestForgottenTopic[] {
  const a: ShareFetchRequestForgottenTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readShareFetchRequestForgottenTopic(r, v));
  return a;
}
