/**
 * Idempotence and transactions of one partition: is this batch next, a duplicate or a gap; which transactions are
 * open. A function of the log: `replay`, fed with every batch in log order on leader, follower and in recovery, is the
 * only mutator apart from trimming; `check…` judges an append before it is made and changes nothing.
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import { NO_PRODUCER_EPOCH } from '../records/batch-format.ts';
import type { BatchView } from '../records/batch-view.ts';
import { ControlRecordType, readControlRecord } from '../records/control-record.ts';
import { ProducerEntry, type RetainedBatch } from './producer-entry.ts';
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts';

/** Who asks for an append: clients are held to sequences, coordinators to epochs, replication to nothing. */
export const AppendOrigin = { Client: 0, Coordinator: 1, Replication: 2 } as const;
export type AppendOrigin = (typeof AppendOrigin)[keyof typeof AppendOrigin];

const MAX_SEQUENCE = 2 ** 31 - 1;
const NO_OFFSET = -1;
/** Numbers per row of `encodeRetained`. */
const RETAINED_FIELDS = 5;

/** A transaction that a marker has just ended; an aborted one belongs into the transaction index. */
export interface CompletedTxn {
  readonly producerId: number;
  readonly firstOffset: number;
  /** The marker's. */
  readonly lastOffset: number;
  readonly isAborted: boolean;
  /** What the last stable offset became by it, replication aside. */
  readonly lastStableOffset: number;
}

export class ProducerState {
  readonly #producers = new Map<number, ProducerEntry>();
  /** Open transactions by first offset. Ascending, because they open in log order. */
  readonly #ongoing = new Map<number, number>();
  /** Ended, but their markers are not below the high watermark yet. Ascending by marker. */
  readonly #unreplicated: { firstOffset: number; lastOffset: number }[] = [];
  /** Least first offset among them, or -1: asked with every fetch, while the list changes with every commit. */
  #firstUnreplicated = NO_OFFSET;
  #logStartOffset = 0;
  #endOffset = 0;

  /** Set by `checkData` where it answers NONE for a batch that is in the log already: nothing is to be appended. */
  duplicate: RetainedBatch | null = null;
  /** Set by a `check…` that refuses. */
  errorMessage: string | null = null;

  /** The offset up to which the log has been replayed. */
  get endOffset(): number {
    return this.#endOffset;
  }
  get producers(): ReadonlyMap<number, ProducerEntry> {
    return this.#producers;
  }

