// Generated from share-acknowledge.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int8s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ShareAcknowledgeRequest {
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  isRenewAck: boolean;
  topics: ShareAcknowledgeRequestAcknowledgeTopic[];
}

export interface ShareAcknowledgeRequestAcknowledgeTopic {
  topicId: string;
  partitions: ShareAcknowledgeRequestAcknowledgePartition[];
}

export interface ShareAcknowledgeRequestAcknowledgePartition {
  partitionIndex: number;
  acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[];
}

export interface ShareAcknowledgeRequestAcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
}

export function newShareAcknowledgeRequest(fields?: Partial<ShareAcknowledgeRequest>): ShareAcknowledgeRequest {
  const m: ShareAcknowledgeRequest = { groupId: null, memberId: '', shareSessionEpoch: 0, isRenewAck: false, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeRequestAcknowledgeTopic(fields?: Partial<ShareAcknowledgeRequestAcknowledgeTopic>): ShareAcknowledgeRequestAcknowledgeTopic {
  const m: ShareAcknowledgeRequestAcknowledgeTopic = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeRequestAcknowledgePartition(fields?: Partial<ShareAcknowledgeRequestAcknowledgePartition>): ShareAcknowledgeRequestAcknowledgePartition {
  const m: ShareAcknowledgeRequestAcknowledgePartition = { partitionIndex: 0, acknowledgementBatches: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareAcknowledgeRequestAcknowledgementBatch(fields?: Partial<ShareAcknowledgeRequestAcknowledgementBatch>): ShareAcknowledgeRequestAcknowledgementBatch {
  const m: ShareAcknowledgeRequestAcknowledgementBatch = { firstOffset: 0, lastOffset: 0, acknowledgeTypes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareAcknowledgeRequest(r: ByteReader, v: number): ShareAcknowledgeRequest {
  if (v < 1 || v > 2) throw unreadableVersion('ShareAcknowledgeRequest', v);
  const m: ShareAcknowledgeRequest = {
    groupId: r.compactNullableString(),
    memberId: r.compactNullableString(),
    shareSessionEpoch: r.int32(),
    isRenewAck: v === 2 ? r.bool() : false,
    topics: readShareAcknowledgeRequestAcknowledgeTopicArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeShareAcknowledgeRequest(w: ByteWriter, m: ShareAcknowledgeRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('ShareAcknowledgeRequest', v);
  w.compactNullableString(m.groupId);
  w.compactNullableString(m.memberId);
  w.int32(m.shareSessionEpoch);
  if (v === 2) w.bool(m.isRenewAck); else { if (m.isRenewAck !== false) throw unsupportedField('ShareAcknowledgeRequest.isRenewAck', v); }
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeShareAcknowledgeRequestAcknowledgeTopic(w, e, v);
  w.uvarint(0);
}

function readShareAcknowledgeRequestAcknowledgeTopic(r: ByteReader, v: number): ShareAcknowledgeRequestAcknowledgeTopic {
  const m: ShareAcknowledgeRequestAcknowledgeTopic = {
    topicId: r.uuid(),
    partitions: readShareAcknowledgeRequestAcknowledgePartitionArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeRequestAcknowledgeTopic(w: ByteWriter, m: ShareAcknowledgeRequestAcknowledgeTopic, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeShareAcknowledgeRequestAcknowledgePartition(w, e, v);
  w.uvarint(0);
}

function readShareAcknowledgeRequestAcknowledgePartition(r: ByteReader, v: number): ShareAcknowledgeRequestAcknowledgePartition {
  const m: ShareAcknowledgeRequestAcknowledgePartition = {
    partitionIndex: r.int32(),
    acknowledgementBatches: readShareAcknowledgeRequestAcknowledgementBatchArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeRequestAcknowledgePartition(w: ByteWriter, m: ShareAcknowledgeRequestAcknowledgePartition, v: number): void {
  w.int32(m.partitionIndex);
  w.compactArrayLength(m.acknowledgementBatches.length); for (const e of m.acknowledgementBatches) writeShareAcknowledgeRequestAcknowledgementBatch(w, e, v);
  w.uvarint(0);
}

function readShareAcknowledgeRequestAcknowledgementBatch(r: ByteReader, v: number): ShareAcknowledgeRequestAcknowledgementBatch {
  const m: ShareAcknowledgeRequestAcknowledgementBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    acknowledgeTypes: int8s(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

function writeShareAcknowledgeRequestAcknowledgementBatch(w: ByteWriter, m: ShareAcknowledgeRequestAcknowledgementBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.compactArrayLength(m.acknowledgeTypes.length); for (const e of m.acknowledgeTypes) w.int8(e);
  w.uvarint(0);
}

function readShareAcknowledgeRequestAcknowledgeTopicArray(r: ByteReader, v: number, n: number): ShareAcknowledgeRequestAcknowledgeTopic[] {
  const a: ShareAcknowledgeRequestAcknowledgeTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeRequestAcknowledgeTopic(r, v));
  return a;
}

function readShareAcknowledgeRequestAcknowledgePartitionArray(r: ByteReader, v: number, n: number): ShareAcknowledgeRequestAcknowledgePartition[] {
  const a: ShareAcknowledgeRequestAcknowledgePartition[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeRequestAcknowledgePartition(r, v));
  return a;
}

function readShareAcknowledgeRequestAcknowledgementBatchArray(r: ByteReader, v: number, n: number): ShareAcknowledgeRequestAcknowledgementBatch[] {
  const a: ShareAcknowledgeRequestAcknowledgementBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readShareAcknowledgeRequestAcknowledgementBatch(r, v));
  return a;
}
