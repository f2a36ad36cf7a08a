// Generated from init-producer-id.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface InitProducerIdRequest {
  transactionalId: string | null;
  transactionTimeoutMs: number;
  producerId: number;
  producerEpoch: number;
  enable2Pc: boolean;
  keepPreparedTxn: boolean;
}

export function newInitProducerIdRequest(fields?: Partial<InitProducerIdRequest>): InitProducerIdRequest {
  const m: InitProducerIdRequest = {
    transactionalId: '',
    transactionTimeoutMs: 0,
    producerId: -1,
    producerEpoch: -1,
    enable2Pc: false,
    keepPreparedTxn: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readInitProducerIdRequest(r: ByteReader, v: number): InitProducerIdRequest {
  if (v < 0 || v > 6) throw unreadableVersion('InitProducerIdRequest', v);
  const f = v >= 2;
  const m: InitProducerIdRequest = {
    transactionalId: (f ? r.compactNullableString() : r.nullableString()),
    transactionTimeoutMs: r.int32(),
    producerId: v >= 3 ? r.int64() : -1,
    producerEpoch: v >= 3 ? r.int16() : -1,
    enable2Pc: v === 6 ? r.bool() : false,
    keepPreparedTxn: v === 6 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

export function writeInitProducerIdRequest(w: ByteWriter, m: InitProducerIdRequest, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('InitProducerIdRequest', v);
  const f = v >= 2;
  if (f) w.compactNullableString(m.transactionalId); else w.nullableString(m.transactionalId);
  w.int32(m.transactionTimeoutMs);
  if (v >= 3) w.int64(m.producerId); else { if (m.producerId !== -1) throw unsupportedField('InitProducerIdRequest.producerId', v); }
  if (v >= 3) w.int16(m.producerEpoch); else { if (m.producerEpoch !== -1) throw unsupportedField('InitProducerIdRequest.producerEpoch', v); }
  if (v === 6) w.bool(m.enable2Pc); else { if (m.enable2Pc !== false) throw unsupportedField('InitProducerIdRequest.enable2Pc', v); }
  if (v === 6) w.bool(m.keepPreparedTxn); else { if (m.keepPreparedTxn !== false) throw unsupportedField('InitProducerIdRequest.keepPreparedTxn', v); }
  if (f) w.uvarint(0);
}
