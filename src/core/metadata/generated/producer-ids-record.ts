// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface ProducerIdsRecord {
  brokerId: number;
  brokerEpoch: number;
  nextProducerId: number;
}

export function newProducerIdsRecord(fields?: Partial<ProducerIdsRecord>): ProducerIdsRecord {
  const m: ProducerIdsRecord = { brokerId: 0, brokerEpoch: 0, nextProducerId: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readProducerIdsRecord(r: ByteReader, v: number): ProducerIdsRecord {
  if (v < 0 || v > 0) throw unreadableVersion('ProducerIdsRecord', v);
  const m: ProducerIdsRecord = { brokerId: r.int32(), brokerEpoch: r.int64(), nextProducerId: r.int64() };
  r.skipTags();
  return m;
}

export function writeProducerIdsRecord(w: ByteWriter, m: ProducerIdsRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ProducerIdsRecord', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.nextProducerId);
  w.uvarint(0);
}
