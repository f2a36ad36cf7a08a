/**
 * The rewritten segment while it grows: `.cleaned` log and indexes. Compute pool; owns its file until `finish`.
 */
import { IndexCadence, maxIndexEntries } from '../../core/log/index-cadence.ts';
import { OFFSET_INDEX_ENTRY_SIZE, OffsetIndex } from '../../core/log/offset-index.ts';
import { type SegmentSuffix, segmentFileName } from '../../core/log/segment-names.ts';
import { TIME_INDEX_ENTRY_SIZE, TimeIndex } from '../../core/log/time-index.ts';
import { type AbortedTxn, TransactionIndex } from '../../core/log/transaction-index.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import type { LoadedSegment } from '../../storage/partition-loader.ts';

const BUFFER_BYTES = 1024 * 1024;

export interface IndexLimits {
  /** `index.interval.bytes`. */
  readonly indexIntervalBytes: number;
  /** `segment.index.bytes`. */
  readonly segmentIndexBytes: number;
}

export class SegmentOutput {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #baseOffset: number;
  readonly #log: FileHandle;
  readonly #offsets: OffsetIndex;
  readonly #times: TimeIndex;
  readonly #cadence: IndexCadence;
  readonly #batch = new BatchView();
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;
  #isOpen = true;

  constructor(files: FileSystem, directory: string, baseOffset: number, limits: IndexLimits) {
    this.#files = files;
    this.#directory = directory;
    this.#baseOffset = baseOffset;
    this.#removeFiles();
    this.#log = files.open(this.#path('.log'), 'create');
    const { indexIntervalBytes, segmentIndexBytes } = limits;
    this.#offsets = new OffsetIndex(baseOffset, maxIndexEntries(segmentIndexBytes, OFFSET_INDEX_ENTRY_SIZE));
    this.#times = new TimeIndex(baseOffset, maxIndexEntries(segmentIndexBytes, TIME_INDEX_ENTRY_SIZE));
    this.#cadence = new IndexCadence(this.#offsets, this.#times, indexIntervalBytes);
  }

  /** Copies the batch. */
  append(bytes: Uint8Array): void {
    const batch = this.#batch.wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
    this.#cadence.onAppend(batch.lastOffset, this.#written + this.#buffered, bytes.length, batch.maxTimestamp);
    if (this.#buffered + bytes.length > BUFFER_BYTES) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#files.write(this.#log, bytes, 0, bytes.length, this.#written);
      this.#written += bytes.length;
      return;
    }
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  /** Everything durable but the names. */
  finish(abortedTransactions: readonly AbortedTxn[]): LoadedSegment {
    this.#flush();
    this.#files.sync(this.#log);
    this.#close();
    this.#cadence.onClose();
    const aborted = new TransactionIndex();
    for (const txn of abortedTransactions) aborted.append(txn);
    this.#save('.index', this.#offsets.encode());
    this.#save('.timeindex', this.#times.encode());
    const encoded = aborted.entries.length === 0 ? null : aborted.encode();
    if (encoded !== null) this.#save('.txnindex', encoded);
    return {
      baseOffset: this.#baseOffset,
      sizeInBytes: this.#written,
      maxTimestamp: this.#cadence.maxTimestamp,
      offsetOfMaxTimestamp: this.#cadence.offsetOfMaxTimestamp,
      abortedTransactions: encoded,
    };
  }

  /** Removes what there is of it. */
  discard(): void {
    this.#close();
    this.#removeFiles();
  }

  #close(): void {
    if (this.#isOpen) this.#files.close(this.#log);
    this.#isOpen = false;
  }

  #removeFiles(): void {
    for (const suffix of ['.log', '.index', '.timeindex', '.txnindex'] as const) this.#files.remove(this.#path(suffix));
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    this.#files.write(this.#log, this.#buffer, 0, this.#buffered, this.#written);
    this.#written += this.#buffered;
    this.#buffered = 0;
  }

  #save(suffix: SegmentSuffix, bytes: Uint8Array): void {
    const file = this.#files.open(this.#path(suffix), 'create');
    try {
      if (bytes.length > 0) this.#files.write(file, bytes, 0, bytes.length, 0);
      this.#files.sync(file);
    } finally {
      this.#files.close(file);
    }
  }

  #path(suffix: SegmentSuffix): string {
    return `${this.#directory}/${segmentFileName(this.#baseOffset, suffix, '.cleaned')}`;
  }
}
