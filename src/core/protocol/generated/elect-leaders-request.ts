// Generated from elect-leaders.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ElectLeadersRequest {
  electionType: number;
  topicPartitions: ElectLeadersRequestTopicPartitions[] | null;
  timeoutMs: number;
}

export interface ElectLeadersRequestTopicPartitions {
  topic: string;
  partitions: number[];
}

export function newElectLeadersRequest(fields?: Partial<ElectLeadersRequest>): ElectLeadersRequest {
  const m: ElectLeadersRequest = { electionType: 0, topicPartitions: [], timeoutMs: 60000 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newElectLeadersRequestTopicPartitions(fields?: Partial<ElectLeadersRequestTopicPartitions>): ElectLeadersRequestTopicPartitions {
  const m: ElectLeadersRequestTopicPartitions = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readElectLeadersRequest(r: ByteReader, v: number): ElectLeadersRequest {
  if (v < 0 || v > 2) throw unreadableVersion('ElectLeadersRequest', v);
  const f = v === 2;
  const m: ElectLeadersRequest = {
    electionType: v >= 1 ? r.int8() : 0,
    topicPartitions: readElectLeadersRequestTopicPartitionsArrayOrNull(r, v, f ? r.compactNullableArrayLength(3) : r.nullableArrayLength(6)),
    timeoutMs: r.int32(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeElectLeadersRequest(w: ByteWriter, m: ElectLeadersRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('ElectLeadersRequest', v);
  const f = v === 2;
  if (v >= 1) w.int8(m.electionType); else { if (m.electionType !== 0) throw unsupportedField('ElectLeadersRequest.electionType', v); }
  if (m.topicPartitions === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.topicPartitions.length); else w.arrayLength(m.topicPartitions.length); for (const e of m.topicPartitions) writeElectLeadersRequestTopicPartitions(w, e, v); }
  w.int32(m.timeoutMs);
  if (f) w.uvarint(0);
}

function readElectLeadersRequestTopicPartitions(r: ByteReader, v: number): ElectLeadersRequestTopicPartitions {
  const f = v === 2;
  const m: ElectLeadersRequestTopicPartitions = {
    topic: (f ? r.compactString() : r.string()),
    partitions: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeElectLeadersRequestTopicPartitions(w: ByteWriter, m: ElectLeadersRequestTopicPartitions, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  if (f) w.uvarint(0);
}

function readElectLeadersRequestTopicPartitionsArrayOrNull(r: ByteReader, v: number, n: number): ElectLeadersRequestTopicPartitions[] | null {
  return n < 0 ? null : readElectLeadersRequestTopicPartitionsArray(r, v, n);
}

function readElectLeadersRequestTopicPartitionsArray(r: ByteReader, v: number, n: number): ElectLeadersRequestTopicPartitions[] {
  const a: ElectLeadersRequestTopicPartitions[] = [];
  for (let i = 0; i < n; i++) a.push(readElectLeadersRequestTopicPartitions(r, v));
  return a;
}
