/** The batches waiting for one partition, in order. At most one is in flight, so a repeated send never overtakes. */

import { BatchBuilder, type RecordHeader } from '../core/records/batch-builder.ts';
import { incrementSequence } from '../core/records/batch-format.ts';
import { ProducerBatch, type ProducerIdentity } from './producer-batch.ts';

export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  readonly #batches: ProducerBatch[] = [];
  #nextSequence = 0;
  isInFlight = false;
  /** Monotonic milliseconds before which nothing is sent, after a refusal. */
  notBefore = 0;
  attempts = 0;
  /** Why the oldest batch has to be sent again. */
  lastRefusal: string | null = null;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** The oldest batch. */
  get head(): ProducerBatch | undefined {
    return this.#batches[0];
  }

  /** Whether the oldest batch will not grow any more. */
  get hasFullBatch(): boolean {
    return this.#batches.length > 1;
  }

  /** Answers by how many bytes the queue grew. */
  append(
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[],
    batchBytesMax: number,
    compression: number,
    identity: ProducerIdentity | null,
    now: number,
  ): number {
    const size = BatchBuilder.sizeUpperBound(key, value, headers);
    let last = this.#batches.at(-1);
    let before = last?.sizeInBytes ?? 0;
    if (last === undefined || last.isSealed || before + size > batchBytesMax) {
      last = new ProducerBatch(compression, identity, this.#nextSequence, now);
      this.#batches.push(last);
      before = 0;
    }
    last.append(timestamp, key, value, headers);
    this.#nextSequence = incrementSequence(this.#nextSequence, 1);
    return last.sizeInBytes - before;
  }

  /** The oldest batch was settled, for better or worse. */
  settle(): ProducerBatch {
    this.attempts = 0;
    this.notBefore = 0;
    this.lastRefusal = null;
    return this.#batches.shift()!;
  }
}
