// Generated from read-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ReadShareGroupStateRequest {
  groupId: string;
  topics: ReadShareGroupStateRequestReadStateData[];
}

export interface ReadShareGroupStateRequestReadStateData {
  topicId: string;
  partitions: ReadShareGroupStateRequestPartitionData[];
}

export interface ReadShareGroupStateRequestPartitionData {
  partition: number;
  leaderEpoch: number;
}

export function newReadShareGroupStateRequest(fields?: Partial<ReadShareGroupStateRequest>): ReadShareGroupStateRequest {
  const m: ReadShareGroupStateRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateRequestReadStateData(fields?: Partial<ReadShareGroupStateRequestReadStateData>): ReadShareGroupStateRequestReadStateData {
  const m: ReadShareGroupStateRequestReadStateData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newReadShareGroupStateRequestPartitionData(fields?: Partial<ReadShareGroupStateRequestPartitionData>): ReadShareGroupStateRequestPartitionData {
  const m: ReadShareGroupStateRequestPartitionData = { partition: 0, leaderEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readReadShareGroupStateRequest(r: ByteReader, v: number): ReadShareGroupStateRequest {
  if (v < 0 || v > 0) throw unreadableVersion('ReadShareGroupStateRequest', v);
  const m: ReadShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readReadShareGroupStateRequestReadStateDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeReadShareGroupStateRequest(w: ByteWriter, m: ReadShareGroupStateRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ReadShareGroupStateRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeReadShareGroupStateRequestReadStateData(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateRequestReadStateData(r: ByteReader, v: number): ReadShareGroupStateRequestReadStateData {
  const m: ReadShareGroupStateRequestReadStateData = {
    topicId: r.uuid(),
    partitions: readReadShareGroupStateRequestPartitionDataArray(r, v, r.compactArrayLength(9)),
  };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateRequestReadStateData(w: ByteWriter, m: ReadShareGroupStateRequestReadStateData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeReadShareGroupStateRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readReadShareGroupStateRequestPartitionData(r: ByteReader, v: number): ReadShareGroupStateRequestPartitionData {
  const m: ReadShareGroupStateRequestPartitionData = { partition: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeReadShareGroupStateRequestPartitionData(w: ByteWriter, m: ReadShareGroupStateRequestPartitionData, v: number): void {
  w.int32(m.partition);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readReadShareGroupStateRequestReadStateDataArray(r: ByteReader, v: number, n: number): ReadShareGroupStateRequestReadStateData[] {
  const a: ReadShareGroupStateRequestReadStateData[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateRequestReadStateData(r, v));
  return a;
}

function readReadShareGroupStateRequestPartitionDataArray(r: ByteReader, v: number, n: number): ReadShareGroupStateRequestPartitionData[] {
  const a: ReadShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readReadShareGroupStateRequestPartitionData(r, v));
  return a;
}
