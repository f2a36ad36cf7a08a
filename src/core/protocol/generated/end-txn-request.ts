// Generated from end-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EndTxnRequest {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  committed: boolean;
}

export function newEndTxnRequest(fields?: Partial<EndTxnRequest>): EndTxnRequest {
  const m: EndTxnRequest = { transactionalId: '', producerId: 0, producerEpoch: 0, committed: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEndTxnRequest(r: ByteReader, v: number): EndTxnRequest {
  if (v < 0 || v > 5) throw unreadableVersion('EndTxnRequest', v);
  const f = v >= 3;
  const m: EndTxnRequest = {
    transactionalId: (f ? r.compactString() : r.string()),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    committed: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeEndTxnRequest(w: ByteWriter, m: EndTxnRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('EndTxnRequest', v);
  const f = v >= 3;
  if (f) w.compactString(m.transactionalId); else w.string(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.bool(m.committed);
  if (f) w.uvarint(0);
}
