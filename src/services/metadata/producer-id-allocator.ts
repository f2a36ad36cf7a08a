/**
 * Producer ids for clients, out of blocks that the controller grants. The next block is asked for when half of the current
 * one is used, so that a client waits only when ids go faster than a commit. Main thread.
 */
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { MetadataService } from './metadata-service.ts';

export type ProducerIdResult = { readonly producerId: number } | { readonly errorCode: number };

interface Block {
  next: number;
  readonly end: number;
  readonly half: number;
}

const GRANT_TIMEOUT_MS = 5_000;

/** More waiting clients than this are told to try again: each would need an id, and the controller is not answering. */
const MAX_WAITING = 10_000;

export class ProducerIdAllocator {
  readonly #metadata: MetadataService;
  readonly #brokerId: number;
  #current: Block = { next: 0, end: 0, half: 0 };
  #spare: Block | null = null;
  #isAsking = false;
  #waiting: ((result: ProducerIdResult) => void)[] = [];

  constructor(metadata: MetadataService, brokerId: number) {
    this.#metadata = metadata;
    this.#brokerId = brokerId;
  }

  /** Calls back at once or when a block arrives; COORDINATOR_LOAD_IN_PROGRESS (retriable) where none does. */
  next(callback: (result: ProducerIdResult) => void): void {
    if (this.#current.next === this.#current.end && this.#spare !== null) {
      this.#current = this.#spare;
      this.#spare = null;
    }
    if (this.#current.next === this.#current.end) {
      if (this.#waiting.length >= MAX_WAITING) callback({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS });
      else {
        this.#waiting.push(callback);
        this.#ask();
      }
      return;
    }
    const producerId = this.#current.next++;
    if (producerId >= this.#current.half && this.#spare === null) this.#ask();
    callback({ producerId });
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const brokerEpoch = this.#metadata.cache.image.brokers.get(this.#brokerId)?.epoch ?? -1;
    const request = { brokerId: this.#brokerId, brokerEpoch };
    const deadline = this.#metadata.nowMs() + GRANT_TIMEOUT_MS;
    this.#metadata.submit({ apiKey: ApiKey.AllocateProducerIds, request }, deadline, ({ response }) => {
      this.#isAsking = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      if (response === null || response.errorCode !== ErrorCode.NONE) {
        for (const callback of waiting) callback({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS });
        return;
      }
      const { producerIdStart, producerIdLen } = response;
      const half = producerIdStart + Math.floor(producerIdLen / 2);
      this.#spare = { next: producerIdStart, end: producerIdStart + producerIdLen, half };
      for (const callback of waiting) this.next(callback);
    });
  }
}
