// Generated from envelope.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EnvelopeResponse {
  responseData: Uint8Array | null;
  errorCode: number;
}

export function newEnvelopeResponse(fields?: Partial<EnvelopeResponse>): EnvelopeResponse {
  const m: EnvelopeResponse = { responseData: null, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEnvelopeResponse(r: ByteReader, v: number): EnvelopeResponse {
  if (v < 0 || v > 0) throw unreadableVersion('EnvelopeResponse', v);
  const m: EnvelopeResponse = { responseData: r.compactNullableBytes(), errorCode: r.int16() };
  r.skipTags();
  return m;
}

export function writeEnvelopeResponse(w: ByteWriter, m: EnvelopeResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('EnvelopeResponse', v);
  w.compactNullableBytes(m.responseData);
  w.int16(m.errorCode);
  w.uvarint(0);
}
