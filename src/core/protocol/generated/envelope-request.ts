// Generated from envelope.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EnvelopeRequest {
  requestData: Uint8Array;
  requestPrincipal: Uint8Array | null;
  clientHostAddress: Uint8Array;
}

export function newEnvelopeRequest(fields?: Partial<EnvelopeRequest>): EnvelopeRequest {
  const m: EnvelopeRequest = { requestData: NO_BYTES, requestPrincipal: NO_BYTES, clientHostAddress: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEnvelopeRequest(r: ByteReader, v: number): EnvelopeRequest {
  if (v < 0 || v > 0) throw unreadableVersion('EnvelopeRequest', v);
  const m: EnvelopeRequest = {
    requestData: r.compactBytes(),
    requestPrincipal: r.compactNullableBytes(),
    clientHostAddress: r.compactBytes(),
  };
  r.skipTags();
  return m;
}

export function writeEnvelopeRequest(w: ByteWriter, m: EnvelopeRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('EnvelopeRequest', v);
  w.compactBytes(m.requestData);
  w.compactNullableBytes(m.requestPrincipal);
  w.compactBytes(m.clientHostAddress);
  w.uvarint(0);
}
