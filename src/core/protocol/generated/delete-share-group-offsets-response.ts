// Generated from delete-share-group-offsets.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  responses: DeleteShareGroupOffsetsResponseTopic[];
}

export interface DeleteShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteShareGroupOffsetsResponse(fields?: Partial<DeleteShareGroupOffsetsResponse>): DeleteShareGroupOffsetsResponse {
  const m: DeleteShareGroupOffsetsResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: null, responses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteShareGroupOffsetsResponseTopic(fields?: Partial<DeleteShareGroupOffsetsResponseTopic>): DeleteShareGroupOffsetsResponseTopic {
  const m: DeleteShareGroupOffsetsResponseTopic = { topicName: '', topicId: ZERO_UUID, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteShareGroupOffsetsResponse(r: ByteReader, v: number): DeleteShareGroupOffsetsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('DeleteShareGroupOffsetsResponse', v);
  const m: DeleteShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    responses: readDeleteShareGroupOffsetsResponseTopicArray(r, v, r.compactArrayLength(21)),
  };
  r.skipTags();
  return m;
}

export function writeDeleteShareGroupOffsetsResponse(w: ByteWriter, m: DeleteShareGroupOffsetsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DeleteShareGroupOffsetsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.compactArrayLength(m.responses.length); for (const e of m.responses) writeDeleteShareGroupOffsetsResponseTopic(w, e, v);
  w.uvarint(0);
}

function readDeleteShareGroupOffsetsResponseTopic(r: ByteReader, v: number): DeleteShareGroupOffsetsResponseTopic {
  const m: DeleteShareGroupOffsetsResponseTopic = {
    topicName: r.compactString(),
    topicId: r.uuid(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeDeleteShareGroupOffsetsResponseTopic(w: ByteWriter, m: DeleteShareGroupOffsetsResponseTopic, v: number): void {
  w.compactString(m.topicName);
  w.uuid(m.topicId);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readDeleteShareGroupOffsetsResponseTopicArray(r: ByteReader, v: number, n: number): DeleteShareGroupOffsetsResponseTopic[] {
  const a: DeleteShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteShareGroupOffsetsResponseTopic(r, v));
  return a;
}
