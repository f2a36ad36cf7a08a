// Generated from push-telemetry.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface PushTelemetryRequest {
  clientInstanceId: string;
  subscriptionId: number;
  terminating: boolean;
  compressionType: number;
  metrics: Uint8Array;
}

export function newPushTelemetryRequest(fields?: Partial<PushTelemetryRequest>): PushTelemetryRequest {
  const m: PushTelemetryRequest = {
    clientInstanceId: ZERO_UUID,
    subscriptionId: 0,
    terminating: false,
    compressionType: 0,
    metrics: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readPushTelemetryRequest(r: ByteReader, v: number): PushTelemetryRequest {
  if (v < 0 || v > 0) throw unreadableVersion('PushTelemetryRequest', v);
  const m: PushTelemetryRequest = {
    clientInstanceId: r.uuid(),
    subscriptionId: r.int32(),
    terminating: r.bool(),
    compressionType: r.int8(),
    metrics: r.compactBytes(),
  };
  r.skipTags();
  return m;
}

export function writePushTelemetryRequest(w: ByteWriter, m: PushTelemetryRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('PushTelemetryRequest', v);
  w.uuid(m.clientInstanceId);
  w.int32(m.subscriptionId);
  w.bool(m.terminating);
  w.int8(m.compressionType);
  w.compactBytes(m.metrics);
  w.uvarint(0);
}
