/** One batch under another codec (`compression.type`), as a task of the compute pool. Holds nothing between calls. */
import { BatchView } from '../../core/records/batch-view.ts';
import type { DecompressionFailure } from '../../core/records/decompressor.ts';
import { recompress } from '../../core/records/recompress.ts';
import { loadCodecs } from '../../runtime/compression/codecs.ts';

export interface RecompressRequest {
  /** Exactly one validated batch, in an array of its own: its memory moves to the pool. */
  readonly batch: Uint8Array<ArrayBuffer>;
  /** `Compression`. */
  readonly codec: number;
  /** `compression.<codec>.level`; null for a codec without levels. */
  readonly level: number | null;
  readonly maxDecompressedBytes: number;
}

export type RecompressResult = Uint8Array<ArrayBuffer> | DecompressionFailure;

export async function recompressBatch(request: RecompressRequest): Promise<RecompressResult> {
  const { batch, codec, level, maxDecompressedBytes } = request;
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const codecs = await loadCodecs();
  const result = recompress(new BatchView().wrap(batch, view, 0), codec, level, codecs, maxDecompressedBytes);
  return result as RecompressResult;
}
