/**
 * Compaction of batches, one at a time: the first walk notes the latest offset of every key, the second decides of
 * each batch whether it stays as it is, shrinks, stays as an empty header, or goes. Pure but for the codecs it is
 * given; runs in the compute pool.
 *
 * What a cleaned log still says: the last value of every key; tombstones and markers until their delete horizon
 * (KIP-534); the last sequence of every active producer; the offset at which the cleaned range ends.
 */
import { BatchBuilder, buildEmptyBatch } from '../records/batch-builder.ts';
import { Compression, NO_TIMESTAMP, TimestampType } from '../records/batch-format.ts';
import type { BatchView } from '../records/batch-view.ts';
import type { Compressor, Decompressor } from '../records/decompressor.ts';
import { RecordReader } from '../records/record-reader.ts';
import type { CompactionKeys } from './compaction-keys.ts';
import type { CompactionTransactions } from './compaction-transactions.ts';
import type { ProducerEntry } from './producer-entry.ts';

/** What the cleaner must leave of a producer that may write again. */
export interface LastRecord {
  /** Of its last data batch, which bears its last sequence; -1 where only a marker is left of it. */
  readonly lastDataOffset: number;
  readonly producerEpoch: number;
}

export function lastRecordsOf(producers: ReadonlyMap<number, ProducerEntry>): Map<number, LastRecord> {
  const records = new Map<number, LastRecord>();
  for (const { producerId, lastDataOffset, producerEpoch } of producers.values()) {
    records.set(producerId, { lastDataOffset, producerEpoch });
  }
  return records;
}

export interface CleaningTerms {
  /** The time of the whole cleaning, ms: one clock reading, or horizons would differ between segments. */
  readonly now: number;
  /** `delete.retention.ms`. */
  readonly deleteRetentionMs: number;
  /** End of the range that is cleaned. */
  readonly firstUncleanableOffset: number;
  readonly lastRecords: ReadonlyMap<number, LastRecord>;
  readonly maxDecompressedBytes: number;
}

export interface CleaningCounts {
  recordsRead: number;
  recordsRetained: number;
  bytesRead: number;
  bytesRetained: number;
  /** Records without a key, which a compacted topic cannot keep. */
  invalidRecords: number;
}

/** The first walk, over the dirty range. One per cleaning. */
export class KeyCollector {
  readonly #keys: CompactionKeys;
  readonly #transactions: CompactionTransactions;
  readonly #firstDirtyOffset: number;
  readonly #decompressor: Decompressor;
  readonly #maxDecompressedBytes: number;
  readonly #reader = new RecordReader();

  constructor(
    keys: CompactionKeys,
    transactions: CompactionTransactions,
    firstDirtyOffset: number,
    decompressor: Decompressor,
    maxDecompressedBytes: number,
  ) {
    this.#keys = keys;
    this.#transactions = transactions;
    this.#firstDirtyOffset = firstDirtyOffset;
    this.#decompressor = decompressor;
    this.#maxDecompressedBytes = maxDecompressedBytes;
  }

