// Generated from delete-topics.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { notNull, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DeleteTopicsResponse {
  throttleTimeMs: number;
  responses: DeleteTopicsResponseDeletableTopicResult[];
}

export interface DeleteTopicsResponseDeletableTopicResult {
  name: string | null;
  topicId: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteTopicsResponse(fields?: Partial<DeleteTopicsResponse>): DeleteTopicsResponse {
  const m: DeleteTopicsResponse = { throttleTimeMs: 0, responses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteTopicsResponseDeletableTopicResult(fields?: Partial<DeleteTopicsResponseDeletableTopicResult>): DeleteTopicsResponseDeletableTopicResult {
  const m: DeleteTopicsResponseDeletableTopicResult = { name: '', topicId: ZERO_UUID, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteTopicsResponse(r: ByteReader, v: number): DeleteTopicsResponse {
  if (v < 1 || v > 6) throw unreadableVersion('DeleteTopicsResponse', v);
  const f = v >= 4;
  const m: DeleteTopicsResponse = {
    throttleTimeMs: r.int32(),
    responses: readDeleteTopicsResponseDeletableTopicResultArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteTopicsResponse(w: ByteWriter, m: DeleteTopicsResponse, v: number): void {
  if (v < 1 || v > 6) throw unwritableVersion('DeleteTopicsResponse', v);
  const f = v >= 4;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.responses.length); else w.arrayLength(m.responses.length); for (const e of m.responses) writeDeleteTopicsResponseDeletableTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDeleteTopicsResponseDeletableTopicResult(r: ByteReader, v: number): DeleteTopicsResponseDeletableTopicResult {
  const f = v >= 4;
  const m: DeleteTopicsResponseDeletableTopicResult = {
    name: (f ? (v === 6 ? r.compactNullableString() : r.compactString()) : (v === 6 ? r.nullableString() : r.string())),
    topicId: v === 6 ? r.uuid() : ZERO_UUID,
    errorCode: r.int16(),
    errorMessage: v >= 5 ? r.compactNullableString() : null,
  };
  if (f) r.skipTags();
  return m;
}

function writeDeleteTopicsResponseDeletableTopicResult(w: ByteWriter, m: DeleteTopicsResponseDeletableTopicResult, v: number): void {
  const f = v >= 4;
  if (f) { if (v === 6) w.compactNullableString(m.name); else w.compactString(notNull(m.name, 'name')); } else { if (v === 6) w.nullableString(m.name); else w.string(notNull(m.name, 'name')); }
  if (v === 6) w.uuid(m.topicId);
  w.int16(m.errorCode);
  if (v >= 5) w.compactNullableString(m.errorMessage);
  if (f) w.uvarint(0);
}

function readDeleteTopicsResponseDeletableTopicResultArray(r: ByteReader, v: number, n: number): DeleteTopicsResponseDeletableTopicResult[] {
  const a: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteTopicsResponseDeletableTopicResult(r, v));
  return a;
}
