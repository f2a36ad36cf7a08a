// Generated from init-producer-id.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface InitProducerIdResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerId: number;
  producerEpoch: number;
  ongoingTxnProducerId: number;
  ongoingTxnProducerEpoch: number;
}

export function newInitProducerIdResponse(fields?: Partial<InitProducerIdResponse>): InitProducerIdResponse {
  const m: InitProducerIdResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    producerId: -1,
    producerEpoch: 0,
    ongoingTxnProducerId: -1,
    ongoingTxnProducerEpoch: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readInitProducerIdResponse(r: ByteReader, v: number): InitProducerIdResponse {
  if (v < 0 || v > 6) throw unreadableVersion('InitProducerIdResponse', v);
  const f = v >= 2;
  const m: InitProducerIdResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    ongoingTxnProducerId: v === 6 ? r.int64() : -1,
    ongoingTxnProducerEpoch: v === 6 ? r.int16() : -1,
  };
  if (f) r.skipTags();
  return m;
}

export function writeInitProducerIdResponse(w: ByteWriter, m: InitProducerIdResponse, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('InitProducerIdResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (v === 6) w.int64(m.ongoingTxnProducerId); else { if (m.ongoingTxnProducerId !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerId', v); }
  if (v === 6) w.int16(m.ongoingTxnProducerEpoch); else { if (m.ongoingTxnProducerEpoch !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerEpoch', v); }
  if (f) w.uvarint(0);
}