  /**
   * Judges a data batch: NONE, OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH or INVALID_TXN_STATE. A client's
   * repetition of one of the last five batches is NONE with `duplicate` set. `mustStartAtZero`: a producer of
   * transactions v2, whose state is never expired under it, may not begin in the middle (KIP-890).
   */
  checkData(batch: BatchView, origin: AppendOrigin, mustStartAtZero = false): number {
    this.duplicate = null;
    this.errorMessage = null;
    if (!batch.hasProducerId || origin === AppendOrigin.Replication) return ErrorCode.NONE;
    const entry = this.#producers.get(batch.producerId) ?? null;
    const epoch = batch.producerEpoch;
    if (entry !== null && origin === AppendOrigin.Client) {
      this.duplicate = entry.findBatch(epoch, batch.baseSequence, batch.lastSequence);
      if (this.duplicate !== null) return ErrorCode.NONE;
    }
    if (entry !== null && epoch < entry.producerEpoch) return this.#refuseEpoch(batch.producerId, epoch, '<', entry);
    if (origin === AppendOrigin.Client) {
      const code = this.#checkSequence(entry, batch, mustStartAtZero);
      if (code !== ErrorCode.NONE) return code;
    }
    if (entry !== null && entry.currentTxnFirstOffset !== NO_OFFSET && !batch.isTransactional) {
      return this.#refuse(
        ErrorCode.INVALID_TXN_STATE,
        `Expected transactional write from producer ${batch.producerId}, whose transaction began at offset ${entry.currentTxnFirstOffset}`,
      );
    }
    return ErrorCode.NONE;
  }

  /**
   * Judges a transaction marker: NONE, INVALID_PRODUCER_EPOCH or TRANSACTION_COORDINATOR_FENCED. From transactions v2
   * on, the marker's epoch must be above the producer's; the same epoch is a repeated marker, and harmless, once the
   * transaction is over.
   */
  checkMarker(producerId: number, producerEpoch: number, coordinatorEpoch: number, transactionVersion: number): number {
    this.errorMessage = null;
    const entry = this.#producers.get(producerId);
    if (entry === undefined) return ErrorCode.NONE;
    const isRepeated = producerEpoch === entry.producerEpoch && entry.currentTxnFirstOffset === NO_OFFSET;
    if (producerEpoch < entry.producerEpoch) return this.#refuseEpoch(producerId, producerEpoch, '<', entry);
    if (transactionVersion >= 2 && producerEpoch === entry.producerEpoch && !isRepeated) {
      return this.#refuseEpoch(producerId, producerEpoch, '<=', entry);
    }
    if (coordinatorEpoch < entry.coordinatorEpoch) {
      return this.#refuse(
        ErrorCode.TRANSACTION_COORDINATOR_FENCED,
        `Invalid coordinator epoch for producerId ${producerId}: ${coordinatorEpoch} (zombie), ${entry.coordinatorEpoch} (current)`,
      );
    }
    return ErrorCode.NONE;
  }

  /** True while the producer has a transaction open in this partition under this epoch. */
  hasOngoingTransaction(producerId: number, producerEpoch: number): boolean {
    const entry = this.#producers.get(producerId);
    return entry !== undefined && entry.producerEpoch === producerEpoch && entry.currentTxnFirstOffset !== NO_OFFSET;
  }

  /** Takes in the next batch of the log, its offsets stamped. Returns the transaction it ended, if it ended one. */
  replay(batch: BatchView): CompletedTxn | null {
    const completed = batch.hasProducerId ? this.#replayProducer(batch) : null;
    this.#endOffset = batch.nextOffset;
    return completed;
  }

  #replayProducer(batch: BatchView): CompletedTxn | null {
    const producerId = batch.producerId;
    if (batch.isControl) return this.#replayMarker(batch, producerId);
    const entry = this.#entryOf(producerId);
    const firstOffset = batch.baseOffset;
    entry.setEpoch(batch.producerEpoch);
    entry.addBatch(batch.lastSequence, batch.lastOffset, batch.lastOffsetDelta, batch.maxTimestamp);
    if (batch.isTransactional && entry.currentTxnFirstOffset === NO_OFFSET) {
      entry.currentTxnFirstOffset = firstOffset;
      this.#ongoing.set(firstOffset, producerId);
    }
    return null;
  }

  #replayMarker(batch: BatchView, producerId: number): CompletedTxn | null {
    const control = readControlRecord(batch);
    if (control === null) {
      // Compaction emptied it: its transaction is gone, but the header is kept for the epoch, which still fences.
      const entry = this.#entryOf(producerId);
      entry.setEpoch(batch.producerEpoch);
      entry.lastTimestamp = batch.maxTimestamp;
      return null;
    }
    // Other control types say nothing of producers.
    if (control.type !== ControlRecordType.Abort && control.type !== ControlRecordType.Commit) return null;
    const entry = this.#entryOf(producerId);
    const firstOffset = entry.currentTxnFirstOffset;
    entry.setEpoch(batch.producerEpoch);
    entry.coordinatorEpoch = control.coordinatorEpoch;
    entry.currentTxnFirstOffset = NO_OFFSET;
    entry.lastTimestamp = control.timestamp;
    if (firstOffset === NO_OFFSET) return null;
    const lastOffset = batch.baseOffset;
    this.#ongoing.delete(firstOffset);
    this.#unreplicated.push({ firstOffset, lastOffset });
    if (this.#firstUnreplicated === NO_OFFSET || firstOffset < this.#firstUnreplicated) {
      this.#firstUnreplicated = firstOffset;
    }
    const isAborted = control.type === ControlRecordType.Abort;
    const next = this.firstUndecidedOffset;
    return {
      producerId,
      firstOffset,
      lastOffset,
      isAborted,
      lastStableOffset: next === NO_OFFSET ? lastOffset + 1 : next,
    };
  }

  /** The first offset of the oldest open transaction, or -1. */
  get firstUndecidedOffset(): number {
    for (const firstOffset of this.#ongoing.keys()) return firstOffset;
    return NO_OFFSET;
  }

  /**
   * The oldest offset that is open, or ended by a marker that is not replicated yet; -1 if there is none. Never below
   * the log start: a transaction may be open whose first records are gone.
   */
  get firstUnstableOffset(): number {
    const undecided = this.firstUndecidedOffset;
    const unreplicated = this.#firstUnreplicated;
    if (undecided === NO_OFFSET && unreplicated === NO_OFFSET) return NO_OFFSET;
    const first =
      undecided === NO_OFFSET || (unreplicated !== NO_OFFSET && unreplicated < undecided) ? unreplicated : undecided;
    return Math.max(first, this.#logStartOffset);
  }

  /** What read_committed consumers may see: never beyond an unstable offset, nor beyond the high watermark. */
  lastStableOffset(highWatermark: number): number {
    const unstable = this.firstUnstableOffset;
    return unstable !== NO_OFFSET && unstable < highWatermark ? unstable : highWatermark;
  }

  /** Markers below the high watermark are replicated: their transactions are stable. */
  onHighWatermark(highWatermark: number): void {
    let replicated = 0;
    while (replicated < this.#unreplicated.length && this.#unreplicated[replicated]!.lastOffset < highWatermark) {
      replicated++;
    }
    if (replicated === 0) return;
    this.#unreplicated.splice(0, replicated);
    this.#firstUnreplicated = NO_OFFSET;
    for (const { firstOffset } of this.#unreplicated) {
      if (this.#firstUnreplicated === NO_OFFSET || firstOffset < this.#firstUnreplicated) {
        this.#firstUnreplicated = firstOffset;
      }
    }
  }

  /**
   * The log now begins at `logStartOffset`, and so after a restart, which no snapshot tells. Producers stay: their
   * sequences outlive their records.
   */
  onLogStartOffset(logStartOffset: number): void {
    this.#logStartOffset = logStartOffset;
    this.onHighWatermark(logStartOffset);
    if (this.#endOffset < logStartOffset) this.#endOffset = logStartOffset;
  }

  /**
   * Forgets producers whose last write is `expirationMs` ago (`producer.id.expiration.ms`), by record time; never one
   * with an open transaction. Returns how many.
   */
  removeExpired(now: number, expirationMs: number): number {
    const before = this.#producers.size;
    for (const entry of this.#producers.values()) {
      if (isExpired(entry, now, expirationMs)) this.#producers.delete(entry.producerId);
    }
    return before - this.#producers.size;
  }

  /**
   * Record time of the oldest open transaction's last write, or -1: open far beyond the transaction timeout, it hangs.
   */
  get oldestTransactionTimestamp(): number {
    for (const producerId of this.#ongoing.values()) return this.#producers.get(producerId)?.lastTimestamp ?? -1;
    return -1;
  }

  /** Forgets everything: what follows is replayed from `offset` on. */
  reset(offset: number): void {
    this.#producers.clear();
    this.#ongoing.clear();
    this.#unreplicated.length = 0;
    this.#firstUnreplicated = NO_OFFSET;
    this.#endOffset = offset;
  }

  /** The `.snapshot` file for `endOffset`. */
  encodeSnapshot(): Uint8Array {
    return encodeProducerSnapshot(this.#producers);
  }

  /**
   * Takes the place of everything up to `offset` from a snapshot of that name; the batches from there on are then
   * replayed. Returns what is wrong with the file, having changed nothing, or null.
   */
  loadSnapshot(bytes: Uint8Array, offset: number, now: number, expirationMs: number): string | null {
    const entries = decodeProducerSnapshot(bytes);
    if (typeof entries === 'string') return entries;
    this.reset(offset);
    const open: ProducerEntry[] = [];
    for (const entry of entries) {
      if (isExpired(entry, now, expirationMs)) continue;
      this.#producers.set(entry.producerId, entry);
      if (entry.currentTxnFirstOffset !== NO_OFFSET) open.push(entry);
    }
    open.sort((a, b) => a.currentTxnFirstOffset - b.currentTxnFirstOffset);
    for (const entry of open) this.#ongoing.set(entry.currentTxnFirstOffset, entry.producerId);
    return null;
  }

  /**
   * The retained batches of every producer, which a snapshot in Kafka's format lacks but for the last: rows of producer
   * id, last sequence, last offset, offset delta and timestamp, oldest first. For the hand-over within one node.
   */
  encodeRetained(): Float64Array {
    const rows: number[] = [];
    for (const entry of this.#producers.values()) {
      for (let index = 0; index < entry.batchCount; index++) {
        const { firstOffset, lastOffset, lastSequence, timestamp } = entry.batchAt(index);
        rows.push(entry.producerId, lastSequence, lastOffset, lastOffset - firstOffset, timestamp);
      }
    }
    return Float64Array.from(rows);
  }

  /** Takes what `encodeRetained` gave, after `loadSnapshot` of the same state. */
  loadRetained(rows: Float64Array): void {
    for (let at = 0; at + RETAINED_FIELDS <= rows.length; at += RETAINED_FIELDS) {
      const entry = this.#producers.get(rows[at]!);
      // The first row of a producer takes the place of the one batch that the snapshot knew.
      if (entry === undefined) continue;
      if (at === 0 || rows[at - RETAINED_FIELDS] !== rows[at]) entry.forgetBatches();
      entry.addBatch(rows[at + 1]!, rows[at + 2]!, rows[at + 3]!, rows[at + 4]!);
    }
  }

  #checkSequence(entry: ProducerEntry | null, batch: BatchView, mustStartAtZero: boolean): number {
    const first = batch.baseSequence;
    const epoch = batch.producerEpoch;
    if (mustStartAtZero && first !== 0 && (entry === null || entry.batchCount === 0)) {
      return this.#refuse(
        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
        `Invalid sequence number for producer ${batch.producerId}: ${first} (incoming seq. number). Expected sequence 0 for transactions v2 idempotent producer with no existing state.`,
      );
    }
    // State that was never there, expired, or went with the records: any first sequence will do.
    if (entry === null || entry.producerEpoch === NO_PRODUCER_EPOCH) return ErrorCode.NONE;
    if (epoch !== entry.producerEpoch) {
      if (first === 0) return ErrorCode.NONE;
      return this.#refuse(
        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
        `Invalid sequence number for new epoch of producer ${batch.producerId}: ${epoch} (request epoch), ${first} (seq. number), ${entry.producerEpoch} (current producer epoch)`,
      );
    }
    const last = entry.lastSequence;
    if (first === last + 1 || (first === 0 && last === MAX_SEQUENCE)) return ErrorCode.NONE;
    return this.#refuse(
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      `Out of order sequence number for producer ${batch.producerId}: ${first} (incoming seq. number), ${last} (current end sequence number)`,
    );
  }

  #entryOf(producerId: number): ProducerEntry {
    let entry = this.#producers.get(producerId);
    if (entry === undefined) {
      entry = new ProducerEntry(producerId);
      this.#producers.set(producerId, entry);
    }
    return entry;
  }

  #refuseEpoch(producerId: number, epoch: number, comparison: string, entry: ProducerEntry): number {
    return this.#refuse(
      ErrorCode.INVALID_PRODUCER_EPOCH,
      `Epoch of producer ${producerId} is ${epoch}, which is ${comparison} the last seen epoch ${entry.producerEpoch}`,
    );
  }

  #refuse(code: number, message: string): number {
    this.errorMessage = message;
    return code;
  }
}

function isExpired(entry: ProducerEntry, now: number, expirationMs: number): boolean {
  return entry.currentTxnFirstOffset === NO_OFFSET && now - entry.lastTimestamp >= expirationMs;
}
