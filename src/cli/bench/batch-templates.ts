/**
 * Encoded batches, made once for each number of records and sent again and again: the generator must cost less than what
 * it measures. For end to end a batch is a copy with a stamp of its own in the base timestamp, by which it is recognised.
 */
import { KafkaError } from '../../client/kafka-error.ts';
import { writeInt64 } from '../../core/bytes/int64.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { BatchBuilder } from '../../core/records/batch-builder.ts';
import { BASE_TIMESTAMP_AT, MAX_TIMESTAMP_AT } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { Codecs } from '../../runtime/compression/codecs.ts';

/** Templates beyond this are made again when they are needed. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
/** Batches are told apart by as many milliseconds before the run; far more than are ever under way. */
export const STAMPS = 2 ** 20;

export interface TemplateOptions {
  readonly recordBytes: number;
  readonly compression: number;
  /** What all unstamped batches bear as their base timestamp, ms since 1970. */
  readonly timestamp: number;
  /** Keys for the records of a partition; null: records have none. */
  readonly keysOf: ((partition: number) => readonly number[]) | null;
}

export class BatchTemplates {
  readonly #options: TemplateOptions;
  readonly #codecs: Codecs;
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;

  constructor(options: TemplateOptions, codecs: Codecs) {
    this.#options = options;
    this.#codecs = codecs;
  }

  /** The same array at every call: not to be changed. */
  batch(partition: number, records: number): Uint8Array {
    const name = this.#options.keysOf === null ? `${records}` : `${partition} ${records}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const made = this.#build(partition, records);
    if (this.#keptBytes + made.length > KEPT_BYTES_MAX) {
      this.#kept.clear();
      this.#keptBytes = 0;
    }
    this.#kept.set(name, made);
    this.#keptBytes += made.length;
    return made;
  }

  /** A copy that bears `stamp`, one of `STAMPS`. */
  stamped(partition: number, records: number, stamp: number): Uint8Array {
    const batch = this.batch(partition, records).slice();
    const view = new DataView(batch.buffer);
    const timestamp = this.#options.timestamp - STAMPS + stamp;
    writeInt64(view, BASE_TIMESTAMP_AT, timestamp);
    writeInt64(view, MAX_TIMESTAMP_AT, timestamp);
    new BatchView().wrap(batch, view, 0).stampCrc();
    return batch;
  }

  /** The stamp of a batch, or null for one that is not of this run. */
  stampOf(batch: BatchView): number | null {
    const stamp = batch.baseTimestamp - this.#options.timestamp + STAMPS;
    return stamp >= 0 && stamp < STAMPS ? stamp : null;
  }

  isUnstamped(batch: BatchView): boolean {
    return batch.baseTimestamp === this.#options.timestamp;
  }

  #build(partition: number, records: number): Uint8Array {
    const { recordBytes, compression, timestamp, keysOf } = this.#options;
    const builder = new BatchBuilder({ compression });
    const keys = keysOf?.(partition) ?? [];
    let state = 0x9e37_79b9;
    for (let record = 0; record < records; record++) {
      const key = keys.length === 0 ? null : keyBytes(keys[record % keys.length]!);
      const value = new Uint8Array(recordBytes);
      // Letters without a pattern, as kafka-producer-perf-test sends.
      for (let at = 0; at < recordBytes; at++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        value[at] = 65 + ((state >>> 0) % 26);
      }
      builder.append(timestamp, key, value);
    }
    const batch = builder.build(this.#codecs);
    if (batch === null)
      throw new KafkaError(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, 'bench', 'no backend for this codec is installed');
    return batch;
  }
}

/** How the key with this number is written. */
export function keyBytes(key: number): Uint8Array {
  return Buffer.from(`key-${key}`);
}
