// Generated from delete-topics.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { compactStrings, strings, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DeleteTopicsRequest {
  topics: DeleteTopicsRequestDeleteTopicState[];
  topicNames: string[];
  timeoutMs: number;
}

export interface DeleteTopicsRequestDeleteTopicState {
  name: string | null;
  topicId: string;
}

export function newDeleteTopicsRequest(fields?: Partial<DeleteTopicsRequest>): DeleteTopicsRequest {
  const m: DeleteTopicsRequest = { topics: [], topicNames: [], timeoutMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDeleteTopicsRequestDeleteTopicState(fields?: Partial<DeleteTopicsRequestDeleteTopicState>): DeleteTopicsRequestDeleteTopicState {
  const m: DeleteTopicsRequestDeleteTopicState = { name: null, topicId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDeleteTopicsRequest(r: ByteReader, v: number): DeleteTopicsRequest {
  if (v < 1 || v > 6) throw unreadableVersion('DeleteTopicsRequest', v);
  const f = v >= 4;
  const m: DeleteTopicsRequest = {
    topics: v === 6 ? readDeleteTopicsRequestDeleteTopicStateArray(r, v, r.compactArrayLength(18)) : [],
    topicNames: v <= 5 ? (f ? compactStrings : strings)(r, f ? r.compactArrayLength(1) : r.arrayLength(2)) : [],
    timeoutMs: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDeleteTopicsRequest(w: ByteWriter, m: DeleteTopicsRequest, v: number): void {
  if (v < 1 || v > 6) throw unwritableVersion('DeleteTopicsRequest', v);
  const f = v >= 4;
  if (v === 6) { w.compactArrayLength(m.topics.length); for (const e of m.topics) writeDeleteTopicsRequestDeleteTopicState(w, e, v); } else { if (m.topics.length !== 0) throw unsupportedField('DeleteTopicsRequest.topics', v); }
  if (v <= 5) { if (f) w.compactArrayLength(m.topicNames.length); else w.arrayLength(m.topicNames.length); for (const e of m.topicNames) if (f) w.compactString(e); else w.string(e); }
  w.int32(m.timeoutMs);
  if (f) w.uvarint(0);
}

function readDeleteTopicsRequestDeleteTopicState(r: ByteReader, v: number): DeleteTopicsRequestDeleteTopicState {
  const m: DeleteTopicsRequestDeleteTopicState = { name: r.compactNullableString(), topicId: r.uuid() };
  r.skipTags();
  return m;
}

function writeDeleteTopicsRequestDeleteTopicState(w: ByteWriter, m: DeleteTopicsRequestDeleteTopicState, v: number): void {
  w.compactNullableString(m.name);
  w.uuid(m.topicId);
  w.uvarint(0);
}

function readDeleteTopicsRequestDeleteTopicStateArray(r: ByteReader, v: number, n: number): DeleteTopicsRequestDeleteTopicState[] {
  const a: DeleteTopicsRequestDeleteTopicState[] = [];
  for (let i = 0; i < n; i++) a.push(readDeleteTopicsRequestDeleteTopicState(r, v));
  return a;
}