  /** `full` ends the walk: the log is cleaned up to `keys.latestOffset`. Any other text says why it cannot be cleaned. */
  add(batch: BatchView): 'added' | 'full' | { readonly failure: string } {
    if (batch.isControl) {
      this.#transactions.onControlBatch(batch);
    } else if (!this.#transactions.onDataBatch(batch)) {
      const section = sectionOf(batch, this.#decompressor, this.#maxDecompressedBytes);
      if (typeof section === 'string') return { failure: section };
      const reader = this.#reader.wrapBatch(batch, section);
      while (reader.next()) {
        if (reader.keyLength < 0 || reader.offset < this.#firstDirtyOffset) continue;
        if (!this.#keys.put(reader.bytes, reader.keyStart, reader.keyLength, reader.offset)) return 'full';
      }
      if (reader.error !== null) return { failure: describe(batch, reader.error) };
    }
    if (batch.lastOffset >= this.#firstDirtyOffset) this.#keys.latestOffset = batch.lastOffset;
    return 'added';
  }
}

/** The second walk, over everything from the start of the log to `keys.latestOffset`. */
export class BatchCleaner {
  readonly #keys: CompactionKeys;
  readonly #transactions: CompactionTransactions;
  readonly #terms: CleaningTerms;
  readonly #codecs: Decompressor & Compressor;
  readonly #reader = new RecordReader();
  readonly counts: CleaningCounts = {
    recordsRead: 0,
    recordsRetained: 0,
    bytesRead: 0,
    bytesRetained: 0,
    invalidRecords: 0,
  };
  /** Why `clean` gave up: the partition is then left as it is, and reported as uncleanable. */
  failure: string | null = null;

  constructor(
    keys: CompactionKeys,
    transactions: CompactionTransactions,
    terms: CleaningTerms,
    codecs: Decompressor & Compressor,
  ) {
    this.#keys = keys;
    this.#transactions = transactions;
    this.#terms = terms;
    this.#codecs = codecs;
  }

  /**
   * What stays of the batch: a view of it where nothing changes, an array of its own where something does, null where
   * it goes. Null with `failure` set where it cannot be read.
   */
  clean(batch: BatchView): Uint8Array | null {
    this.counts.bytesRead += batch.sizeInBytes;
    const isDiscardable = batch.isControl
      ? this.#transactions.onControlBatch(batch)
      : this.#transactions.onDataBatch(batch);
    const horizon = batch.deleteHorizonMs;
    const isHorizonPassed = horizon !== NO_TIMESTAMP && horizon <= this.#terms.now;
    // Markers wait like tombstones: a consumer that has read the data must be able to learn how it ended.
    const discardsRecords = isDiscardable && (!batch.isControl || isHorizonPassed);
    const staysEmpty = this.#isLastOfProducer(batch) || batch.nextOffset === this.#terms.firstUncleanableOffset;
    const kept = discardsRecords ? null : this.#filter(batch, isDiscardable && batch.isControl);
    if (this.failure !== null) return null;
    const output = kept ?? (staysEmpty ? buildEmptyBatch(batch) : null);
    if (discardsRecords) this.counts.recordsRead += batch.recordCount;
    if (output !== null) this.counts.bytesRetained += output.length;
    return output;
  }

  /** The records that stay, or null if none does. */
  #filter(batch: BatchView, endsEmptyTransaction: boolean): Uint8Array | null {
    const section = sectionOf(batch, this.#codecs, this.#terms.maxDecompressedBytes);
    if (typeof section === 'string') {
      this.failure = section;
      return null;
    }
    let retained = 0;
    let hasTombstone = false;
    let read = 0;
    const reader = this.#reader.wrapBatch(batch, section);
    while (reader.next()) {
      read++;
      if (!this.#isRetained(batch, reader)) continue;
      retained++;
      if (reader.valueLength < 0) hasTombstone = true;
    }
    if (reader.error !== null) {
      this.failure = describe(batch, reader.error);
      return null;
    }
    this.counts.recordsRead += read;
    this.counts.recordsRetained += retained;
    if (retained === 0) return null;
    const setsHorizon = (hasTombstone || endsEmptyTransaction) && !batch.hasDeleteHorizon;
    if (retained === read && !setsHorizon) return batch.bytes.subarray(batch.start, batch.end);
    const horizon = setsHorizon ? this.#terms.now + this.#terms.deleteRetentionMs : batch.deleteHorizonMs;
    return this.#rebuild(batch, section, horizon);
  }

  #isRetained(batch: BatchView, record: RecordReader): boolean {
    if (batch.isControl || record.offset > this.#keys.latestOffset) return true;
    if (record.keyLength < 0) {
      this.counts.invalidRecords++;
      return false;
    }
    const latest = this.#keys.get(record.bytes, record.keyStart, record.keyLength);
    if (record.offset < latest) return false;
    return record.valueLength >= 0 || !batch.hasDeleteHorizon || this.#terms.now < batch.deleteHorizonMs;
  }

  #rebuild(batch: BatchView, section: Uint8Array | null, deleteHorizonMs: number): Uint8Array | null {
    const builder = new BatchBuilder({
      baseOffset: batch.baseOffset,
      partitionLeaderEpoch: batch.partitionLeaderEpoch,
      compression: batch.compression,
      timestampType: batch.timestampType,
      logAppendTime: batch.timestampType === TimestampType.LogAppendTime ? batch.maxTimestamp : NO_TIMESTAMP,
      producerId: batch.producerId,
      producerEpoch: batch.producerEpoch,
      baseSequence: batch.baseSequence,
      isTransactional: batch.isTransactional,
      isControl: batch.isControl,
      deleteHorizonMs,
    });
    // Invalid records were counted by the first pass over the batch.
    const invalid = this.counts.invalidRecords;
    const reader = this.#reader.wrapBatch(batch, section);
    while (reader.next()) if (this.#isRetained(batch, reader)) builder.appendFrom(reader);
    this.counts.invalidRecords = invalid;
    const rebuilt = builder.build(this.#codecs, batch.lastOffset);
    if (rebuilt === null) this.failure = describe(batch, 'its codec cannot be written here');
    return rebuilt;
  }

  #isLastOfProducer(batch: BatchView): boolean {
    if (!batch.hasProducerId) return false;
    const last = this.#terms.lastRecords.get(batch.producerId);
    if (last === undefined) return false;
    return last.lastDataOffset >= 0
      ? batch.lastOffset === last.lastDataOffset
      : batch.isControl && batch.producerEpoch === last.producerEpoch;
  }
}

/** Null: the records lie in the batch itself. Text: why they cannot be had. */
function sectionOf(batch: BatchView, decompressor: Decompressor, maxBytes: number): Uint8Array | null | string {
  // An emptied batch has no section, whatever codec it once had.
  if (batch.compression === Compression.None || batch.recordCount === 0) return null;
  const section = decompressor.decompress(batch.compression, batch.bytes, batch.recordsStart, batch.end, maxBytes);
  return typeof section === 'string' ? describe(batch, `its records are ${section}`) : section;
}

function describe(batch: BatchView, what: string): string {
  return `batch at offset ${batch.baseOffset}: ${what}`;
}
