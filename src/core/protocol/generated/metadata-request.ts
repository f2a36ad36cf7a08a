// Generated from metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { notNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface MetadataRequest {
  topics: MetadataRequestTopic[] | null;
  allowAutoTopicCreation: boolean;
  includeClusterAuthorizedOperations: boolean;
  includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  topicId: string;
  name: string | null;
}

export function newMetadataRequest(fields?: Partial<MetadataRequest>): MetadataRequest {
  const m: MetadataRequest = {
    topics: [],
    allowAutoTopicCreation: true,
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newMetadataRequestTopic(fields?: Partial<MetadataRequestTopic>): MetadataRequestTopic {
  const m: MetadataRequestTopic = { topicId: ZERO_UUID, name: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readMetadataRequest(r: ByteReader, v: number): MetadataRequest {
  if (v < 0 || v > 13) throw unreadableVersion('MetadataRequest', v);
  const f = v >= 9;
  const m: MetadataRequest = {
    topics: readMetadataRequestTopicArrayOrNull(r, v, f ? (v >= 1 ? r.compactNullableArrayLength(2) : r.compactArrayLength(2)) : (v >= 1 ? r.nullableArrayLength(2) : r.arrayLength(2))),
    allowAutoTopicCreation: v >= 4 ? r.bool() : true,
    includeClusterAuthorizedOperations: v >= 8 && v <= 10 ? r.bool() : false,
    includeTopicAuthorizedOperations: v >= 8 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

export function writeMetadataRequest(w: ByteWriter, m: MetadataRequest, v: number): void {
  if (v < 0 || v > 13) throw unwritableVersion('MetadataRequest', v);
  const f = v >= 9;
  if (v >= 1) { if (m.topics === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeMetadataRequestTopic(w, e, v); } } else { const a = notNull(m.topics, 'topics'); if (f) w.compactArrayLength(a.length); else w.arrayLength(a.length); for (const e of a) writeMetadataRequestTopic(w, e, v); }
  if (v >= 4) w.bool(m.allowAutoTopicCreation); else { if (m.allowAutoTopicCreation !== true) throw unsupportedField('MetadataRequest.allowAutoTopicCreation', v); }
  if (v >= 8 && v <= 10) w.bool(m.includeClusterAuthorizedOperations); else { if (m.includeClusterAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeClusterAuthorizedOperations', v); }
  if (v >= 8) w.bool(m.includeTopicAuthorizedOperations); else { if (m.includeTopicAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeTopicAuthorizedOperations', v); }
  if (f) w.uvarint(0);
}

function readMetadataRequestTopic(r: ByteReader, v: number): MetadataRequestTopic {
  const f = v >= 9;
  const m: MetadataRequestTopic = {
    topicId: v >= 10 ? r.uuid() : ZERO_UUID,
    name: (f ? (v >= 10 ? r.compactNullableString() : r.compactString()) : (v >= 10 ? r.nullableString() : r.string())),
  };
  if (f) r.skipTags();
  return m;
}

function writeMetadataRequestTopic(w: ByteWriter, m: MetadataRequestTopic, v: number): void {
  const f = v >= 9;
  if (v >= 10) w.uuid(m.topicId);
  if (f) { if (v >= 10) w.compactNullableString(m.name); else w.compactString(notNull(m.name, 'name')); } else { if (v >= 10) w.nullableString(m.name); else w.string(notNull(m.name, 'name')); }
  if (f) w.uvarint(0);
}

function readMetadataRequestTopicArrayOrNull(r: ByteReader, v: number, n: number): MetadataRequestTopic[] | null {
  return n < 0 ? null : readMetadataRequestTopicArray(r, v, n);
}

function readMetadataRequestTopicArray(r: ByteReader, v: number, n: number): MetadataRequestTopic[] {
  const a: MetadataRequestTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readMetadataRequestTopic(r, v));
  return a;
}
