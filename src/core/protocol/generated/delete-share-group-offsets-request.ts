// Generated from delete-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteShareGroupOffsetsRequest {
  groupId: string;
  topics: DeleteShareGroupOffsetsRequestTopic[];
}

export interface DeleteShareGroupOffsetsRequestTopic {
  topicName: string;
}

export function newDeleteShareGroupOffsetsRequest(fields?: Partial<DeleteShareGroupOffsetsRequest>): DeleteShareGroupOffsetsRequest {
  const m: DeleteShareGroupOffsetsRequest = { groupId: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupOffsetsRequestTopic(fields?: Partial<DeleteShareGroupOffsetsRequestTopic>): DeleteShareGroupOffsetsRequestTopic {
  const m: DeleteShareGroupOffsetsRequestTopic = { topicName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteShareGroupOffsetsRequest(r: ByteReader, v: number): DeleteShareGroupOffsetsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DeleteShareGroupOffsetsRequest', v);
  const m: DeleteShareGroupOffsetsRequest = {
    groupId: r.compactString(),
    topics: readDeleteShareGroupOffsetsRequestTopicArray(r, v, r.compactArrayLength(2)),
  };
  r.skipTags();
  return m;
}

export function writeDeleteShareGroupOffsetsRequest(w: ByteWriter, m: DeleteShareGroupOffsetsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DeleteShareGroupOffsetsRequest', v);
  w.compactString(m.groupId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDeleteShareGroupOffsetsRequestTopic(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupOffsetsRequestTopic(r: ByteReader, v: number): DeleteShareGroupOffsetsRequestTopic {
  const m: DeleteShareGroupOffsetsRequestTopic = { topicName: r.compactString() };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupOffsetsRequestTopic(w: ByteWriter, m: DeleteShareGroupOffsetsRequestTopic, v: number): void {
  w.compactString(m.topicName);
  w.uvarint(0);
}

function readDeleteShareGroupOffsetsRequestTopicArray(r: ByteReader, v: number, n: number): DeleteShareGroupOffsetsRequestTopic[] {
  const a: DeleteShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupOffsetsRequestTopic(r, v));
  return a;
}
