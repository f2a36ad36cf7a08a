// Generated from unregister-controller.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UnregisterControllerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newUnregisterControllerResponse(fields?: Partial<UnregisterControllerResponse>): UnregisterControllerResponse {
  const m: UnregisterControllerResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUnregisterControllerResponse(r: ByteReader, v: number): UnregisterControllerResponse {
  if (v < 0 || v > 0) throw unreadableVersion('UnregisterControllerResponse', v);
  const m: UnregisterControllerResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeUnregisterControllerResponse(w: ByteWriter, m: UnregisterControllerResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UnregisterControllerResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
