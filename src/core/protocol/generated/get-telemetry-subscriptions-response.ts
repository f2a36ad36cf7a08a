// Generated from get-telemetry-subscriptions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { compactStrings, int8s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface GetTelemetrySubscriptionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  clientInstanceId: string;
  subscriptionId: number;
  acceptedCompressionTypes: number[];
  pushIntervalMs: number;
  telemetryMaxBytes: number;
  deltaTemporality: boolean;
  requestedMetrics: string[];
}

export function newGetTelemetrySubscriptionsResponse(fields?: Partial<GetTelemetrySubscriptionsResponse>): GetTelemetrySubscriptionsResponse {
  const m: GetTelemetrySubscriptionsResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    clientInstanceId: ZERO_UUID,
    subscriptionId: 0,
    acceptedCompressionTypes: [],
    pushIntervalMs: 0,
    telemetryMaxBytes: 0,
    deltaTemporality: false,
    requestedMetrics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readGetTelemetrySubscriptionsResponse(r: ByteReader, v: number): GetTelemetrySubscriptionsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('GetTelemetrySubscriptionsResponse', v);
  const m: GetTelemetrySubscriptionsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    clientInstanceId: r.uuid(),
    subscriptionId: r.int32(),
    acceptedCompressionTypes: int8s(r, r.compactArrayLength(1)),
    pushIntervalMs: r.int32(),
    telemetryMaxBytes: r.int32(),
    deltaTemporality: r.bool(),
    requestedMetrics: compactStrings(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

export function writeGetTelemetrySubscriptionsResponse(w: ByteWriter, m: GetTelemetrySubscriptionsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('GetTelemetrySubscriptionsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uuid(m.clientInstanceId);
  w.int32(m.subscriptionId);
  w.compactArrayLength(m.acceptedCompressionTypes.length); for (const e of m.acceptedCompressionTypes) w.int8(e);
  w.int32(m.pushIntervalMs);
  w.int32(m.telemetryMaxBytes);
  w.bool(m.deltaTemporality);
  w.compactArrayLength(m.requestedMetrics.length); for (const e of m.requestedMetrics) w.compactString(e);
  w.uvarint(0);
}
