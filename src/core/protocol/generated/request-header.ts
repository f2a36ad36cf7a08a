// Generated from headers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface RequestHeader {
  requestApiKey: number;
  requestApiVersion: number;
  correlationId: number;
  clientId: string | null;
}

export function newRequestHeader(fields?: Partial<RequestHeader>): RequestHeader {
  const m: RequestHeader = { requestApiKey: 0, requestApiVersion: 0, correlationId: 0, clientId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRequestHeader(r: ByteReader, v: number): RequestHeader {
  if (v < 1 || v > 2) throw unreadableVersion('RequestHeader', v);
  const f = v === 2;
  const m: RequestHeader = {
    requestApiKey: r.int16(),
    requestApiVersion: r.int16(),
    correlationId: r.int32(),
    clientId: r.nullableString(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeRequestHeader(w: ByteWriter, m: RequestHeader, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('RequestHeader', v);
  const f = v === 2;
  w.int16(m.requestApiKey);
  w.int16(m.requestApiVersion);
  w.int32(m.correlationId);
  w.nullableString(m.clientId);
  if (f) w.uvarint(0);
}
