/**
 * A produce request whose reply waits for its batches to be durable (acks=1) or below the high watermark (acks=all).
 * Holds the response from the start, with the offsets that will be true; completes exactly once: when every partition
 * has, or at the deadline. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type {
  ProduceResponse,
  ProduceResponsePartitionProduceResponse,
} from '../../core/protocol/generated/produce-response.ts';
import type { OffsetWaiter } from './offset-waiters.ts';

export class DelayedProduce implements OffsetWaiter {
  readonly response: ProduceResponse;
  /** Partition responses by slot: the order of the request. */
  readonly partitions: ProduceResponsePartitionProduceResponse[] = [];
  readonly #onDone: (produce: DelayedProduce) => void;
  /** Slots that still wait, plus one while the request is being taken in. */
  #remaining = 1;
  readonly #isWaiting: boolean[] = [];
  #isDone = false;

  /** @param onDone called once, with every partition response final */
  constructor(response: ProduceResponse, onDone: (produce: DelayedProduce) => void) {
    this.response = response;
    this.#onDone = onDone;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Adds a partition; its slot is the position in `partitions`. */
  addPartition(partition: ProduceResponsePartitionProduceResponse): number {
    this.#isWaiting.push(false);
    return this.partitions.push(partition) - 1;
  }

  /** The reply waits for this slot. */
  expect(slot: number): void {
    this.#isWaiting[slot] = true;
    this.#remaining++;
  }

  /** Every partition has been taken in: from now on the last slot to finish completes the reply. */
  seal(): void {
    this.#finishOne();
  }

  onOffsetReached(slot: number): void {
    if (this.#isDone || !this.#isWaiting[slot]) return;
    this.#isWaiting[slot] = false;
    this.#finishOne();
  }

  onOffsetFailed(slot: number, errorCode: number): void {
    if (this.#isDone || !this.#isWaiting[slot]) return;
    this.#isWaiting[slot] = false;
    this.#fail(slot, errorCode);
    this.#finishOne();
  }

  /** The request's own timeout passed: what is not there yet is answered as unknown. The records may still commit. */
  onDeadline(): void {
    if (this.#isDone) return;
    for (let slot = 0; slot < this.partitions.length; slot++) {
      if (this.#isWaiting[slot]) this.#fail(slot, ErrorCode.REQUEST_TIMED_OUT);
    }
    this.#complete();
  }

  #fail(slot: number, errorCode: number): void {
    const partition = this.partitions[slot]!;
    partition.errorCode = errorCode;
    partition.baseOffset = -1;
    partition.logAppendTimeMs = -1;
    partition.logStartOffset = -1;
  }

  #finishOne(): void {
    if (--this.#remaining === 0) this.#complete();
  }

  #complete(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onDone(this);
  }
}
