// Generated from unregister-broker.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UnregisterBrokerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newUnregisterBrokerResponse(fields?: Partial<UnregisterBrokerResponse>): UnregisterBrokerResponse {
  const m: UnregisterBrokerResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUnregisterBrokerResponse(r: ByteReader, v: number): UnregisterBrokerResponse {
  if (v < 0 || v > 0) throw unreadableVersion('UnregisterBrokerResponse', v);
  const m: UnregisterBrokerResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeUnregisterBrokerResponse(w: ByteWriter, m: UnregisterBrokerResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UnregisterBrokerResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
