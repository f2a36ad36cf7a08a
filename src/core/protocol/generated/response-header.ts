// Generated from headers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ResponseHeader {
  correlationId: number;
}

export function newResponseHeader(fields?: Partial<ResponseHeader>): ResponseHeader {
  const m: ResponseHeader = { correlationId: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readResponseHeader(r: ByteReader, v: number): ResponseHeader {
  if (v < 0 || v > 1) throw unreadableVersion('ResponseHeader', v);
  const f = v === 1;
  const m: ResponseHeader = { correlationId: r.int32() };
  if (f) r.skipTags();
  return m;
}

export function writeResponseHeader(w: ByteWriter, m: ResponseHeader, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ResponseHeader', v);
  const f = v === 1;
  w.int32(m.correlationId);
  if (f) w.uvarint(0);
}
