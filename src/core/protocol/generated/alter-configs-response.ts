// Generated from alter-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterConfigsResponse {
  throttleTimeMs: number;
  responses: AlterConfigsResponseAlterConfigsResourceResponse[];
}

export interface AlterConfigsResponseAlterConfigsResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

export function newAlterConfigsResponse(fields?: Partial<AlterConfigsResponse>): AlterConfigsResponse {
  const m: AlterConfigsResponse = { throttleTimeMs: 0, responses: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterConfigsResponseAlterConfigsResourceResponse(fields?: Partial<AlterConfigsResponseAlterConfigsResourceResponse>): AlterConfigsResponseAlterConfigsResourceResponse {
  const m: AlterConfigsResponseAlterConfigsResourceResponse = { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterConfigsResponse(r: ByteReader, v: number): AlterConfigsResponse {
  if (v < 0 || v > 2) throw unreadableVersion('AlterConfigsResponse', v);
  const f = v === 2;
  const m: AlterConfigsResponse = {
    throttleTimeMs: r.int32(),
    responses: readAlterConfigsResponseAlterConfigsResourceResponseArray(r, v, f ? r.compactArrayLength(6) : r.arrayLength(7)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterConfigsResponse(w: ByteWriter, m: AlterConfigsResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('AlterConfigsResponse', v);
  const f = v === 2;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.responses.length); else w.arrayLength(m.responses.length); for (const e of m.responses) writeAlterConfigsResponseAlterConfigsResourceResponse(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterConfigsResponseAlterConfigsResourceResponse(r: ByteReader, v: number): AlterConfigsResponseAlterConfigsResourceResponse {
  const f = v === 2;
  const m: AlterConfigsResponseAlterConfigsResourceResponse = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterConfigsResponseAlterConfigsResourceResponse(w: ByteWriter, m: AlterConfigsResponseAlterConfigsResourceResponse, v: number): void {
  const f = v === 2;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (f) w.uvarint(0);
}

function readAlterConfigsResponseAlterConfigsResourceResponseArray(r: ByteReader, v: number, n: number): AlterConfigsResponseAlterConfigsResourceResponse[] {
  const a: AlterConfigsResponseAlterConfigsResourceResponse[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterConfigsResponseAlterConfigsResourceResponse(r, v));
  return a;
}
