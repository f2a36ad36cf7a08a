// Generated from add-offsets-to-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AddOffsetsToTxnRequest {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  groupId: string;
}

export function newAddOffsetsToTxnRequest(fields?: Partial<AddOffsetsToTxnRequest>): AddOffsetsToTxnRequest {
  const m: AddOffsetsToTxnRequest = { transactionalId: '', producerId: 0, producerEpoch: 0, groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddOffsetsToTxnRequest(r: ByteReader, v: number): AddOffsetsToTxnRequest {
  if (v < 0 || v > 4) throw unreadableVersion('AddOffsetsToTxnRequest', v);
  const f = v >= 3;
  const m: AddOffsetsToTxnRequest = {
    transactionalId: (f ? r.compactString() : r.string()),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    groupId: (f ? r.compactString() : r.string()),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAddOffsetsToTxnRequest(w: ByteWriter, m: AddOffsetsToTxnRequest, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('AddOffsetsToTxnRequest', v);
  const f = v >= 3;
  if (f) w.compactString(m.transactionalId); else w.string(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (f) w.compactString(m.groupId); else w.string(m.groupId);
  if (f) w.uvarint(0);
}
