// Generated from unregister-broker.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UnregisterBrokerRequest {
  brokerId: number;
}

export function newUnregisterBrokerRequest(fields?: Partial<UnregisterBrokerRequest>): UnregisterBrokerRequest {
  const m: UnregisterBrokerRequest = { brokerId: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUnregisterBrokerRequest(r: ByteReader, v: number): UnregisterBrokerRequest {
  if (v < 0 || v > 0) throw unreadableVersion('UnregisterBrokerRequest', v);
  const m: UnregisterBrokerRequest = { brokerId: r.int32() };
  r.skipTags();
  return m;
}

export function writeUnregisterBrokerRequest(w: ByteWriter, m: UnregisterBrokerRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UnregisterBrokerRequest', v);
  w.int32(m.brokerId);
  w.uvarint(0);
}
