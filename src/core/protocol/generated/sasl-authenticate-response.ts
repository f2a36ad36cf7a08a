// Generated from sasl-authenticate.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SaslAuthenticateResponse {
  errorCode: number;
  errorMessage: string | null;
  authBytes: Uint8Array;
  sessionLifetimeMs: number;
}

export function newSaslAuthenticateResponse(fields?: Partial<SaslAuthenticateResponse>): SaslAuthenticateResponse {
  const m: SaslAuthenticateResponse = { errorCode: 0, errorMessage: '', authBytes: NO_BYTES, sessionLifetimeMs: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSaslAuthenticateResponse(r: ByteReader, v: number): SaslAuthenticateResponse {
  if (v < 0 || v > 2) throw unreadableVersion('SaslAuthenticateResponse', v);
  const f = v === 2;
  const m: SaslAuthenticateResponse = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    authBytes: (f ? r.compactBytes() : r.bytes()),
    sessionLifetimeMs: v >= 1 ? r.int64() : 0,
  };
  if (f) r.skipTags();
  return m;
}

export function writeSaslAuthenticateResponse(w: ByteWriter, m: SaslAuthenticateResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('SaslAuthenticateResponse', v);
  const f = v === 2;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.compactBytes(m.authBytes); else w.bytes(m.authBytes);
  if (v >= 1) w.int64(m.sessionLifetimeMs);
  if (f) w.uvarint(0);
}
