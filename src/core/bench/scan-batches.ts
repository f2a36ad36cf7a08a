/** Walks over the whole batches of a fetch's records by their headers alone: what was stored, counted at little cost. */
import {
  BATCH_OVERHEAD,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  MIN_BATCH_LENGTH,
} from '../records/batch-format.ts';
import { BatchView } from '../records/batch-view.ts';

/**
 * Calls `onBatch` with a flyweight for each batch, in their order; the last one, cut short by the fetch's limit, is left
 * out. @returns the offset after the last batch, or `fetchOffset` where there is none; null for bytes that are no batches
 */
export function scanBatches(
  bytes: Uint8Array,
  fetchOffset: number,
  onBatch: (batch: BatchView) => void,
): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batch = new BatchView();
  let at = 0;
  let next = fetchOffset;
  while (bytes.length - at >= BATCH_OVERHEAD) {
    const length = view.getInt32(at + LENGTH_AT);
    if (length < MIN_BATCH_LENGTH || view.getInt8(at + MAGIC_AT) !== MAGIC_V2) return null;
    if (at + LOG_OVERHEAD + length > bytes.length) break;
    batch.wrap(bytes, view, at);
    next = batch.nextOffset;
    onBatch(batch);
    at += LOG_OVERHEAD + length;
  }
  return next;
}
