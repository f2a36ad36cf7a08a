/** One batch on its way to a partition: it fills, is sealed with its producer's sequence, and is sent until it is settled. */

import { ErrorCode } from '../core/protocol/error-codes.ts';
import { BatchBuilder, type RecordHeader } from '../core/records/batch-builder.ts';
import { Compression } from '../core/records/batch-format.ts';
import type { Compressor } from '../core/records/decompressor.ts';
import { KafkaError } from './kafka-error.ts';

export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export class ProducerBatch {
  readonly #records: BatchBuilder;
  #bytes: Uint8Array | null = null;
  /** Monotonic milliseconds. */
  readonly createdAt: number;
  readonly baseSequence: number;

  /** `baseSequence` is the partition's next one; ignored without an identity. */
  constructor(compression: number, identity: ProducerIdentity | null, baseSequence: number, createdAt: number) {
    this.baseSequence = baseSequence;
    this.createdAt = createdAt;
    this.#records = new BatchBuilder({
      compression,
      ...(identity === null
        ? {}
        : { producerId: identity.producerId, producerEpoch: identity.producerEpoch, baseSequence }),
    });
  }

  get recordCount(): number {
    return this.#records.recordCount;
  }

  /** Before compression. */
  get sizeInBytes(): number {
    return this.#records.sizeInBytes;
  }

  /** It has been encoded, and takes no more records. */
  get isSealed(): boolean {
    return this.#bytes !== null;
  }

  append(timestamp: number, key: Uint8Array | null, value: Uint8Array | null, headers: readonly RecordHeader[]): void {
    this.#records.append(timestamp, key, value, headers);
  }

  /** The encoded batch; the same bytes at every call, so that a repeated send is recognised as one. */
  seal(compressor: Compressor): Uint8Array {
    if (this.#bytes !== null) return this.#bytes;
    const bytes = this.#records.build(compressor);
    if (bytes === null) {
      throw new KafkaError(
        ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
        'producer',
        'no backend for this codec is installed',
      );
    }
    this.#bytes = bytes;
    return bytes;
  }
}

/** The id of a codec by the name that `compression.type` has for it, or null. */
export function compressionByName(name: string): number | null {
  const ids: Record<string, number> = {
    none: Compression.None,
    gzip: Compression.Gzip,
    snappy: Compression.Snappy,
    lz4: Compression.Lz4,
    zstd: Compression.Zstd,
  };
  return ids[name] ?? null;
}
