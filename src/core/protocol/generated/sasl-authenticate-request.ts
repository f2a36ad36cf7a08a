// Generated from sasl-authenticate.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SaslAuthenticateRequest {
  authBytes: Uint8Array;
}

export function newSaslAuthenticateRequest(fields?: Partial<SaslAuthenticateRequest>): SaslAuthenticateRequest {
  const m: SaslAuthenticateRequest = { authBytes: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSaslAuthenticateRequest(r: ByteReader, v: number): SaslAuthenticateRequest {
  if (v < 0 || v > 2) throw unreadableVersion('SaslAuthenticateRequest', v);
  const f = v === 2;
  const m: SaslAuthenticateRequest = { authBytes: (f ? r.compactBytes() : r.bytes()) };
  if (f) r.skipTags();
  return m;
}

export function writeSaslAuthenticateRequest(w: ByteWriter, m: SaslAuthenticateRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('SaslAuthenticateRequest', v);
  const f = v === 2;
  if (f) w.compactBytes(m.authBytes); else w.bytes(m.authBytes);
  if (f) w.uvarint(0);
}
