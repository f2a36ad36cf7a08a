// Generated from transaction-log.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface TransactionLogKey {
  transactionalId: string;
}

export function newTransactionLogKey(fields?: Partial<TransactionLogKey>): TransactionLogKey {
  const m: TransactionLogKey = { transactionalId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readTransactionLogKey(r: ByteReader, v: number): TransactionLogKey {
  if (v < 0 || v > 0) throw unreadableVersion('TransactionLogKey', v);
  return { transactionalId: r.string() };
}

export function writeTransactionLogKey(w: ByteWriter, m: TransactionLogKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('TransactionLogKey', v);
  w.string(m.transactionalId);
}
