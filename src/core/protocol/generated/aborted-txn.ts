// Generated from aborted-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AbortedTxn {
  producerId: number;
  firstOffset: number;
  lastOffset: number;
  lastStableOffset: number;
}

export function newAbortedTxn(fields?: Partial<AbortedTxn>): AbortedTxn {
  const m: AbortedTxn = { producerId: 0, firstOffset: 0, lastOffset: 0, lastStableOffset: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAbortedTxn(r: ByteReader, v: number): AbortedTxn {
  if (v < 0 || v > 0) throw unreadableVersion('AbortedTxn', v);
  return {
    producerId: r.int64(),
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    lastStableOffset: r.int64(),
  };
}

export function writeAbortedTxn(w: ByteWriter, m: AbortedTxn, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AbortedTxn', v);
  w.int64(m.producerId);
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int64(m.lastStableOffset);
}
