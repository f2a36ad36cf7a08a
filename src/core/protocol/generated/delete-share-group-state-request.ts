// Generated from delete-share-group-state.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteShareGroupStateRequest {
  groupId: string;
  topics: DeleteShareGroupStateRequestDeleteStateData[];
}

export interface DeleteShareGroupStateRequestDeleteStateData {
  topicId: string;
  partitions: DeleteShareGroupStateRequestPartitionData[];
}

export interface DeleteShareGroupStateRequestPartitionData {
  partition: number;
}

export function newDeleteShareGroupStateRequest(fields?: Partial<DeleteShareGroupStateRequest>): DeleteShareGroupStateRequest {
  const m: DeleteShareGroupStateRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupStateRequestDeleteStateData(fields?: Partial<DeleteShareGroupStateRequestDeleteStateData>): DeleteShareGroupStateRequestDeleteStateData {
  const m: DeleteShareGroupStateRequestDeleteStateData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupStateRequestPartitionData(fields?: Partial<DeleteShareGroupStateRequestPartitionData>): DeleteShareGroupStateRequestPartitionData {
  const m: DeleteShareGroupStateRequestPartitionData = { partition: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteShareGroupStateRequest(r: ByteReader, v: number): DeleteShareGroupStateRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DeleteShareGroupStateRequest', v);
  const m: DeleteShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readDeleteShareGroupStateRequestDeleteStateDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeDeleteShareGroupStateRequest(w: ByteWriter, m: DeleteShareGroupStateRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DeleteShareGroupStateRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDeleteShareGroupStateRequestDeleteStateData(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupStateRequestDeleteStateData(r: ByteReader, v: number): DeleteShareGroupStateRequestDeleteStateData {
  const m: DeleteShareGroupStateRequestDeleteStateData = {
    topicId: r.uuid(),
    partitions: readDeleteShareGroupStateRequestPartitionDataArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupStateRequestDeleteStateData(w: ByteWriter, m: DeleteShareGroupStateRequestDeleteStateData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeDeleteShareGroupStateRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupStateRequestPartitionData(r: ByteReader, v: number): DeleteShareGroupStateRequestPartitionData {
  const m: DeleteShareGroupStateRequestPartitionData = { partition: r.int32() };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupStateRequestPartitionData(w: ByteWriter, m: DeleteShareGroupStateRequestPartitionData, v: number): void {
  w.int32(m.partition);
  w.uvarint(0);
}

function readDeleteShareGroupStateRequestDeleteStateDataArray(r: ByteReader, v: number, n: number): DeleteShareGroupStateRequestDeleteStateData[] {
  const a: DeleteShareGroupStateRequestDeleteStateData[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupStateRequestDeleteStateData(r, v));
  return a;
}

function readDeleteShareGroupStateRequestPartitionDataArray(r: ByteReader, v: number, n: number): DeleteShareGroupStateRequestPartitionData[] {
  const a: DeleteShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupStateRequestPartitionData(r, v));
  return a;
}
