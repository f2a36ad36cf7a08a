// Generated from broker-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface BrokerHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  isCaughtUp: boolean;
  isFenced: boolean;
  shouldShutDown: boolean;
}

export function newBrokerHeartbeatResponse(fields?: Partial<BrokerHeartbeatResponse>): BrokerHeartbeatResponse {
  const m: BrokerHeartbeatResponse = { throttleTimeMs: 0, errorCode: 0, isCaughtUp: false, isFenced: true, shouldShutDown: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBrokerHeartbeatResponse(r: ByteReader, v: number): BrokerHeartbeatResponse {
  if (v < 0 || v > 2) throw unreadableVersion('BrokerHeartbeatResponse', v);
  const m: BrokerHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    isCaughtUp: r.bool(),
    isFenced: r.bool(),
    shouldShutDown: r.bool(),
  };
  r.skipTags();
  return m;
}

export function writeBrokerHeartbeatResponse(w: ByteWriter, m: BrokerHeartbeatResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('BrokerHeartbeatResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.bool(m.isCaughtUp);
  w.bool(m.isFenced);
  w.bool(m.shouldShutDown);
  w.uvarint(0);
}
