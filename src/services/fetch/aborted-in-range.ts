/** What a read_committed reader must skip in the batches it is given. Main thread. */
import { readInt64 } from '../../core/bytes/int64.ts';
import type { FetchResponseAbortedTransaction } from '../../core/protocol/generated/fetch-response.ts';
import {
  BASE_OFFSET_AT,
  BATCH_OVERHEAD,
  LAST_OFFSET_DELTA_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
} from '../../core/records/batch-format.ts';
import type { PartitionLog } from '../log/partition-log.ts';

/** Aborted transactions that overlap the batches in `bytes`, by first offset; empty when there are none. */
export function abortedInRange(log: PartitionLog, from: number, bytes: Uint8Array): FetchResponseAbortedTransaction[] {
  if (bytes.length === 0) return [];
  const aborted = log.abortedTransactions(from, offsetAfter(bytes));
  return aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
}

/** The offset after the last of the whole, contiguous batches in `bytes`. */
function offsetAfter(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let last = 0;
  for (let at = 0; at + BATCH_OVERHEAD <= bytes.length; at += LOG_OVERHEAD + view.getInt32(at + LENGTH_AT)) last = at;
  return readInt64(view, last + BASE_OFFSET_AT) + view.getInt32(last + LAST_OFFSET_DELTA_AT) + 1;
}
