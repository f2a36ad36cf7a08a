/**
 * The records of a fetched partition: whole batches only, checksums verified, control records left out, and for
 * read_committed the records of aborted transactions too.
 */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import {
  BATCH_OVERHEAD,
  Compression,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
} from '../core/records/batch-format.ts';
import { BatchView } from '../core/records/batch-view.ts';
import type { Decompressor } from '../core/records/decompressor.ts';
import { RecordReader } from '../core/records/record-reader.ts';
import { KafkaError } from './kafka-error.ts';

export interface ConsumerRecordHeader {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** Keys and values are views of the response they came in. */
export interface ConsumerRecord {
  readonly offset: number;
  /** Milliseconds since 1970; -1: none. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly ConsumerRecordHeader[];
}

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

export interface DecodedRecords {
  readonly records: ConsumerRecord[];
  /** Where to fetch from next: behind the last whole batch, whatever of it was left out. */
  readonly nextOffset: number;
}

/** A single batch that claims more than this is not believed. */
const DECOMPRESSED_BYTES_MAX = 256 * 1024 * 1024;
const NO_HEADERS: readonly ConsumerRecordHeader[] = [];
const ABORT_MARKER = 0;

/** `aborted` null: read_uncommitted. Throws KafkaError (CORRUPT_MESSAGE, UNSUPPORTED_COMPRESSION_TYPE). */
export function decodeRecords(
  bytes: Uint8Array,
  fromOffset: number,
  aborted: readonly AbortedTransaction[] | null,
  decompressor: Decompressor,
  where: string,
): DecodedRecords {
  const records: ConsumerRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batch = new BatchView();
  const reader = new RecordReader();
  const abortedNow = new AbortedProducers(aborted ?? []);
  let nextOffset = fromOffset;
  let at = 0;
  while (bytes.length - at >= LOG_OVERHEAD) {
    const size = LOG_OVERHEAD + view.getInt32(at + LENGTH_AT);
    // The broker cuts its answer at a size, not at a batch.
    if (size > bytes.length - at) break;
    if (size >= MAGIC_AT + 1 && view.getInt8(at + MAGIC_AT) !== MAGIC_V2) {
      throw corrupt(where, `records of format ${view.getInt8(at + MAGIC_AT)} are too old to be read`);
    }
    if (size < BATCH_OVERHEAD) throw corrupt(where, `a batch of ${size} bytes`);
    batch.wrap(bytes, view, at);
    if (!batch.isValid) throw corrupt(where, `the checksum of the batch at offset ${batch.baseOffset} is wrong`);
    at += size;
    nextOffset = Math.max(nextOffset, batch.nextOffset);
    if (aborted !== null && abortedNow.covers(batch)) {
      if (batch.isControl) abortedNow.end(batch, reader);
      continue;
    }
    if (!batch.isControl) readBatch(batch, reader, fromOffset, decompressor, records, where);
  }
  return { records, nextOffset };
}

function readBatch(
  batch: BatchView,
  reader: RecordReader,
  fromOffset: number,
  decompressor: Decompressor,
  records: ConsumerRecord[],
  where: string,
): void {
  let section: Uint8Array | null = null;
  if (batch.compression !== Compression.None) {
    const plain = decompressor.decompress(
      batch.compression,
      batch.bytes,
      batch.recordsStart,
      batch.end,
      DECOMPRESSED_BYTES_MAX,
    );
    if (plain === 'unsupported') {
      throw new KafkaError(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, where, `no backend for codec ${batch.compression}`);
    }
    if (typeof plain === 'string') throw corrupt(where, `the batch at offset ${batch.baseOffset} is ${plain}`);
    // The decompressor reuses its output, and records outlive it.
    section = plain.slice();
  }
  reader.wrapBatch(batch, section);
  while (reader.next()) {
    if (reader.offset < fromOffset) continue;
    records.push({
      offset: reader.offset,
      timestamp: reader.timestamp,
      key: reader.keyBytes(),
      value: reader.valueBytes(),
      headers: reader.headerCount === 0 ? NO_HEADERS : readHeaders(reader),
    });
  }
  if (reader.error !== null) throw corrupt(where, `the batch at offset ${batch.baseOffset}: ${reader.error}`);
}

function readHeaders(reader: RecordReader): ConsumerRecordHeader[] {
  const headers: ConsumerRecordHeader[] = [];
  while (reader.nextHeader()) headers.push({ key: reader.headerKeyBytes(), value: reader.headerValueBytes() });
  return headers;
}

function corrupt(where: string, why: string): KafkaError {
  return new KafkaError(ErrorCode.CORRUPT_MESSAGE, where, why);
}

/** Which producers are inside an aborted transaction while the batches go by in offset order. */
class AbortedProducers {
  readonly #upcoming: AbortedTransaction[];
  readonly #inside = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#upcoming = [...aborted].sort((left, right) => right.firstOffset - left.firstOffset);
  }

  covers(batch: BatchView): boolean {
    while (this.#upcoming.length > 0 && this.#upcoming.at(-1)!.firstOffset <= batch.lastOffset) {
      this.#inside.add(this.#upcoming.pop()!.producerId);
    }
    return batch.isTransactional && this.#inside.has(batch.producerId);
  }

  /** An abort marker ends its producer's transaction; the next one may commit. */
  end(marker: BatchView, reader: RecordReader): void {
    reader.wrapBatch(marker);
    if (!reader.next() || reader.keyLength < 4) return;
    const type = (reader.bytes[reader.keyStart + 2]! << 8) | reader.bytes[reader.keyStart + 3]!;
    if (type === ABORT_MARKER) this.#inside.delete(marker.producerId);
  }
}
