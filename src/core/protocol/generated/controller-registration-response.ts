// Generated from controller-registration.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ControllerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newControllerRegistrationResponse(fields?: Partial<ControllerRegistrationResponse>): ControllerRegistrationResponse {
  const m: ControllerRegistrationResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readControllerRegistrationResponse(r: ByteReader, v: number): ControllerRegistrationResponse {
  if (v < 0 || v > 0) throw unreadableVersion('ControllerRegistrationResponse', v);
  const m: ControllerRegistrationResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeControllerRegistrationResponse(w: ByteWriter, m: ControllerRegistrationResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ControllerRegistrationResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
