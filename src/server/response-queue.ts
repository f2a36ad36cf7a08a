/**
 * The answers of one connection, in the order of its requests. Encodes what is ready at the head, one behind the other
 * into one piece of memory, so that everything that became ready in a wake leaves in one write. Main thread.
 */
import type { ByteWriter } from '../core/bytes/byte-writer.ts';
import { type PendingRequest, SlotState } from './pending-request.ts';
import type { WriterPool } from './writer-pool.ts';

export class ResponseQueue {
  /** Requests without an answer yet. */
  unanswered = 0;
  /** Requests whose answer has not been encoded: unanswered ones and those that wait behind them. */
  open = 0;
  /** Answers encoded since the queue was made. */
  encodedResponses = 0;
  /** Set once a slot that closes the connection has come to the head; nothing after it is encoded. */
  closeReason: string | null = null;
  /** Why an answer could not be encoded: a bug of ours. */
  failure: unknown = null;

  readonly #writers: WriterPool;
  #writer: ByteWriter | null = null;
  /** Of answers that were encoded, and of those that were taken and that the kernel may not have yet. */
  #onSent: (() => void)[] = [];
  #onTakenSent: (() => void)[] = [];
  #head: PendingRequest | null = null;
  #tail: PendingRequest | null = null;

  constructor(writers: WriterPool) {
    this.#writers = writers;
  }

  push(slot: PendingRequest): void {
    if (this.#tail === null) this.#head = slot;
    else this.#tail.next = slot;
    this.#tail = slot;
    this.open++;
    this.unanswered++;
  }

  /** Whether the answer of this slot would be the next to leave. */
  isHead(slot: PendingRequest): boolean {
    return this.#head === slot;
  }

  /** Bytes encoded and not yet taken; byte fields that are held by reference count in full. */
  get encodedBytes(): number {
    return this.#writer === null ? 0 : this.#writer.length;
  }

  /** Encodes from the head up to the first request without an answer, or until `limitBytes` are waiting to be taken. */
  encodeReady(limitBytes: number): void {
    for (let slot = this.#head; slot !== null && slot.state !== SlotState.Waiting; slot = this.#head) {
      if (this.closeReason !== null || this.encodedBytes >= limitBytes) return;
      this.#head = slot.next;
      if (this.#head === null) this.#tail = null;
      slot.next = null;
      this.open--;
      if (slot.state === SlotState.Answered) this.#encode(slot);
      else if (slot.state === SlotState.Close) this.closeReason = slot.closeReason;
    }
  }

  /** Hands out the encoded answers as chunks to be written in order; empty when there are none. */
  take(): Uint8Array[] {
    if (this.#onSent.length > 0) this.#onTakenSent.push(...this.#onSent.splice(0));
    return this.#writer === null ? [] : this.#writer.finish();
  }

  /** Ends a `take`. The memory is used again only if the kernel has copied it, which the caller knows. */
  release(isCopied: boolean): void {
    if (isCopied) this.sent();
    if (this.#writer === null) return;
    if (isCopied) this.#writers.giveBack(this.#writer);
    this.#writer = null;
  }

  /** The kernel has everything that was taken. */
  sent(): void {
    if (this.#onTakenSent.length === 0) return;
    for (const onSent of this.#onTakenSent.splice(0)) onSent();
  }

  /** Forgets everything: the peer is gone. */
  clear(): void {
    this.#head = null;
    this.#tail = null;
    this.#writer = null;
    this.#onSent = [];
    this.#onTakenSent = [];
    this.open = 0;
    this.unanswered = 0;
  }

  #encode(slot: PendingRequest): void {
    if (this.#writer === null) this.#writer = this.#writers.take();
    const writer = this.#writer;
    const start = writer.length;
    try {
      writer.int32(0);
      writer.int32(slot.correlationId);
      if (slot.hasTaggedHeader) writer.uint8(0);
      slot.handler.write(writer, slot.response, slot.apiVersion);
      writer.patchInt32(start, writer.length - start - 4);
      this.encodedResponses++;
      if (slot.onSent !== null) this.#onSent.push(slot.onSent);
    } catch (error) {
      this.#dropTail(writer, start);
      this.failure = error;
      this.closeReason = 'the response could not be encoded';
    }
    slot.response = null;
  }

  /** Keeps the whole answers that were encoded before a failed one. */
  #dropTail(writer: ByteWriter, length: number): void {
    const kept = this.#writers.take();
    let left = length;
    for (const chunk of writer.finish()) {
      if (left <= 0) break;
      kept.raw(chunk.length <= left ? chunk : chunk.subarray(0, left));
      left -= chunk.length;
    }
    this.#writer = kept;
  }
}
