// Generated from sasl-handshake.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { strings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SaslHandshakeResponse {
  errorCode: number;
  mechanisms: string[];
}

export function newSaslHandshakeResponse(fields?: Partial<SaslHandshakeResponse>): SaslHandshakeResponse {
  const m: SaslHandshakeResponse = { errorCode: 0, mechanisms: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSaslHandshakeResponse(r: ByteReader, v: number): SaslHandshakeResponse {
  if (v < 0 || v > 1) throw unreadableVersion('SaslHandshakeResponse', v);
  return { errorCode: r.int16(), mechanisms: strings(r, r.arrayLength(2)) };
}

export function writeSaslHandshakeResponse(w: ByteWriter, m: SaslHandshakeResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('SaslHandshakeResponse', v);
  w.int16(m.errorCode);
  w.arrayLength(m.mechanisms.length); for (const e of m.mechanisms) w.string(e);
}
