// Generated from brokers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface UnregisterBrokerRecord {
  brokerId: number;
  brokerEpoch: number;
}

export function newUnregisterBrokerRecord(fields?: Partial<UnregisterBrokerRecord>): UnregisterBrokerRecord {
  const m: UnregisterBrokerRecord = { brokerId: 0, brokerEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUnregisterBrokerRecord(r: ByteReader, v: number): UnregisterBrokerRecord {
  if (v < 0 || v > 0) throw unreadableVersion('UnregisterBrokerRecord', v);
  const m: UnregisterBrokerRecord = { brokerId: r.int32(), brokerEpoch: r.int64() };
  r.skipTags();
  return m;
}

export function writeUnregisterBrokerRecord(w: ByteWriter, m: UnregisterBrokerRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UnregisterBrokerRecord', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}
