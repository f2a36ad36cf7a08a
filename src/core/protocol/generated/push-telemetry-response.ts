// Generated from push-telemetry.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface PushTelemetryResponse {
  throttleTimeMs: number;
  errorCode: number;
}

export function newPushTelemetryResponse(fields?: Partial<PushTelemetryResponse>): PushTelemetryResponse {
  const m: PushTelemetryResponse = { throttleTimeMs: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readPushTelemetryResponse(r: ByteReader, v: number): PushTelemetryResponse {
  if (v < 0 || v > 0) throw unreadableVersion('PushTelemetryResponse', v);
  const m: PushTelemetryResponse = { throttleTimeMs: r.int32(), errorCode: r.int16() };
  r.skipTags();
  return m;
}

export function writePushTelemetryResponse(w: ByteWriter, m: PushTelemetryResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('PushTelemetryResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uvarint(0);
}
