// Generated from produce.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ProduceRequest {
  transactionalId: string | null;
  acks: number;
  timeoutMs: number;
  topicData: ProduceRequestTopicProduceData[];
}

export interface ProduceRequestTopicProduceData {
  name: string;
  topicId: string;
  partitionData: ProduceRequestPartitionProduceData[];
}

export interface ProduceRequestPartitionProduceData {
  index: number;
  records: Uint8Array | null;
}

export function newProduceRequest(fields?: Partial<ProduceRequest>): ProduceRequest {
  const m: ProduceRequest = { transactionalId: null, acks: 0, timeoutMs: 0, topicData: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceRequestTopicProduceData(fields?: Partial<ProduceRequestTopicProduceData>): ProduceRequestTopicProduceData {
  const m: ProduceRequestTopicProduceData = { name: '', topicId: ZERO_UUID, partitionData: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceRequestPartitionProduceData(fields?: Partial<ProduceRequestPartitionProduceData>): ProduceRequestPartitionProduceData {
  const m: ProduceRequestPartitionProduceData = { index: 0, records: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readProduceRequest(r: ByteReader, v: number): ProduceRequest {
  if (v < 3 || v > 13) throw unreadableVersion('ProduceRequest', v);
  const f = v >= 9;
  const m: ProduceRequest = {
    transactionalId: (f ? r.compactNullableString() : r.nullableString()),
    acks: r.int16(),
    timeoutMs: r.int32(),
    topicData: readProduceRequestTopicProduceDataArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeProduceRequest(w: ByteWriter, m: ProduceRequest, v: number): void {
  if (v < 3 || v > 13) throw unwritableVersion('ProduceRequest', v);
  const f = v >= 9;
  if (f) w.compactNullableString(m.transactionalId); else w.nullableString(m.transactionalId);
  w.int16(m.acks);
  w.int32(m.timeoutMs);
  if (f) w.compactArrayLength(m.topicData.length); else w.arrayLength(m.topicData.length); for (const e of m.topicData) writeProduceRequestTopicProduceData(w, e, v);
  if (f) w.uvarint(0);
}

function readProduceRequestTopicProduceData(r: ByteReader, v: number): ProduceRequestTopicProduceData {
  const f = v >= 9;
  const m: ProduceRequestTopicProduceData = {
    name: v <= 12 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 13 ? r.uuid() : ZERO_UUID,
    partitionData: readProduceRequestPartitionProduceDataArray(r, v, f ? r.compactArrayLength(6) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

function writeProduceRequestTopicProduceData(w: ByteWriter, m: ProduceRequestTopicProduceData, v: number): void {
  const f = v >= 9;
  if (v <= 12) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 13) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitionData.length); else w.arrayLength(m.partitionData.length); for (const e of m.partitionData) writeProduceRequestPartitionProduceData(w, e, v);
  if (f) w.uvarint(0);
}

function readProduceRequestPartitionProduceData(r: ByteReader, v: number): ProduceRequestPartitionProduceData {
  const f = v >= 9;
  const m: ProduceRequestPartitionProduceData = { index: r.int32(), records: (f ? r.compactNullableBytes() : r.nullableBytes()) };
  if (f) r.skipTags();
  return m;
}

function writeProduceRequestPartitionProduceData(w: ByteWriter, m: ProduceRequestPartitionProduceData, v: number): void {
  const f = v >= 9;
  w.int32(m.index);
  if (f) w.compactNullableBytes(m.records); else w.nullableBytes(m.records);
  if (f) w.uvarint(0);
}

function readProduceRequestTopicProduceDataArray(r: ByteReader, v: number, n: number): ProduceRequestTopicProduceData[] {
  const a: ProduceRequestTopicProduceData[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceRequestTopicProduceData(r, v));
  return a;
}

function readProduceRequestPartitionProduceDataArray(r: ByteReader, v: number, n: number): ProduceRequestPartitionProduceData[] {
  const a: ProduceRequestPartitionProduceData[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceRequestPartitionProduceData(r, v));
  return a;
}
