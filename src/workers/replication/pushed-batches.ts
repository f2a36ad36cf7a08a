/** What a leader pushes must be whole, sound and in order before it is anywhere near a log. Replication thread. */
import { BATCH_OVERHEAD } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';

export class PushedBatches {
  readonly #batch = new BatchView();

  /** Why the batches in `bytes[start, end)` are not to be taken; null when they are. */
  fault(bytes: Uint8Array, view: DataView, start: number, end: number): string | null {
    let at = start;
    let least = -1;
    while (at < end) {
      if (end - at < BATCH_OVERHEAD) return 'it sent a batch that breaks off';
      const batch = this.#batch.wrap(bytes, view, at, end);
      if (batch.sizeInBytes < BATCH_OVERHEAD || batch.sizeInBytes > end - at) return 'it sent a batch of a wrong size';
      if (!batch.isValid) return `it sent a damaged batch at offset ${batch.baseOffset}`;
      if (batch.baseOffset < least || batch.nextOffset <= batch.baseOffset)
        return `it sent offset ${batch.baseOffset} out of order`;
      least = batch.nextOffset;
      at += batch.sizeInBytes;
    }
    return null;
  }
}
