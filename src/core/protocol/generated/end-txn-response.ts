// Generated from end-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EndTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerId: number;
  producerEpoch: number;
}

export function newEndTxnResponse(fields?: Partial<EndTxnResponse>): EndTxnResponse {
  const m: EndTxnResponse = { throttleTimeMs: 0, errorCode: 0, producerId: -1, producerEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEndTxnResponse(r: ByteReader, v: number): EndTxnResponse {
  if (v < 0 || v > 5) throw unreadableVersion('EndTxnResponse', v);
  const f = v >= 3;
  const m: EndTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: v === 5 ? r.int64() : -1,
    producerEpoch: v === 5 ? r.int16() : -1,
  };
  if (f) r.skipTags();
  return m;
}

export function writeEndTxnResponse(w: ByteWriter, m: EndTxnResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('EndTxnResponse', v);
  const f = v >= 3;
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (v === 5) w.int64(m.producerId);
  if (v === 5) w.int16(m.producerEpoch);
  if (f) w.uvarint(0);
}
