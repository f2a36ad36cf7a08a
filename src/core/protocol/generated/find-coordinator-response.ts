// Generated from find-coordinator.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface FindCoordinatorResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  nodeId: number;
  host: string;
  port: number;
  coordinators: FindCoordinatorResponseCoordinator[];
}

export interface FindCoordinatorResponseCoordinator {
  key: string;
  nodeId: number;
  host: string;
  port: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newFindCoordinatorResponse(fields?: Partial<FindCoordinatorResponse>): FindCoordinatorResponse {
  const m: FindCoordinatorResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: '',
    nodeId: 0,
    host: '',
    port: 0,
    coordinators: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newFindCoordinatorResponseCoordinator(fields?: Partial<FindCoordinatorResponseCoordinator>): FindCoordinatorResponseCoordinator {
  const m: FindCoordinatorResponseCoordinator = { key: '', nodeId: 0, host: '', port: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFindCoordinatorResponse(r: ByteReader, v: number): FindCoordinatorResponse {
  if (v < 0 || v > 6) throw unreadableVersion('FindCoordinatorResponse', v);
  const f = v >= 3;
  const m: FindCoordinatorResponse = {
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    errorCode: v <= 3 ? r.int16() : 0,
    errorMessage: v >= 1 && v <= 3 ? (f ? r.compactNullableString() : r.nullableString()) : '',
    nodeId: v <= 3 ? r.int32() : 0,
    host: v <= 3 ? (f ? r.compactString() : r.string()) : '',
    port: v <= 3 ? r.int32() : 0,
    coordinators: v >= 4 ? readFindCoordinatorResponseCoordinatorArray(r, v, r.compactArrayLength(14)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeFindCoordinatorResponse(w: ByteWriter, m: FindCoordinatorResponse, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('FindCoordinatorResponse', v);
  const f = v >= 3;
  if (v >= 1) w.int32(m.throttleTimeMs);
  if (v <= 3) w.int16(m.errorCode); else { if (m.errorCode !== 0) throw unsupportedField('FindCoordinatorResponse.errorCode', v); }
  if (v >= 1 && v <= 3) { if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage); }
  if (v <= 3) w.int32(m.nodeId); else { if (m.nodeId !== 0) throw unsupportedField('FindCoordinatorResponse.nodeId', v); }
  if (v <= 3) { if (f) w.compactString(m.host); else w.string(m.host); } else { if (m.host !== '') throw unsupportedField('FindCoordinatorResponse.host', v); }
  if (v <= 3) w.int32(m.port); else { if (m.port !== 0) throw unsupportedField('FindCoordinatorResponse.port', v); }
  if (v >= 4) { w.compactArrayLength(m.coordinators.length); for (const e of m.coordinators) writeFindCoordinatorResponseCoordinator(w, e, v); } else { if (m.coordinators.length !== 0) throw unsupportedField('FindCoordinatorResponse.coordinators', v); }
  if (f) w.uvarint(0);
}

function readFindCoordinatorResponseCoordinator(r: ByteReader, v: number): FindCoordinatorResponseCoordinator {
  const m: FindCoordinatorResponseCoordinator = {
    key: r.compactString(),
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

function writeFindCoordinatorResponseCoordinator(w: ByteWriter, m: FindCoordinatorResponseCoordinator, v: number): void {
  w.compactString(m.key);
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readFindCoordinatorResponseCoordinatorArray(r: ByteReader, v: number, n: number): FindCoordinatorResponseCoordinator[] {
  const a: FindCoordinatorResponseCoordinator[] = [];
  for (let i = 0; i < n; i++) a.push(readFindCoordinatorResponseCoordinator(r, v));
  return a;
}
