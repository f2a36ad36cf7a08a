/**
 * What one producer id has written to a partition: its epoch, the last five batches, and the transaction it may have
 * open. Owned by the partition's `ProducerState`; a function of the batches in the log, in their order.
 */
import { decrementSequence, NO_PRODUCER_EPOCH, NO_SEQUENCE, NO_TIMESTAMP } from '../records/batch-format.ts';

/** As many as a producer may have in flight (`max.in.flight.requests.per.connection`). */
export const BATCHES_RETAINED = 5;
const FIELDS = 4;
const LAST_SEQUENCE = 0;
const LAST_OFFSET = 1;
const OFFSET_DELTA = 2;
const TIMESTAMP = 3;

/** A batch as a retry needs to be told of it. */
export interface RetainedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly timestamp: number;
}

export class ProducerEntry {
  readonly producerId: number;
  producerEpoch = NO_PRODUCER_EPOCH;
  /** Of the last marker; -1 before one. */
  coordinatorEpoch = -1;
  lastTimestamp = NO_TIMESTAMP;
  /** First offset of the open transaction, or -1. */
  currentTxnFirstOffset = -1;
  /** A ring of the batches, `FIELDS` numbers each; the oldest at `#oldest`. */
  readonly #batches = new Float64Array(BATCHES_RETAINED * FIELDS);
  #oldest = 0;
  #count = 0;

  constructor(producerId: number) {
    this.producerId = producerId;
  }

  get batchCount(): number {
    return this.#count;
  }
  get lastSequence(): number {
    return this.#count === 0 ? NO_SEQUENCE : this.#field(this.#count - 1, LAST_SEQUENCE);
  }
  get lastDataOffset(): number {
    return this.#count === 0 ? -1 : this.#field(this.#count - 1, LAST_OFFSET);
  }
  get lastOffsetDelta(): number {
    return this.#count === 0 ? 0 : this.#field(this.#count - 1, OFFSET_DELTA);
  }

  /** A later epoch starts its sequences anew, so the batches of the one before are of no more use. */
  setEpoch(producerEpoch: number): void {
    if (this.producerEpoch === producerEpoch) return;
    this.producerEpoch = producerEpoch;
    this.#count = 0;
    this.#oldest = 0;
  }

  forgetBatches(): void {
    this.#count = 0;
    this.#oldest = 0;
  }

  addBatch(lastSequence: number, lastOffset: number, offsetDelta: number, timestamp: number): void {
    if (this.#count === BATCHES_RETAINED) {
      this.#oldest = (this.#oldest + 1) % BATCHES_RETAINED;
      this.#count--;
    }
    const at = ((this.#oldest + this.#count) % BATCHES_RETAINED) * FIELDS;
    this.#batches[at + LAST_SEQUENCE] = lastSequence;
    this.#batches[at + LAST_OFFSET] = lastOffset;
    this.#batches[at + OFFSET_DELTA] = offsetDelta;
    this.#batches[at + TIMESTAMP] = timestamp;
    this.#count++;
    this.lastTimestamp = timestamp;
  }

  /** The retained batch of exactly these sequences, oldest first; null if there is none. */
  findBatch(producerEpoch: number, firstSequence: number, lastSequence: number): RetainedBatch | null {
    if (producerEpoch !== this.producerEpoch) return null;
    for (let index = 0; index < this.#count; index++) {
      if (this.#field(index, LAST_SEQUENCE) !== lastSequence) continue;
      const batch = this.batchAt(index);
      if (batch.firstSequence === firstSequence) return batch;
    }
    return null;
  }

  /** 0 is the oldest. */
  batchAt(index: number): RetainedBatch {
    const lastSequence = this.#field(index, LAST_SEQUENCE);
    const lastOffset = this.#field(index, LAST_OFFSET);
    const delta = this.#field(index, OFFSET_DELTA);
    return {
      // A coordinator's batches bear no sequence.
      firstSequence: lastSequence === NO_SEQUENCE ? NO_SEQUENCE : decrementSequence(lastSequence, delta),
      lastSequence,
      firstOffset: lastOffset - delta,
      lastOffset,
      timestamp: this.#field(index, TIMESTAMP),
    };
  }

  #field(index: number, field: number): number {
    return this.#batches[((this.#oldest + index) % BATCHES_RETAINED) * FIELDS + field]!;
  }
}
