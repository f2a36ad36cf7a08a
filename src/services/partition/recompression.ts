/**
 * Batches of one partition on their way through the compute pool, where `compression.type` wants another codec than the
 * producer used. One at a time: whatever arrives meanwhile waits behind it, so that the log keeps the order of arrival.
 * Main thread; one per partition that has such a topic.
 *
 * The caller asks again with the same bytes until they are ready. It must do so in the order in which it was first told
 * to wait (ReplicaManager.stall does): one that asks a second time and finds the batch of another before it knows that
 * nobody will come for that one any more, because its request was given up.
 */
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { COMPRESSION_NAMES, Compression } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { RecompressResult } from '../../workers/compute/recompress-batch.ts';

export type RecompressionFailure = Extract<RecompressResult, string> | 'pool failed';

export interface RecompressionPort {
  readonly compute: Pick<ComputeClient, 'recompress'>;
  /** A batch is ready: waiting appends are to be tried again. */
  readonly onReady: () => void;
}

/** The codec that batches are stored under, and its level; null: as the producer sent them. */
export interface TargetCodec {
  readonly codec: number;
  readonly level: number | null;
}

export function targetCodec(config: TopicConfig): TargetCodec | null {
  const { compressionType } = config;
  if (compressionType === 'producer') return null;
  if (compressionType === 'uncompressed') return { codec: Compression.None, level: null };
  const levels: Record<string, number> = {
    gzip: config.compressionGzipLevel,
    lz4: config.compressionLz4Level,
    zstd: config.compressionZstdLevel,
  };
  return { codec: COMPRESSION_NAMES.indexOf(compressionType), level: levels[compressionType] ?? null };
}

/** A batch that has come back; `batch` is null where the codec failed. */
export interface RecompressedBatch {
  readonly batch: BatchView | null;
  readonly failure: RecompressionFailure | null;
  /** What validation of the original found. */
  readonly maxTimestamp: number;
}

interface Pending {
  readonly source: Uint8Array;
  ready: RecompressedBatch | null;
}

export class Recompression {
  readonly #port: RecompressionPort;
  #pending: Pending | null = null;
  /** Bytes whose append was told to wait behind another. */
  readonly #waiting = new WeakSet<Uint8Array>();

  constructor(port: RecompressionPort) {
    this.#port = port;
  }

  /** What becomes of an append of `bytes` now: it goes on, waits, or its recompressed batch is ready. */
  turnOf(bytes: Uint8Array): 'free' | 'waits' | RecompressedBatch {
    const pending = this.#pending;
    if (pending === null) return 'free';
    if (pending.source === bytes) return pending.ready ?? 'waits';
    if (this.#waiting.has(bytes)) {
      this.#pending = null;
      return 'free';
    }
    this.#waiting.add(bytes);
    // The other one was done already: no answer of the pool will come that would try this append again.
    if (pending.ready !== null) queueMicrotask(this.#port.onReady);
    return 'waits';
  }

  /** Sends the validated batch away. `bytes` is how its append will be known when it asks again. */
  begin(bytes: Uint8Array, batch: BatchView, target: TargetCodec, maxTimestamp: number, maxDecompressedBytes: number): void {
    const pending: Pending = { source: bytes, ready: null };
    this.#pending = pending;
    const copy = new Uint8Array(batch.sizeInBytes);
    copy.set(bytes.subarray(batch.start, batch.end));
    const { codec, level } = target;
    const settle = (result: RecompressResult | 'pool failed'): void => {
      pending.ready = typeof result === 'string' ? failed(result, maxTimestamp) : wrapped(result, maxTimestamp);
      this.#port.onReady();
    };
    this.#port.compute.recompress({ batch: copy, codec, level, maxDecompressedBytes }).then(settle, () => settle('pool failed'));
  }

  /** The append of `bytes` is through, or refused for another reason. */
  end(bytes: Uint8Array): void {
    if (this.#pending?.source === bytes) this.#pending = null;
  }
}

function wrapped(bytes: Uint8Array, maxTimestamp: number): RecompressedBatch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { batch: new BatchView().wrap(bytes, view, 0), failure: null, maxTimestamp };
}

function failed(failure: RecompressionFailure, maxTimestamp: number): RecompressedBatch {
  return { batch: null, failure, maxTimestamp };
}
