// Generated from describe-transactions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeTransactionsRequest {
  transactionalIds: string[];
}

export function newDescribeTransactionsRequest(fields?: Partial<DescribeTransactionsRequest>): DescribeTransactionsRequest {
  const m: DescribeTransactionsRequest = { transactionalIds: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeTransactionsRequest(r: ByteReader, v: number): DescribeTransactionsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeTransactionsRequest', v);
  const m: DescribeTransactionsRequest = { transactionalIds: compactStrings(r, r.compactArrayLength(1)) };
  r.skipTags();
  return m;
}

export function writeDescribeTransactionsRequest(w: ByteWriter, m: DescribeTransactionsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeTransactionsRequest', v);
  w.compactArrayLength(m.transactionalIds.length); for (const e of m.transactionalIds) w.compactString(e);
  w.uvarint(0);
}
