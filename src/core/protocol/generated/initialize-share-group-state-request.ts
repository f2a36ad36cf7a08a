// Generated from initialize-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface InitializeShareGroupStateRequest {
  groupId: string;
  topics: InitializeShareGroupStateRequestInitializeStateData[];
}

export interface InitializeShareGroupStateRequestInitializeStateData {
  topicId: string;
  partitions: InitializeShareGroupStateRequestPartitionData[];
}

export interface InitializeShareGroupStateRequestPartitionData {
  partition: number;
  stateEpoch: number;
  startOffset: number;
}

export function newInitializeShareGroupStateRequest(fields?: Partial<InitializeShareGroupStateRequest>): InitializeShareGroupStateRequest {
  const m: InitializeShareGroupStateRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newInitializeShareGroupStateRequestInitializeStateData(fields?: Partial<InitializeShareGroupStateRequestInitializeStateData>): InitializeShareGroupStateRequestInitializeStateData {
  const m: InitializeShareGroupStateRequestInitializeStateData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newInitializeShareGroupStateRequestPartitionData(fields?: Partial<InitializeShareGroupStateRequestPartitionData>): InitializeShareGroupStateRequestPartitionData {
  const m: InitializeShareGroupStateRequestPartitionData = { partition: 0, stateEpoch: 0, startOffset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readInitializeShareGroupStateRequest(r: ByteReader, v: number): InitializeShareGroupStateRequest {
  if (v < 0 || v > 0) throw unreadableVersion('InitializeShareGroupStateRequest', v);
  const m: InitializeShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readInitializeShareGroupStateRequestInitializeStateDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeInitializeShareGroupStateRequest(w: ByteWriter, m: InitializeShareGroupStateRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('InitializeShareGroupStateRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeInitializeShareGroupStateRequestInitializeStateData(w, e, v);
  w.uvarint(0);
}

function readInitializeShareGroupStateRequestInitializeStateData(r: ByteReader, v: number): InitializeShareGroupStateRequestInitializeStateData {
  const m: InitializeShareGroupStateRequestInitializeStateData = {
    topicId: r.uuid(),
    partitions: readInitializeShareGroupStateRequestPartitionDataArray(r, v, r.compactArrayLength(17)),
  };
  r.skipTags();
  return m;
}

function writeInitializeShareGroupStateRequestInitializeStateData(w: ByteWriter, m: InitializeShareGroupStateRequestInitializeStateData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeInitializeShareGroupStateRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readInitializeShareGroupStateRequestPartitionData(r: ByteReader, v: number): InitializeShareGroupStateRequestPartitionData {
  const m: InitializeShareGroupStateRequestPartitionData = { partition: r.int32(), stateEpoch: r.int32(), startOffset: r.int64() };
  r.skipTags();
  return m;
}

function writeInitializeShareGroupStateRequestPartitionData(w: ByteWriter, m: InitializeShareGroupStateRequestPartitionData, v: number): void {
  w.int32(m.partition);
  w.int32(m.stateEpoch);
  w.int64(m.startOffset);
  w.uvarint(0);
}

function readInitializeShareGroupStateRequestInitializeStateDataArray(r: ByteReader, v: number, n: number): InitializeShareGroupStateRequestInitializeStateData[] {
  const a: InitializeShareGroupStateRequestInitializeStateData[] = [];
  for (let i = 0; i < n; i++) a.push(readInitializeShareGroupStateRequestInitializeStateData(r, v));
  return a;
}

function readInitializeShareGroupStateRequestPartitionDataArray(r: ByteReader, v: number, n: number): InitializeShareGroupStateRequestPartitionData[] {
  const a: InitializeShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readInitializeShareGroupStateRequestPartitionData(r, v));
  return a;
}
