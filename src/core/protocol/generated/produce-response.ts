// Generated from produce.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ProduceResponse {
  responses: ProduceResponseTopicProduceResponse[];
  throttleTimeMs: number;
  nodeEndpoints: ProduceResponseNodeEndpoint[];
}

export interface ProduceResponseTopicProduceResponse {
  name: string;
  topicId: string;
  partitionResponses: ProduceResponsePartitionProduceResponse[];
}

export interface ProduceResponsePartitionProduceResponse {
  index: number;
  errorCode: number;
  baseOffset: number;
  logAppendTimeMs: number;
  logStartOffset: number;
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[];
  errorMessage: string | null;
  currentLeader: ProduceResponseLeaderIdAndEpoch;
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  batchIndex: number;
  batchIndexErrorMessage: string | null;
}

export interface ProduceResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface ProduceResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export function newProduceResponse(fields?: Partial<ProduceResponse>): ProduceResponse {
  const m: ProduceResponse = { responses: [], throttleTimeMs: 0, nodeEndpoints: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceResponseTopicProduceResponse(fields?: Partial<ProduceResponseTopicProduceResponse>): ProduceResponseTopicProduceResponse {
  const m: ProduceResponseTopicProduceResponse = { name: '', topicId: ZERO_UUID, partitionResponses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceResponsePartitionProduceResponse(fields?: Partial<ProduceResponsePartitionProduceResponse>): ProduceResponsePartitionProduceResponse {
  const m: ProduceResponsePartitionProduceResponse = {
    index: 0,
    errorCode: 0,
    baseOffset: 0,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage: null,
    currentLeader: newProduceResponseLeaderIdAndEpoch(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceResponseBatchIndexAndErrorMessage(fields?: Partial<ProduceResponseBatchIndexAndErrorMessage>): ProduceResponseBatchIndexAndErrorMessage {
  const m: ProduceResponseBatchIndexAndErrorMessage = { batchIndex: 0, batchIndexErrorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceResponseLeaderIdAndEpoch(fields?: Partial<ProduceResponseLeaderIdAndEpoch>): ProduceResponseLeaderIdAndEpoch {
  const m: ProduceResponseLeaderIdAndEpoch = { leaderId: -1, leaderEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newProduceResponseNodeEndpoint(fields?: Partial<ProduceResponseNodeEndpoint>): ProduceResponseNodeEndpoint {
  const m: ProduceResponseNodeEndpoint = { nodeId: 0, host: '', port: 0, rack: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readProduceResponse(r: ByteReader, v: number): ProduceResponse {
  if (v < 3 || v > 13) throw unreadableVersion('ProduceResponse', v);
  const f = v >= 9;
  const m: ProduceResponse = {
    responses: readProduceResponseTopicProduceResponseArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 10) { m.nodeEndpoints = readProduceResponseNodeEndpointArray(r, v, r.compactArrayLength(11)); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeProduceResponse(w: ByteWriter, m: ProduceResponse, v: number): void {
  if (v < 3 || v > 13) throw unwritableVersion('ProduceResponse', v);
  const f = v >= 9;
  if (f) w.compactArrayLength(m.responses.length); else w.arrayLength(m.responses.length); for (const e of m.responses) writeProduceResponseTopicProduceResponse(w, e, v);
  w.int32(m.throttleTimeMs);
  if (!(v >= 10)) { if (m.nodeEndpoints.length !== 0) throw unsupportedField('ProduceResponse.nodeEndpoints', v); }
  if (f) {
  const hasNodeEndpoints = v >= 10 && m.nodeEndpoints.length !== 0;
  w.uvarint((hasNodeEndpoints ? 1 : 0));
  if (hasNodeEndpoints) { const t = new ByteWriter(64); t.compactArrayLength(m.nodeEndpoints.length); for (const e of m.nodeEndpoints) writeProduceResponseNodeEndpoint(t, e, v); w.taggedField(0, t); }
  }
}

function readProduceResponseTopicProduceResponse(r: ByteReader, v: number): ProduceResponseTopicProduceResponse {
  const f = v >= 9;
  const m: ProduceResponseTopicProduceResponse = {
    name: v <= 12 ? (f ? r.compactString() : r.string()) : '',
    topicId: v === 13 ? r.uuid() : ZERO_UUID,
    partitionResponses: readProduceResponsePartitionProduceResponseArray(r, v, f ? r.compactArrayLength(33) : r.arrayLength(22)),
  };
  if (f) r.skipTags();
  return m;
}

function writeProduceResponseTopicProduceResponse(w: ByteWriter, m: ProduceResponseTopicProduceResponse, v: number): void {
  const f = v >= 9;
  if (v <= 12) { if (f) w.compactString(m.name); else w.string(m.name); }
  if (v === 13) w.uuid(m.topicId);
  if (f) w.compactArrayLength(m.partitionResponses.length); else w.arrayLength(m.partitionResponses.length); for (const e of m.partitionResponses) writeProduceResponsePartitionProduceResponse(w, e, v);
  if (f) w.uvarint(0);
}

function readProduceResponsePartitionProduceResponse(r: ByteReader, v: number): ProduceResponsePartitionProduceResponse {
  const f = v >= 9;
  const m: ProduceResponsePartitionProduceResponse = {
    index: r.int32(),
    errorCode: r.int16(),
    baseOffset: r.int64(),
    logAppendTimeMs: r.int64(),
    logStartOffset: v >= 5 ? r.int64() : -1,
    recordErrors: v >= 8 ? readProduceResponseBatchIndexAndErrorMessageArray(r, v, f ? r.compactArrayLength(6) : r.arrayLength(6)) : [],
    errorMessage: v >= 8 ? (f ? r.compactNullableString() : r.nullableString()) : null,
    currentLeader: newProduceResponseLeaderIdAndEpoch(),
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 10) { m.currentLeader = readProduceResponseLeaderIdAndEpoch(r, v); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeProduceResponsePartitionProduceResponse(w: ByteWriter, m: ProduceResponsePartitionProduceResponse, v: number): void {
  const f = v >= 9;
  w.int32(m.index);
  w.int16(m.errorCode);
  w.int64(m.baseOffset);
  w.int64(m.logAppendTimeMs);
  if (v >= 5) w.int64(m.logStartOffset);
  if (v >= 8) { if (f) w.compactArrayLength(m.recordErrors.length); else w.arrayLength(m.recordErrors.length); for (const e of m.recordErrors) writeProduceResponseBatchIndexAndErrorMessage(w, e, v); }
  if (v >= 8) { if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage); }
  if (!(v >= 10)) { if (!isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('ProduceResponsePartitionProduceResponse.currentLeader', v); }
  if (f) {
  const hasCurrentLeader = v >= 10 && !isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader);
  w.uvarint((hasCurrentLeader ? 1 : 0));
  if (hasCurrentLeader) { const t = new ByteWriter(64); writeProduceResponseLeaderIdAndEpoch(t, m.currentLeader, v); w.taggedField(0, t); }
  }
}

function readProduceResponseBatchIndexAndErrorMessage(r: ByteReader, v: number): ProduceResponseBatchIndexAndErrorMessage {
  const f = v >= 9;
  const m: ProduceResponseBatchIndexAndErrorMessage = {
    batchIndex: r.int32(),
    batchIndexErrorMessage: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeProduceResponseBatchIndexAndErrorMessage(w: ByteWriter, m: ProduceResponseBatchIndexAndErrorMessage, v: number): void {
  const f = v >= 9;
  w.int32(m.batchIndex);
  if (f) w.compactNullableString(m.batchIndexErrorMessage); else w.nullableString(m.batchIndexErrorMessage);
  if (f) w.uvarint(0);
}

function readProduceResponseLeaderIdAndEpoch(r: ByteReader, v: number): ProduceResponseLeaderIdAndEpoch {
  const m: ProduceResponseLeaderIdAndEpoch = { leaderId: r.int32(), leaderEpoch: r.int32() };
  r.skipTags();
  return m;
}

function writeProduceResponseLeaderIdAndEpoch(w: ByteWriter, m: ProduceResponseLeaderIdAndEpoch, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function readProduceResponseNodeEndpoint(r: ByteReader, v: number): ProduceResponseNodeEndpoint {
  const m: ProduceResponseNodeEndpoint = {
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    rack: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeProduceResponseNodeEndpoint(w: ByteWriter, m: ProduceResponseNodeEndpoint, v: number): void {
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  w.compactNullableString(m.rack);
  w.uvarint(0);
}

function readProduceResponseTopicProduceResponseArray(r: ByteReader, v: number, n: number): ProduceResponseTopicProduceResponse[] {
  const a: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceResponseTopicProduceResponse(r, v));
  return a;
}

function readProduceResponsePartitionProduceResponseArray(r: ByteReader, v: number, n: number): ProduceResponsePartitionProduceResponse[] {
  const a: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceResponsePartitionProduceResponse(r, v));
  return a;
}

function readProduceResponseBatchIndexAndErrorMessageArray(r: ByteReader, v: number, n: number): ProduceResponseBatchIndexAndErrorMessage[] {
  const a: ProduceResponseBatchIndexAndErrorMessage[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceResponseBatchIndexAndErrorMessage(r, v));
  return a;
}

function isDefaultProduceResponseLeaderIdAndEpoch(m: ProduceResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1);
}

function readProduceResponseNodeEndpointArray(r: ByteReader, v: number, n: number): ProduceResponseNodeEndpoint[] {
  const a: ProduceResponseNodeEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readProduceResponseNodeEndpoint(r, v));
  return a;
}
