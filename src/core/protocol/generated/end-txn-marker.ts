// Generated from end-txn-marker.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface EndTxnMarker {
  coordinatorEpoch: number;
}

export function newEndTxnMarker(fields?: Partial<EndTxnMarker>): EndTxnMarker {
  const m: EndTxnMarker = { coordinatorEpoch: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEndTxnMarker(r: ByteReader, v: number): EndTxnMarker {
  if (v < 0 || v > 0) throw unreadableVersion('EndTxnMarker', v);
  return { coordinatorEpoch: r.int32() };
}

export function writeEndTxnMarker(w: ByteWriter, m: EndTxnMarker, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('EndTxnMarker', v);
  w.int32(m.coordinatorEpoch);
}
