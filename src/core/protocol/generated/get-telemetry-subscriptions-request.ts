// Generated from get-telemetry-subscriptions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface GetTelemetrySubscriptionsRequest {
  clientInstanceId: string;
}

export function newGetTelemetrySubscriptionsRequest(fields?: Partial<GetTelemetrySubscriptionsRequest>): GetTelemetrySubscriptionsRequest {
  const m: GetTelemetrySubscriptionsRequest = { clientInstanceId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readGetTelemetrySubscriptionsRequest(r: ByteReader, v: number): GetTelemetrySubscriptionsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('GetTelemetrySubscriptionsRequest', v);
  const m: GetTelemetrySubscriptionsRequest = { clientInstanceId: r.uuid() };
  r.skipTags();
  return m;
}

export function writeGetTelemetrySubscriptionsRequest(w: ByteWriter, m: GetTelemetrySubscriptionsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('GetTelemetrySubscriptionsRequest', v);
  w.uuid(m.clientInstanceId);
  w.uvarint(0);
}
