// Generated from incremental-alter-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface IncrementalAlterConfigsResponse {
  throttleTimeMs: number;
  responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[];
}

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

export function newIncrementalAlterConfigsResponse(fields?: Partial<IncrementalAlterConfigsResponse>): IncrementalAlterConfigsResponse {
  const m: IncrementalAlterConfigsResponse = { throttleTimeMs: 0, responses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newIncrementalAlterConfigsResponseAlterConfigsResourceResponse(fields?: Partial<IncrementalAlterConfigsResponseAlterConfigsResourceResponse>): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  const m: IncrementalAlterConfigsResponseAlterConfigsResourceResponse = { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readIncrementalAlterConfigsResponse(r: ByteReader, v: number): IncrementalAlterConfigsResponse {
  if (v < 0 || v > 1) throw unreadableVersion('IncrementalAlterConfigsResponse', v);
  const f = v === 1;
  const m: IncrementalAlterConfigsResponse = {
    throttleTimeMs: r.int32(),
    responses: readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray(r, v, f ? r.compactArrayLength(6) : r.arrayLength(7)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeIncrementalAlterConfigsResponse(w: ByteWriter, m: IncrementalAlterConfigsResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('IncrementalAlterConfigsResponse', v);
  const f = v === 1;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.responses.length); else w.arrayLength(m.responses.length); for (const e of m.responses) writeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(w, e, v);
  if (f) w.uvarint(0);
}

function readIncrementalAlterConfigsResponseAlterConfigsResourceResponse(r: ByteReader, v: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  const f = v === 1;
  const m: IncrementalAlterConfigsResponseAlterConfigsResourceResponse = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

function writeIncrementalAlterConfigsResponseAlterConfigsResourceResponse(w: ByteWriter, m: IncrementalAlterConfigsResponseAlterConfigsResourceResponse, v: number): void {
  const f = v === 1;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (f) w.uvarint(0);
}

function readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray(r: ByteReader, v: number, n: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] {
  const a: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readIncrementalAlterConfigsResponseAlterConfigsResourceResponse(r, v));
  return a;
}
