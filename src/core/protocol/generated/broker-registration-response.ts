// Generated from broker-registration.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface BrokerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  brokerEpoch: number;
}

export function newBrokerRegistrationResponse(fields?: Partial<BrokerRegistrationResponse>): BrokerRegistrationResponse {
  const m: BrokerRegistrationResponse = { throttleTimeMs: 0, errorCode: 0, brokerEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBrokerRegistrationResponse(r: ByteReader, v: number): BrokerRegistrationResponse {
  if (v < 0 || v > 4) throw unreadableVersion('BrokerRegistrationResponse', v);
  const m: BrokerRegistrationResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), brokerEpoch: r.int64() };
  r.skipTags();
  return m;
}

export function writeBrokerRegistrationResponse(w: ByteWriter, m: BrokerRegistrationResponse, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('BrokerRegistrationResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}
