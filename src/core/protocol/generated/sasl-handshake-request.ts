// Generated from sasl-handshake.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SaslHandshakeRequest {
  mechanism: string;
}

export function newSaslHandshakeRequest(fields?: Partial<SaslHandshakeRequest>): SaslHandshakeRequest {
  const m: SaslHandshakeRequest = { mechanism: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSaslHandshakeRequest(r: ByteReader, v: number): SaslHandshakeRequest {
  if (v < 0 || v > 1) throw unreadableVersion('SaslHandshakeRequest', v);
  return { mechanism: r.string() };
}

export function writeSaslHandshakeRequest(w: ByteWriter, m: SaslHandshakeRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('SaslHandshakeRequest', v);
  w.string(m.mechanism);
}
