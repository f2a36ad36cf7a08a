/**
 * Collects due records into batches, as a client does: a batch is closed when it is full or its first record has waited
 * for the linger time. Records are numbers here; nothing is allocated per record. Pure.
 */

export interface DueBatch {
  readonly partition: number;
  readonly count: number;
  /** When each of its records was meant to be sent, ms. Longer than `count`. */
  readonly intended: Float64Array;
}

interface Open {
  count: number;
  intended: Float64Array;
}

export class OpenBatches {
  readonly #recordsMax: number;
  readonly #lingerMs: number;
  readonly #onBatch: (batch: DueBatch) => void;
  /** In the order of their first records. */
  readonly #open = new Map<number, Open>();

  constructor(recordsMax: number, lingerMs: number, onBatch: (batch: DueBatch) => void) {
    this.#recordsMax = recordsMax;
    this.#lingerMs = lingerMs;
    this.#onBatch = onBatch;
  }

  /** Records come in the order of their times. @returns whether that filled the batch */
  add(partition: number, intendedAt: number): boolean {
    let batch = this.#open.get(partition);
    if (batch === undefined) {
      batch = { count: 0, intended: new Float64Array(this.#recordsMax) };
      this.#open.set(partition, batch);
    }
    batch.intended[batch.count++] = intendedAt;
    if (batch.count < this.#recordsMax) return false;
    this.#close(partition, batch);
    return true;
  }

  /** How many records the partition's batch lacks to be full. */
  lacking(partition: number): number {
    return this.#recordsMax - (this.#open.get(partition)?.count ?? 0);
  }

  /** Closes what has waited long enough. @returns whether there was any */
  closeLingered(nowMs: number): boolean {
    let hasClosed = false;
    for (const [partition, batch] of this.#open) {
      if (batch.intended[0]! + this.#lingerMs > nowMs) break;
      this.#close(partition, batch);
      hasClosed = true;
    }
    return hasClosed;
  }

  /** When the next batch has waited long enough; infinity when none is open. */
  get nextCloseAt(): number {
    for (const batch of this.#open.values()) return batch.intended[0]! + this.#lingerMs;
    return Number.POSITIVE_INFINITY;
  }

  #close(partition: number, batch: Open): void {
    this.#open.delete(partition);
    this.#onBatch({ partition, count: batch.count, intended: batch.intended });
  }
}
