// Generated from add-offsets-to-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
}

export function newAddOffsetsToTxnResponse(fields?: Partial<AddOffsetsToTxnResponse>): AddOffsetsToTxnResponse {
  const m: AddOffsetsToTxnResponse = { throttleTimeMs: 0, errorCode: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddOffsetsToTxnResponse(r: ByteReader, v: number): AddOffsetsToTxnResponse {
  if (v < 0 || v > 4) throw unreadableVersion('AddOffsetsToTxnResponse', v);
  const f = v >= 3;
  const m: AddOffsetsToTxnResponse = { throttleTimeMs: r.int32(), errorCode: r.int16() };
  if (f) r.skipTags();
  return m;
}

export function writeAddOffsetsToTxnResponse(w: ByteWriter, m: AddOffsetsToTxnResponse, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('AddOffsetsToTxnResponse', v);
  const f = v >= 3;
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (f) w.uvarint(0);
}
