// Generated from create-topics.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreateTopicsResponse {
  throttleTimeMs: number;
  topics: CreateTopicsResponseCreatableTopicResult[];
}

export interface CreateTopicsResponseCreatableTopicResult {
  name: string;
  topicId: string;
  errorCode: number;
  errorMessage: string | null;
  topicConfigErrorCode: number;
  numPartitions: number;
  replicationFactor: number;
  configs: CreateTopicsResponseCreatableTopicConfigs[] | null;
}

export interface CreateTopicsResponseCreatableTopicConfigs {
  name: string;
  value: string | null;
  readOnly: boolean;
  configSource: number;
  isSensitive: boolean;
}

export function newCreateTopicsResponse(fields?: Partial<CreateTopicsResponse>): CreateTopicsResponse {
  const m: CreateTopicsResponse = { throttleTimeMs: 0, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateTopicsResponseCreatableTopicResult(fields?: Partial<CreateTopicsResponseCreatableTopicResult>): CreateTopicsResponseCreatableTopicResult {
  const m: CreateTopicsResponseCreatableTopicResult = {
    name: '',
    topicId: ZERO_UUID,
    errorCode: 0,
    errorMessage: '',
    topicConfigErrorCode: 0,
    numPartitions: -1,
    replicationFactor: -1,
    configs: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateTopicsResponseCreatableTopicConfigs(fields?: Partial<CreateTopicsResponseCreatableTopicConfigs>): CreateTopicsResponseCreatableTopicConfigs {
  const m: CreateTopicsResponseCreatableTopicConfigs = { name: '', value: '', readOnly: false, configSource: -1, isSensitive: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateTopicsResponse(r: ByteReader, v: number): CreateTopicsResponse {
  if (v < 2 || v > 7) throw unreadableVersion('CreateTopicsResponse', v);
  const f = v >= 5;
  const m: CreateTopicsResponse = {
    throttleTimeMs: r.int32(),
    topics: readCreateTopicsResponseCreatableTopicResultArray(r, v, f ? r.compactArrayLength(12) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateTopicsResponse(w: ByteWriter, m: CreateTopicsResponse, v: number): void {
  if (v < 2 || v > 7) throw unwritableVersion('CreateTopicsResponse', v);
  const f = v >= 5;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeCreateTopicsResponseCreatableTopicResult(w, e, v);
  if (f) w.uvarint(0);
}

function readCreateTopicsResponseCreatableTopicResult(r: ByteReader, v: number): CreateTopicsResponseCreatableTopicResult {
  const f = v >= 5;
  const m: CreateTopicsResponseCreatableTopicResult = {
    name: (f ? r.compactString() : r.string()),
    topicId: v === 7 ? r.uuid() : ZERO_UUID,
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    topicConfigErrorCode: 0,
    numPartitions: v >= 5 ? r.int32() : -1,
    replicationFactor: v >= 5 ? r.int16() : -1,
    configs: v >= 5 ? readCreateTopicsResponseCreatableTopicConfigsArrayOrNull(r, v, r.compactNullableArrayLength(6)) : [],
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.topicConfigErrorCode = r.int16(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeCreateTopicsResponseCreatableTopicResult(w: ByteWriter, m: CreateTopicsResponseCreatableTopicResult, v: number): void {
  const f = v >= 5;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (v === 7) w.uuid(m.topicId);
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (v >= 5) w.int32(m.numPartitions);
  if (v >= 5) w.int16(m.replicationFactor);
  if (v >= 5) { if (m.configs === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.configs.length); for (const e of m.configs) writeCreateTopicsResponseCreatableTopicConfigs(w, e, v); } }
  if (f) {
  const hasTopicConfigErrorCode = m.topicConfigErrorCode !== 0;
  w.uvarint((hasTopicConfigErrorCode ? 1 : 0));
  if (hasTopicConfigErrorCode) { w.uvarint(0); w.uvarint(2); w.int16(m.topicConfigErrorCode); }
  }
}

function readCreateTopicsResponseCreatableTopicConfigs(r: ByteReader, v: number): CreateTopicsResponseCreatableTopicConfigs {
  const m: CreateTopicsResponseCreatableTopicConfigs = {
    name: r.compactString(),
    value: r.compactNullableString(),
    readOnly: r.bool(),
    configSource: r.int8(),
    isSensitive: r.bool(),
  };
  r.skipTags();
  return m;
}

function writeCreateTopicsResponseCreatableTopicConfigs(w: ByteWriter, m: CreateTopicsResponseCreatableTopicConfigs, v: number): void {
  w.compactString(m.name);
  w.compactNullableString(m.value);
  w.bool(m.readOnly);
  w.int8(m.configSource);
  w.bool(m.isSensitive);
  w.uvarint(0);
}

function readCreateTopicsResponseCreatableTopicResultArray(r: ByteReader, v: number, n: number): CreateTopicsResponseCreatableTopicResult[] {
  const a: CreateTopicsResponseCreatableTopicResult[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateTopicsResponseCreatableTopicResult(r, v));
  return a;
}

function readCreateTopicsResponseCreatableTopicConfigsArrayOrNull(r: ByteReader, v: number, n: number): CreateTopicsResponseCreatableTopicConfigs[] | null {
  return n < 0 ? null : readCreateTopicsResponseCreatableTopicConfigsArray(r, v, n);
}

function readCreateTopicsResponseCreatableTopicConfigsArray(r: ByteReader, v: number, n: number): CreateTopicsResponseCreatableTopicConfigs[] {
  const a: CreateTopicsResponseCreatableTopicConfigs[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateTopicsResponseCreatableTopicConfigs(r, v));
  return a;
}
