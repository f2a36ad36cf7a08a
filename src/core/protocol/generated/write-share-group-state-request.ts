// Generated from write-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface WriteShareGroupStateRequest {
  groupId: string;
  topics: WriteShareGroupStateRequestWriteStateData[];
}

export interface WriteShareGroupStateRequestWriteStateData {
  topicId: string;
  partitions: WriteShareGroupStateRequestPartitionData[];
}

export interface WriteShareGroupStateRequestPartitionData {
  partition: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
  stateBatches: WriteShareGroupStateRequestStateBatch[];
}

export interface WriteShareGroupStateRequestStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newWriteShareGroupStateRequest(fields?: Partial<WriteShareGroupStateRequest>): WriteShareGroupStateRequest {
  const m: WriteShareGroupStateRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteShareGroupStateRequestWriteStateData(fields?: Partial<WriteShareGroupStateRequestWriteStateData>): WriteShareGroupStateRequestWriteStateData {
  const m: WriteShareGroupStateRequestWriteStateData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteShareGroupStateRequestPartitionData(fields?: Partial<WriteShareGroupStateRequestPartitionData>): WriteShareGroupStateRequestPartitionData {
  const m: WriteShareGroupStateRequestPartitionData = {
    partition: 0,
    stateEpoch: 0,
    leaderEpoch: 0,
    startOffset: 0,
    deliveryCompleteCount: -1,
    stateBatches: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteShareGroupStateRequestStateBatch(fields?: Partial<WriteShareGroupStateRequestStateBatch>): WriteShareGroupStateRequestStateBatch {
  const m: WriteShareGroupStateRequestStateBatch = { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readWriteShareGroupStateRequest(r: ByteReader, v: number): WriteShareGroupStateRequest {
  if (v < 0 || v > 1) throw unreadableVersion('WriteShareGroupStateRequest', v);
  const m: WriteShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readWriteShareGroupStateRequestWriteStateDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeWriteShareGroupStateRequest(w: ByteWriter, m: WriteShareGroupStateRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('WriteShareGroupStateRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeWriteShareGroupStateRequestWriteStateData(w, e, v);
  w.uvarint(0);
}

function readWriteShareGroupStateRequestWriteStateData(r: ByteReader, v: number): WriteShareGroupStateRequestWriteStateData {
  const m: WriteShareGroupStateRequestWriteStateData = {
    topicId: r.uuid(),
    partitions: readWriteShareGroupStateRequestPartitionDataArray(r, v, r.compactArrayLength(22)),
  };
  r.skipTags();
  return m;
}

function writeWriteShareGroupStateRequestWriteStateData(w: ByteWriter, m: WriteShareGroupStateRequestWriteStateData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeWriteShareGroupStateRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readWriteShareGroupStateRequestPartitionData(r: ByteReader, v: number): WriteShareGroupStateRequestPartitionData {
  const m: WriteShareGroupStateRequestPartitionData = {
    partition: r.int32(),
    stateEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: v === 1 ? r.int32() : -1,
    stateBatches: readWriteShareGroupStateRequestStateBatchArray(r, v, r.compactArrayLength(20)),
  };
  r.skipTags();
  return m;
}

function writeWriteShareGroupStateRequestPartitionData(w: ByteWriter, m: WriteShareGroupStateRequestPartitionData, v: number): void {
  w.int32(m.partition);
  w.int32(m.stateEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  if (v === 1) w.int32(m.deliveryCompleteCount);
  w.compactArrayLength(m.stateBatches.length); for (const e of m.stateBatches) writeWriteShareGroupStateRequestStateBatch(w, e, v);
  w.uvarint(0);
}

function readWriteShareGroupStateRequestStateBatch(r: ByteReader, v: number): WriteShareGroupStateRequestStateBatch {
  const m: WriteShareGroupStateRequestStateBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    deliveryState: r.int8(),
    deliveryCount: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeWriteShareGroupStateRequestStateBatch(w: ByteWriter, m: WriteShareGroupStateRequestStateBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int8(m.deliveryState);
  w.int16(m.deliveryCount);
  w.uvarint(0);
}

function readWriteShareGroupStateRequestWriteStateDataArray(r: ByteReader, v: number, n: number): WriteShareGroupStateRequestWriteStateData[] {
  const a: WriteShareGroupStateRequestWriteStateData[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteShareGroupStateRequestWriteStateData(r, v));
  return a;
}

function readWriteShareGroupStateRequestPartitionDataArray(r: ByteReader, v: number, n: number): WriteShareGroupStateRequestPartitionData[] {
  const a: WriteShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteShareGroupStateRequestPartitionData(r, v));
  return a;
}

function readWriteShareGroupStateRequestStateBatchArray(r: ByteReader, v: number, n: number): WriteShareGroupStateRequestStateBatch[] {
  const a: WriteShareGroupStateRequestStateBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteShareGroupStateRequestStateBatch(r, v));
  return a;
}
