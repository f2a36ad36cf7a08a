// Generated from allocate-producer-ids.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AllocateProducerIdsRequest {
  brokerId: number;
  brokerEpoch: number;
}

export function newAllocateProducerIdsRequest(fields?: Partial<AllocateProducerIdsRequest>): AllocateProducerIdsRequest {
  const m: AllocateProducerIdsRequest = { brokerId: 0, brokerEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAllocateProducerIdsRequest(r: ByteReader, v: number): AllocateProducerIdsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('AllocateProducerIdsRequest', v);
  const m: AllocateProducerIdsRequest = { brokerId: r.int32(), brokerEpoch: r.int64() };
  r.skipTags();
  return m;
}

export function writeAllocateProducerIdsRequest(w: ByteWriter, m: AllocateProducerIdsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AllocateProducerIdsRequest', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}
